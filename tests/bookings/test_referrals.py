"""People sent on from one centre to another: who decides, what is told, what counts, and what becomes of it."""

import uuid
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts.actions import end_account
from bookings import actions, invariants, referring
from bookings.models import Booking, Referral
from dispatch import registry
from dispatch.models import Message
from telecentres import hours
from telecentres.models import Need, Speciality, Telecentre, TelecentreSpeciality
from tests.factories import BEGINNING, make_booking, make_telecentre

MONDAY = date(2026, 11, 30)


@pytest.fixture
def ydes(db):
    return make_telecentre("Ydes")


@pytest.fixture
def accounting(murat, allanche):
    """Allanche leads it."""
    speciality = Speciality.objects.create(name="Comptabilité", slug="comptabilite")
    Need.objects.create(name="Tenir mes comptes", short_name="Comptes", slug="comptes", speciality=speciality)
    TelecentreSpeciality.objects.create(telecentre=allanche, speciality=speciality, since=BEGINNING)
    return speciality


@pytest.fixture
def send(murat, allanche, murat_manager, now):
    """Murat sends Zoé to Allanche, unless told otherwise."""

    def send(**changes) -> Referral:
        answers = {"giver": murat, "receiver": allanche, "reason": "full", "name": "Zoé Exemple", "email": "zoe@exemple.fr"}
        return actions.refer(**answers | {"by": murat_manager, "key": uuid.uuid4(), "now": now} | changes)

    return send


def mails(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=f"bookings.referral_{kind}").values_list("recipient", flat=True))


def rendered(kind: str):
    message = Message.objects.filter(kind=f"bookings.referral_{kind}").latest("pk")
    return registry.kind(message.kind).build(message)


def introduced(giver, reason: str = "full", speciality=None) -> referring.Introduction:
    return referring.Introduction(giver, reason, speciality)


def test_a_referral_waits_for_the_receiver_and_both_sides_are_told(send, allanche_manager, now):
    referral = send(note="Vient en fauteuil")

    assert (referral.state, referral.last_day) == ("proposed", date(2026, 11, 28))
    assert referral.decide_by == now.replace(day=29, hour=0)
    assert mails("proposed") == ["zoe@exemple.fr"]
    assert mails("received") == [allanche_manager.email]


def test_the_same_form_twice_sends_once_and_other_answers_are_refused(send, ydes):
    key = uuid.uuid4()

    assert send(key=key) == send(key=key)
    with pytest.raises(actions.KeyReused):
        send(key=key, receiver=ydes)
    assert Referral.objects.count() == 1
    assert mails("proposed") == ["zoe@exemple.fr"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"receiver": "murat"}, "same"),
        ({"receiver": "allanche", "stage": Telecentre.Stage.SUSPENDED}, "not_open"),
        ({"reason": "speciality"}, "no_speciality"),
        ({"reason": "speciality", "speciality": "other"}, "speciality"),
    ],
)
def test_nobody_is_sent_where_they_cannot_be_served(send, murat, allanche, accounting, changes, code):
    Telecentre.objects.filter(slug="allanche").update(stage=changes.pop("stage", "open"))
    if "receiver" in changes:
        changes["receiver"] = {"murat": murat, "allanche": allanche}[changes["receiver"]]
    if "speciality" in changes:
        changes["speciality"] = Speciality.objects.create(name="Paie", slug="paie")

    with pytest.raises(ValidationError) as refusal:
        send(**changes)

    assert refusal.value.code == code
    assert not Referral.objects.exists()


def test_the_same_person_is_sent_once_until_that_is_over(send, allanche_manager, now):
    referral = send()
    with pytest.raises(ValidationError) as refusal:
        send()
    actions.decline_referral(referral, reason="complet", by=allanche_manager, now=now)

    assert refusal.value.code == "on_the_way"
    assert send().state == "proposed"


def test_accepting_counts_once_and_gives_the_person_a_link(send, allanche_manager, now):
    referral = send()

    for _ in range(2):
        actions.accept_referral(referral, by=allanche_manager, now=now)

    assert (referral.state, referral.decided_by) == ("accepted", allanche_manager)
    assert mails("accepted") == ["zoe@exemple.fr"]
    assert "/reserver/allanche/?via=murat&motif=complet" in rendered("accepted").body
    with pytest.raises(ValidationError, match="accepté") as refusal:
        actions.decline_referral(referral, reason="non", by=allanche_manager, now=now)
    assert refusal.value.code == "answered"
    assert mails("declined") == []


def test_a_centre_that_closes_meanwhile_accepts_nobody(send, allanche, allanche_manager, now):
    referral = send()
    Telecentre.objects.filter(pk=allanche.pk).update(stage="suspended")

    with pytest.raises(ValidationError) as refusal:
        actions.accept_referral(referral, by=allanche_manager, now=now)

    assert refusal.value.code == "not_open"
    assert Referral.objects.get().state == "proposed"


def test_who_is_declined_reads_why_and_where_else_to_go(send, ydes, allanche_manager, now):
    make_telecentre("Saint-Flour")
    actions.decline_referral(send(), reason="travaux dans la salle", by=allanche_manager, now=now)

    mail = rendered("declined")

    assert "travaux dans la salle" in mail.body
    assert "/reserver/ydes/?via=murat&motif=complet" in mail.body
    assert "/reserver/saint-flour/" in mail.body
    assert "/reserver/allanche/" not in mail.body


def test_the_deadline_passes_and_the_person_is_told(send, ydes, now):
    referral = send()

    before = actions.settle_referrals(now=referral.decide_by - timedelta(seconds=1))
    after = actions.settle_referrals(now=referral.decide_by)
    again = actions.settle_referrals(now=referral.decide_by)

    assert (before, after, again) == (0, 1, 0)
    assert Referral.objects.get().state == "expired"
    assert mails("expired") == ["zoe@exemple.fr"]
    assert "/reserver/ydes/" in rendered("expired").body


def test_a_late_answer_counts_as_long_as_nobody_was_told_of_the_end(send, allanche_manager, now):
    referral = send()
    late = referral.decide_by + timedelta(minutes=1)

    actions.accept_referral(referral, by=allanche_manager, now=late)

    assert not actions.expire_referral(referral, now=late)
    assert Referral.objects.get().state == "accepted"


def test_mails_that_are_no_longer_true_do_not_leave(send, allanche_manager, now):
    referral = send()
    assert rendered("proposed")
    assert rendered("received")
    actions.decline_referral(referral, reason="complet", by=allanche_manager, now=now)

    assert (rendered("proposed"), rendered("received")) == (None, None)


def test_the_mail_to_the_receiver_names_nobody(send, allanche_manager):
    referral = send(note="Vient en fauteuil")

    mail = rendered("received")

    assert "Zoé" not in mail.body + mail.subject
    assert f"/admin/bookings/referral/{referral.pk}/answer/" in mail.body


@pytest.mark.parametrize(
    ("language", "kind", "said"),
    [
        ("fr", "proposed", "Murat vous oriente vers Allanche"),
        ("en", "proposed", "Murat sends you on to Allanche"),
        ("fr", "accepted", "Allanche peut vous recevoir"),
        ("en", "accepted", "Allanche can receive you"),
        ("fr", "declined", "Allanche ne peut pas vous recevoir"),
        ("en", "declined", "Allanche cannot receive you"),
        ("fr", "expired", "Allanche n’a pas répondu"),
        ("en", "expired", "No answer from Allanche"),
    ],
)
def test_each_mail_speaks_the_language_of_the_person(send, allanche_manager, now, language, kind, said):
    referral = send(language=language)
    if kind == "accepted":
        actions.accept_referral(referral, by=allanche_manager, now=now)
    if kind == "declined":
        actions.decline_referral(referral, reason="complet", by=allanche_manager, now=now)
    if kind == "expired":
        actions.expire_referral(referral, now=referral.decide_by)

    with override("fr" if language == "en" else "en"):
        mail = rendered(kind)

    assert mail.subject == said
    assert mail.alternatives


# --- the booking at the receiver --------------------------------------------------------------------------------


def test_who_books_by_the_link_was_sent_on_and_nobody_has_to_answer(remote_worker, murat, allanche, now):
    booking = make_booking(remote_worker, allanche.workspaces.first(), MONDAY, now=now, introduction=introduced(murat))

    [referral] = Referral.objects.all()
    assert (referral.giver, referral.receiver, referral.reason) == (murat, allanche, "full")
    assert (referral.state, referral.booking, referral.proposed_by) == ("accepted", booking, None)
    assert not referral.is_known_to_giver
    assert not Message.objects.filter(kind__startswith="bookings.referral").exists()


def test_the_same_form_twice_credits_once(remote_worker, murat, allanche, now):
    key = uuid.uuid4()
    for _ in range(2):
        make_booking(remote_worker, allanche.workspaces.first(), MONDAY, now=now, key=key, introduction=introduced(murat))

    assert Referral.objects.count() == 1


def test_a_link_of_the_centre_itself_credits_nobody(remote_worker, murat, now):
    make_booking(remote_worker, murat.workspaces.first(), MONDAY, now=now, introduction=introduced(murat))

    assert not Referral.objects.exists()


def test_a_booking_answers_a_referral_that_still_waits(send, murat, allanche, now):
    referral = send()
    booking = make_booking("zoe@exemple.fr", allanche.workspaces.first(), MONDAY, now=now, introduction=introduced(murat))

    referral.refresh_from_db()
    assert (referral.state, referral.booking) == ("accepted", booking)
    assert Referral.objects.count() == 1


def test_a_person_who_came_is_honoured_and_one_who_cancelled_is_lost(remote_worker, other_worker, murat, allanche, now):
    came = make_booking(remote_worker, allanche.workspaces.first(), MONDAY, now=now, introduction=introduced(murat))
    gave_up = make_booking(other_worker, allanche.workspaces.last(), MONDAY, now=now, introduction=introduced(murat))
    actions.cancel(gave_up, now=now)

    actions.settle_past(now=came.ends_at - timedelta(minutes=1))
    first = {one.booking: one.state for one in Referral.objects.all()}
    actions.settle_past(now=came.ends_at)

    assert first == {came: "accepted", gave_up: "lost"}
    assert {one.booking: one.state for one in Referral.objects.all()} == {came: "honoured", gave_up: "lost"}


def test_a_booking_that_moved_elsewhere_is_lost_for_the_receiver(remote_worker, murat, allanche, ydes, now):
    booking = make_booking(remote_worker, allanche.workspaces.first(), MONDAY, now=now, introduction=introduced(murat))
    actions.move(booking, workspace=ydes.workspaces.first(), day=MONDAY, part="day", now=now)

    actions.settle_past(now=now)

    assert Referral.objects.get().state == "lost"


def test_who_books_without_the_link_counts_as_well(send, allanche, allanche_manager, now, time_machine):
    referral = actions.accept_referral(send(), by=allanche_manager, now=now)
    time_machine.move_to(now + timedelta(hours=1), tick=False)
    booking = make_booking("zoe@exemple.fr", allanche.workspaces.first(), MONDAY, now=now)
    make_booking("autre@exemple.fr", allanche.workspaces.last(), MONDAY, now=now)

    actions.settle_past(now=booking.ends_at)

    referral.refresh_from_db()
    assert (referral.state, referral.booking) == ("honoured", booking)


def test_who_never_books_is_lost_after_a_month(send, allanche_manager, now):
    referral = actions.accept_referral(send(), by=allanche_manager, now=now)
    end = now + settings.BOOKINGS_AWAIT_REFERRED

    settled = [actions.settle_past(now=end - timedelta(seconds=1)), actions.settle_past(now=end)]

    referral.refresh_from_db()
    assert (settled, referral.state) == ([0, 1], "lost")


def test_a_booking_moved_because_a_centre_closes_is_a_referral(remote_worker, murat, allanche, murat_manager, now):
    booking = make_booking(remote_worker, murat.workspaces.first(), MONDAY, now=now)
    word = f"move/{allanche.workspaces.first().pk}/{MONDAY}/day"

    actions.close(
        telecentre=murat,
        **hours.whole_day(MONDAY)._asdict(),
        reason="neige",
        now=now,
        by=murat_manager,
        touched=actions.Answers(each={booking.reference: word}),
    )

    [referral] = Referral.objects.all()
    assert (referral.giver, referral.receiver, referral.reason, referral.state) == (murat, allanche, "closed", "accepted")
    assert (referral.booking, referral.proposed_by) == (booking, murat_manager)
    assert referral.is_known_to_giver


def test_a_booking_moved_inside_the_centre_is_none(remote_worker, murat, now):
    booking = make_booking(remote_worker, murat.workspaces.first(), MONDAY, now=now)
    word = f"move/{murat.workspaces.first().pk}/{MONDAY + timedelta(days=1)}/day"

    actions.close(
        telecentre=murat,
        **hours.whole_day(MONDAY)._asdict(),
        reason="neige",
        now=now,
        touched=actions.Answers(each={booking.reference: word}),
    )

    assert not Referral.objects.exists()


# --- history, rights and forgetting -------------------------------------------------------------------------------


def test_each_state_leaves_its_trace_without_names(send, allanche_manager, now):
    referral = actions.accept_referral(send(), by=allanche_manager, now=now)

    assert list(referral.history.values_list("state", flat=True)) == ["proposed", "accepted"]
    fields = {field.name for field in referral.history.model._meta.fields}
    assert fields == {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "state", "booking"}


def test_both_centres_see_it_and_a_third_one_does_not(send, murat_manager, allanche_manager, ydes, now):
    from tests.conftest import _manager

    third = _manager("gerance.ydes@exemple.fr", "Noa Exemple", ydes)
    send()

    seen = [Referral.objects.managed_by(who, today=now.date()).count() for who in (murat_manager, allanche_manager, third)]
    decided = [Referral.objects.received_by(who, today=now.date()).count() for who in (murat_manager, allanche_manager, third)]
    assert (seen, decided) == ([1, 1, 0], [0, 1, 0])


def test_the_end_of_an_account_leaves_only_numbers(send, remote_worker, murat, allanche, ydes, allanche_manager, now):
    make_booking(remote_worker, ydes.workspaces.first(), MONDAY, now=now, introduction=introduced(murat))
    waiting = send(email=remote_worker.email, name=remote_worker.name, note="Camille viendra")

    end_account(remote_worker, now=now)

    assert {one.state for one in Referral.objects.all()} == {"accepted", "expired"}
    waiting.refresh_from_db()
    assert (waiting.name, waiting.email, waiting.note, waiting.account) == ("", "", "", None)
    assert not Referral.objects.of_person("camille@exemple.fr").exists()


def test_a_manager_who_leaves_is_named_no_more(send, murat_manager, now):
    from bookings.actions.referrals import forget_referrals_of

    referral = send()

    forget_referrals_of(murat_manager.email, murat_manager, now=now)

    referral.refresh_from_db()
    assert (referral.proposed_by, referral.email) == (None, "zoe@exemple.fr")


def test_names_go_after_a_year_and_the_numbers_stay(send, allanche_manager, now):
    referral = actions.decline_referral(send(), reason="Zoé préfère Ydes", by=allanche_manager, now=now)

    early = actions.forget_old_referrals(now + settings.BOOKINGS_KEEP_VISITORS)
    late = actions.forget_old_referrals(now + settings.BOOKINGS_KEEP_VISITORS + timedelta(seconds=1))
    again = actions.forget_old_referrals(now + settings.BOOKINGS_KEEP_VISITORS + timedelta(seconds=1))

    referral.refresh_from_db()
    assert (early, late, again) == (0, 1, 0)
    assert (referral.name, referral.email, referral.decline_reason, referral.state) == ("", "", "", "declined")


@pytest.mark.parametrize(
    "changes",
    [
        {"receiver_id": "giver"},
        {"reason": "speciality"},
        {"state": "accepted"},
        {"decline_reason": "non"},
        {"state": "honoured", "decided_at": "now"},
    ],
)
def test_the_database_refuses_contradictions(send, now, changes):
    referral = send()
    answers = {"giver": referral.giver_id, "now": now}

    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**{name: answers.get(value, value) for name, value in changes.items()})


def test_a_booking_without_a_link_asks_nothing_of_referrals(remote_worker, murat, now):
    """Nothing is asked of referrals on the way of a booking that no link brought."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as asked:
        make_booking(remote_worker, murat.workspaces.first(), MONDAY, now=now)

    assert not [query for query in asked if "bookings_referral" in query["sql"]]
    assert Booking.objects.count() == 1


# --- invariants -----------------------------------------------------------------------------------------------------


def broken(now) -> list[str]:
    return [finding.what for finding in invariants.find(now) if finding.rule.startswith("referrals")]


def test_ordinary_referrals_have_no_finding(send, remote_worker, murat, allanche, ydes, allanche_manager, now):
    came = make_booking(remote_worker, allanche.workspaces.first(), MONDAY, now=now, introduction=introduced(murat))
    actions.accept_referral(send(), by=allanche_manager, now=now)
    actions.decline_referral(send(receiver=ydes), reason="non", by=allanche_manager, now=now)
    actions.settle_referrals(now=came.ends_at)

    assert sorted(Referral.objects.values_list("state", flat=True)) == ["accepted", "declined", "honoured"]
    assert broken(came.ends_at) == []


def test_an_honoured_referral_whose_booking_was_given_up_is_found(remote_worker, murat, allanche, now):
    booking = make_booking(remote_worker, allanche.workspaces.first(), MONDAY, now=now, introduction=introduced(murat))
    actions.cancel(booking, now=now)
    Referral.objects.update(state="honoured")

    assert len(broken(now)) == 1


def test_two_answers_and_a_silent_deadline_are_found(send, now):
    referral = send()
    late = referral.decide_by + timedelta(hours=1)
    silent = broken(late)
    for state in ("accepted", "expired"):
        Referral.objects.update(state=state, decided_at=now)

    assert len(silent) == 1
    assert [what.split(" was ")[1] for what in broken(now)] == ["answered twice: accepted, expired"]
