"""On what a film was trained, where that is not the level whose last digits are the same everywhere."""

import platform

from vizpipe.workers import kernels

_INTEL = frozenset({"x86_64", "amd64"})


def told() -> str:
    """What this machine is, such as ``Linux aarch64``; nothing if it has the level that workers keep to."""
    if kernels.settled():
        return ""
    machine = platform.machine()
    below = ", not known to have AVX2" if machine.lower() in _INTEL else ""
    return f"{platform.system()} {machine}{below}"
