"""What the tests need beside Python: PostgreSQL, Chromium and curl.

`python -m tests.services` installs what is missing of them.
"""
