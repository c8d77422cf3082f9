"""The ASGI layer around the application: response cache, conditional requests, compression, CORS,
pinned versions, security headers.
"""
