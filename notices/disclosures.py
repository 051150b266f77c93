"""What the notices tell the person who wrote to the portal."""

from accounts.disclosing import Disclosure, by_address, register
from notices.models import Question


def declare() -> None:
    register(QUESTIONS)


QUESTIONS = Disclosure(
    "notices.Question",
    "questions",
    by_address(Question, "email"),
    "name email text written_at",
)
