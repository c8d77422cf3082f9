"""Verifying what the service publishes, without trusting it (docs/verification.md)."""
