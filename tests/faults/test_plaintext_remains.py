"""Nothing that a person sent can be read on the disk: not after a crash in the middle, and not when all went well."""

import os
import socket
import time
from contextlib import suppress

import pytest

from tests.browser.pictures import passport
from tests.browser.product import command_line, until
from tests.faults.requester import ANSWERS, FORM, Requester

pytestmark = pytest.mark.real_time

MARKER = b"canary-7f3a-passport-marker"
ADDRESS = ANSWERS["principal-email"].encode()
# every word that a person types or sends, as it would look in a file
SECRETS = [MARKER, *(ANSWERS[name].encode() for name in ANSWERS if name.startswith(("principal", "scope")))]
SECRETS += ["高崎".encode(), "旅券.jpg".encode(), ANSWERS["principal-name"].encode("utf-16-le")]


def found_on_disk(product) -> list[str]:
    """Return what can be read below the data folder and the folder for temporary files, but for the address of a mail."""
    found = []
    for folder in (product.data, product.temporary):
        for path in folder.rglob("*"):
            with suppress(FileNotFoundError, IsADirectoryError):
                content = path.read_bytes()
                addressed = {ADDRESS} if path.parent.name == "mail" else set()
                found += [
                    f"{path}: {secret.decode(errors='replace')}"
                    for secret in SECRETS
                    if secret in content and secret not in addressed
                ]
    return found


@pytest.fixture
def requester(product):
    product.rest()
    until(product.is_ready, "ready")
    requester = Requester(product.port)
    assert requester.get(FORM).status == 200
    return requester


def test_the_search_finds_what_it_looks_for(product):
    (product.temporary / "left-behind").write_bytes(b"..." + passport(MARKER.decode()))
    assert found_on_disk(product) == [f"{product.temporary}/left-behind: {MARKER.decode()}"]
    (product.temporary / "left-behind").unlink()


# parts of the body that have arrived when the process is killed; the marker stands at the beginning of the picture
@pytest.mark.parametrize("part", [0.02, 0.999])
def test_an_upload_that_is_cut_off_by_a_kill_leaves_nothing_behind(product, requester, part):
    # a large picture: it does not fit into one read of the server
    body, content_type = requester.form(passport(MARKER.decode()) + os.urandom(4_000_000))
    head = f"POST {FORM} HTTP/1.1\r\nHost: 127.0.0.1:{product.port}\r\nContent-Length: {len(body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in requester.headers(content_type).items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", product.port)) as connection:
        connection.sendall(head.encode() + body[: int(len(body) * part)])
        # the rest is on its way for as long as the server reads
        until(lambda: _is_read(product, connection), "the server has read what was sent")
        old = product.kill("web")
    assert found_on_disk(product) == []
    product.wait_for_another("web", old)
    assert found_on_disk(product) == []


def _is_read(product, connection) -> bool:
    """Say whether nothing waits any more in the server's receive queue of this connection (Linux: /proc/net/tcp)."""
    local, remote = (f":{one[1]:04X}" for one in (connection.getpeername(), connection.getsockname()))
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table][1:]
    return any(row[1].endswith(local) and row[2].endswith(remote) and row[4].endswith(":00000000") for row in rows)


# seconds after the form was sent off; the answer takes about 0.1 s
@pytest.mark.parametrize("moment", [0.0, 0.05])
def test_a_kill_while_a_form_is_worked_on_leaves_nothing_readable(product, requester, moment):
    body, content_type = requester.form(passport(MARKER.decode()))
    head = f"POST {FORM} HTTP/1.1\r\nHost: 127.0.0.1:{product.port}\r\nContent-Length: {len(body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in requester.headers(content_type).items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", product.port)) as connection:
        connection.sendall(head.encode() + body)
        time.sleep(moment)
        old = product.kill("web")
    assert found_on_disk(product) == []
    product.wait_for_another("web", old)


def test_a_kill_while_a_picture_is_rebuilt_leaves_nothing_readable(product, requester):
    number, _secret = requester.ask(passport(MARKER.decode()))
    jail = until(lambda: _jail(product), "the picture is being rebuilt", patience=20)
    old = product.kill("worker")
    assert found_on_disk(product) == []
    until(lambda: not any("rebuild_pixels" in command_line(pid) for pid in jail), "the jailed program has ended")
    product.wait_for_another("worker", old)
    product.let_leases_end()
    until(lambda: product.documents(number) == ["ready"], "rebuilt after all")
    assert found_on_disk(product) == []


def _jail(product) -> list[int]:
    return [pid for pid in product.pids("worker") if "rebuild_pixels" in command_line(pid)]


def test_a_request_that_went_well_leaves_nothing_readable(product, requester):
    number, secret = requester.ask(passport(MARKER.decode()))
    until(lambda: product.documents(number) == ["ready"], "the picture is rebuilt")
    until(lambda: product.unsent() == 0, "the mail has left")
    requester.open(number, secret)
    assert found_on_disk(product) == []
    assert ANSWERS["principal-email"] in {mail["To"] for mail in product.mails()}
    for place in (secret, secret.replace("-", "")):
        assert place.encode() not in b"".join(path.read_bytes() for path in product.data.rglob("*") if path.is_file())
    assert ANSWERS["principal-name"] not in product.log.read_text()
