"""Statements and positions as the JSON that is answered, written by SQLite when a dataset is made.

Writing them at each request cost ten times as much as reading them. How they look belongs to the
release. So a change here takes a migration (which may do nothing else): datasets that were made
before are then no longer served until `stated adopt` has written their documents anew.
tests/test_documents.py insists.
"""

from app.store.tables.documents.positions import POSITIONS, SILENCES
from app.store.tables.documents.statements import STATEMENTS
from app.store.tables.documents.text import BASE, NAMED, TITLED

__all__ = ["BASE", "NAMED", "POSITIONS", "SILENCES", "STATEMENTS", "TITLED"]
