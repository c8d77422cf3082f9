"""For operators: health, metrics, the access log and the API description."""
