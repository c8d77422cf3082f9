"""Writing a dataset file: rows, derived tables, schema, and the adoption of an older file."""
