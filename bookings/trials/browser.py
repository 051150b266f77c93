"""A small browser: one person's cookies, one connection, forms sent as a page of the portal sends them."""

import secrets
import string
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings

PATIENCE = 60  # seconds


class Answer(NamedTuple):
    """`status` 0: no answer came, and `text` says why."""

    status: int
    location: str
    text: str
    seconds: float


class Browser:
    def __init__(self, port: int, session: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        # The server compares the token of the form with the cookie: any token of its own making does.
        self.token = "".join(secrets.choice(string.ascii_letters) for _ in range(32))
        self.cookies = {settings.CSRF_COOKIE_NAME: self.token, settings.SESSION_COOKIE_NAME: session}

    def open(self) -> None:
        """Connect ahead of time, so that a rush begins with the requests themselves."""
        self.connection.connect()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, str | list[str]]) -> Answer:
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self.token}, doseq=True))

    def close(self) -> None:
        self.connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            self.connection.close()
            return Answer(0, "", repr(error), time.perf_counter() - started)
        self._keep_cookies(response.headers.get_all("Set-Cookie") or [])
        return Answer(response.status, response.headers.get("Location", ""), text, time.perf_counter() - started)

    def _keep_cookies(self, headers: Sequence[str]) -> None:
        for header in headers:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value


def at_once(*requests: Callable[[], Answer]) -> list[Answer]:
    """Send all requests at the same moment, each from a thread of its own; the answers in the order of the requests."""
    together = threading.Barrier(len(requests))
    answers: list[Answer | None] = [None] * len(requests)

    def send(number: int) -> None:
        together.wait()
        answers[number] = requests[number]()

    threads = [threading.Thread(target=send, args=[number]) for number in range(len(requests))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for answer in answers if answer]
