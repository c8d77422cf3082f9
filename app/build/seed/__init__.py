"""Reading the seed: YAML files, CSV tables and archived texts, each into its model."""
