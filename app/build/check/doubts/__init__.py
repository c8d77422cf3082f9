"""Doubts: what a program can see to be improbable in a coding (docs/findings.md).

A doubt compares a coding with the words around it. The rules are written so that a right coding
seldom raises one; where it does, a curator accepts it with a reason.
"""
