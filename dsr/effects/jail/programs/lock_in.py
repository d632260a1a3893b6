"""How a jailed program locks itself in, before it reads the first byte: what it imports is ours, what it reads is not.

The jail: no new file descriptors at all (so no file and no socket can be opened, fonts of the system included), no new
processes, no core, limits on time and memory, no way to gain rights, no system call that reaches another process; and
where the kernel lets us, namespaces without network, an empty root folder and the user nobody.
"""

import ctypes
import errno
import os
import resource
import struct
import sys
import threading
from contextlib import suppress
from typing import BinaryIO

ADDRESS_SPACE = 1200 * 1024 * 1024  # with the worker beside it, less than 1.5 GB

NOBODY = 65534
NO_JAIL = 3  # exit status, before `J`
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWNET = (1 << bit for bit in (17, 26, 27, 28, 30))
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 4, 38, 22, 2
CAPABILITY_VERSION = 0x20080522

# What a decoder never asks for, as <asm/unistd.h> numbers it on the two machines we know. A worker without rights of
# its own can give the jail no other user, so these must not reach it: signals, memory and limits of other processes,
# programs, sockets, and whatever has a name, files as well. On another machine the rest of the jail must do.
MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # its name to the filter, its column below
CLONE, CLONE3 = (56, 220), (435, 435)
FORBIDDEN = (
    *((62, 129), (200, 130), (234, 131), (129, 138), (297, 240)),  # kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo
    *((424, 424), (434, 434), (438, 438), (101, 117)),  # pidfd_send_signal pidfd_open pidfd_getfd ptrace
    *((310, 270), (311, 271), (440, 440), (312, 272)),  # process_vm_readv process_vm_writev process_madvise kcmp
    *((256, 238), (279, 239), (141, 140), (251, 30)),  # migrate_pages move_pages setpriority ioprio_set
    *((144, 119), (142, 118), (203, 122), (314, 274)),  # sched_setscheduler _setparam _setaffinity _setattr
    *(CLONE, CLONE3, (57, 220), (58, 220), (59, 221), (322, 281)),  # (and) fork vfork execve execveat
    *((41, 198), (53, 199), (425, 425), (321, 280)),  # socket socketpair io_uring_setup bpf
    *((298, 241), (323, 282), (272, 97), (308, 268)),  # perf_event_open userfaultfd unshare setns
    *((29, 194), (30, 196), (64, 190), (68, 186), (240, 180)),  # shmget shmat semget msgget mq_open
    # what changes a file by its name, for which no open file is needed
    *((83, 34), (258, 34), (84, 35), (87, 35), (263, 35), (133, 33), (259, 33)),  # mkdir(at) rmdir unlink(at) mknod(at)
    *((82, 38), (264, 38), (316, 276), (86, 37), (265, 37), (88, 36), (266, 36)),  # rename(at)(2) link(at) symlink(at)
    *((90, 53), (268, 53), (452, 452), (92, 54), (94, 54), (260, 54), (76, 45)),  # chmod(at) chown(at) truncate
    *((132, 88), (235, 88), (261, 88), (280, 88)),  # utime utimes futimesat utimensat
    *((188, 5), (189, 6), (197, 14), (198, 15)),  # (l)setxattr (l)removexattr
    *((248, 217), (249, 218), (250, 219), (72, 25)),  # add_key request_key keyctl fcntl (a pipe can be made to signal)
)
PRLIMIT = (302, 261)  # allowed for pid 0, which is the caller
X32 = 0x40000000  # x86_64 has every call a second time from here on
# steps of the filter (code of <linux/bpf_common.h>), places in `struct seccomp_data`, and answers
LOAD, IF_EQUAL, IF_AT_LEAST, ANSWER = 0x20, 0x15, 0x35, 0x06
CALL, MACHINE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
UNKNOWN = 0x00050000 | errno.ENOSYS
A_THREAD = 0x3D0F00  # the flags with which the C library starts a thread, and no other
TASKS = 1024  # of a user, whom other jails and in a container the worker may share


def lock_in(cpu_seconds: int, *, threads: bool = False) -> tuple[BinaryIO, BinaryIO]:
    """Enter the jail, say so with `J`, and return standard input and output. Ends the program if it does not close."""
    out = sys.stdout.buffer
    try:
        enter_jail(cpu_seconds, threads=threads)
        if threads:  # the library ends the program when it gets none, as if it were the file's fault
            threading.Thread(target=int).start()
    except (OSError, ValueError, RuntimeError):
        sys.exit(NO_JAIL)
    out.write(b"J")
    out.flush()
    return sys.stdin.buffer, out


def enter_jail(cpu_seconds: int = 10, *, threads: bool = False) -> None:
    """Give up everything but three open streams, memory and some seconds. The working folder becomes the root.

    With `threads` the program may still start threads of its own, and no process, for a library that cannot do
    without. Raises OSError, also when threads are asked for where the kernel cannot tell them from processes.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    as_root = os.geteuid() == 0
    spaces = CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS
    libc.unshare(spaces if as_root else spaces | CLONE_NEWUSER)  # containers often forbid it; the rest holds without
    with suppress(PermissionError):
        os.chroot(".")
        os.chdir("/")
    if as_root:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    # a namespace of one's own comes with all rights inside it: give them back
    if libc.capset(struct.pack("=Ii", CAPABILITY_VERSION, 0), bytes(24)) != 0:
        raise OSError(ctypes.get_errno(), "the jail does not close")
    for option, value in ((PR_SET_NO_NEW_PRIVS, 1), (PR_SET_DUMPABLE, 0)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the jail does not close")
    resource.setrlimit(resource.RLIMIT_NPROC, (TASKS if threads else 0,) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    _forbid_calls(libc, threads=threads)


def _forbid_calls(libc: ctypes.CDLL, *, threads: bool) -> None:
    """Have the kernel refuse what is FORBIDDEN. A kernel that was built without such filters does without."""
    machine = MACHINES.get(os.uname().machine) if sys.maxsize > 1 << 32 else None  # a 32-bit Python has other numbers
    filtered = machine is not None and _set_filter(libc, _steps(*machine, threads=threads))
    if threads and not filtered:
        raise OSError(errno.ENOSYS, "nothing would keep this program from starting others")


def _set_filter(libc: ctypes.CDLL, steps: list[tuple[int, int, int, int]]) -> bool:
    packed = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(packed)
    program = struct.pack("HP", len(steps), ctypes.addressof(buffer))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0) == 0:
        return True
    if ctypes.get_errno() != errno.EINVAL:
        raise OSError(ctypes.get_errno(), "the jail does not close")
    return False


def _steps(machine: int, column: int, *, threads: bool) -> list[tuple[int, int, int, int]]:
    """Return the filter: code, steps to leave out when a comparison holds and when it does not, operand."""
    steps = [(LOAD, 0, 0, MACHINE), (IF_EQUAL, 1, 0, machine), (ANSWER, 0, 0, KILL), (LOAD, 0, 0, CALL)]
    rest = _thread_steps(column) if threads else []
    rest += [(IF_EQUAL, 0, 2, PRLIMIT[column]), (LOAD, 0, 0, FIRST_ARGUMENT), (IF_EQUAL, 0, 1, 0)]
    rest.append((ANSWER, 0, 0, ALLOW))
    # the second machine has no call of its own for fork: by number, or it would forbid the threads as well
    for_threads = {CLONE[column], CLONE3[column]} if threads else set()
    refused = [row[column] for row in FORBIDDEN if row[column] not in for_threads]
    # each leads to the last step of all
    steps.append((IF_AT_LEAST, len(refused) + len(rest), 0, X32))
    steps += [(IF_EQUAL, len(refused) - place + len(rest), 0, number) for place, number in enumerate(refused, start=1)]
    return [*steps, *rest, (ANSWER, 0, 0, REFUSE)]


def _thread_steps(column: int) -> list[tuple[int, int, int, int]]:
    """Return the steps that let a thread through. The arguments of clone3 cannot be read, so that one is unknown."""
    return [
        *((IF_EQUAL, 0, 1, CLONE3[column]), (ANSWER, 0, 0, UNKNOWN)),
        *((IF_EQUAL, 0, 4, CLONE[column]), (LOAD, 0, 0, FIRST_ARGUMENT)),
        *((IF_EQUAL, 0, 1, A_THREAD), (ANSWER, 0, 0, ALLOW), (ANSWER, 0, 0, REFUSE)),
    ]
