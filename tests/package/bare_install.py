"""The wheel alone, in an environment with nothing else, does the main job: no extra, no pytest, no checkout.

Run by tox's ``package`` environment as a plain program, since there is no pytest in it.
"""

import importlib.metadata
import importlib.util
import subprocess
import sys
from pathlib import Path

import astami
import astami_fake

CHECKOUT = Path(__file__).resolve().parents[2]


def main() -> None:
    for package in (astami, astami_fake):
        assert CHECKOUT / "src" not in Path(package.__file__).parents, f"{package.__name__} comes from the checkout"
        assert Path(package.__file__).with_name("py.typed").exists(), f"{package.__name__} has lost its py.typed"
    for absent in ("pytest", "click", "rich"):
        assert importlib.util.find_spec(absent) is None, f"{absent} is installed: this environment proves nothing"
    assert not [need for need in importlib.metadata.requires("astami") or () if "extra ==" not in need]

    for release in ("22.10", "16.28"):
        with (
            astami_fake.FakeAsterisk(release=release) as pbx,
            astami.AMIClient(pbx.host, pbx.port, pbx.username, pbx.secret) as ami,
        ):
            ami.database_put("family", "key", "value")
            assert ami.database_get("family", "key").data["Val"] == "value"
            assert release in ami.command("core show version").output[0]

    for command, extra in (("astami", "cli"), ("astami-fake", "cli"), ("astami-conformance", "conformance")):
        script = Path(sys.executable).with_name(command)
        done = subprocess.run([script, "--help"], capture_output=True, text=True)
        assert done.returncode != 0, f"{command} works without its extra?"
        assert f"astami[{extra}]" in done.stderr, f"{command} does not name its extra: {done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
