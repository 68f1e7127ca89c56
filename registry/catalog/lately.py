"""Lately: what was asked for lately is kept for who asks next."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


class Lately:
    """Values by key, as many as are worth their memory: what was not asked for for longest is forgotten first. Threads
    may ask at the same time; two that ask for the same new value both make it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, which always must be of one type; made if it is not known."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: T = self._kept[key]
                return kept
        made = make()
        self.put(key, made)
        return made

    def find(self, key: Hashable) -> Any:
        """The value of a key; None when it is not known."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, value: Any) -> None:
        """Keeps a value under a key."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def __iter__(self) -> Iterator[Any]:
        """The keys of all that is kept, the one that was asked for last at the end."""
        with self._lock:
            return iter(list(self._kept))
