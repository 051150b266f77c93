"""A mail relay on loopback that keeps what it accepts and misbehaves where the address asks for it."""

import asyncio
import socket
import threading
from dataclasses import dataclass
from email import message_from_bytes

from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Accepted:
    recipient: str
    message_id: str
    content: bytes


class Sink:
    """
    The part before the @ scripts the answer: `busy…` 450, `unknown…` 550, `spam…` 554 after the content,
    `silent…` accepts nothing and says nothing, `cut…` accepts and hangs up. From the mail number `hesitates_at` on, the relay
    takes the mail and keeps its "yes" to itself.
    """

    def __init__(self) -> None:
        self.hesitates_at = float("inf")
        self.accepted: list[Accepted] = []
        self._changed = threading.Condition()
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port())

    @property
    def port(self) -> int:
        return self._controller.port

    def __enter__(self) -> "Sink":
        self._controller.start()
        return self

    def __exit__(self, *exception) -> None:
        self._controller.stop()

    def recipients(self) -> list[str]:
        return sorted(mail.recipient for mail in self.accepted)

    def wait_for(self, count: int, timeout: float = 60) -> None:
        with self._changed:
            arrived = self._changed.wait_for(lambda: len(self.accepted) >= count, timeout)
        assert arrived, f"only {len(self.accepted)} of {count} mails"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        if address.startswith("busy"):
            return "450 4.2.1 Mailbox busy"
        if address.startswith("unknown"):
            return "550 5.1.1 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        [recipient] = envelope.rcpt_tos
        if recipient.startswith("spam"):
            return "554 5.7.1 Not wanted"
        if recipient.startswith("silent"):
            await asyncio.sleep(5)
            return "451 4.4.1 Too late"
        self._keep(recipient, envelope.content)
        if recipient.startswith("cut"):
            server.transport.abort()
        if len(self.accepted) >= self.hesitates_at:
            await asyncio.sleep(30)
        return "250 OK"

    def _keep(self, recipient: str, content: bytes) -> None:
        with self._changed:
            self.accepted.append(Accepted(recipient, message_from_bytes(content)["Message-ID"], content))
            self._changed.notify_all()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
