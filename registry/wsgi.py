"""The application for a WSGI server, on the database that the environment names."""

from registry import create_app
from registry.settings import Settings

app = create_app(Settings.load())
# A million releases take seconds to be read into memory, and to be counted: better before the first visitor than while
# one waits.
app.extensions["catalog"].begin()
app.extensions["status"].begin()
