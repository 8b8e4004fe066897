"""How the tables came to be, step by step; `circletake.plugins.stores.sql._migrate` runs them.

A step is never changed once it was released: the next one alters what it made.
"""
