"""Positions: the answer of each actor to a question."""
