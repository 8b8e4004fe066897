"""Plugins of the family `engines`; each is a folder of its own and knows no other."""
