"""Plugins of the family `formats`; each is a folder of its own and knows no other."""
