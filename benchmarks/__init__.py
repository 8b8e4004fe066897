"""Measured against the clock, and against peers: one module a subject, each with `run()`."""
