"""The dataset itself, and its closed lists: questions, topics, vocabularies."""
