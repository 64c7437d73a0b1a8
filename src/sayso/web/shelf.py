"""A small bounded memory for what is costly to make, made once even where several readers ask at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["Shelf"]

Item = TypeVar("Item")


class Shelf(Generic[Item]):
    """Holds the items asked for last.

    >>> shelf = Shelf(2)
    >>> [shelf.get(key, lambda: key.upper()) for key in ("a", "b", "a", "c")], len(shelf)
    (['A', 'B', 'A', 'C'], 2)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._items: OrderedDict[Hashable, Item] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._items)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._items.clear()

    def get(self, key: Hashable, make: Callable[[], Item]) -> Item:
        """Return the item of a key, making it if it is not held; what `make` raises is passed on and nothing is kept."""
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                return self._items[key]
            own = self._making.setdefault(key, threading.Lock())
        with own:
            with self._lock:
                if key in self._items:
                    return self._items[key]
            try:
                made = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            with self._lock:
                self._items[key] = made
                while len(self._items) > self._most:
                    self._items.popitem(last=False)
            return made
