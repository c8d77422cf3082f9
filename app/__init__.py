"""Stated: who said what, and where each country stands."""

RELEASE = "0.1.0"
