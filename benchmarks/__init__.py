"""How fast the service is, measured beside its peers on invented corpora: `make bench`
(README.md).
"""
