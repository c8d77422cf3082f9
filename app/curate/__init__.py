"""What curators use: drafts of a coding, comparing two codings, previews.

The service never loads it.
"""
