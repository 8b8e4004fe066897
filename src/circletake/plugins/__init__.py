"""Everything that can be exchanged, a folder a family; plugins know only ports and model.

Owns: the built-in plugins. They are registered by entry point, like a stranger's.
"""
