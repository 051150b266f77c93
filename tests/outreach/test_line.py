"""The line of an event: strictly in the order of entry, every free place handed on by one verb."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import timezone

from dispatch.models import Message
from outreach import actions, registration_emails, registration_invariants
from outreach.models import Registration
from tests.factories import make_registration

State = Registration.State


@pytest.fixture
def line(forum, now):
    """Two people with a place, then three who wait, in this order."""
    return [make_registration(forum, f"p{number}", now=now) for number in range(5)]


def states(event) -> list[str]:
    return [str(one.state) for one in event.registrations.order_by("email")]


def test_who_comes_after_the_last_place_waits_in_order(line, forum):
    assert states(forum) == ["registered", "registered", "waiting", "waiting", "waiting"]
    assert [one.position for one in line] == [None, None, 1, 2, 3]
    forum.refresh_from_db()
    assert forum.entries == 3


def test_a_cancelled_place_goes_to_the_first_in_line(line, forum, now):
    actions.cancel(line[0], now=now)

    assert states(forum) == ["cancelled", "registered", "offered", "waiting", "waiting"]
    first = Registration.objects.get(pk=line[2].pk)
    assert first.offered_until == now + timedelta(hours=48)
    assert registration_emails.offer(Message.objects.get(kind="outreach.registration_offer")) is not None


@pytest.mark.parametrize(
    ("before", "hours"), [(timedelta(days=8), 48), (timedelta(days=7), 24), (timedelta(hours=30), 24), (timedelta(hours=5), 5)]
)
def test_the_time_to_answer_grows_with_the_distance_and_ends_with_registration(line, forum, before, hours):
    moment = forum.starts_at - before

    actions.cancel(line[0], now=moment)

    assert Registration.objects.get(pk=line[2].pk).offered_until == moment + timedelta(hours=hours)


def test_taking_the_offer_twice_is_taking_it_once(line, forum, now):
    actions.cancel(line[0], now=now)
    for _ in range(2):
        assert actions.take_offer(line[2], now=now).state == State.REGISTERED

    assert Message.objects.filter(kind="outreach.registration_registered", recipient="p2@exemple.fr").count() == 1


def test_a_declined_offer_goes_on(line, forum, now):
    actions.cancel(line[0], now=now)

    actions.decline(line[2], now=now)

    assert states(forum) == ["cancelled", "registered", "declined", "offered", "waiting"]
    assert actions.decline(line[2], now=now).state == State.DECLINED


def test_an_offer_lapses_at_its_very_end_and_goes_on(line, forum, now):
    actions.cancel(line[0], now=now)
    end = Registration.objects.get(pk=line[2].pk).offered_until

    assert actions.lapse_due(now=end - timedelta(seconds=1)) == 0
    assert actions.lapse_due(now=end) == 1
    assert states(forum) == ["cancelled", "registered", "lapsed", "offered", "waiting"]
    with pytest.raises(ValidationError, match="suivante"):
        actions.take_offer(line[2], now=end)
    assert actions.lapse_due(now=end) == 0


def test_an_offer_that_is_over_cannot_be_taken_before_the_task_comes(line, forum, now):
    actions.cancel(line[0], now=now)
    end = Registration.objects.get(pk=line[2].pk).offered_until

    with pytest.raises(ValidationError) as refusal:
        actions.take_offer(line[2], now=end)

    assert refusal.value.code == "too_late"


def test_more_places_go_to_the_line(line, forum, now):
    forum.refresh_from_db()
    forum.capacity = 4
    forum.save(update_fields=["capacity"])

    assert actions.hand_on(forum, now=now) == 2
    assert actions.hand_on(forum, now=now) == 0
    assert states(forum) == ["registered", "registered", "offered", "offered", "waiting"]


def test_fewer_places_hand_on_nothing(line, forum, now):
    forum.refresh_from_db()
    forum.capacity = 1
    forum.save(update_fields=["capacity"])

    assert actions.hand_on(forum, now=now) == 0


def test_nothing_is_offered_of_what_does_not_take_place_or_is_closed(line, forum, now):
    assert actions.hand_on(forum, now=forum.starts_at) == 0
    actions.cancel(line[0], now=now)
    forum.refresh_from_db()
    forum.state = "cancelled"
    forum.save(update_fields=["state"])

    actions.cancel(line[1], now=now)

    assert states(forum) == ["cancelled", "cancelled", "offered", "waiting", "waiting"]
    with pytest.raises(ValidationError):
        actions.take_offer(line[2], now=now)


def test_somebody_new_does_not_overtake_who_waits(line, forum, now):
    forum.refresh_from_db()
    forum.capacity = 3
    forum.save(update_fields=["capacity"])
    actions.cancel(line[4], now=now)

    newcomer = make_registration(forum, "p9", now=now)

    assert newcomer.state == State.WAITING
    assert Registration.objects.get(pk=line[2].pk).state == State.OFFERED


def test_leaving_the_line_moves_up_who_stands_behind(line, forum, now):
    actions.cancel(line[2], now=now)

    assert Registration.objects.get(pk=line[4].pk).position == 2


def test_the_page_takes_or_declines_by_a_button_alone(client, line, forum, now):
    actions.cancel(line[0], now=now)
    address = line[2].get_absolute_url()

    page = client.get(address).content.decode()
    assert 'name="take"' in page
    assert Registration.objects.get(pk=line[2].pk).state == State.OFFERED

    client.post(address, {"take": "1"})
    assert Registration.objects.get(pk=line[2].pk).state == State.REGISTERED


def test_a_late_answer_is_told_so(client, line, forum, now, time_machine):
    actions.cancel(line[0], now=now)
    time_machine.move_to(now + timedelta(hours=48))

    answer = client.post(line[2].get_absolute_url(), {"take": "1"}, follow=True)

    assert "Le temps pour prendre cette place est écoulé" in answer.content.decode()


def test_the_box_never_says_more_than_there_are(line, forum, now):
    box = Template("{% load registering %}{% registration_box event %}")
    forum.refresh_from_db()
    forum.capacity = 1

    said = box.render(Context({"event": forum}))

    assert "1 sur 1, 3 en attente" in said
    assert "2 sur 1" not in said


def test_the_box_costs_two_queries(forum, now, django_assert_num_queries):
    box = Template("{% load registering %}{% registration_box event %}")

    with django_assert_num_queries(2):
        said = box.render(Context({"event": forum}))

    assert "0 sur 2" in said


def test_the_nightly_check_finds_too_many_people_and_places_left_lying(line, forum, now):
    at = timezone.now()
    assert [what for rule in registration_invariants.RULES for what in rule(at)] == []
    Registration.objects.filter(pk=line[0].pk).update(state=State.CANCELLED)
    assert len(registration_invariants.places_that_nobody_is_offered(at)) == 1
    Registration.objects.filter(pk__in=[line[2].pk, line[3].pk]).update(state=State.REGISTERED)
    assert len(registration_invariants.events_with_more_people_than_places(at)) == 1
    Registration.objects.filter(pk=line[4].pk).update(entry=9)
    assert len(registration_invariants.entries_beyond_those_handed_out(at)) == 1
