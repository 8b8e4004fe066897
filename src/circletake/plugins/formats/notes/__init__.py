"""Directors' and editors' notes."""

from circletake.plugins.formats.notes._notes import Notes

__all__ = ["Notes"]
