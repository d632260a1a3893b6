"""Compose file, Dockerfile, scripts, requirements and handbook say the same as config/env.py."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from packaging.requirements import Requirement

from config.env import BY_NAME, VARIABLES
from dsr.web.uploads import MAX_REQUEST_BYTES

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DESK = [name for name, service in COMPOSE["services"].items() if "build" in service]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVER_PACKAGES = (ROOT / "script/packages/server.txt").read_text(encoding="ascii").split()


def test_compose_runs_the_whole_house():
    assert sorted(COMPOSE["services"]) == ["beat", "objects", "postgres", "prepare", "redis", "web", "worker"]
    assert DESK == ["prepare", "web", "worker", "beat"]


@pytest.mark.parametrize("name", DESK)
def test_compose_sets_only_declared_variables(name):
    assert set(COMPOSE["services"][name]["environment"]) <= set(BY_NAME)


@pytest.mark.parametrize("name", DESK)
def test_compose_sets_what_production_needs(name):
    needed = {variable.name for variable in VARIABLES if variable.needed_in_production}
    assert needed <= set(COMPOSE["services"][name]["environment"])


def test_every_variable_can_be_set_or_is_settled():
    """A key file has DSR_MASTER_KEYS in its place, and production knows no other answer about the second factor."""
    block = re.search(r"^ENV (.*?)(?<!\\)$", DOCKERFILE, re.MULTILINE | re.DOTALL)[1]
    settled = {*re.findall(r"(DSR_\w+)=", block), "DSR_MASTER_KEY_FILE", "DSR_REQUIRE_MFA"}
    assert set(COMPOSE["services"]["web"]["environment"]) | settled == set(BY_NAME)


def test_compose_pins_every_image():
    images = [service["image"] for service in COMPOSE["services"].values() if "image" in service]
    assert [image for image in images if not re.fullmatch(r"[\w/]+:[\w.-]+", image)] == []


def test_compose_holds_no_secret():
    environment = COMPOSE["services"]["web"]["environment"]
    secrets = [variable.name for variable in VARIABLES if variable.secret and variable.name in environment]
    assert {
        name: "${" in environment[name] or "redis://redis" in environment[name] for name in secrets
    } == dict.fromkeys(secrets, True)


def test_compose_names_the_services_it_has():
    environment = COMPOSE["services"]["web"]["environment"]
    hosts = {re.search(r"@(\w+):", environment["DATABASE_URL"])[1], "redis", "objects"}
    assert hosts <= set(COMPOSE["services"])
    assert environment["CELERY_BROKER_URL"] == "redis://redis:6379/0"
    assert "endpoint=http://objects:9000" in environment["DSR_STORAGE"]


def test_dockerfile_installs_what_the_server_script_installs():
    assert "COPY script/packages/server.txt" in DOCKERFILE
    assert "packages server\n" in (ROOT / "script/server").read_text(encoding="utf-8")
    assert sorted(SERVER_PACKAGES) == SERVER_PACKAGES


def test_dockerfile_sets_only_declared_variables():
    block = re.search(r"^ENV (.*?)(?<!\\)$", DOCKERFILE, re.MULTILINE | re.DOTALL)[1]
    names = set(re.findall(r"(\w+)=", block)) - {"PATH", "PYTHONUNBUFFERED", "XDG_CACHE_HOME"}
    assert names <= set(BY_NAME)


def test_dockerfile_copies_what_exists_and_is_not_ignored():
    copied = {line.split()[1] for line in DOCKERFILE.splitlines() if line.startswith("COPY ")}
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == kept
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_handbook_lists_every_variable_as_declared():
    handbook = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)`.*$", handbook, re.MULTILINE)
    assert rows == [variable.name for variable in VARIABLES]
    for variable in VARIABLES:
        assert f"| {variable.meaning} | {variable.default} | {variable.read_by} |" in handbook


def test_handbook_puts_a_buffering_proxy_in_front():
    handbook = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    [snippet] = re.findall(r"^```nginx\n(.*?)^```$", handbook, re.MULTILINE | re.DOTALL)
    said = dict(re.findall(r"^ +(proxy_set_header [\w-]+|[a-z_]+) +(.+);$", snippet, re.MULTILINE))
    wanted = {
        "proxy_request_buffering": "on",
        "client_body_timeout": "15s",
        "client_header_timeout": "15s",
        "client_max_body_size": f"{MAX_REQUEST_BYTES // 2**20}m",
        "access_log": "off",
        "proxy_set_header X-Forwarded-For": "$remote_addr",
        "proxy_set_header X-Forwarded-Proto": "$scheme",
        "proxy_set_header Host": "$host",
    }
    assert {name: said.get(name) for name in wanted} == wanted
    assert "The proxy in front" in (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_requirements_are_pinned_as_they_were_asked_for(name):
    lines = (ROOT / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.rstrip(" \\").split("==") for line in lines if "==" in line and not line.startswith((" ", "#")))
    asked = [
        Requirement(line)
        for line in (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    bare = {re.sub(r"[-_.]+", "-", pin.partition("[")[0]).lower(): version for pin, version in pins.items()}
    wrong = [str(want) for want in asked if not want.specifier.contains(bare.get(want.name.lower(), "0"))]
    assert wrong == []
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)


def test_scripts_can_be_started():
    scripts = ["server", "test", "check", "lock"]
    assert [name for name in scripts if not (ROOT / "script" / name).stat().st_mode & 0o111] == []
    assert "script/test" in (ROOT / ".ci/run").read_text(encoding="utf-8")
