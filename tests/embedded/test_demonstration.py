import socket
import stat

import pytest

from cantal_network.embedded import demonstration
from cantal_network.embedded.environment import secret_key
from cantal_network.embedded.layout import Layout
from cantal_network.embedded.refusal import Refusal


def test_port_is_8000_unless_said_otherwise():
    assert demonstration.wanted_port({}) == 8000
    assert demonstration.wanted_port({"PORT": "8123"}) == 8123


@pytest.mark.parametrize("text", ["abc", "-1", "0", "65536", "80.5", "٣"])
def test_port_that_is_none_is_refused(text):
    with pytest.raises(Refusal, match="Exemple : PORT=8001"):
        demonstration.wanted_port({"PORT": text})


def test_port_in_use_is_refused_with_the_command_that_works():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(Refusal, match=f"PORT={port + 1} python3 run.py"):
            demonstration.must_be_free(port)


def test_port_left_free_is_accepted():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    demonstration.must_be_free(port)


def test_screen_says_where_everything_is(tmp_path):
    text = demonstration.screen(8001, "Gestion : http://localhost:8001/x\n", Layout(tmp_path), seconds=3.4)

    assert "http://localhost:8001\n" in text
    assert "http://localhost:8001/admin/dispatch/message/" in text
    assert "  Gestion : http://localhost:8001/x\n" in text
    assert "Ctrl-C" in text


def test_secret_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "secret_key"

    first = secret_key(path)

    assert len(first) >= 50
    assert secret_key(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
