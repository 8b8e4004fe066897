"""Boards of the Storyboarder program."""

from circletake.plugins.formats.storyboarder._storyboarder import Board, Storyboarder

__all__ = ["Board", "Storyboarder"]
