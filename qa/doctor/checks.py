"""What a check tells: frozen records, knowing nothing of how they are found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a thing stands."""

    OK = "ok"
    WARN = "warn"
    """It works, but less than it could."""
    FAIL = "fail"
    """It stops the program, or would."""


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of looking at one thing.

    Attributes:
        name: What was looked at, in a word or two.
        status: How it stands.
        found: What was found.
        advice: What to do; "" where nothing is to be done.
    """

    name: str
    status: Status
    found: str
    advice: str = ""


def fine(name: str, found: str) -> Check:
    """A thing that is in order."""
    return Check(name, Status.OK, found)


def doubtful(name: str, found: str, advice: str) -> Check:
    """A thing that could be better."""
    return Check(name, Status.WARN, found, advice)


def broken(name: str, found: str, advice: str) -> Check:
    """A thing that stops the program."""
    return Check(name, Status.FAIL, found, advice)


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was looked at.

    Attributes:
        checks: One for each thing, in order.
    """

    checks: tuple[Check, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing stops the program."""
        return all(check.status is not Status.FAIL for check in self.checks)
