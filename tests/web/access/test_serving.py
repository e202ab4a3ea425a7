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


def run(*words, typed=""):
    return subprocess.run(
        [sys.executable, "-m", "qa.cli", *map(str, words)],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


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
        done = run("serve", "--port", "0", *words)
        assert done.returncode == 1, words
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.strip().splitlines()[-1].startswith("qa: ")


def test_the_commands_make_the_files(tmp_path):
    file = tmp_path / "passwords"
    for role in ("viewer", "editor"):
        done = run("password", role, "--output", file, typed=f"the {role}s password\n")
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
    known = read_passwords(file)
    assert known.role_of("the viewers password") is Role.VIEWER
    assert known.role_of("the editors password") is Role.EDITOR
    assert file.stat().st_mode & 0o077 == 0
    printed = run("password", "viewer", typed="another password\n").stdout
    assert printed.startswith("viewer:$argon2id$")
    assert run("password", "viewer", typed="short\n").returncode == 1
    made = run("token", "editor", "--output", tmp_path / "tokens", "--json")
    token = json.loads(made.stdout)["token"]
    assert read_tokens(tmp_path / "tokens").caller(token).role is Role.EDITOR
    assert token not in (tmp_path / "tokens").read_text()
