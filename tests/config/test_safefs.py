"""The file broker: nothing lost, nothing doubled, nothing half read, whoever reads and writes at the same time."""

import json
import multiprocessing
import os
import signal
import stat
import time
from pathlib import Path

import pytest
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["dsrfs"] = "config.safefs:Transport"
MESSAGES = 400
pytestmark = pytest.mark.real_time


def connect(folder: Path) -> Connection:
    names = {"data_folder_in": "messages", "data_folder_out": "messages", "processed_folder": "taken"}
    options = {option: str(folder / name) for option, name in names.items()} | {
        "control_folder": str(folder / "control")
    }
    return Connection("dsrfs://", transport_options=options)


def write(folder: Path, first: int, count: int) -> None:
    with connect(folder) as connection:
        queue = connection.SimpleQueue("celery")
        for number in range(first, first + count):
            queue.put({"number": number, "filler": "x" * 5000})


def read(folder: Path, target: Path, wanted: int) -> None:
    """Take messages and note each in a file of its own, until `wanted` are noted by all readers together."""
    with connect(folder) as connection:
        queue = connection.SimpleQueue("celery")
        while len(os.listdir(target)) < wanted:
            try:
                message = queue.get(block=False)
            except queue.Empty:
                time.sleep(0.001)
                continue
            (target / f"{message.payload['number']}.{os.getpid()}.{time.time_ns()}").touch()
            message.ack()


def start(function, *arguments):
    process = multiprocessing.get_context("fork").Process(target=function, args=arguments, daemon=True)
    process.start()
    return process


@pytest.fixture
def folders(tmp_path):
    broker, target = tmp_path / "broker", tmp_path / "seen"
    target.mkdir()
    connect(broker).channel().close()
    return broker, target


def test_messages_come_back_in_the_order_they_were_sent(folders):
    broker, _target = folders
    write(broker, 0, 5)
    with connect(broker) as connection:
        queue = connection.SimpleQueue("celery")
        assert queue.qsize() == 5
        assert [queue.get(block=False).payload["number"] for _ in range(5)] == [0, 1, 2, 3, 4]
        with pytest.raises(queue.Empty):
            queue.get(block=False)


def test_every_message_is_read_once_by_many_readers_and_writers(folders):
    broker, target = folders
    readers = [start(read, broker, target, 2 * MESSAGES) for _ in range(2)]
    writers = [start(write, broker, first, MESSAGES) for first in (0, MESSAGES)]
    for process in [*writers, *readers]:
        process.join(timeout=60)
    assert [process.exitcode for process in [*writers, *readers]] == [0, 0, 0, 0]
    numbers = sorted(int(name.partition(".")[0]) for name in os.listdir(target))
    assert numbers == list(range(2 * MESSAGES))


def test_killing_the_writer_leaves_no_half_message(folders):
    broker, target = folders
    for first in range(0, 10_000, 1000):
        writer = start(write, broker, first, 1000)
        time.sleep(0.03)
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
    messages = [path for path in (broker / "messages").iterdir() if not path.name.startswith(".")]
    assert messages
    for path in messages:
        json.loads(path.read_bytes())
    read(broker, target, len(messages))
    assert not [path for path in (broker / "messages").iterdir() if not path.name.startswith(".")]


def test_an_unreadable_message_is_set_aside_and_the_next_one_read(folders):
    broker, _target = folders
    (broker / "messages" / f"{0:020d}_broken.celery.msg").write_text("{", encoding="ascii")
    write(broker, 7, 1)
    with connect(broker) as connection:
        assert connection.SimpleQueue("celery").get(block=False).payload["number"] == 7
    assert [path.name for path in (broker / "taken").iterdir()] == [f"{0:020d}_broken.celery.unreadable"]


def test_messages_and_folders_are_for_the_owner_only(folders):
    broker, _target = folders
    write(broker, 0, 1)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in broker.iterdir()}
    assert modes == {"messages": 0o700, "taken": 0o700, "control": 0o700}
    (message,) = (broker / "messages").iterdir()
    assert stat.S_IMODE(message.stat().st_mode) == 0o600


def test_purge_removes_what_waits(folders):
    broker, _target = folders
    write(broker, 0, 3)
    with connect(broker) as connection:
        queue = connection.SimpleQueue("celery")
        assert queue.clear() == 3
        assert queue.qsize() == 0
