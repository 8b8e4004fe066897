"""circletake: the narrative training loop that a studio owns."""

__version__ = "0.1.0"
