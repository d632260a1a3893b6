"""The jail: a probe in place of the decoder tries what a decoder that was taken over would try, and is denied."""

import ast
import json
import os
import socket
import subprocess
import sys

import pytest

from dsr.effects.jail.programs import lock_in
from dsr.effects.jailed import PROGRAMS

# a started process keeps the real time
pytestmark = pytest.mark.real_time

LOCK_IN = PROGRAMS / "programs" / "lock_in.py"
MEMORY = PROGRAMS.with_name("memory.py")

# a worker: it holds a secret and starts a probe; with "user" it is a user without rights, as in a container
WORKER = r"""
import ctypes, os, runpy, subprocess, sys
probe, program, memory, how, user, closed, data = sys.argv[1:]
secret = ctypes.create_string_buffer(b"the master key")
close_memory = runpy.run_path(memory)["close_memory"]
command = [sys.executable, "-I", "-c", probe, program, how, user]
child = subprocess.Popen(command, stdin=subprocess.PIPE, env={})
if user and os.geteuid() == 0:
    os.setgroups([])
    os.setresgid(1234, 1234, 1234)
    os.setresuid(1234, 1234, 1234)
PR_SET_DUMPABLE, PR_SET_PTRACER = 4, 0x59616D61
ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # as every program is that a user starts
ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)  # where Yama would protect it
if closed:
    close_memory()
child.communicate(b"%d\n%s\n" % (ctypes.addressof(secret), data.encode()))
"""
PROBE = r"""
import ctypes, fcntl, json, os, resource, runpy, socket, struct, subprocess, sys, threading
program, how, user = sys.argv[1:]
jail = runpy.run_path(program, run_name="jail")
address = int(sys.stdin.readline())  # the worker is who it will be
data = sys.stdin.readline().strip()  # a folder with a database, of this very user
environment = sorted(set(os.environ) - {"LC_CTYPE"})
if user and os.geteuid() == 0:
    os.setgroups([])
    os.setresgid(1234, 1234, 1234)
    os.setresuid(1234, 1234, 1234)
if how == "refused":  # unshare gets what no kernel knows, and fails as it does in a container
    jail["enter_jail"].__globals__["CLONE_NEWUSER"] = -1
if how != "free":
    jail["enter_jail"](threads=how == "threads")
libc, parent, me = ctypes.CDLL(None, use_errno=True), os.getppid(), os.getpid()

class Span(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("length", ctypes.c_size_t)]

def ask(answer):
    if answer < 0:
        raise OSError(ctypes.get_errno(), "")
    return answer

def read_the_worker():
    found = ctypes.create_string_buffer(14)
    here, there = Span(ctypes.addressof(found), 14), Span(address, 14)
    ask(libc.process_vm_readv(parent, ctypes.byref(here), 1, ctypes.byref(there), 1, 0))
    assert found.raw == b"the master key"

def trace_the_worker():
    PTRACE_SEIZE = 0x4206
    ask(libc.ptrace(PTRACE_SEIZE, parent, 0, 0))

def begin_a_thread():
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()

def connect():
    port = int(open(f"{data}/port").read())
    with socket.socket() as client:
        client.connect(("127.0.0.1", port))

def fork_bomb():
    children = []
    try:
        for _ in range(5):
            children.append(os.fork())
            if not children[-1]:
                os._exit(0)
    finally:
        for child in children:
            os.waitpid(child, 0)

ATTEMPTS = {
    "read the worker": read_the_worker,
    "trace the worker": trace_the_worker,
    "signal the worker": lambda: os.kill(parent, 0),
    "limit the worker": lambda: resource.prlimit(parent, resource.RLIMIT_NOFILE),
    "read the environment of the worker": lambda: open(f"/proc/{parent}/environ").read(),
    "let a pipe signal the worker": lambda: fcntl.fcntl(1, fcntl.F_SETOWN, parent),
    "internet socket": lambda: socket.socket().close(),
    "connect to a server": connect,
    "unix socket": lambda: socket.socket(socket.AF_UNIX).close(),
    "pair of sockets": lambda: [end.close() for end in socket.socketpair()],
    "read a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "read a file after closing a stream": lambda: (os.close(0), os.open("/etc/passwd", os.O_RDONLY)),
    "read the database": lambda: os.open(f"{data}/db.sqlite3", os.O_RDONLY),
    "write the database": lambda: os.open(f"{data}/db.sqlite3", os.O_WRONLY),
    "empty the database": lambda: os.truncate(f"{data}/db.sqlite3", 0),
    "delete the database": lambda: os.unlink(f"{data}/db.sqlite3"),
    "write a file": lambda: os.open(f"{data}/file-{me}", os.O_WRONLY | os.O_CREAT),
    "make a folder": lambda: os.mkdir(f"{data}/folder-{me}"),
    "make a link": lambda: os.symlink("/etc", f"{data}/link-{me}"),
    "list a folder": lambda: os.listdir("/"),
    "file in memory": lambda: os.close(os.memfd_create("x")),
    "make a process": fork_bomb,
    "make a process by vfork": lambda: subprocess.run(["/bin/true"], check=True),
    "begin a thread": begin_a_thread,
    "more files": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
    "more processes": lambda: resource.setrlimit(resource.RLIMIT_NPROC, (4096, 4096)),
    "more seconds": lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)),
    "more memory": lambda: bytearray(2 * 1024**3),
    "more address space": lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)),
}

def attempt(do):
    try:
        do()
    except (MemoryError, OSError, RuntimeError, ValueError):
        return "denied"
    return "done"

def in_a_child(do):
    child = os.fork()
    if not child:
        os._exit(attempt(do) == "denied")
    return "denied" if os.waitpid(child, 0)[1] else "done"

results = {name: (in_a_child if how == "free" else attempt)(do) for name, do in ATTEMPTS.items()}
rights = ctypes.create_string_buffer(24)
libc.capget(struct.pack("=Ii", 0x20080522, 0), rights)
facts = {"environment": environment, "rights": rights.raw.hex().strip("0"), "no new rights": libc.prctl(39, 0, 0, 0, 0)}
facts |= {"core": resource.getrlimit(resource.RLIMIT_CORE), "seconds": resource.getrlimit(resource.RLIMIT_CPU)}
sys.stdout.write(json.dumps([results, facts]))
sys.stdout.flush()
os._exit(0)
"""
FILTERED = os.uname().machine in {"x86_64", "aarch64"}
NEEDS_FILTER = pytest.mark.skipif(not FILTERED, reason="system calls are filtered on two kinds of machine only")
# what a worker of the same user is protected from by its own memory being closed, not by the jail
OF_THE_WORKER = {"read the worker", "trace the worker", "read the environment of the worker"}
# what only the filter keeps away from a worker of the same user
BY_THE_FILTER = {"signal the worker", "limit the worker", "let a pipe signal the worker"}


@pytest.fixture
def probed(tmp_path):
    """Return a function that says what a probe of a worker could do, and what it is."""
    (tmp_path / "db.sqlite3").write_bytes(b"every case")
    tmp_path.chmod(0o777)
    (tmp_path / "db.sqlite3").chmod(0o666)
    for above in list(tmp_path.parents)[:3]:  # so that the folder is no protection by itself
        above.chmod(above.stat().st_mode | 0o011)
    with socket.create_server(("127.0.0.1", 0)) as server:
        (tmp_path / "port").write_text(str(server.getsockname()[1]))

        def probe(how, *, user, closed):
            arguments = [PROBE, LOCK_IN, MEMORY, how, user, closed, tmp_path]
            command = [sys.executable, "-I", "-c", WORKER, *arguments]
            worker = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, check=True)
            return json.loads(worker.stdout)

        yield probe


def test_without_the_jail_the_probe_does_everything(probed):
    """What it cannot do below, it is kept from; its own limits are all that nobody keeps it from raising."""
    done, _facts = probed("free", user="user", closed="")
    assert [name for name, result in done.items() if result != "done"] == []
    assert len(done) == 29


@pytest.mark.parametrize("how", ["jailed", *(pytest.param(how, marks=NEEDS_FILTER) for how in ("refused", "threads"))])
@pytest.mark.parametrize("user", ["", "user"] if os.geteuid() == 0 else ["user"])
def test_jail_gives_nothing_away(user, how, probed, tmp_path, monkeypatch):
    monkeypatch.setenv("DSR_MASTER_KEYS", "must not be seen")
    done, facts = probed(how, user=user, closed="closed")
    assert facts == {"environment": [], "rights": "", "no new rights": 1, "core": [0, 0], "seconds": [10, 11]}
    allowed = {"begin a thread"} if how == "threads" else set()
    if not FILTERED:
        allowed |= BY_THE_FILTER & {name for name, result in done.items() if result == "done"}
    assert {name for name, result in done.items() if result == "done"} == allowed
    assert (tmp_path / "db.sqlite3").read_bytes() == b"every case"
    assert {path.name for path in tmp_path.iterdir()} == {"db.sqlite3", "port"}


@pytest.mark.parametrize(
    ("how", "closed", "denied"),
    [
        ("free", "", set()),
        ("free", "closed", OF_THE_WORKER),
        pytest.param("refused", "", OF_THE_WORKER | BY_THE_FILTER, marks=NEEDS_FILTER),
        ("refused", "closed", OF_THE_WORKER | (BY_THE_FILTER if FILTERED else set())),
    ],
)
def test_a_worker_of_the_same_user_is_not_read(how, closed, denied, probed):
    done, _facts = probed(how, user="user", closed=closed)
    assert {name for name in OF_THE_WORKER | BY_THE_FILTER if done[name] == "denied"} == denied


def test_the_programs_import_nothing_of_the_product():
    imported = set()
    for path in PROGRAMS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            imported |= {name.split(".")[0] for name in names}
    # pi_heif is loaded by its name, when a photo needs it; `programs` are those beside each other
    foreign = {"PIL", "pypdfium2", "tesserocr", "zxingcpp"}
    assert imported - set(sys.stdlib_module_names) == foreign


def answer_to(call, argument, *, machine, threads):
    """Return what the kernel would answer to a call on a machine, by running the steps of the filter."""
    steps = lock_in._steps(*machine, threads=threads)
    known = {lock_in.MACHINE: machine[0], lock_in.CALL: call, lock_in.FIRST_ARGUMENT: argument}
    place, loaded = 0, None
    while True:
        code, when, unless, operand = steps[place]
        if code == lock_in.ANSWER:
            return operand
        if code == lock_in.LOAD:
            loaded, place = known[operand], place + 1
        else:
            holds = loaded == operand if code == lock_in.IF_EQUAL else loaded >= operand
            place += 1 + (when if holds else unless)


@pytest.mark.parametrize("machine", lock_in.MACHINES.values(), ids=lock_in.MACHINES)
def test_filter_of_every_machine_lets_threads_begin_and_no_process(machine):
    clone, clone3 = lock_in.CLONE[machine[1]], lock_in.CLONE3[machine[1]]
    asked = [(clone, lock_in.A_THREAD), (clone, 17), (clone3, 0)]
    answers = {
        threads: [answer_to(*call, machine=machine, threads=threads) for call in asked] for threads in (True, False)
    }
    assert answers == {
        True: [lock_in.ALLOW, lock_in.REFUSE, lock_in.UNKNOWN],
        False: [lock_in.REFUSE] * 3,
    }
