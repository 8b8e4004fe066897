"""Programs that keep the house; none is needed to use it."""
