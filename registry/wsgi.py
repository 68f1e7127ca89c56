"""The application for a WSGI server, on the database that the environment names."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from crawlers.drafts import lint
from crawlers.identity import provider_of
from crawlers.statements import check
from registry import create_app
from registry.bodies import Bodies
from registry.grading_process import GradingProcess
from registry.server import ARRIVING, WAITING, WORKING
from registry.settings import Settings
from registry.shedding import Shedding
from registry.views import MOST_BYTES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# A request makes tens of thousands of values that all go with it: by default they would be looked through for garbage
# dozens of times.
gc.set_threshold(50_000, 20, 100)


def around(inner: WSGIApplication) -> WSGIApplication:
    """What is worked on has arrived as a whole, and waits for its turn."""
    return Bodies(Shedding(inner, WORKING, WAITING), ARRIVING, MOST_BYTES)


settings = Settings.load()
app = create_app(settings, around=around)
app.extensions["linter"] = lint
app.extensions["regrade"] = GradingProcess()
app.extensions["identity"] = provider_of(settings)
app.extensions["statements"] = check
# A million releases take seconds to be read into memory, and to be counted: better before the first visitor than while
# one waits.
app.extensions["catalog"].begin()
app.extensions["status"].begin()
