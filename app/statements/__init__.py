"""Statements: who said what, and where in the source."""
