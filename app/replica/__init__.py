"""Replicas: files and a pointer for others to fetch, and a service that follows such a pointer."""
