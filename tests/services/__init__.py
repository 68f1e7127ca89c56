"""What the tests need beside Python: PostgreSQL and Chromium.

`python -m tests.services` installs what is missing of them.
"""
