"""Regular days: what is shown date by date is what is booked, all or nothing, and the clocks change no hour."""

import uuid
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from bookings import actions, invariants, rules
from bookings.models import Booker, Booking, Series
from bookings.regular_days import Pattern, Planner
from dispatch.actions import send_due
from dispatch.models import Message
from telecentres import hours
from telecentres.models import Policy
from tests import factories

TUESDAY, THURSDAY = 2, 4
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def pattern_of(centre, **changes) -> Pattern:
    answers = {"weekdays": (TUESDAY, THURSDAY), "first": FIRST, "last": LAST, "part": "day", "code": "1"}
    return Pattern(centre, **answers | changes)


def planned(centre, user, now, **changes):
    return Planner(pattern_of(centre, **changes), Booker.of(user), now=now).occurrences()


def book(centre, user, now, *, chosen=None, key=None, **changes) -> Series:
    if chosen is None:
        chosen = {one.day: one.desk.code for one in planned(centre, user, now, **changes) if one.desk}
    pattern = pattern_of(centre, **changes)
    answers = {"booker": Booker.of(user), "pattern": pattern, "chosen": chosen, "key": key or uuid.uuid4()}
    return actions.book_series(**answers, language="fr", now=now)


def test_each_date_says_what_it_would_be(murat, remote_worker, other_worker, desk, now):
    factories.make_booking(other_worker, desk, date(2026, 12, 3), now=now)
    factories.make_booking(remote_worker, murat.workspaces.get(code="2"), date(2026, 12, 8), now=now)
    day = hours.whole_day(date(2026, 12, 24))
    actions.close(telecentre=murat, starts_at=day.starts_at, ends_at=day.ends_at, reason="Réveillon", now=now)
    found = {one.day.day: one for one in planned(murat, remote_worker, now)}
    assert sorted(found) == [1, 3, 8, 10, 15, 17, 22, 24, 29, 31]
    assert (found[1].desk, found[1].is_other) == (desk, False)
    assert (found[3].desk.code, found[3].is_other) == ("2", True)
    assert (found[8].desk, found[24].desk) == (None, None)
    assert "Bureau 2" in found[8].why_not
    assert "Réveillon" in found[24].why_not


def test_a_full_year_keeps_its_wall_time_across_both_changes_of_the_clocks(murat, remote_worker, now):
    Policy.objects.create(telecentre=murat, series_weeks=52)
    series = book(murat, remote_worker, now, first=date(2026, 12, 1), last=date(2027, 11, 23), weekdays=(TUESDAY,))
    bookings = list(series.bookings.order_by("starts_at"))
    assert len(bookings) == 52
    local = [
        (one.starts_at.astimezone(ZoneInfo("Europe/Paris")), one.ends_at.astimezone(ZoneInfo("Europe/Paris"))) for one in bookings
    ]
    assert {(start.time(), end.time()) for start, end in local} == {(time(8, 30), time(18))}
    assert len({start.utcoffset() for start, _end in local}) == 2
    assert len({(second[0].date() - first[0].date()).days for first, second in pairwise(local)}) == 1
    assert list(invariants.find(now)) == []


def test_one_act_writes_one_mail_with_every_date(murat, remote_worker, now):
    series = book(murat, remote_worker, now)
    assert Message.objects.count() == 1
    send_due(now=now)
    sent = mail.outbox[0]
    assert sent.body.count("Bureau 1") == series.bookings.count() == 10
    calendar = next(content for name, content, _type in sent.attachments if name.endswith(".ics"))
    text = calendar if isinstance(calendar, str) else calendar.decode()
    assert text.count("BEGIN:VEVENT") == 10
    assert "METHOD:PUBLISH" in text
    assert list(invariants.find(now)) == []


def test_a_desk_taken_meanwhile_undoes_everything(murat, remote_worker, other_worker, desk, now):
    chosen = {one.day: one.desk.code for one in planned(murat, remote_worker, now)}
    factories.make_booking(other_worker, desk, date(2026, 12, 10), now=now)
    with pytest.raises(actions.Changed) as refused:
        book(murat, remote_worker, now, chosen=chosen)
    assert refused.value.days == [date(2026, 12, 10)]
    assert not Booking.objects.filter(booked_by=remote_worker).exists()
    assert not Series.objects.exists()


def test_the_same_form_sent_twice_is_one_series(murat, remote_worker, now):
    key = uuid.uuid4()
    chosen = {date(2026, 12, 1): "1", date(2026, 12, 3): "1"}
    first = book(murat, remote_worker, now, chosen=chosen, key=key)
    assert book(murat, remote_worker, now, chosen=chosen, key=key) == first
    assert Booking.objects.count() == 2
    with pytest.raises(actions.KeyReused):
        book(murat, remote_worker, now, chosen={date(2026, 12, 1): "2"}, key=key)


@pytest.mark.parametrize("policy", [{"series_weeks": 0}, {"weekly_quota": 1}, {"series_weeks": 1, "horizon_days": 7}])
def test_the_centres_rules_hold_for_regular_days(murat, remote_worker, now, policy):
    Policy.objects.create(telecentre=murat, **policy)
    found = [one for one in planned(murat, remote_worker, now) if one.desk]
    if policy.get("weekly_quota"):
        assert [one.day.isoweekday() for one in found] == [TUESDAY] * 5
    elif policy["series_weeks"] == 1:
        assert [one.day for one in found] == [date(2026, 12, 1)]
    else:
        with pytest.raises(ValidationError):
            book(murat, remote_worker, now)


def test_what_can_be_had_obeys_the_rules_of_single_bookings(murat, remote_worker, now):
    """The planner looks in memory; the rules themselves must find nothing against what it says."""
    Policy.objects.create(telecentre=murat, weekly_quota=2)
    series = book(murat, remote_worker, now, weekdays=(1, 2, 3, 4, 5))
    for booking in series.bookings.with_place():
        for rule in rules.BOOKING:
            rule(booking, now=now)
    assert series.bookings.count() == 10


def test_dates_that_were_not_shown_are_refused(murat, remote_worker, now):
    with pytest.raises(ValidationError) as refused:
        book(murat, remote_worker, now, chosen={date(2026, 12, 2): "1"})
    assert refused.value.code == "dates"


def test_a_range_of_dates_is_cancelled_with_one_mail(murat, remote_worker, now):
    series = book(murat, remote_worker, now)
    Message.objects.all().delete()
    assert actions.cancel_series(series, first=date(2026, 12, 8), last=date(2026, 12, 17), now=now) == 4
    live = [one.day.day for one in series.bookings.live().order_by("starts_at")]
    assert live == [1, 3, 22, 24, 29, 31]
    assert [message.kind for message in Message.objects.all()] == ["bookings.series_cancelled"]
    send_due(now=now)
    assert mail.outbox[-1].body.count("Bureau 1") == 4


def test_this_and_following_change_and_earlier_dates_stay(murat, remote_worker, now):
    series = book(murat, remote_worker, now)
    before = {one.day: one for one in series.bookings.all()}
    pattern = pattern_of(murat, first=date(2026, 12, 15), weekdays=(TUESDAY, 5), part="morning")
    chosen = dict.fromkeys(pattern.days(), "2")
    actions.change_series(series, pattern=pattern, chosen=chosen, now=now)
    after = {one.day: one for one in series.bookings.live()}
    assert [day.day for day in sorted(after)] == [1, 3, 8, 10, 15, 18, 22, 25, 29]
    assert (after[date(2026, 12, 10)].part, after[date(2026, 12, 15)].part) == ("day", "morning")
    assert after[date(2026, 12, 15)].pk == before[date(2026, 12, 15)].pk
    assert after[date(2026, 12, 18)].pk == before[date(2026, 12, 17)].pk
    assert before[date(2026, 12, 31)].pk not in {one.pk for one in after.values()}
    assert list(invariants.find(now)) == []
    send_due(now=now)
    told = [sent.body.count("Bureau") for sent in mail.outbox]
    assert sorted(told) == [4, 6]  # the first mail is left with the dates that stayed, the second says the others


def test_a_date_changed_by_itself_is_told_by_its_own_mail(murat, remote_worker, now):
    series = book(murat, remote_worker, now)
    booking = series.bookings.get(starts_at__date=date(2026, 12, 8))
    actions.move(booking, workspace=murat.workspaces.get(code="3"), day=date(2026, 12, 9), part="day", now=now)
    actions.cancel(series.bookings.get(starts_at__date=date(2026, 12, 15)), now=now)
    assert list(invariants.find(now)) == []
    Message.objects.filter(kind="bookings.moved").delete()
    assert [finding.rule for finding in invariants.find(now)] == ["bookings_without_mail"]


def test_dates_past_their_deadline_stay(murat, remote_worker, now, time_machine):
    series = book(murat, remote_worker, now)
    late = datetime(2026, 12, 2, 21, tzinfo=now.tzinfo)
    assert actions.cancel_series(series, first=FIRST, last=LAST, now=late) == 8
    assert series.bookings.live().count() == 2


def test_who_ends_the_account_gives_up_regular_days(murat, remote_worker, now):
    series = book(murat, remote_worker, now)
    actions.forget_person(remote_worker, now=now)
    assert not Series.objects.exists()
    assert not Booking.objects.live().exists()
    assert Booking.objects.filter(series=None).count() == 10
    assert series.pk


def test_the_journey_in_pages(client, murat, remote_worker, now):
    client.force_login(remote_worker)
    address = "/reserver/murat/jours-reguliers/"
    shown = client.get(address, {"jour": "2026-12-01", "creneau": "journee", "bureau": "1"})
    assert shown.status_code == 200
    asked = {"jours": ["2", "4"], "jour": "01/12/2026", "au": "31/12/2026", "creneau": "journee", "bureau": "1"}
    preview = client.get(address, asked)
    assert preview.context["possible"] == 10
    dates = [one.answer for one in preview.context["found"]][:3]
    made = client.post(address, asked | {"key": str(uuid.uuid4()), "date": dates}, follow=True)
    assert made.redirect_chain
    series = Series.objects.get()
    assert series.bookings.count() == 3
    page = client.get(series.get_absolute_url()).content.decode()
    assert "mardi 1" in page
    changed = client.get(f"{series.get_absolute_url()}modifier/")
    assert changed.status_code == 200
    gone = client.post(f"{series.get_absolute_url()}annuler/", {"du": "01/12/2026", "au": "03/12/2026"}, follow=True)
    assert series.bookings.live().count() == 1
    assert gone.status_code == 200
    assert "mes-reservations" in client.get("/mes-reservations/").request["PATH_INFO"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"jours": []},
        {"jours": ["9"]},
        {"jour": "hier"},
        {"au": "01/01/2026"},
        {"au": "31/12/2029"},
        {"creneau": "nuit"},
        {"creneau": "heures"},
        {"bureau": "zz"},
        {"jour": "24/11/2026"},
        {"type": "x"},
    ],
)
def test_wrong_answers_are_said_and_kept(client, murat, remote_worker, now, wrong):
    client.force_login(remote_worker)
    asked = {"jours": ["2"], "jour": "01/12/2026", "au": "31/12/2026", "creneau": "journee", "bureau": "1"}
    answer = client.get("/reserver/murat/jours-reguliers/", asked | wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors


@pytest.mark.parametrize("dates", [[], ["x"], ["2026-12-01/zz"], ["2026-12-02/1"], ["2026-12-01"]])
def test_damaged_dates_book_nothing(client, murat, remote_worker, now, dates):
    client.force_login(remote_worker)
    asked = {"jours": ["2"], "jour": "01/12/2026", "au": "31/12/2026", "creneau": "journee", "bureau": "1"}
    answer = client.post("/reserver/murat/jours-reguliers/", asked | {"key": str(uuid.uuid4()), "date": dates})
    if dates == ["2026-12-01"]:  # a date alone means any desk
        assert (answer.status_code, Booking.objects.count()) == (302, 1)
    else:
        assert (answer.status_code, Booking.objects.count()) == (409, 0)


def test_nobody_opens_the_regular_days_of_others(client, murat, remote_worker, other_worker, now):
    series = book(murat, remote_worker, now)
    client.force_login(other_worker)
    for address in ("", "modifier/", "annuler/"):
        assert client.get(f"{series.get_absolute_url()}{address}").status_code == 404


def test_who_is_barred_books_no_date_of_those_days(murat, murat_manager, remote_worker, now):
    days = {"starts_on": date(2026, 12, 8), "ends_on": date(2026, 12, 17)}
    said = {"reason": "Bruit", "told": "Trop de bruit", "by": murat_manager, "now": now}
    actions.bar(telecentre=murat, email=remote_worker.email, **days, **said)
    assert [one.day.day for one in planned(murat, remote_worker, now) if one.desk] == [1, 3, 22, 24, 29, 31]
