"""Install what is missing of PostgreSQL, Chromium and curl, or say in one line what to do instead."""

import os
import shutil
import subprocess
import sys

from tests.services import chromium, curl, postgres
from tests.services.missing import ServiceMissingError


def missing_packages() -> dict[str, str]:
    """The Debian packages that would help, each with the reason."""
    wanted = {}
    if not postgres.available():
        wanted["postgresql"] = "no PostgreSQL server and no initdb"
    if chromium.path() is None:
        wanted["chromium"] = "no Chromium"
        # Without any font a page has no letters, and its layout is no page's layout.
        wanted["fonts-dejavu-core"] = "no Chromium"
    if curl.path() is None:
        wanted["curl"] = "no curl"
    return wanted


def install(packages: list[str]) -> None:
    """Install Debian packages, quietly unless it fails. Raises CalledProcessError."""
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            [*apt, *command],
            env=env,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def main() -> int:
    wanted = missing_packages()
    if not wanted:
        return 0
    names = " ".join(wanted)
    advice = f"install for the tests: {names} (on Debian, as root: apt-get install {names})"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"services: {'; '.join(sorted(set(wanted.values())))}; {advice}", file=sys.stderr)
        return 1
    print(f"Installing for the tests: {names} ...", flush=True)
    try:
        install(list(wanted))
    except subprocess.CalledProcessError as error:
        print(error.stdout, file=sys.stderr)
        print(f"services: apt-get failed; {advice}", file=sys.stderr)
        return 1
    still = missing_packages()
    if still:
        print(f"services: still missing: {'; '.join(sorted(set(still.values())))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ServiceMissingError as error:
        sys.exit(f"services: {error}")
