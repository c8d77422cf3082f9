"""What a request names: names and ids, questions, tombstones."""
