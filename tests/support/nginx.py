"""A real nginx in front of a served application, with the directives that `docs/proxy.md` names."""

import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager

from support.paths import ROOT

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")

_WHOLE = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port};
        location / {{ return 404; }}
        {location}
    }}
}}
"""


def documented_location():
    """The `location` block of the documentation."""
    text = (ROOT / "docs" / "proxy.md").read_text(encoding="utf-8")
    return re.search(r"location /sanad/ \{.*?\n    \}", text, re.DOTALL)[0]


def free_port():
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@contextmanager
def proxying(folder, address, *, strips):
    """The address of a proxy, meanwhile, that serves the application under `/sanad/`."""
    port = free_port()
    target = "http://127.0.0.1:7860/;"
    location = documented_location()
    assert target in location
    location = location.replace(target, f"{address}{'/' if strips else ''};")
    user = "user root;" if folder.owner() == "root" else ""
    written = _WHOLE.format(folder=folder, port=port, location=location, user=user)
    with running(folder, written, port):
        yield port


@contextmanager
def running(folder, configuration, port):
    """An nginx of this configuration, which listens on a port."""
    (folder / "nginx.conf").write_text(configuration, encoding="utf-8")
    process = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr"])
    try:
        for _ in range(500):
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(10)
