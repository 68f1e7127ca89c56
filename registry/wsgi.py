"""The application for a WSGI server, on the database that the environment names."""

import gc
import sys

from crawlers.drafts import lint
from registry import create_app
from registry.server import WAITING, WORKING
from registry.settings import Settings
from registry.shedding import Shedding

# A request makes tens of thousands of values that all go with it: by default they would be looked through for garbage
# dozens of times.
gc.set_threshold(50_000, 20, 100)
# Who takes requests in, and hands answers out, waits so long for the interpreter while one is worked on. By default
# that is as long as all of a release takes.
sys.setswitchinterval(0.001)

app = create_app(Settings.load())
app.wsgi_app = Shedding(app.wsgi_app, WORKING, WAITING)  # type: ignore[assignment,method-assign]
app.extensions["linter"] = lint
# A million releases take seconds to be read into memory, and to be counted: better before the first visitor than while
# one waits.
app.extensions["catalog"].begin()
app.extensions["status"].begin()
