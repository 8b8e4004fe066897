"""PDF screenplays."""

from circletake.plugins.formats.pdf._pdf import PdfScript

__all__ = ["PdfScript"]
