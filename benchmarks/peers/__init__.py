"""How each peer is started on the same data, tuned as its manual says."""
