"""Countries and the other actors."""
