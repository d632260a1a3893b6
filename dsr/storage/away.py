"""What the store of files answers when it does not do what it was asked."""


class StoreAway(OSError):  # noqa: N818 - where the store is
    """The store does not answer, is full, or has no bytes where a row names some. Worth another try."""


class FileMissing(StoreAway, FileNotFoundError):  # noqa: N818 - what is the case
    """No bytes lie under this key."""


class FileThere(StoreAway, FileExistsError):  # noqa: N818 - what is the case
    """Bytes lie under this key already; nothing is overwritten."""
