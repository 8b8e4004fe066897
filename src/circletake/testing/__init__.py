"""Compliance suites: what a plugin of each family must pass, ours and a stranger's alike.

Owns: the suites. They need no test runner: a check is a function that raises `AssertionError`.
"""
