"""The race for an answer: the receiving manager accepts, and the task that ends what nobody answered."""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.models import Referral
from bookings.trials.browser import at_once
from bookings.trials.races import Race, Round, errors_in
from bookings.trials.stage import make_manager
from bookings.trials.worker import WORKERS, workers
from dispatch.models import Message
from telecentres.models import Telecentre

SPREAD = 0.4  # seconds over which they end: about as long as the slow machine of the tests takes to answer
TOLD = {"accepted": "bookings.referral_accepted", "expired": "bookings.referral_expired"}


class AcceptOrExpire(Race):
    """Managers accept people at the very moment at which the deadline is written down: one of both, and one mail."""

    name = "accept or expire"

    def make_centre(self) -> Telecentre:
        self.giver = self.stage.a_centre(desks=1)
        centre = self.stage.a_centre(desks=1)
        self.manager = make_manager(centre)
        return centre

    def run(self) -> Round:
        sent = [self.send_on() for _person in self.people]
        answers = at_once(
            *(self.late(self.acceptance(one)) for one in sent),
            *workers(self.ends_of(sent)),
        )
        return Round(answers, [*errors_in(answers), *(what for one in sent for what in _one_answer(one))])

    def send_on(self) -> Referral:
        """The deadline has just passed; an answer still counts until somebody was told of the end."""
        now = timezone.now()
        return Referral.objects.create(
            giver=self.giver,
            receiver=self.centre,
            reason=Referral.Reason.FULL,
            name="Personne Exemple",
            email=f"{uuid.uuid4().hex[:12]}@exemple.fr",
            agreed_at=now,
            decide_by=now - timedelta(seconds=1),
            created_at=now - timedelta(days=3),
        )

    def ends_of(self, sent: list[Referral]) -> list[Callable[[], bool]]:
        """Each after a pause, so that they end while the administration is answering, not before."""
        return [partial(_expire, self.chance.uniform(0, WORKERS * SPREAD / len(sent)), one) for one in sent]

    def acceptance(self, referral: Referral):
        address = reverse("admin:bookings_referral_answer", args=[referral.pk])
        return partial(self.browser(self.manager).post, address, {"answer": "accept"})


def _expire(pause: float, referral: Referral) -> bool:
    time.sleep(pause)
    return actions.expire_referral(referral, now=timezone.now())


def _one_answer(referral: Referral) -> list[str]:
    states = [state for state in referral.history.values_list("state", flat=True) if state != "proposed"]
    mails = set(Message.objects.filter(kind__in=TOLD.values(), key=str(referral.pk)).values_list("kind", flat=True))
    if len(states) == 1 and mails == {TOLD[states[0]]}:
        return []
    return [f"referral {referral.pk}: {' and '.join(states) or 'neither'}, told {' and '.join(sorted(mails)) or 'nothing'}"]
