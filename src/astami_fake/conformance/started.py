"""Real Asterisk that a target starts itself: in a container, or from a root file system.

May import: `targets`; testcontainers when a container is asked for.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from astami_fake.conformance.overlays import documentation
from astami_fake.conformance.targets import BOOT_TIMEOUT, Target, TargetError, free_port, users_of, wait_until_ready

_AMI_PORT = 5038
_TLS_PORT = 5039
_SIP_PORT = 5060
_DOCUMENTATION = "/usr/share/asterisk/documentation"


class StartedTarget(Target):
    """A server that ends with its target.

    Args:
        end: ends it.
        again: kills it and starts it anew, on the same ports.
        log: gives its last words.
    """

    def __init__(
        self,
        spec: str,
        host: str,
        port: int,
        etc: Path,
        *,
        end: Callable[[], None],
        again: Callable[[], None],
        log: Callable[[], str],
    ) -> None:
        super().__init__(spec, host, port, users_of(etc))
        self._end: Callable[[], None] | None = end
        self._again = again
        try:
            wait_until_ready(self, next(iter(self.users)), time.monotonic() + BOOT_TIMEOUT)
        except TargetError as error:
            last = log()
            self.close()
            raise TargetError(f"{error}\n{last}" if last else str(error)) from error
        except BaseException:
            self.close()
            raise

    def restart(self) -> None:
        """Kill the server, so that it can say nothing, and start it again; it need not be ready yet."""
        self._again()

    def close(self) -> None:
        super().close()
        end, self._end = self._end, None
        if end is not None:
            end()


def open_container(spec: str, image: str, etc: Path, *, writable: bool = False) -> StartedTarget:
    """Start *image* with *etc* mounted at /etc/asterisk, where cases may change it if it is *writable*.

    Docker, and podman's socket, are found as testcontainers finds them (`DOCKER_HOST`, `TESTCONTAINERS_*`).

    Raises:
        TargetError: no container engine or image; Asterisk does not become ready.
    """
    try:
        from testcontainers.core.container import DockerContainer
    except ImportError as error:
        raise TargetError(f"{spec}: container targets need the extra 'conformance': {error}") from error
    try:
        container = DockerContainer(image).with_volume_mapping(
            str(etc.resolve()), "/etc/asterisk", "rw" if writable else "ro"
        )
        for file in sorted(folder.iterdir()) if (folder := documentation(etc)) else ():
            container.with_volume_mapping(str(file.resolve()), f"{_DOCUMENTATION}/{file.name}", "ro")
        container.with_exposed_ports(_AMI_PORT, _TLS_PORT).start()
    except Exception as error:  # the engine's client raises whatever its transport raises
        raise TargetError(
            f"{spec}: the container does not start: {error}; is the engine's socket there (DOCKER_HOST), "
            "and the image built (conformance/containers)?"
        ) from error

    def log() -> str:
        out, err = container.get_logs()
        return "\n".join((out + err).decode(errors="replace").splitlines()[-15:])

    def again() -> None:
        container.get_wrapped_container().kill()
        container.get_wrapped_container().start()

    try:
        host, port = container.get_container_host_ip(), int(container.get_exposed_port(_AMI_PORT))
        tls_port = int(container.get_exposed_port(_TLS_PORT))
    except Exception as error:
        container.stop()
        raise TargetError(f"{spec}: the port of the container cannot be reached: {error}") from error
    target = StartedTarget(spec, host, port, etc, end=container.stop, again=again, log=log)
    target.tls_port = tls_port
    if own := _address(container.get_wrapped_container()):
        target.reach_phones(own, _SIP_PORT, etc)
    return target


def _address(container: Any) -> str:
    """The address of a container on the engine's network, for SIP: its addresses stand in messages, so that a published
    port would not do. Empty where this machine has no route to it."""
    container.reload()
    settings = container.attrs["NetworkSettings"]
    found = [settings.get("IPAddress"), *(one.get("IPAddress") for one in (settings.get("Networks") or {}).values())]
    return next((address for address in found if address), "")


def open_root(spec: str, root: Path, etc: Path) -> StartedTarget:
    """Start the Asterisk that is installed in the root file system *root* (`/` for this machine's own).

    It gets directories and a port of its own, so that several can run from one root.

    Raises:
        TargetError: there is no Asterisk in *root*, it may not be started, or does not become ready.
    """
    program = next((p for p in ("usr/sbin/asterisk", "usr/local/sbin/asterisk") if (root / p).is_file()), None)
    if program is None:
        raise TargetError(f"{spec}: no usr/sbin/asterisk below {root}")
    port, tls_port, sip = free_port(), free_port(), free_port()
    home = Path(tempfile.mkdtemp(prefix="astami-", dir=root / "tmp"))
    try:
        inside = Path("/") / home.relative_to(root)
        _configure(home, inside, root, etc, port, tls_port, sip)
        command = [f"/{program}", "-f", "-C", str(inside / "etc" / "asterisk.conf")]
        if root.resolve() != Path("/"):
            command = ["chroot", str(root), *command]
        process = _start(command, home / "output")
    except OSError as error:
        shutil.rmtree(home)
        raise TargetError(f"{spec}: Asterisk cannot be started: {error}") from error

    def again() -> None:
        nonlocal process
        process.kill()
        process.wait()
        process = _start(command, home / "output")

    def end() -> None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(home)

    def log() -> str:
        return "\n".join((home / "output").read_text(errors="replace").splitlines()[-15:])

    target = StartedTarget(spec, "127.0.0.1", port, etc, end=end, again=again, log=log)
    target.tls_port = tls_port
    target.reach_phones("127.0.0.1", sip, etc)
    return target


def _start(command: list[str], output: Path) -> subprocess.Popen[bytes]:
    with output.open("ab") as file:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file)  # noqa: S603 - the program that the user named


def _configure(home: Path, inside: Path, root: Path, etc: Path, port: int, tls_port: int, sip: int) -> None:
    """A copy of *etc* with its own directories and ports."""
    shutil.copytree(etc, home / "etc")
    for name in ("run", "spool", "log", "db", "keys"):
        (home / name).mkdir()
    modules = next(iter(sorted(root.glob("usr/lib*/**/asterisk/modules"))), root / "usr/lib/asterisk/modules")
    data = next((p for p in ("usr/share/asterisk", "var/lib/asterisk") if (root / p).is_dir()), "var/lib/asterisk")
    if folder := documentation(etc):
        data = _documented(home, inside, root, data, folder)
    directories = {
        "astetcdir": inside / "etc",
        "astmoddir": Path("/") / modules.relative_to(root),
        "astvarlibdir": Path("/") / data,
        "astdatadir": Path("/") / data,
        "astdbdir": inside / "db",
        "astkeydir": inside / "keys",
        "astspooldir": inside / "spool",
        "astrundir": inside / "run",
        "astlogdir": inside / "log",
    }
    settings = home / "etc" / "asterisk.conf"
    text = settings.read_text(encoding="utf-8") if settings.exists() else ""
    text = re.sub(r"(?ms)^\[directories\].*?(?=^\[|\Z)", "", text)
    lines = "".join(f"{name} => {path}\n" for name, path in directories.items())
    settings.write_text(f"[directories]\n{lines}\n{text}", encoding="utf-8")
    _set(home / "etc" / "manager.conf", r"(?m)^port\s*=.*$", f"port = {port}")
    _set(home / "etc" / "manager.conf", r"(?m)^bindaddr\s*=.*$", "bindaddr = 127.0.0.1")
    _set(home / "etc" / "manager.conf", r"(?m)^tlsbindaddr\s*=.*$", f"tlsbindaddr = 127.0.0.1:{tls_port}")
    _set(home / "etc" / "manager.conf", r"(?m)^(tls\w+)\s*=\s*/etc/asterisk/", rf"\1 = {inside}/etc/")
    if (home / "etc" / "pjsip.conf").exists():
        _set(home / "etc" / "pjsip.conf", r"(?m)^bind\s*=.*$", f"bind = 127.0.0.1:{sip}")


def _documented(home: Path, inside: Path, root: Path, data: str, folder: Path) -> str:
    """A folder of data with all that is in *data*, and what is in *folder* over its documentation."""
    own = home / "data"
    (own / "documentation").mkdir(parents=True)
    for name in ("", "documentation"):
        for path in (root / data / name).iterdir():
            if path.name != "documentation" and not (name and (folder / path.name).exists()):
                (own / name / path.name).symlink_to(Path("/") / path.relative_to(root))
    shutil.copytree(folder, own / "documentation", dirs_exist_ok=True)
    return str((inside / "data").relative_to("/"))


def _set(path: Path, pattern: str, line: str) -> None:
    path.write_text(re.sub(pattern, line, path.read_text(encoding="utf-8")), encoding="utf-8")
