"""Reports: asked for, made of the facts, the same again from the same facts, mailed once to those they concern."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from dispatch import actions as dispatch
from dispatch.models import Message
from observatory import actions, contents, frozen, inputs
from observatory.indicators import NETWORK, Figure, Row, Scope, Span, base
from observatory.models import OfficialFigure, Report, Subscriber, UsageFact
from telecentres.models import Membership, Telecentre, Territory
from tests.observatory.figures import make_facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_indicators")]

OCTOBER, SEPTEMBER = Span.month(date(2026, 10, 1)), Span.month(date(2026, 9, 1))
MURAT = Scope("centre", "murat")
State, Kind = Report.State, Report.Kind


@pytest.fixture
def today(third_of_november):
    return third_of_november


@pytest.fixture
def epci(murat):
    """The intercommunality of Murat."""
    territory = Territory.objects.create(kind=Territory.Kind.EPCI, code="200066660", name="Hautes Terres Communauté")
    murat.commune.parents.add(territory)
    return territory


def made(kind, scope, span, now, **more) -> Report:
    report = actions.ask(kind, scope, span, by=None, now=now, **more)
    actions.make_due(now=now)
    report.refresh_from_db()
    return report


def rows_of(report: Report, number: int = 0) -> list[Row]:
    return list(frozen.from_json(report.figures["figures"][number]["figure"]).rows)


def recipients() -> list[str]:
    return sorted(Message.objects.filter(kind="observatory.report_ready").values_list("recipient", flat=True))


# --- a figure as JSON ---------------------------------------------------------------------------------


def test_a_figure_comes_back_from_json_as_it_was():
    rows = (
        Row(("a", "b"), Decimal("1.50"), low=1, high=Decimal("2")),
        Row(("c", "d"), None).hidden(),
        Row(("e", "f"), 0, persons=0),
    )
    figure = Figure("x", MURAT, Span.year(2026), ("one", "two"), rows, version="3", is_example=True, notes=("é",))

    assert frozen.from_json(frozen.as_json(figure)) == figure


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        frozen.as_json(Figure("x", NETWORK, OCTOBER, (), (Row((), 0.1),)))


def test_the_digest_knows_numbers_and_not_how_they_are_written():
    def digest(value) -> str:
        return frozen.digest(frozen.as_json(Figure("x", NETWORK, OCTOBER, (), (Row((), value),))))

    assert digest(Decimal("1.50")) == digest(Decimal("1.5"))
    assert digest(Decimal("1.5")) != digest(Decimal("1.6"))
    assert digest(None) != digest(0)


# --- made --------------------------------------------------------------------------------------------


def test_a_centres_report_is_exact_and_a_public_one_hides_few_people(murat, today):
    make_facts(murat, OCTOBER.first, 3)

    own, network = made(Kind.CENTRE, MURAT, OCTOBER, today), made(Kind.NETWORK, NETWORK, OCTOBER, today)

    assert (own.state, own.progress, own.owner) == (State.MADE, 100, None)
    assert [row.value for row in rows_of(own)] == [12, 12]
    assert [(row.value, row.is_hidden) for row in rows_of(network)] == [(None, True)] * 2
    assert rows_of(own, 1) == [Row((), 3)]
    assert [entry["figure"]["indicator"] for entry in network.figures["figures"]] == ["test_hours"]


def test_the_months_before_stand_beside_where_there_is_a_report_on_them(murat, today):
    make_facts(murat, SEPTEMBER.first, 6)
    make_facts(murat, OCTOBER.first, 7)
    alone = made(Kind.CENTRE, MURAT, SEPTEMBER, today)

    both = made(Kind.CENTRE, MURAT, OCTOBER, today)

    assert (alone.figures["figures"][0]["month_before"], alone.figures["figures"][0]["year_before"]) == (None, None)
    [before, *_others] = frozen.from_json(both.figures["figures"][0]["month_before"]).rows
    assert before.value == 24
    assert rows_of(both)[0].value == 28


def test_official_series_stand_beside_with_their_source(murat, epci, today):
    for last, value in [(2016, "0.3"), (2020, "0.4")]:
        OfficialFigure.objects.create(
            series="migration", territory=epci, first_year=last - 6, last_year=last, value=value, source="Insee"
        )

    report = made(Kind.TERRITORY, Scope("territory", epci.code), OCTOBER, today)

    [one] = report.figures["official"]
    assert (one["first_year"], one["last_year"], one["value"], one["source"]) == (2014, 2020, "0.4", "Insee")


def test_the_same_facts_give_the_same_digest(murat, today):
    make_facts(murat, OCTOBER.first, 7)
    report = made(Kind.NETWORK, NETWORK, OCTOBER, today)

    again = contents.find(report, lambda _percent: None)

    assert frozen.digest(again) == report.figures_digest
    assert frozen.digest(report.figures) == report.figures_digest
    assert frozen.digest(report.inputs) == report.inputs_digest


# --- asked for ---------------------------------------------------------------------------------------


def test_asked_again_with_the_same_inputs_it_is_the_same_report(murat, today):
    make_facts(murat, OCTOBER.first, 7)
    report = made(Kind.NETWORK, NETWORK, OCTOBER, today)

    assert made(Kind.NETWORK, NETWORK, OCTOBER, today) == report
    assert Report.objects.count() == 1


def test_changed_inputs_make_a_new_revision_and_the_old_one_stays(murat, today):
    make_facts(murat, OCTOBER.first, 7)
    first = made(Kind.CENTRE, MURAT, OCTOBER, today)
    make_facts(murat, OCTOBER.first, 1)

    second = made(Kind.CENTRE, MURAT, OCTOBER, today)

    first.refresh_from_db()
    assert (first.revision, second.revision) == (1, 2)
    assert [row.value for row in (*rows_of(first), *rows_of(second))] == [28, 28, 32, 32]
    assert first.inputs_digest != second.inputs_digest


def test_what_was_published_stays_in_every_revision(murat, today):
    """Else the difference of two would tell of the one person who was added."""
    make_facts(murat, OCTOBER.first, 7)
    first = made(Kind.NETWORK, NETWORK, OCTOBER, today)
    make_facts(murat, OCTOBER.first, 1)

    second = made(Kind.NETWORK, NETWORK, OCTOBER, today)

    assert (first.revision, second.revision) == (1, 2)
    assert [row.value for row in (*rows_of(first), *rows_of(second))] == [28, 28, 28, 28]


def test_a_row_that_changed_is_seen_without_a_new_one(murat, today):
    [fact] = make_facts(murat, OCTOBER.first, 1)
    before = inputs.of(Kind.CENTRE, MURAT, OCTOBER)
    assert inputs.of(Kind.CENTRE, MURAT, OCTOBER) == before

    UsageFact.objects.filter(pk=fact.pk).update(hours=5)

    assert inputs.of(Kind.CENTRE, MURAT, OCTOBER) != before


def test_a_person_who_is_forgotten_changes_no_report(murat, today):
    make_facts(murat, OCTOBER.first, 7)
    report = made(Kind.CENTRE, MURAT, OCTOBER, today)

    UsageFact.objects.update(person="")

    assert made(Kind.CENTRE, MURAT, OCTOBER, today) == report


def test_another_centres_facts_change_no_report_of_ours(murat, allanche, today):
    report = made(Kind.CENTRE, MURAT, OCTOBER, today)
    make_facts(allanche, OCTOBER.first, 1)

    assert made(Kind.CENTRE, MURAT, OCTOBER, today) == report


@pytest.mark.parametrize(
    ("kind", "scope", "span", "code"),
    [
        (Kind.NETWORK, NETWORK, Span.month(date(2026, 11, 1)), "not_over"),
        (Kind.YEAR, NETWORK, Span.year(2026), "not_over"),
        (Kind.YEAR, NETWORK, OCTOBER, "kind"),
        (Kind.NETWORK, NETWORK, Span.year(2025), "kind"),
        (Kind.CENTRE, NETWORK, OCTOBER, "kind"),
        (Kind.CENTRE, Scope("centre", "nulle-part"), OCTOBER, "unknown"),
        (Kind.TERRITORY, Scope("territory", "1"), OCTOBER, "unknown"),
    ],
)
def test_what_cannot_be_reported_is_refused(murat, today, kind, scope, span, code):
    with pytest.raises(ValidationError) as refusal:
        actions.ask(kind, scope, span, by=None, now=today)

    assert refusal.value.code == code


def test_each_month_a_report_of_each_open_centre_each_territory_and_the_network(murat, allanche, epci, today):
    Telecentre.objects.filter(pk=allanche.pk).update(stage=Telecentre.Stage.STUDY)

    assert actions.ask_monthly(now=today) == 3
    assert actions.ask_monthly(now=today) == 3

    wanted = [("centre", "centre:murat"), ("network", "network"), ("territory", "territory:200066660")]
    assert sorted(Report.objects.values_list("kind", "scope")) == wanted
    assert set(Report.objects.values_list("first", "last")) == {(OCTOBER.first, OCTOBER.first)}
    assert actions.make_due(now=today) == 3


def test_months_in_which_nothing_ran_get_their_reports_later(murat, today, time_machine):
    actions.ask_monthly(now=today)
    later = today.replace(year=2027, month=2, day=3)
    time_machine.move_to(later)

    assert actions.ask_monthly(now=later) == 6

    months = Report.objects.filter(kind="network").order_by("first").values_list("first", flat=True)
    assert list(months) == [OCTOBER.first, date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert actions.ask_monthly(now=later) == 2
    assert Report.objects.count() == 8


def test_each_year_a_report_of_the_network(murat, today, time_machine):
    later = today.replace(year=2027, month=1, day=5)
    time_machine.move_to(later)

    actions.ask_yearly(now=later)
    actions.make_due(now=later)

    report = Report.objects.get()
    assert (report.kind, report.first, report.last, report.state) == (Kind.YEAR, date(2026, 1, 1), date(2026, 12, 1), State.MADE)
    assert report.span_name == "2026"


# --- failed, restarted, died -------------------------------------------------------------------------


def test_what_failed_says_why_keeps_nobody_else_and_can_be_restarted(murat, agency_officer, today, monkeypatch):
    def broken(scope, span):
        raise ZeroDivisionError("divided by\nnought")

    whole = base._indicators["test_internal"]
    monkeypatch.setitem(base._indicators, "test_internal", base.replace(whole, compute=broken))
    failed, fine = made(Kind.CENTRE, MURAT, OCTOBER, today), made(Kind.NETWORK, NETWORK, OCTOBER, today)

    assert (failed.state, failed.error, failed.owner) == (State.FAILED, "ZeroDivisionError: divided by nought", None)
    assert fine.state == State.MADE
    assert recipients() == [agency_officer.email]

    monkeypatch.setitem(base._indicators, "test_internal", whole)
    again = actions.restart(failed, by=agency_officer, now=today)
    assert (again.state, again.attempts, again.error, again.asked_by) == (State.ASKED, 0, "", agency_officer)
    assert actions.make_due(now=today) == 1
    again.refresh_from_db()
    assert (again.state, again.revision) == (State.MADE, 1)
    with pytest.raises(ValidationError) as refusal:
        actions.restart(again, by=agency_officer, now=today)
    assert refusal.value.code == "not_failed"


def test_a_report_whose_makers_die_is_given_up(murat, today):
    report = actions.ask(Kind.NETWORK, NETWORK, OCTOBER, by=None, now=today)
    dead = {"state": State.MAKING, "owner": 2**31 - 1}
    Report.objects.update(**dead, attempts=Report.MOST_ATTEMPTS - 1)
    assert Report.objects.startable().get() == report

    Report.objects.update(attempts=Report.MOST_ATTEMPTS)

    assert actions.make_due(now=today) == 0
    report.refresh_from_db()
    assert (report.state, report.error) == (State.FAILED, str(actions.reports.DIED))


def test_facts_that_change_while_they_are_read_are_read_again(murat, today, monkeypatch):
    make_facts(murat, OCTOBER.first, 7)
    whole, reads = base._indicators["test_hours"], []

    def busy(scope, span):
        reads.append(scope)
        figure = whole.compute(scope, span)
        if len(reads) == 1:
            make_facts(murat, OCTOBER.first, 1)
        return figure

    monkeypatch.setitem(base._indicators, "test_hours", base.replace(whole, compute=busy))

    report = made(Kind.CENTRE, MURAT, OCTOBER, today)

    assert len(reads) == 2
    assert rows_of(report)[-1].value == 32
    assert report.inputs["sources"]["attended"]["rows"] == 8


# --- mails -------------------------------------------------------------------------------------------


def make_subscriber(territory=None, email="mairie@exemple.fr", **more) -> Subscriber:
    said = {"name": "Élue Exemple", "agreed_on": date(2026, 1, 1), "agreement": "Au conseil"}
    return Subscriber.objects.create(territory=territory, email=email, **said | more)


def test_each_report_is_mailed_to_those_it_concerns(murat, epci, murat_manager, allanche_manager, agency_officer, today):
    make_subscriber(epci)
    make_subscriber(email="prefecture@exemple.fr")

    made(Kind.CENTRE, MURAT, OCTOBER, today)
    assert recipients() == [murat_manager.email]
    made(Kind.TERRITORY, Scope("territory", epci.code), OCTOBER, today)
    assert recipients() == [murat_manager.email, "mairie@exemple.fr"]
    made(Kind.NETWORK, NETWORK, OCTOBER, today)
    assert recipients() == sorted([murat_manager.email, "mairie@exemple.fr", "prefecture@exemple.fr", agency_officer.email])


def test_asked_for_oneself_it_goes_to_nobody_else_until_it_comes_by_itself(murat, murat_manager, agency_officer, today):
    report = actions.ask(Kind.CENTRE, MURAT, OCTOBER, by=agency_officer, now=today, is_for_all=False)
    actions.make_due(now=today)
    assert recipients() == [agency_officer.email]

    assert actions.ask(Kind.CENTRE, MURAT, OCTOBER, by=None, now=today) == report

    assert recipients() == sorted([agency_officer.email, murat_manager.email])


def test_a_revision_with_the_same_figures_tells_nobody(murat, murat_manager, today):
    first = made(Kind.CENTRE, MURAT, OCTOBER, today)
    Report.objects.update(inputs_digest="of facts that no figure counts")

    second = made(Kind.CENTRE, MURAT, OCTOBER, today)

    assert (first.revision, second.revision) == (1, 2)
    assert second.figures_digest == first.figures_digest
    assert recipients() == [murat_manager.email]


def test_the_mail_has_key_figures_a_link_and_no_attachment(murat, epci, today, mailoutbox, settings):
    make_facts(murat, OCTOBER.first, 7)
    make_subscriber(epci)
    made(Kind.TERRITORY, Scope("territory", epci.code), OCTOBER, today)

    dispatch.send_due(today + timedelta(minutes=1))

    [mail] = mailoutbox
    assert mail.subject == "Rapport : Hautes Terres Communauté, octobre 2026".replace(" :", "\u00a0:")
    assert "Heures\u00a0: 28\u00a0h" in mail.body
    assert f"{settings.PUBLIC_URL}/observatoire/rapports/2026-10/200066660/" in mail.body
    assert mail.attachments == []
    assert "28\u00a0h" in mail.alternatives[0][0]
    stop = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in mail.body


def test_the_mail_is_in_the_language_of_who_gets_it(murat, today, mailoutbox):
    make_subscriber(language="en")
    made(Kind.NETWORK, NETWORK, OCTOBER, today)

    dispatch.send_due(today + timedelta(minutes=1))

    assert mailoutbox[0].subject == "Report: The network of telecentres of the Cantal, October 2026"


def test_no_mail_to_who_no_longer_runs_the_centre(murat, murat_manager, today, mailoutbox):
    made(Kind.CENTRE, MURAT, OCTOBER, today)
    Membership.objects.update(until=today.date() - timedelta(days=1))

    dispatch.send_due(today + timedelta(minutes=1))

    assert mailoutbox == []
    assert Message.objects.get().state == Message.State.DROPPED


def test_no_mail_of_a_report_that_a_revision_replaced(murat, murat_manager, today, mailoutbox):
    made(Kind.CENTRE, MURAT, OCTOBER, today)
    make_facts(murat, OCTOBER.first, 7)
    second = made(Kind.CENTRE, MURAT, OCTOBER, today)

    dispatch.send_due(today + timedelta(minutes=1))

    [mail] = mailoutbox
    assert second.get_absolute_url() in mail.body


def test_a_link_of_the_mail_ends_them_after_asking(client, epci, today):
    subscriber = make_subscriber(epci)
    page = f"/observatoire/rapports/arret/{subscriber.token}/"

    assert client.get(page).status_code == 200
    assert Subscriber.objects.exists()
    assert client.post(page).status_code == 200
    assert not Subscriber.objects.exists()
    assert client.get(page).status_code == 404
    assert client.get("/observatoire/rapports/arret/forged/").status_code == 404
