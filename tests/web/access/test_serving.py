"""`qa serve` as others reach it: TLS, refusals in one line, the commands for both files."""

import datetime
import http.client
import ipaddress
import json
import ssl
import subprocess
import sys
from contextlib import contextmanager

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from qa.web.access.passwords import read_passwords
from qa.web.access.roles import Role
from qa.web.access.tokens import read_tokens
from support.command_line import run
from support.paths import ROOT, TESTS

SERVE = """
import sys
from pathlib import Path
from support.web_stand_in import StandIn
from qa.web import opening, server
from qa.web.access.options import AccessOptions
class Library:
    @staticmethod
    def open(*_, **__):
        opened = StandIn()
        opened.follow = lambda *_, **__: None
        return opened
opening.KnowledgeBase = Library
certfile, keyfile, passwords = map(Path, sys.argv[1:])
access = AccessOptions(certfile=certfile, keyfile=keyfile, password_file=passwords)
server.serve(None, "index", port=0, access=access)
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1 by its own authority, and its key."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sanad")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = serialization.BestAvailableEncryption(b"secret")
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    (folder / "page.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "page.key").write_bytes(key.private_bytes(*form, plain))
    (folder / "locked.key").write_bytes(key.private_bytes(*form, secret))
    return folder


@contextmanager
def served(folder, passwords):
    files = [folder / "page.pem", folder / "page.key", passwords]
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, *files], cwd=TESTS, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process.stderr.readline().split()[1]
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_the_page_is_served_by_https(certificate, passwords):
    trusted = ssl.create_default_context(cafile=certificate / "page.pem")
    with served(certificate, passwords) as address:
        assert address.startswith("https://127.0.0.1:")
        connection = http.client.HTTPSConnection(
            address.removeprefix("https://"), context=trusted, timeout=30
        )
        connection.request("POST", "/login", "password=viewers+only", {"origin": address})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 303
        assert "Secure" in answer.headers["set-cookie"]
        assert "strict-transport-security" not in answer.headers
        session = answer.headers["set-cookie"].partition(";")[0]
        connection.request("GET", "/healthz", headers={"cookie": session})
        assert json.loads(connection.getresponse().read())["status"] == "ok"
        connection.close()


def test_what_cannot_be_served_is_told_in_one_line(certificate):
    pem, key, locked = (certificate / name for name in ("page.pem", "page.key", "locked.key"))
    everywhere = "0.0.0.0"  # noqa: S104  (it is refused)
    for words, said in (
        (["--host", everywhere], "--no-login"),
        (["--certfile", certificate / "none.pem"], "cannot be read"),
        (["--certfile", key], "no certificate"),
        (["--certfile", pem, "--keyfile", pem], "no certificate"),
        (["--certfile", pem, "--keyfile", locked], "encrypted"),
        (["--keyfile", key], "--certfile"),
        (["--trusted-proxy", "x"], "--trusted-proxy"),
    ):
        code, _, told = run("serve", "--port", "0", *words, cwd=ROOT)
        assert code == 1, words
        assert said in told
        assert "Traceback" not in told
        assert told.strip().splitlines()[-1].startswith("qa: ")


def test_the_commands_make_the_files(tmp_path):
    file = tmp_path / "passwords"
    for role in ("viewer", "editor"):
        typed = f"the {role}s password\n".encode()
        code, printed, told = run("password", role, "--output", file, cwd=tmp_path, given=typed)
        assert (code, printed) == (0, ""), told
    known = read_passwords(file)
    assert known.role_of("the viewers password") is Role.VIEWER
    assert known.role_of("the editors password") is Role.EDITOR
    assert file.stat().st_mode & 0o077 == 0
    _, printed, _ = run("password", "viewer", cwd=tmp_path, given=b"another password\n")
    assert printed.startswith("viewer:$argon2id$")
    assert run("password", "viewer", cwd=tmp_path, given=b"short\n")[0] == 1
    token_file = tmp_path / "tokens"
    _, made, _ = run("token", "editor", "--output", token_file, "--json", cwd=tmp_path)
    token = json.loads(made)["token"]
    assert read_tokens(tmp_path / "tokens").caller(token).role is Role.EDITOR
    assert token not in (tmp_path / "tokens").read_text()
