"""How the page can be reached, as whoever starts it says, and whether that is safe."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from qa.errors import AccessError
from qa.web.access.hosts import is_loopback
from qa.web.access.passwords import read_passwords
from qa.web.access.tokens import read_tokens


@dataclass(frozen=True, slots=True)
class AccessOptions:
    """How the page can be reached.

    Attributes:
        allowed_hosts: Host names beside those of the loopback and of the address listened on, such
            as those of a reverse proxy; "*.example.org" is all below one.
        root_path: The path prefix that a reverse proxy serves the page under, such as "/sanad";
            whether the proxy takes it off a request makes no difference.
        allow_editing: Whether documents can be added and removed from other machines too: by
            editors, or by everybody where nobody logs in.
        trusted_proxies: Addresses and networks of proxies whose `X-Forwarded-…` are believed.
        password_file: The passwords of the log-in page, each with its role; None for no such page.
        token_file: The tokens that programs may come with; None for none.
        login: Whether somebody must log in where other machines can reach the page; False opens it
            to all of them.
        certfile: A certificate, in PEM: the page is served by https.
        keyfile: Its private key, where that is in a file of its own.
    """

    allowed_hosts: tuple[str, ...] = ()
    root_path: str = ""
    allow_editing: bool = False
    trusted_proxies: tuple[str, ...] = ()
    password_file: Path | None = None
    token_file: Path | None = None
    login: bool = True
    certfile: Path | None = None
    keyfile: Path | None = None

    @property
    def by_proxy(self) -> bool:
        """Whether others may come by this machine's own address."""
        return bool(self.root_path or self.allowed_hosts or self.trusted_proxies)

    @property
    def asks_who(self) -> bool:
        """Whether everybody must prove who they are."""
        return self.password_file is not None or self.token_file is not None


def check_access(host: str, access: AccessOptions) -> None:
    """Refuse what would open the page by mistake, or cannot be served.

    Args:
        host: What is listened on.
        access: How the page can be reached.

    Raises:
        AccessError: It is refused, or a file that is named cannot be used.
    """
    if access.asks_who and not access.login:
        raise AccessError("--no-login stands alone: leave out --password-file and --token-file.")
    if access.login and not access.asks_who and not is_loopback(host):
        raise AccessError(
            f"With --host {host} other machines reach the page. Choose: --password-file FILE "
            "('qa password' makes one), or --no-login, which lets everybody in."
        )
    if access.password_file:
        read_passwords(access.password_file)
    if access.token_file:
        read_tokens(access.token_file)
    if access.keyfile and not access.certfile:
        raise AccessError("--keyfile needs the certificate too: --certfile FILE.")
    if access.certfile:
        _check_certificate(access.certfile, access.keyfile)


def _check_certificate(certfile: Path, keyfile: Path | None) -> None:
    def no_password() -> str:
        raise AccessError(f"The private key in '{keyfile or certfile}' is encrypted. Decrypt it.")

    for flag, path in (("--certfile", certfile), ("--keyfile", keyfile)):
        try:
            if path is not None:
                path.open("rb").close()
        except OSError as error:
            reason = error.strerror or error
            raise AccessError(f"'{path}' ({flag}) cannot be read: {reason}.") from error
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certfile, keyfile, no_password)
    except AccessError:
        raise
    except (OSError, ValueError) as error:
        raise AccessError(
            f"'{certfile}' and '{keyfile or certfile}' are no certificate and its private key, "
            "both in PEM (--certfile, --keyfile)."
        ) from error
