"""Sources: documents and their sentences."""
