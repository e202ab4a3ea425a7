"""How often a password may be tried: from one address, and from all together.

Each attempt costs the server some 50 ms and 64 MiB for each known password, so attempts are counted
before they are made, and few wait at a time.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

ADDRESS_ATTEMPTS, ADDRESS_SECONDS = 5, 30.0
"""Attempts of one address at once, and seconds until it has one more."""

ALL_ATTEMPTS, ALL_SECONDS = 40, 1.5
"""The same for all addresses together: half of one core at the most."""

MAX_ADDRESSES = 10_000
"""Addresses that are remembered; the one unheard of longest is forgotten."""

_IPV6_NETWORK = 64  # bits: what one customer has of addresses


@dataclass(slots=True)
class _Allowance:
    """Attempts that are left, at a moment of the clock."""

    left: float
    at: float

    def refill(self, now: float, most: int, seconds: float) -> None:
        self.left = min(most, self.left + (now - self.at) / seconds)
        self.at = now

    def wait(self, seconds: float) -> float:
        return 0.0 if self.left >= 1 else (1 - self.left) * seconds


class Attempts:
    """The attempts that are left, for one event loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all = _Allowance(ALL_ATTEMPTS, clock())
        self._addresses: OrderedDict[str, _Allowance] = OrderedDict()

    def take(self, address: str) -> int:
        """Take one of an address's attempts.

        Returns:
            0, or the whole seconds to wait where it has none left.
        """
        now = self._clock()
        own = self._addresses.setdefault(_network(address), _Allowance(ADDRESS_ATTEMPTS, now))
        self._addresses.move_to_end(_network(address))
        if len(self._addresses) > MAX_ADDRESSES:
            self._addresses.popitem(last=False)
        own.refill(now, ADDRESS_ATTEMPTS, ADDRESS_SECONDS)
        self._all.refill(now, ALL_ATTEMPTS, ALL_SECONDS)
        wait = max(own.wait(ADDRESS_SECONDS), self._all.wait(ALL_SECONDS))
        if wait:
            return math.ceil(wait)
        own.left -= 1
        self._all.left -= 1
        return 0

    def give_back(self, address: str) -> None:
        """Forget the attempts of an address whose password was right."""
        self._addresses.pop(_network(address), None)
        self._all.left += 1


def _network(address: str) -> str:
    """What is counted as one: an address, or a customer's network of them."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((int(known), _IPV6_NETWORK), strict=False))
