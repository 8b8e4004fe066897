"""What every plugin may share: decoding text, hardened XML, limited processes, media probes.

Owns: safe access to other people's bytes. Knows nothing of the words of the trade.
"""

from circletake.tools._atomic import written_whole
from circletake.tools._limits import Limits
from circletake.tools._media import Probe, ProbedStream, probe
from circletake.tools._process import Outcome, run_limited
from circletake.tools._text import Lines, Text, decode
from circletake.tools._xml import parse_xml

__all__ = [
    "Limits",
    "Lines",
    "Outcome",
    "Probe",
    "ProbedStream",
    "Text",
    "decode",
    "parse_xml",
    "probe",
    "run_limited",
    "written_whole",
]
