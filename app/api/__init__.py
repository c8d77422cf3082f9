"""What every data route uses: request context, query parameters, routing, responses, formats,
OpenAPI.
"""
