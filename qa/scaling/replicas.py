"""Copies of one thing on several nodes: whoever asks hears nothing of a node that is lost.

A call goes to one copy. Where that is lost, or slow, another is asked the same; the first answer
counts, and all copies give the same. A lost copy is made anew on another node. Where none is left,
there is no answer: an error says so.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

from qa.errors import PartMissingError
from qa.scaling.cluster import Cluster, Host, HostLostError, Reply, done_of
from qa.scaling.part import COPIES

_LOG = logging.getLogger(__name__)

PATIENCE_SECONDS = 2.0
"""How long one copy is waited for before another is asked too."""

ANSWER_SECONDS = 60.0
"""How long any copy is waited for; what is read for the first time may take long."""

MAKING_SECONDS = 1_800.0
"""How long a copy may take to be made: it reads gigabytes."""

TRIES = 3
"""How often copies are made anew that were lost while they were made."""

REPAIR_SECONDS = 5.0
"""How often a node is looked for on which a copy that was lost can be made anew."""

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")


def places_of(number: int, nodes: list[str], n_copies: int = COPIES) -> list[str]:
    """The nodes for the copies of a part: each another one, and none with more than its share.

    Args:
        number: Which part, from 0.
        nodes: The nodes that are there.
        n_copies: Copies that are wanted; fewer where there are fewer nodes.
    """
    return [nodes[(number + i) % len(nodes)] for i in range(min(n_copies, len(nodes)))]


class Replicas(Generic[_Thing]):
    """Some copies of a thing. Safe from several threads.

    Args:
        cluster: Where they are.
        make: Makes one.
        nodes: A node for each.
        names: What they are copies of: what is missing where none answers.
    """

    def __init__(
        self,
        cluster: Cluster,
        make: Callable[[], _Thing],
        nodes: list[str],
        names: tuple[str, ...],
    ) -> None:
        self._cluster = cluster
        self._make = make
        self._names = names
        self._changing = threading.Lock()
        self._hosts = [Host(make, node) for node in nodes]
        self._turn = 0
        self._looked = time.monotonic()

    @property
    def nodes(self) -> list[str]:
        """The nodes that have a copy."""
        return [host.node for host in self._hosts]

    def wait(self) -> None:
        """Wait until every copy is made.

        Raises:
            PartMissingError: None can be.
            QAError: What making it raises.
        """
        for _ in range(TRIES):
            for host in list(self._hosts):
                try:
                    if done_of([host.made], MAKING_SECONDS):
                        host.made.result()
                except HostLostError:
                    self._lose(host)
            if any(host.is_ready for host in self._hosts):
                return
        raise PartMissingError(self._names)

    def begin(
        self,
        function: Callable[..., _Result],
        *arguments: object,
    ) -> Callable[[], _Result]:
        """Begin a call of a function with the thing.

        Returns:
            What waits for its answer, and raises PartMissingError where there is none.
        """
        self._repair()
        hosts = self._in_turn()
        if not hosts:
            raise PartMissingError(self._names)
        asked = {hosts[0].call(function, arguments): hosts[0]}
        return partial(self._answer, asked, function, arguments)

    def _answer(
        self,
        asked: dict[Reply[Any], Host[_Thing]],
        function: Callable[..., _Result],
        arguments: tuple[object, ...],
    ) -> _Result:
        """The first answer of whoever is asked, and of others where these do not."""
        ends = time.monotonic() + ANSWER_SECONDS
        tried = set(asked.values())
        while asked and time.monotonic() < ends:
            for reply in done_of(list(asked), PATIENCE_SECONDS):
                try:
                    answer: _Result = reply.result()
                except HostLostError:
                    self._lose(asked.pop(reply))
                else:
                    return answer
            for host in [host for host in self._in_turn() if host not in tried][:1]:
                tried.add(host)
                asked[host.call(function, arguments)] = host
        raise PartMissingError(self._names)

    def _in_turn(self) -> list[Host[_Thing]]:
        """The copies in the order in which to ask them: those that are made first, in turn."""
        with self._changing:
            self._turn += 1
            n = max(len(self._hosts), 1)
            turned = [self._hosts[(self._turn + i) % n] for i in range(len(self._hosts))]
        return sorted(turned, key=lambda host: not host.is_ready)

    def _lose(self, lost: Host[_Thing]) -> None:
        """Do without a copy, and make another."""
        with self._changing:
            if lost not in self._hosts:
                return
            self._hosts.remove(lost)
            _LOG.warning("A node that held %s and more is lost: %s", self._names[0], lost.node)
            self._make_anew(without=lost.node)

    def _repair(self) -> None:
        """Make what is lost anew, where a node has come for it."""
        if len(self._hosts) == COPIES:
            return
        with self._changing:
            if time.monotonic() - self._looked > REPAIR_SECONDS:
                self._make_anew()

    def _make_anew(self, without: str = "") -> None:
        self._looked = time.monotonic()
        taken = {without, *self.nodes}
        free = [node for node in self._cluster.nodes() if node not in taken]
        lacking = COPIES - len(self._hosts)
        self._hosts += [Host(self._make, node) for node in free[:lacking]]
