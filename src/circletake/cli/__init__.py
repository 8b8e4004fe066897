"""The command line: parse, call the loop, show.

Owns: commands, tables, exit statuses. Standard output carries the answer, standard error the rest.
"""

from circletake.cli._app import main

__all__ = ["main"]
