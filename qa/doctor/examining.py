"""All checks, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qa.doctor.checks import Examination
from qa.doctor.index_health import check_index
from qa.doctor.installation import check_installation
from qa.doctor.offline import offline_check
from qa.doctor.places import check_places


@dataclass(frozen=True, slots=True)
class Premises:
    """What is looked at.

    Attributes:
        seeds: The folder of documents.
        index: The index folder.
        model: As of `KnowledgeBase.open`.
        host: Where the chat would listen.
        port: The port it would listen on.
    """

    seeds: Path
    index: Path
    model: str
    host: str
    port: int


def examine(premises: Premises, *, offline: bool = False) -> Examination:
    """Look at everything; nothing is changed.

    Args:
        premises: What is looked at.
        offline: Whether it is tried without a network too, which takes a minute.
    """
    checks = [
        *check_installation(premises.model),
        *check_places(premises.seeds, premises.index, premises.host, premises.port),
        *check_index(premises.seeds, premises.index, premises.model),
    ]
    if offline:
        checks.append(offline_check(premises.model))
    return Examination(tuple(checks))
