"""The only writer: seed files → checked → folded → a new dataset file. Never imports the web."""
