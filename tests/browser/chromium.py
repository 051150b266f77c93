"""Finds Chromium, opens its windows, and watches what they send, load and complain about."""

from contextlib import contextmanager
from shutil import which
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ["chromium", "chromium-browser", "google-chrome"]
QUIETLY = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
# A sandbox needs rights that containers and root do not have; only our own pages are opened.
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb", *QUIETLY]
# No name but loopback resolves: a page that asks an outside host for anything fails at once, and is seen.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds


def find() -> str | None:
    """The path of the first Chromium there is."""
    return next((path for path in map(which, NAMES) if path), None)


@contextmanager
def running(path: str) -> "Iterator[Browser]":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, ALONE])
        yield browser
        browser.close()


def open_window(browser: Browser, address: str, *, viewport: dict[str, int] | None = None, **options) -> BrowserContext:
    """Somebody's window, with cookies and a cache of its own: a French visitor at a desk, unless told otherwise."""
    window = browser.new_context(
        base_url=address,
        viewport=viewport or DESKTOP,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
        **options,
    )
    window.set_default_timeout(PATIENCE)
    return window


class Load(NamedTuple):
    """What crossed the wire for one page: bytes with headers, as compressed."""

    requests: int
    wire: int
    scripts: int
    styles: int
    fonts: int
    hosts: list[str]
    uncompressed: list[str]

    def __str__(self) -> str:
        return f"{self.wire / 1000:6.1f} kB {self.requests:3} req  js {self.scripts / 1000:5.1f}  css {self.styles / 1000:5.1f}"


class Wire:
    """Listens to the network of one page through the protocol of Chromium's own tools."""

    TEXT = ("text/", "application/javascript", "application/json", "image/svg")
    WORTH_COMPRESSING = 1400  # bytes: less fits into one packet anyway

    def __init__(self, page: Page) -> None:
        self.responses: dict[str, dict] = {}
        self.sizes: dict[str, int] = {}
        tools: CDPSession = page.context.new_cdp_session(page)
        tools.on("Network.requestWillBeSent", self._sent)
        tools.on("Network.responseReceived", self._received)
        tools.on("Network.loadingFinished", self._finished)
        tools.send("Network.enable")

    def _sent(self, event: dict) -> None:
        if event["request"]["url"].startswith("http"):
            self.responses[event["requestId"]] = {"url": event["request"]["url"], "type": event.get("type", "")}

    def _received(self, event: dict) -> None:
        if event["requestId"] in self.responses:
            response = event["response"]
            headers = {name.lower(): value for name, value in response["headers"].items()}
            self.responses[event["requestId"]] |= {
                "type": event["type"],
                "mime": response["mimeType"],
                "encoding": headers.get("content-encoding", ""),
            }

    def _finished(self, event: dict) -> None:
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def load(self) -> Load:
        """Everything since the last time this was asked."""
        asked = [{**response, "size": self.sizes.get(key, 0)} for key, response in self.responses.items()]
        fetched = [response for response in asked if response["size"] or "mime" not in response]  # the rest came from the cache
        self.responses, self.sizes = {}, {}
        return Load(
            requests=len(fetched),
            wire=sum(response["size"] for response in fetched),
            scripts=sum(response["size"] for response in fetched if response["type"] == "Script"),
            styles=sum(response["size"] for response in fetched if response["type"] == "Stylesheet"),
            fonts=sum(response["type"] == "Font" for response in asked),
            hosts=sorted({urlsplit(response["url"]).hostname or "" for response in asked}),
            uncompressed=[
                response["url"]
                for response in fetched
                if response.get("mime", "").startswith(self.TEXT)
                and not response["encoding"]
                and response["size"] > self.WORTH_COMPRESSING
            ],
        )


def complaints(page: Page) -> list[str]:
    """A list that fills with what the console finds wrong, violations of the content policy among it, and with failed scripts."""
    heard: list[str] = []

    def note(message: ConsoleMessage) -> None:
        is_answer = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
        if message.type in ("error", "warning") and not is_answer:  # a page may mean to answer 404
            heard.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard
