"""What a store of files answers when it does not do what it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager


class StoreAway(OSError):  # noqa: N818 - where the store is
    """The store does not answer, is full, or has no bytes where a row names some. Worth another try."""


class FileMissing(StoreAway, FileNotFoundError):  # noqa: N818 - what is the case
    """No bytes lie under this key."""


class FileThere(StoreAway, FileExistsError):  # noqa: N818 - what is the case
    """Bytes lie under this key already; nothing is overwritten."""


@contextmanager
def complaints() -> Iterator[None]:
    """Turn whatever goes wrong with files or network into StoreAway: other errors of the same kinds are not ours."""
    try:
        yield
    except StoreAway:
        raise
    except OSError as error:
        kinds = {FileNotFoundError: FileMissing, FileExistsError: FileThere}
        raise kinds.get(type(error), StoreAway)(*error.args) from error
