"""script/server says in one sentence why it cannot start, and touches nothing then."""

import os
import socket
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
pytestmark = pytest.mark.real_time


def server(*arguments, **environment):
    return subprocess.run(
        [ROOT / "script" / "server", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def stand_in(folder, **programs):
    """Put programs of these names, with these lines of shell, before all others."""
    for name, line in programs.items():
        path = folder / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


def test_help_names_every_option():
    done = server("--help")
    assert done.returncode == 0
    assert [option for option in ("--port N", "--data DIR", "--no-demo", "--help") if option not in done.stdout] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port"], "--port needs a number."),
        (["--port", "0"], "--port must be a number from 1 to 65535."),
        (["--port", "65536"], "--port must be a number from 1 to 65535."),
        (["--port=eighty"], "--port must be a number from 1 to 65535."),
        (["--data"], "--data needs a folder."),
        (["--demos"], "Unknown option: --demos"),
    ],
)
def test_a_wrong_option_is_named(arguments, sentence):
    done = server(*arguments)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == sentence


def test_a_busy_port_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        done = server("--port", str(port))
    other = f"script/server --port {port + 1}"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {port} is taken by another program. Stop that one, or choose another: {other}\n"


def test_without_root_the_missing_packages_are_named(tmp_path):
    programs = stand_in(tmp_path, id="echo 1000", dpkg_query='case "$*" in *tzdata*) echo installed ;; esac')
    done = server("--port", "1", "--data", str(tmp_path / "data"), **programs)
    wanted = [name for name in (ROOT / "script/packages/server.txt").read_text().split() if name != "tzdata"]
    line = done.stderr.splitlines()[-1]
    assert done.returncode == 1
    assert line == f"  apt-get update && apt-get install --no-install-recommends -y {' '.join(wanted)}"
    assert not (tmp_path / "data").exists()


def test_a_failing_installation_shows_what_it_printed(tmp_path):
    programs = stand_in(tmp_path, id="echo 0", dpkg_query="exit 1", apt_get="echo 'E: no such release' >&2; exit 100")
    done = server("--port", "1", "--data", str(tmp_path / "data"), **programs)
    assert done.returncode == 1
    assert done.stderr == "E: no such release\nThis failed: apt-get update -q\n"


def test_a_demo_folder_is_not_turned_into_a_real_one(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "demo").touch()
    programs = stand_in(tmp_path, dpkg_query="echo installed")
    done = server("--no-demo", "--port", "1", "--data", str(tmp_path), **programs)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{tmp_path} holds the demo, with logins that everybody knows.")
