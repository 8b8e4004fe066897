"""Logs kept in spreadsheets: script supervisors' logs, camera and sound reports as CSV.

Owns: finding the heading of such a table, and what stands above and between its rows.
Imports only `ports`, `model`, `tools`, `timecode` and `errors`.
"""

from circletake.plugins.formats.csvlog._format import CsvLog

__all__ = ["CsvLog"]
