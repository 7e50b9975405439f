"""A request as pages take it: the parts of its address, its ending, its parameters, and where links lead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from kg.errors import UsageError
from kg.web.addresses import Addresses
from kg.web.messages import PageRequest

ENDINGS = ("csv", "json")  # what a page can be had as besides HTML


@dataclass(frozen=True)
class Asked:
    """What was asked for: `/questions/total-savings.csv` has two parts, and the ending `csv`."""

    request: PageRequest
    parts: tuple[str, ...]
    ending: str

    @classmethod
    def of(cls, request: PageRequest) -> Asked:
        path = request.path.removeprefix("/")
        stem, _, ending = path.rpartition(".")
        known = ending in ENDINGS and bool(stem)
        return cls(request, tuple((stem if known else path).split("/")), ending if known else "")

    @property
    def first(self) -> str:
        return self.parts[0]

    @property
    def rest(self) -> str:
        """What stands after the first part; empty where nothing does."""
        return "/".join(self.parts[1:])

    @cached_property
    def to(self) -> Addresses:
        return Addresses.of(self.request.base)

    def value(self, name: str, default: str = "") -> str:
        return self.request.first(name, default).strip()

    def number(self, name: str, default: int) -> int:
        """A parameter that is a whole number. Raises `UsageError` for anything else."""
        given = self.value(name)
        if not given:
            return default
        if not (given.isascii() and given.isdigit() and len(given) < 8):
            raise UsageError(f"'{name}' takes a whole number, not '{given}'")
        return int(given)

    def again(self, **changed: str) -> str:
        """The same page with some parameters changed."""
        kept = [(name, value) for name, value in self.request.query if value and name not in changed]
        return f"{self.to.page(*self.parts)}?{urlencode([*kept, *changed.items()])}"

    def as_file(self, ending: str) -> str:
        """The same page as a file: its address with an ending, and the same parameters."""
        query = urlencode([(name, value) for name, value in self.request.query if value])
        return f"{self.to.page(*self.parts)}.{ending}" + (f"?{query}" if query else "")
