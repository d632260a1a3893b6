"""A broker of plain files that loses nothing: kombu's filesystem transport with an atomic publish and a tolerant read.

kombu's own writes a message under its final name, so a reader can take it half written and die of it (kombu issue
1551). Here a message appears by rename, complete or not at all, and is taken by rename, by one reader only.
"""

import fcntl
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem, virtual
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

ENDING = ".msg"
UNREADABLE = ".unreadable"


class Channel(filesystem.Channel):
    """One connection's view of the message folder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the folders, readable by the owner only."""
        super().__init__(*args, **kwargs)
        for folder in (self.data_folder_in, self.data_folder_out, self.processed_folder, self.control_folder):
            Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)

    def get_table(self, exchange: str) -> list[filesystem.exchange_queue_t]:
        """Return which queues hang on an exchange."""
        try:
            text = self._exchange_file(exchange).read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return [filesystem.exchange_queue_t(*row) for row in loads(text)]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Hang a queue on an exchange: one process at a time, and a reader sees the old table or the new one."""
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with (Path(self.control_folder) / ".lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            table = self.get_table(exchange)
            if row not in table:
                _write_whole(self._exchange_file(exchange), [row, *table])

    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:
        """Publish a message under a name that sorts by time, across reboots too."""
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}{ENDING}"
        _write_whole(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str) -> Any:
        """Take the oldest readable message. Raises Empty. An unreadable one is set aside, not raised."""
        for path in self._waiting(queue):
            taken = Path(self.processed_folder) / path.name
            try:
                path.rename(taken)
            except FileNotFoundError:
                continue  # another reader was faster
            try:
                payload = loads(bytes_to_str(taken.read_bytes()))
            except ValueError:
                taken.rename(taken.with_suffix(UNREADABLE))
                continue
            taken.unlink()
            return payload
        raise Empty

    def _purge(self, queue: str) -> int:
        """Remove every waiting message of the queue; say how many."""
        count = 0
        for path in self._waiting(queue):
            path.unlink(missing_ok=True)
            count += 1
        return count

    def _size(self, queue: str) -> int:
        """Count the waiting messages of the queue."""
        return len(self._waiting(queue))

    def _waiting(self, queue: str) -> list[Path]:
        ending = f".{queue}{ENDING}"
        names = sorted(os.listdir(self.data_folder_in))  # noqa: PTH208 - names sort faster than paths, ten times a second
        return [
            Path(self.data_folder_in) / name for name in names if name.endswith(ending) and not name.startswith(".")
        ]


class Transport(filesystem.Transport):
    """The `dsrfs://` transport; its folders are named in the transport options."""

    Channel = Channel
    driver_name = "dsrfs"

    def __init__(self, client: Any, **kwargs: Any) -> None:
        """Know only the bindings of these folders; kombu's own shares them between all connections of a process."""
        super().__init__(client, **kwargs)
        self.state = virtual.BrokerState()


def _write_whole(path: Path, content: Any) -> None:
    """Write JSON under a hidden name, readable by the owner only, then rename it: it is there whole or not at all."""
    hidden = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(str_to_bytes(dumps(content)))
    hidden.rename(path)
