"""Positions: where each actor stands on a question."""
