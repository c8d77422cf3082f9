"""Published versions, and what each of them changed."""
