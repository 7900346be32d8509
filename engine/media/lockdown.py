"""The walls around a process that decodes a stranger's file: memory, time, file size, no network, no other programs."""

from __future__ import annotations

import ctypes
import platform
import resource
import signal
import struct
import sys
from typing import TypedDict

# Refused system calls by machine: socket, connect, bind, listen, execve, execveat, ptrace, io_uring_setup and
# process_vm_writev.
# Numbers from the kernel's tables arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 59, 322, 101, 425, 311)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 221, 281, 117, 425, 271)),
}
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD_WORD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF, linux/bpf_common.h
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050001  # SECCOMP_RET_ALLOW, _KILL_PROCESS, _ERRNO with EPERM
X32_BIT = 0x40000000


class Limits(TypedDict):
    """What one job may use."""

    memory_bytes: int
    cpu_s: int
    wall_s: int
    file_bytes: int


def shut_in(limits: Limits) -> None:
    """Limit this process for the rest of its life. The wall-clock limit ends it by SIGALRM, even inside a decoder."""
    _limit(resource.RLIMIT_AS, limits["memory_bytes"])
    _limit(resource.RLIMIT_CPU, limits["cpu_s"])
    _limit(resource.RLIMIT_FSIZE, limits["file_bytes"])
    _limit(resource.RLIMIT_CORE, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits["wall_s"])
    refuse_calls()


def _limit(which: int, amount: int) -> None:
    _, hard = resource.getrlimit(which)
    amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(which, (amount, amount))


def refuse_calls() -> bool:
    """Have the kernel refuse sockets and programs (seccomp); False where it cannot: then only the limits hold."""
    known = REFUSED.get(platform.machine())
    if not sys.platform.startswith("linux") or not known:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    program = _program(*known)
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HP", len(program) // 8, ctypes.addressof(code))
    return bool(library.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.create_string_buffer(header), 0, 0) == 0)


def _program(architecture: int, refused: tuple[int, ...]) -> bytes:
    """Classic BPF: another architecture dies, a refused call gets EPERM, everything else passes."""
    lines = [
        (LOAD_WORD, 0, 0, 4),  # seccomp_data.arch
        (JUMP_IF_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD_WORD, 0, 0, 0),  # seccomp_data.nr
        (JUMP_IF_AT_LEAST, len(refused) + 1, 0, X32_BIT),
    ]
    for place, number in enumerate(refused):
        lines.append((JUMP_IF_EQUAL, len(refused) - place, 0, number))
    lines += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)
