"""Advanced Authoring Format, the project exchange of Avid Media Composer.

Owns: timelines and user comments, through otio-aaf-adapter and pyaaf2 in a process of their own.
Source: AMWA AS-01 (AAF Object Specification) and the AAF Edit Protocol.
"""

from circletake.plugins.formats.aaf._format import Aaf

__all__ = ["Aaf"]
