"""The page that ``watch`` shows: who gets what."""

import http.client
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from vizpipe.errors import MachineError, RecipeError
from vizpipe.publishing.viewer import PORT, Picture, Viewer
from vizpipe.workers.pool import Stopped

PNG = b"\x89PNG and so on"


@pytest.fixture
def viewer() -> Iterator[Viewer]:
    """A page at a free port."""
    opened = Viewer("two-moons", 0)
    yield opened
    opened.close()


def asked(viewer: Viewer, path: str, method: str = "GET", host: str = "") -> http.client.HTTPResponse:
    """What is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", viewer.port, timeout=20)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{viewer.port}"})
    return connection.getresponse()


def events(viewer: Viewer) -> Iterator[dict[str, Any]]:
    """All that a page is told."""
    stream = asked(viewer, "/events")
    while line := stream.readline():
        if line.startswith(b"data:"):
            yield json.loads(line.removeprefix(b"data:"))


def test_the_page_may_load_nothing_from_elsewhere_and_stand_in_no_other(viewer: Viewer) -> None:
    """Its policy allows its own pictures and scripts alone, and no frame around it."""
    answer = asked(viewer, "/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert f'<script nonce="{nonce}">'.encode() in answer.read()
    again = asked(viewer, "/").headers["Content-Security-Policy"]
    assert again != policy


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "0.0.0.0:{port}"])
@pytest.mark.parametrize("path", ["/", "/picture", "/events", "/player"])
def test_who_asks_for_another_host_gets_nothing(viewer: Viewer, host: str, path: str) -> None:
    """A name that leads to this machine (DNS rebinding) is refused, whatever is asked for."""
    viewer.show(Picture(PNG, player=lambda: b"film"))
    answer = asked(viewer, path, host=host.format(port=viewer.port))
    assert answer.status == 403
    assert PNG not in answer.read()


def test_two_hosts_at_once_are_refused(viewer: Viewer) -> None:
    """A request that names two hosts is no browser's."""
    connection = http.client.HTTPConnection("127.0.0.1", viewer.port, timeout=20)
    connection.putrequest("GET", "/", skip_host=True)
    for host in (f"127.0.0.1:{viewer.port}", "evil.example"):
        connection.putheader("Host", host)
    connection.endheaders()
    assert connection.getresponse().status == 403


def test_localhost_is_a_name_for_this_machine(viewer: Viewer) -> None:
    """Both names that a user may type are answered."""
    assert asked(viewer, "/", host=f"localhost:{viewer.port}").status == 200


@pytest.mark.parametrize("path", ["/vizpipe.toml", "/../vizpipe.toml", "//etc/passwd", "/recipes/", "/picture/x"])
def test_nothing_else_is_served(viewer: Viewer, path: str) -> None:
    """There are no files to be had."""
    assert asked(viewer, path).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_the_page_is_only_read(viewer: Viewer, method: str) -> None:
    """No method but GET is answered."""
    assert asked(viewer, "/", method).status == 501


def test_it_is_reached_from_this_machine_alone(viewer: Viewer) -> None:
    """It listens on loopback, where no network comes."""
    assert viewer._server.server_address[0] == "127.0.0.1"


def test_every_reader_hears_all_from_now_on(viewer: Viewer) -> None:
    """A second browser begins with what there is; both hear the next picture, which they get whole."""
    viewer.show(Picture(PNG, "Moons", "Two moons."))
    first, second = events(viewer), events(viewer)
    begun = [next(first), next(second)]
    assert begun[0] == begun[1]
    assert (begun[0]["title"], begun[0]["alternative"], begun[0]["moves"]) == ("Moons", "Two moons.", False)
    viewer.show(Picture(PNG + b"2"))
    numbers = {next(first)["number"], next(second)["number"]}
    assert len(numbers) == 1
    assert numbers != {begun[0]["number"]}
    assert asked(viewer, f"/picture?{numbers.pop()}").read() == PNG + b"2"


def test_an_error_leaves_the_last_good_picture(viewer: Viewer) -> None:
    """What is wrong is told beside the picture's number, which stays, and is gone with the next picture."""
    viewer.show(Picture(PNG))
    told = events(viewer)
    good = next(told)
    viewer.fail("recipes/two_moons.py: SyntaxError: line 7")
    bad = next(told)
    assert (bad["error"], bad["number"]) == ("recipes/two_moons.py: SyntaxError: line 7", good["number"])
    assert asked(viewer, "/picture").read() == PNG
    viewer.show(Picture(PNG))
    assert next(told)["error"] == ""


def test_before_the_first_picture_there_is_none(viewer: Viewer) -> None:
    """A page may be opened while the first picture is under way."""
    assert next(events(viewer))["number"] == ""
    assert asked(viewer, "/picture").status == 404


def test_the_player_is_made_once_and_can_do_nothing_but_play(viewer: Viewer) -> None:
    """It is made when it is asked for, for every picture anew, and its scripts are in a box."""
    made: list[int] = []

    def player() -> bytes:
        made.append(1)
        return b"<!doctype html>film"

    for times in (1, 2):
        viewer.show(Picture(PNG, player=player))
        answers = [asked(viewer, "/player") for _ in range(2)]
        assert [answer.read() for answer in answers] == [b"<!doctype html>film"] * 2
        assert answers[0].headers["Content-Security-Policy"] == "sandbox allow-scripts; frame-ancestors 'self'"
        assert len(made) == times


@pytest.mark.parametrize("error", [Stopped(), RecipeError("it can't be drawn")])
def test_a_player_that_fails_is_refused_in_a_line(viewer: Viewer, error: Exception) -> None:
    """What can't be played, or has changed meanwhile, is said without a traceback."""

    def player() -> bytes:
        raise error

    viewer.show(Picture(PNG, player=player))
    answer = asked(viewer, "/player")
    assert (answer.status, answer.read().count(b"\n")) == (503, 1)


def test_a_port_that_is_taken_is_said_and_the_usual_one_gives_way(viewer: Viewer) -> None:
    """Somebody's port is not exchanged for another; the usual one is, if something has it."""
    with pytest.raises(MachineError, match=f"port {viewer.port} can't be used"):
        Viewer("two-moons", viewer.port)
    with socket.socket() as other:
        try:
            other.bind(("127.0.0.1", PORT))
            other.listen()
        except OSError:
            pass  # something has it already
        second = Viewer("two-moons")
        assert second.port not in (0, PORT)
        second.close()


def test_who_follows_is_let_go_when_the_page_closes() -> None:
    """The stream of events ends, and nobody is left waiting."""
    closed = Viewer("two-moons", 0)
    told = events(closed)
    next(told)
    closed.close()
    assert list(told) == []
