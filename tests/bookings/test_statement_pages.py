"""The page of a statement, its files and its mail; what managers do with it in the administration."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import actions, emails, links, statement_files
from bookings.models import Booking, MonthPlan, Statement
from dispatch.models import Message
from telecentres import words
from telecentres.models import Tariff
from tests.factories import BEGINNING, make_booking
from tests.signing_in import sign_in

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
IN_DECEMBER = datetime(2026, 12, 1, 9, tzinfo=timezone.get_default_timezone())
HOSTILE = '#panic("x") \\ $1$ *a* _b_ <l> @r #sys.inputs // é "]) #import "/etc/passwd" `c`'


@pytest.fixture
def make(murat, desk, now, time_machine):
    """A statement of November, of 20 euros; a text is the address of a visitor."""
    Tariff.objects.create(telecentre=murat, unit="day", price=20, valid_from=BEGINNING)

    def statement(of, name: str = "Visiteur Exemple") -> Statement:
        booking = make_booking(of, desk, date(2026, 11, 26), now=now)
        actions.prove(booking, now=now)
        if isinstance(of, str):
            Booking.objects.update(visitor_name=name)
        time_machine.move_to(IN_DECEMBER, tick=False)
        actions.make_statements(NOVEMBER, now=IN_DECEMBER)
        return Statement.objects.get()

    return statement


# --- the page and its doors ------------------------------------------------------------------------------------------


def test_the_owner_reads_the_statement_and_finds_it_in_the_list(client, make, remote_worker):
    statement = make(remote_worker)
    client.force_login(remote_worker)

    page = client.get(statement.get_absolute_url()).content.decode()
    listed = client.get(reverse("bookings:statements")).content.decode()

    assert "novembre 2026" in page
    assert "jeudi 26" in page
    assert words.euros(Decimal(20)) in page
    assert "à payer" in page
    assert statement.get_absolute_url() in listed


def test_the_reference_alone_opens_nothing(client, make, remote_worker, other_worker):
    statement = make(remote_worker)
    client.force_login(other_worker)

    for name in ("statement", "statement_csv", "statement_pdf"):
        assert client.get(reverse(f"bookings:{name}", args=[statement.reference])).status_code == 404


def test_the_link_of_the_mail_opens_it_and_its_revision(client, make):
    statement = make("visiteuse@exemple.fr")
    MonthPlan.objects.create(
        telecentre=statement.telecentre, email=statement.email, month=NOVEMBER, price=100, made_at=IN_DECEMBER
    )
    revision = actions.revise(statement, now=IN_DECEMBER)

    arrived = client.get(links.statement_address(statement), follow=True)

    assert arrived.status_code == 200
    assert revision.get_absolute_url() in arrived.content.decode()
    assert words.euros(Decimal(100)) in client.get(revision.get_absolute_url()).content.decode()
    assert client.get(reverse("bookings:open_statement", args=[statement.reference, "0" * 40])).status_code == 404


def test_nobody_opens_the_statement_of_somebody_forgotten(client, make):
    statement = make("visiteuse@exemple.fr")
    client.get(links.statement_address(statement))
    actions.forget_visitors(datetime(2028, 3, 1, tzinfo=timezone.get_default_timezone()))

    assert client.get(statement.get_absolute_url()).status_code == 404


# --- the mail ----------------------------------------------------------------------------------------------------------


def test_the_mail_says_all_and_brings_the_link(make):
    statement = make("visiteuse@exemple.fr")
    message = Message.objects.get(kind="bookings.statement")

    mail = emails.statement(message)

    assert message.recipient == "visiteuse@exemple.fr"
    assert mail.subject == "Murat, novembre 2026\u00a0: votre relevé"
    assert links.statement_address(statement) in mail.body
    assert "Bureau 1, journée" in mail.body


def test_a_replaced_statement_sends_no_mail_any_more(make):
    statement = make("visiteuse@exemple.fr")
    message = Message.objects.get(kind="bookings.statement")
    Statement.objects.filter(pk=statement.pk).update(state="replaced")

    assert emails.statement(message) is None


# --- the files -----------------------------------------------------------------------------------------------------------


def test_the_csv_has_decimal_commas_and_adds_up(client, make):
    statement = make("visiteuse@exemple.fr", name="=cmd|x")
    Statement.objects.filter(pk=statement.pk).update(total=Decimal("1234.50"))
    client.get(links.statement_address(statement))

    content = client.get(reverse("bookings:statement_csv", args=[statement.reference])).content

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Relevé", "Nom", "Jour", "Quoi", "Montant en euros"]
    assert rows[1] == ["MUR-2026-0001", "'=cmd|x", "2026-11-26", "Bureau 1, journée", "20,00"]
    assert rows[-1][-2:] == ["Total", "1234,50"]


def test_amounts_are_written_as_in_french():
    assert words.euros(Decimal("1234.5")) == "1\u202f234,50\u00a0€"
    assert words.euros(Decimal(-20)) == "\u221220,00\u00a0€"


def test_the_pdf_is_tagged(client, make, remote_worker):
    statement = make(remote_worker)
    client.force_login(remote_worker)

    response = client.get(reverse("bookings:statement_pdf", args=[statement.reference]))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="MUR-2026-0001.pdf"'
    for mark in (b"%PDF-", b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid"):
        assert mark in response.content


@pytest.mark.parametrize("name", [HOSTILE, "你好", "a\ufffeb", "\u202e", "😀", "x" * 150, '{"a": 1}', "]\n#panic()"])
def test_no_name_is_run_or_breaks_the_pdf(make, name):
    statement = make("visiteuse@exemple.fr")
    statement.name = name

    assert statement_files.as_pdf(statement).startswith(b"%PDF-")


def test_control_the_same_name_as_source_would_be_run():
    import typst

    with pytest.raises(typst.TypstError):
        typst.compile(f"#set page()\n{HOSTILE}".encode(), format="pdf")


# --- the administration ----------------------------------------------------------------------------------------------------


@pytest.fixture
def manager(client, murat_manager, now, time_machine):
    time_machine.move_to(IN_DECEMBER, tick=False)
    sign_in(client, murat_manager)
    return client


def admin_page(name: str, *args) -> str:
    return reverse(f"admin:bookings_{name}", args=args)


def test_a_manager_notes_a_payment_and_takes_it_back(make, manager, murat_manager, remote_worker):
    statement = make(remote_worker)

    manager.post(admin_page("statement_paid", statement.pk), {"how": "cash", "paid_on": "2026-12-01"})
    statement = Statement.objects.get()
    assert (statement.state, statement.payment.by, statement.payment.at) == ("paid", murat_manager, IN_DECEMBER)
    page = manager.get(admin_page("statement_change", statement.pk)).content.decode()
    assert "espèces" in page
    assert "Maxime Exemple" in page

    refused = manager.post(admin_page("statement_unpaid", statement.pk), {"reason": ""})
    manager.post(admin_page("statement_unpaid", statement.pk), {"reason": "erreur de ligne"})

    assert refused.status_code == 422
    assert Statement.objects.get().state == "issued"


def test_what_is_refused_keeps_what_was_typed(make, manager, remote_worker):
    statement = make(remote_worker)

    page = manager.post(admin_page("statement_paid", statement.pk), {"how": "cheque", "paid_on": "2026-12-24"})

    assert page.status_code == 422
    assert "Ce jour est à venir" in page.content.decode()
    assert 'value="2026-12-24"' in page.content.decode()
    assert Statement.objects.get().state == "issued"


def test_looking_changes_nothing(make, manager, remote_worker):
    statement = make(remote_worker)

    for name in ("paid", "unpaid", "revise"):
        assert manager.get(admin_page(f"statement_{name}", statement.pk)).status_code == 200

    assert Statement.objects.get().events.count() == 1


def test_a_plan_is_entered_and_the_statement_reckoned_again(make, manager, remote_worker, murat):
    statement = make(remote_worker)
    form = {"telecentre": murat.pk, "email": remote_worker.email, "month": "2026-11-01", "price": "15,50"}

    answer = manager.post(admin_page("monthplan_add"), form, follow=True).content.decode()
    revised = manager.post(admin_page("statement_revise", statement.pk), follow=True).content.decode()

    assert "recalculez-le" in answer
    assert MonthPlan.objects.get().price == Decimal("15.50")
    assert "MUR-2026-0001-R2" in revised
    assert Statement.objects.live().get().total == Decimal("15.50")


def test_a_plan_for_nobody_known_keeps_what_was_typed(make, manager, murat):
    form = {"telecentre": murat.pk, "email": "inconnue@exemple.fr", "month": "2026-12-01", "price": ""}

    page = manager.post(admin_page("monthplan_add"), form)

    assert page.status_code == 422
    assert "inconnue@exemple.fr" in page.content.decode()
    assert not MonthPlan.objects.exists()


def test_a_plan_is_for_an_own_centre(manager, remote_worker, allanche, now):
    form = {"telecentre": allanche.pk, "email": remote_worker.email, "month": "2026-12-01", "price": "90"}

    assert manager.post(admin_page("monthplan_add"), form).status_code == 422
    assert not MonthPlan.objects.exists()


def test_missing_statements_are_made_for_own_centres_alone(make, manager, remote_worker, allanche, now):
    make(remote_worker)
    Statement.objects.all().delete()
    Tariff.objects.create(telecentre=allanche, unit="day", price=18, valid_from=BEGINNING)
    make_booking("autre@exemple.fr", allanche.workspaces.first(), date(2026, 11, 27), now=now)

    manager.post(admin_page("statement_make"), {"month": "2026-11-01"})

    assert [one.telecentre.slug for one in Statement.objects.all()] == ["murat"]


def test_the_list_is_exported_with_numbers(make, manager, remote_worker):
    make(remote_worker)

    rows = manager.get(admin_page("statement_changelist") + "?_export=csv").content.decode("utf-8-sig").splitlines()

    assert rows[1].split(";")[:6] == ["MUR-2026-0001", "Camille Exemple", remote_worker.email, "Murat", "2026-11-01", "20.00"]
