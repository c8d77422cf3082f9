"""What a request names: names and ids, questions, tombstones; the dataset's own row."""
