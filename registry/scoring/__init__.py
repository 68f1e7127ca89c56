"""Scoring: from evidence to a grade, as pure functions.

Nothing here opens a file, asks the clock, reads the environment or touches a network or a database: what is needed
comes in as an argument, and the same arguments always give the same grade.
"""
