"""Close a process's memory to others of the same user: to a decoder that was taken over, above all.

In a container with one user and no rights the jailed program is the same user as the worker that started it, and the
kernel lets one process of a user read another, unless that one is closed. Who holds a master key is closed.
"""

import ctypes
import os

PR_SET_DUMPABLE = 4


def close_memory() -> None:
    """Let nobody but root read or trace this process. Children that it forks are closed too; programs close anew.

    Raises OSError when the kernel refuses.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
