"""How the page can be reached, as whoever starts it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccessOptions:
    """How the page can be reached.

    Attributes:
        allowed_hosts: Host names beside those of the loopback and of the address listened on, such
            as those of a reverse proxy; "*.example.org" is all below one.
        root_path: The path prefix that a reverse proxy serves the page under, such as "/sanad";
            whether the proxy takes it off a request makes no difference.
        allow_editing: Whether documents can be added and removed by whoever reaches the page, from
            other machines too.
    """

    allowed_hosts: tuple[str, ...] = ()
    root_path: str = ""
    allow_editing: bool = False
