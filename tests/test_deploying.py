"""What `docs/deploy` and the Dockerfile say is what the program, systemd and nginx take."""

import base64
import fnmatch
import http.client
import json
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import urllib.request

import pytest
import yaml

import qa
from qa.cli.parser import build_parser
from qa.web.access.options import AccessOptions
from support.nginx import NGINX, free_port, running
from support.paths import ROOT, TESTS
from support.sample_documents import write_seeds
from support.web_stand_in import StandIn, app_for
from support.web_visit import serving

DEPLOY = ROOT / "docs" / "deploy"
HOST = "docs.example.org"
EXPOSURE = 15  # of 100, by `systemd-analyze security`; it calls up to 20 "OK"


def instructions():
    """(name, rest) of each instruction of the Dockerfile, in order."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def of(name):
    return [rest for found, rest in instructions() if found == name]


def service():
    """The container of the compose file."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"][
        "sanad"
    ]


def unit():
    return (DEPLOY / "sanad.service").read_text(encoding="utf-8")


def command_lines():
    """What each file starts, as words after `qa`."""
    (started,) = re.findall(r"^ExecStart=(.+)$", unit(), re.MULTILINE)
    assert shlex.split(started)[0].endswith("/qa")
    (told,) = re.findall(r"before: qa (.+)$", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE)
    (image,) = of("CMD")
    return [json.loads(image), service()["command"], shlex.split(started)[1:], shlex.split(told)]


@pytest.mark.parametrize("words", command_lines(), ids=["image", "compose", "systemd", "nginx"])
def test_what_is_started_is_a_command_of_the_program(words):
    arguments = build_parser().parse_args(words)
    assert arguments.command.__name__ == "serve"


def test_the_image_runs_without_root_and_writes_to_its_volumes_alone():
    assert {name for name, _ in instructions()} <= {
        *("FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE"),
        *("HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "CMD"),
    }
    for base in of("FROM"):
        tag = base.split()[0].partition(":")[2]
        assert re.fullmatch(r"3\.\d+-slim-\w+", tag), base
    (user,) = of("USER")
    assert int(user.split(":")[0]) >= 1000
    names = [name for name, _ in instructions()]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "RUN" not in names[names.index("USER") :]
    (volumes,) = map(json.loads, of("VOLUME"))
    words = json.loads(of("CMD")[0])
    assert {words[words.index(flag) + 1] for flag in ("--seeds", "--index")} < set(volumes)
    assert f"SANAD_CACHE={(set(volumes) - {'/seeds', '/index'}).pop()}" in of("ENV")[0]
    assert json.loads(of("ENTRYPOINT")[0]) == ["qa"]


def test_the_image_is_built_from_what_it_is_given():
    text = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    rules = [line for line in text.splitlines() if line and not line.startswith("#")]

    def is_given(path):
        given = True
        for rule in rules:
            pattern = rule.removeprefix("!")
            if any(fnmatch.fnmatch(part, pattern) for part in above(path)):
                given = rule.startswith("!")
        return given

    def above(path):
        parts = path.split("/")
        return ["/".join(parts[: n + 1]) for n in range(len(parts))]

    for path in ("pyproject.toml", "README.md", "LICENSE", "qa/cli/program.py"):
        assert (ROOT / path).exists()
        assert is_given(path), path
    (wanted,) = re.findall(r"--requirement (\S+)", "\n".join(of("RUN")))
    assert is_given(wanted)
    for path in ("index/CURRENT", "seeds/a.txt", ".git/config", "docs/api.md", "tests/a.py"):
        assert not is_given(path), path


def test_the_container_is_locked_up():
    given = service()
    assert given["read_only"] is True
    assert given["cap_drop"] == ["ALL"]
    assert given["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in given["ports"])
    assert not given["image"].endswith(":latest")
    assert ":" in given["image"]
    mounted = {volume.rpartition(":/")[2].partition(":")[0] for volume in given["volumes"]}
    (volumes,) = map(json.loads, of("VOLUME"))
    assert {f"/{name}" for name in mounted} == set(volumes)


READ_ONLY = """
mount --bind "$1" "$1" && mount -o remount,bind,ro / && ! touch "$2" && shift 2 && exec "$@"
"""


def test_it_serves_where_nothing_can_be_written_but_its_volumes(tmp_path):
    work = tmp_path / "volumes"
    write_seeds(work / "seeds")
    own = work / "own"
    own.mkdir()
    sealed = ["unshare", "--mount", "sh", "-c", READ_ONLY, "sh", work, tmp_path / "outside"]
    if shutil.which("unshare") is None or subprocess.run([*sealed, "true"], check=False).returncode:
        pytest.skip("this user cannot mount: a read-only root was not tried")
    program = [sys.executable, TESTS / "support/serving_program.py", work / "seeds", work / "index"]
    process = subprocess.Popen(
        [*sealed, *program],
        env={"PATH": "/usr/bin:/bin", "HOME": str(own), "TMPDIR": str(own)}
        | {"PYTHONPATH": f"{ROOT}:{TESTS}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        told = iter(process.stderr.readline, "")
        address = next(line for line in told if "http://" in line).split()[1]
        next(line for line in told if "ready: 6 documents" in line)
        with urllib.request.urlopen(f"{address}/", timeout=60) as page:  # noqa: S310
            assert b"<html" in page.read()
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
    assert (work / "index" / "CURRENT").exists()


def test_the_health_check_tells_a_living_chat_from_a_dead_one():
    (check,) = of("HEALTHCHECK")
    words = json.loads(check.partition("CMD ")[2])
    assert words[0] == "python"
    with serving(app_for(StandIn())) as address:
        port = address.rpartition(":")[2]
        code = words[2].replace("7860", port)
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    code = words[2].replace("7860", str(free_port()))
    dead = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert dead.returncode != 0


def kuberay():
    """The objects of the example for Kubernetes, by kind."""
    text = (DEPLOY / "kuberay.yaml").read_text(encoding="utf-8")
    return {one["kind"]: one for one in yaml.safe_load_all(text)}


def pods():
    """(name, pod) of everything that the example starts."""
    found = kuberay()
    cluster = found["RayCluster"]["spec"]
    yield "head", cluster["headGroupSpec"]["template"]["spec"]
    for group in cluster["workerGroupSpecs"]:
        yield group["groupName"], group["template"]["spec"]
    yield "chat", found["Deployment"]["spec"]["template"]["spec"]
    yield "build", found["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]


def test_the_cluster_runs_this_image_and_its_commands():
    image = f"sanad-qa:{qa.__version__}-ray"
    head = f"{kuberay()['RayCluster']['metadata']['name']}-head-svc:6379"
    commands = set()
    for name, pod in pods():
        (container,) = pod["containers"]
        assert container["image"] == image, name
        assert {"name": "RAY_USAGE_STATS_ENABLED", "value": "0"} in container["env"], name
        if name in ("chat", "build"):
            joining, started = container["args"][0].split("&&")
            assert shlex.split(joining) == ["ray", "start", f"--address={head}", "--num-cpus=0"]
            program, *words = shlex.split(started)[1:]
            assert [program] == json.loads(of("ENTRYPOINT")[0])
            arguments = build_parser().parse_args(words)
            assert (arguments.ray, str(arguments.index)) == ("auto", "/index")
            commands.add(words[0])
    assert commands == {"serve", "build"}


def test_the_cluster_sees_the_same_folders_everywhere():
    (volumes,) = (json.loads(rest) for rest in of("VOLUME"))
    for name, pod in pods():
        (container,) = pod["containers"]
        mounts = {mount["mountPath"]: mount for mount in container.get("volumeMounts", ())}
        if name == "head":
            assert not mounts
            continue
        assert set(volumes) <= set(mounts), name
        named = {volume["name"] for volume in pod["volumes"]}
        assert {mount["name"] for mount in mounts.values()} <= named
        assert mounts["/seeds"]["readOnly"] is True
        assert mounts["/index"].get("readOnly", False) == (name == "searching")
    port = kuberay()["Deployment"]["spec"]["template"]["spec"]["containers"][0]["ports"][0]
    assert [str(port["containerPort"])] == of("EXPOSE")


def test_systemd_takes_the_unit_and_finds_it_closed(tmp_path):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed: the unit was not tried")
    copy = tmp_path / "sanad.service"  # it looks whether the program is there
    copy.write_text(unit().replace("/opt/sanad/bin/qa", sys.executable))
    done = subprocess.run(
        [analyze, "verify", "--man=no", copy], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if "sanad.service" in line]
    assert (done.returncode, told) == (0, [])
    judged = [analyze, "security", "--offline=true", f"--threshold={EXPOSURE}", copy]
    done = subprocess.run(judged, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """Ports of the example's two servers, before a running chat."""
    openssl = shutil.which("openssl")
    if NGINX is None or openssl is None:
        pytest.skip("nginx or openssl is not installed: the example was not tried")
    folder = tmp_path_factory.mktemp("nginx")
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([openssl, "req", *kind, *subject, *files], check=True, capture_output=True)
    hashed = subprocess.check_output([openssl, "passwd", "-apr1", "pass"], text=True).strip()
    (folder / "users").write_text(f"reader:{hashed}\n")
    (folder / "users").chmod(0o644)
    app = app_for(StandIn(), access=AccessOptions(allowed_hosts=(HOST,)))
    with serving(app) as address:
        plain, secure = free_port(), free_port()
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        for written, here in (
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
            ("/etc/ssl/docs.example.org/fullchain.pem", str(folder / "cert.pem")),
            ("/etc/ssl/docs.example.org/privkey.pem", str(folder / "key.pem")),
            (
                "auth_basic_user_file /etc/nginx/sanad.htpasswd",
                f"auth_basic_user_file {folder}/users",
            ),
            ("http://127.0.0.1:7860", address),
        ):
            assert written in text, written
            text = text.replace(written, here)
        with running(folder, whole(folder, text), secure):
            yield plain, secure, folder / "cert.pem"


def whole(folder, text):
    user = "user root;" if folder.owner() == "root" else ""
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "fastcgi"))
    places += f" uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;"
    return (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; {user}\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; {places}\n{text}\n}}\n"
    )


def ask(proxied, path, body=None, *, user="reader:pass"):
    """Status and content that the secure server answers with."""
    _, secure, certificate = proxied
    context = ssl.create_default_context(cafile=certificate)
    connection = http.client.HTTPSConnection("127.0.0.1", secure, timeout=30, context=context)
    context.check_hostname = False  # the name is asked for below; it resolves nowhere
    headers = {"host": HOST, "content-type": "application/json"}
    if user:
        given = base64.b64encode(user.encode()).decode()
        headers |= {"authorization": f"Basic {given}", "origin": f"https://{HOST}"}
    data = json.dumps(body) if body else None
    connection.request("POST" if body else "GET", path, data, headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, content


def test_nginx_serves_those_who_give_the_password(proxied):
    status, page = ask(proxied, "/")
    assert (status, b"<html" in page) == (200, True)
    status, answer = ask(proxied, "/api/ask", {"question": "books ?"})
    assert (status, json.loads(answer)["state"]) == (200, "answered")
    status, _ = ask(proxied, "/documents")
    assert status == 200


def test_nginx_keeps_the_others_out_and_metrics_in(proxied):
    assert ask(proxied, "/", user="")[0] == 401
    assert ask(proxied, "/api/ask", {"question": "books ?"}, user="reader:wrong")[0] == 401
    assert ask(proxied, "/healthz", user="")[0] == 200
    assert ask(proxied, "/metrics")[0] == 404
    statuses = [ask(proxied, "/api/documents")[0] for _ in range(40)]
    assert statuses.count(429) >= 1
    assert set(statuses) == {200, 429}


def test_nginx_leads_to_the_secure_address(proxied):
    connection = http.client.HTTPConnection("127.0.0.1", proxied[0], timeout=30)
    connection.request("GET", "/documents?q=a", headers={"host": HOST})
    response = connection.getresponse()
    connection.close()
    assert (response.status, response.headers["location"]) == (301, f"https://{HOST}/documents?q=a")
