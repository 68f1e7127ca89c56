"""The application for a WSGI server, on the database that the environment names."""

import gc

from crawlers.drafts import lint
from registry import create_app
from registry.server import WAITING, WORKING
from registry.settings import Settings
from registry.shedding import Shedding

# A request makes tens of thousands of values that all go with it: by default they would be looked through for garbage
# dozens of times.
gc.set_threshold(50_000, 20, 100)

app = create_app(Settings.load(), around=lambda inner: Shedding(inner, WORKING, WAITING))
app.extensions["linter"] = lint
# A million releases take seconds to be read into memory, and to be counted: better before the first visitor than while
# one waits.
app.extensions["catalog"].begin()
app.extensions["status"].begin()
