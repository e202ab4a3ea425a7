"""Small products in one thread: OpenBLAS would share each out and wait for its threads every time.

On a busy machine the comparing of a question takes 93 ms so, instead of 13; in a build the waiting
takes three times the processor time of all else that is done around the model. No bit is another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController

_LIMITED = threading.Lock()  # what one thread restores is what it found, and not another's limit


@contextmanager
def single_thread() -> Iterator[None]:
    """Have numpy's products computed in the thread that asks for them."""
    with _LIMITED, _thread_pools().limit(limits=1, user_api="blas"):
        yield


@cache
def _thread_pools() -> ThreadpoolController:
    return ThreadpoolController()
