"""Working out the positions of an actor from the entries that sources give. Pure functions."""
