import os
from pathlib import Path

import pytest

from cantal_network.embedded.layout import LONGEST_SOCKET_PATH, Layout, socket_folder
from cantal_network.embedded.refusal import Refusal


def test_sockets_have_a_short_path_however_deep_the_checkout_lies(tmp_path):
    deep = tmp_path / ("très long " * 20) / "var"

    folder = socket_folder(deep, [tmp_path / ("x" * 90), Path("/tmp")])

    assert len(os.fsencode(folder / ".s.PGSQL.5432.lock")) < LONGEST_SOCKET_PATH
    assert folder.parent == Path("/tmp")


def test_two_checkouts_have_sockets_of_their_own():
    assert socket_folder(Path("/a/var"), [Path("/tmp")]) != socket_folder(Path("/b/var"), [Path("/tmp")])


def test_sockets_without_a_short_folder_are_refused(tmp_path):
    too_long = tmp_path / ("x" * 90)
    too_long.mkdir()

    with pytest.raises(Refusal, match="TMPDIR=/tmp"):
        socket_folder(tmp_path, [too_long])


def test_sockets_lie_in_a_folder_that_only_its_owner_enters(tmp_path):
    folder = Layout(tmp_path).sockets()

    try:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert Layout(tmp_path).sockets() == folder
    finally:
        folder.rmdir()


def test_sockets_in_a_folder_open_to_others_are_refused(tmp_path):
    folder = Layout(tmp_path).sockets()
    folder.chmod(0o755)

    try:
        with pytest.raises(Refusal, match="n’est pas à vous seul"):
            Layout(tmp_path).sockets()
    finally:
        folder.rmdir()


def test_sockets_behind_a_link_that_somebody_laid_are_refused(tmp_path):
    folder = Layout(tmp_path).sockets()
    folder.rmdir()
    folder.symlink_to(tmp_path)

    try:
        with pytest.raises(Refusal, match="n’est pas à vous seul"):
            Layout(tmp_path).sockets()
    finally:
        folder.unlink()
