"""The ASGI layer around the application: cache, conditional requests, compression, CORS, pins,
security headers.
"""
