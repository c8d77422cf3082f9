"""HTML: templates, static files, texts in words, citations to copy."""
