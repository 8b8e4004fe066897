"""Testing: what every plugin of a family must do, as checks that a stranger's plugin runs too.

Owns: the compliance suites, one module for each family.
"""
