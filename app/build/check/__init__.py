"""Checking the seed: every reference known, every quotation found, every position supported."""
