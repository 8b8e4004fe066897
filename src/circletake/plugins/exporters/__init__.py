"""Plugins of the family `exporters`; each is a folder of its own and knows no other."""
