"""Speakers: people and their dated roles."""
