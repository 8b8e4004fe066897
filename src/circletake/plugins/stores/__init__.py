"""Plugins of the family `stores`; each is a folder of its own and knows no other."""
