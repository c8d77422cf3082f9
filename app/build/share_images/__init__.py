"""Pictures of positions that networks show beside a link, drawn when a dataset is published."""
