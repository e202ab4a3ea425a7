"""What a reverse proxy says of a request, believed from those that are trusted.

Everybody can write `X-Forwarded-For`. It is taken from requests whose last sender is a named proxy,
read from its end for as long as the senders are proxies too, and removed from every request:
nothing inside, Gradio included, sees it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.errors import AddressError
from qa.web.access.hosts import address_of, host_and_port

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_TOLD: Final = ("x-forwarded-", "forwarded", "x-real-ip", "x-direct-url", "x-original-")


def checked_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks of proxies.

    Raises:
        AddressError: One is none.
    """
    return tuple(_checked_network(text) for text in texts)


def _checked_network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise AddressError(
            f"{text!r} is no address or network of a proxy. Name one such as "
            "--trusted-proxy 127.0.0.1 or --trusted-proxy 10.0.0.0/8."
        ) from error


class TrustedProxies:
    """ASGI middleware after which a request has its client's address, scheme and host."""

    def __init__(self, app: ASGIApp, *, networks: Sequence[Network]) -> None:
        """Stand before an application.

        Args:
            app: What is served.
            networks: The proxies.
        """
        self.app = app
        self._networks = networks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as the proxy received it."""
        if scope["type"] == "http":
            scope = self._received(scope)
        await self.app(scope, receive, send)

    def _received(self, scope: Scope) -> Scope:
        told = Headers(scope=scope)
        kept = [(n, v) for n, v in scope["headers"] if not n.decode("latin-1").startswith(_TOLD)]
        client = scope.get("client")
        if client is None or not self._is_trusted(client[0]):
            return {**scope, "headers": kept}
        proto = _last(told.getlist("x-forwarded-proto")).lower()
        host = _last(told.getlist("x-forwarded-host"))
        if host and host_and_port(host):
            kept = [(n, v) for n, v in kept if n != b"host"] + [(b"host", host.encode("latin-1"))]
        return {
            **scope,
            "headers": kept,
            "client": (self._client(client[0], told.getlist("x-forwarded-for")), 0),
            "scheme": proto if proto in {"http", "https"} else scope["scheme"],
        }

    def _client(self, sender: str, told: Sequence[str]) -> str:
        """The last sender that is no proxy of ours."""
        for text in reversed(_listed(told)):
            address = address_of(text)
            if address is None:
                break
            sender = str(address)
            if not self._is_trusted(sender):
                break
        return sender

    def _is_trusted(self, sender: str) -> bool:
        address = address_of(sender)
        return address is not None and any(address in network for network in self._networks)


def _listed(headers: Sequence[str]) -> list[str]:
    return [text for text in (part.strip() for part in ",".join(headers).split(",")) if text]


def _last(headers: Sequence[str]) -> str:
    """What the last proxy added: those before it may have been written by anybody."""
    listed = _listed(headers)
    return listed[-1] if listed else ""
