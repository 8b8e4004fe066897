"""One Protocol per plugin family, with its typed results.

Owns: the seams. Imports only `model`, `tools`, `timecode` and `errors`.
"""
