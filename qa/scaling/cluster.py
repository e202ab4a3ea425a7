"""A Ray cluster: work dealt to its nodes, as much at once as they have processors.

The only module that imports `ray`, which comes with `pip install 'sanad-qa[ray]'`. What is sent
between nodes is pickled by Ray, on the wire alone: whoever reaches a Ray cluster can run anything
on it, with or without this program. Nothing pickled is ever written to an index.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from qa.errors import ClusterError, MissingExtraError, QAError, words_of

try:
    import ray
    from ray.exceptions import ObjectLostError, RayActorError, RayError, RayTaskError
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy
except ImportError as _error:
    raise MissingExtraError("ray") from _error

WAITED_SECONDS = 0.1
"""How long results are waited for before whoever waits is asked whether to go on."""

RETRIES = 8
"""How often a piece of work is done again whose node was lost, or whose process ended by itself."""

AHEAD = 2
"""Pieces of work given out for each processor: one that is done, one that is ready."""

CALLS_AT_ONCE = 8
"""Questions that a host answers at the same time."""

_Thing = TypeVar("_Thing")
_Tool = TypeVar("_Tool")
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Shared(Generic[_Tool]):
    """A thing that each process of the cluster that needs it gets once."""

    def __init__(self, thing: _Tool) -> None:
        self.reference = ray.put(thing)


@lru_cache(maxsize=2)  # the build that goes on, and the one before it
def _received(reference: ray.ObjectRef) -> object:
    return ray.get(reference)


def _work(
    function: Callable[[object, object], object], references: list[ray.ObjectRef], item: object
) -> object:
    """Run in a process of the cluster. A reference in a list is not fetched for each call."""
    return function(_received(references[0]), item)


class Cluster:
    """A connection to a Ray cluster, of which a process has one.

    Args:
        address: As `ray.init` takes it: "auto" on a node, "host:6379", or "ray://host:10001".

    Raises:
        ClusterError: There is none at that address.
    """

    def __init__(self, address: str) -> None:
        try:
            ray.init(
                address=address,
                ignore_reinit_error=True,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except (ConnectionError, RuntimeError, ValueError, RayError) as error:
            raise ClusterError(
                f"There is no Ray cluster at '{address}' ({words_of(error)}). Start one with "
                "`ray start --head`, and name its address, or 'auto' on a node of it."
            ) from error

    def n_processors(self) -> int:
        """Processors of all nodes that are there now."""
        return int(ray.cluster_resources().get("CPU", 0))

    def nodes(self) -> list[str]:
        """The nodes that are there now and have processors, in order of their names."""
        return sorted(
            node["NodeID"]
            for node in ray.nodes()
            if node["Alive"] and node["Resources"].get("CPU", 0) > 0
        )

    def work_each(
        self,
        function: Callable[[_Tool, _Item], _Result],
        tool: Shared[_Tool],
        items: Iterable[_Item],
        meanwhile: Callable[[], None] | None = None,
    ) -> Iterator[_Result]:
        """Have pieces of work done, each by one processor of any node; results as they come.

        No more are given out than `AHEAD` for each processor, and what is not taken of the items
        is not made. What was done on a node that is lost is done again on another.

        Args:
            function: Of a module that the nodes have too. Given the tool and an item.
            tool: What each process keeps for it.
            items: Pieces of work.
            meanwhile: Called ten times a second while results are waited for; what it raises ends
                the work.

        Raises:
            QAError: What the function raises.
            ClusterError: A piece of work cannot be done.
        """
        task = ray.remote(_work).options(
            num_cpus=1, max_retries=RETRIES, scheduling_strategy="SPREAD"
        )
        running: set[ray.ObjectRef] = set()
        left = iter(items)
        are_all = False
        try:
            while True:
                while not are_all and len(running) < AHEAD * max(self.n_processors(), 1):
                    for item in left:
                        running.add(task.remote(function, [tool.reference], item))
                        break
                    else:
                        are_all = True
                if not running:
                    return
                done, _ = ray.wait(list(running), timeout=WAITED_SECONDS)
                if not done and meanwhile:
                    meanwhile()
                for reference in done:
                    running.discard(reference)
                    yield _result(reference)
        finally:
            for reference in running:
                ray.cancel(reference)


class HostLostError(Exception):
    """A host is no more: its node, or its process."""


class Reply(Generic[_Result]):
    """What a host will have answered."""

    def __init__(self, reference: ray.ObjectRef) -> None:
        self.reference = reference

    def result(self) -> _Result:
        """The answer, waited for.

        Raises:
            HostLostError: The host is lost.
            QAError: What the call raises.
        """
        try:
            answer: _Result = _result(self.reference)
        except ClusterError as error:
            if isinstance(error.__cause__, RayActorError | ObjectLostError):
                raise HostLostError from error
            raise
        return answer


def done_of(replies: Sequence[Reply[_Result]], seconds: float) -> list[Reply[_Result]]:
    """Those of some replies that are there: one at least, unless none comes in so many seconds."""
    found, _ = ray.wait([reply.reference for reply in replies], timeout=seconds)
    return [reply for reply in replies if reply.reference in found]


class Host(Generic[_Thing]):
    """A thing that lives on a node, in a process of its own, for as long as this is kept.

    Args:
        make: Makes the thing, there. It is made when it is first wanted.
        node: The node.
    """

    def __init__(self, make: Callable[[], _Thing], node: str) -> None:
        self.node = node
        kind = ray.remote(_Holder).options(
            num_cpus=0,
            max_restarts=0,
            max_task_retries=0,
            max_concurrency=CALLS_AT_ONCE,
            scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False),
        )
        self._holder = kind.remote(make)
        self.made: Reply[None] = Reply(self._holder.made.remote())
        self._is_ready = False

    @property
    def is_ready(self) -> bool:
        """Whether the thing is made, or cannot be."""
        self._is_ready = self._is_ready or bool(done_of([self.made], 0))
        return self._is_ready

    def call(
        self, function: Callable[..., _Result], arguments: tuple[object, ...]
    ) -> Reply[_Result]:
        """Begin a call of a function with the thing and some more arguments."""
        return Reply(self._holder.call.remote(function, arguments))


class _Holder:
    """Run in a process of its own on a node: makes a thing once, and calls functions with it."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._making = threading.Lock()
        self._thing: object = None

    def made(self) -> None:
        """Make the thing; what that raises is raised by every call too."""
        with self._making:
            if self._thing is None:
                self._thing = self._make()

    def call(self, function: Callable[..., object], arguments: tuple[object, ...]) -> object:
        self.made()
        return function(self._thing, *arguments)


def _result(reference: ray.ObjectRef) -> Any:  # noqa: ANN401 (it is the function's)
    """What came of a piece of work, or its error as it was raised."""
    try:
        return ray.get(reference)
    except RayTaskError as error:
        if isinstance(error.cause, BaseException) and not isinstance(error.cause, RayError):
            raise error.cause from error
        raise _failed(error) from error
    except RayError as error:
        raise _failed(error) from error


def _failed(error: RayError) -> QAError:
    return ClusterError(
        f"The cluster cannot do a piece of work ({words_of(error).strip().splitlines()[0]}). "
        "See the log of its nodes; nothing that was done is lost, so run the same again."
    )
