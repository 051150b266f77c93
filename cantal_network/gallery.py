"""The gallery for developers: each component from its own template, in all its states; not there in production."""

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.availability import SLUG_OF_PART
from bookings.choice import Choice, DayOption, DeskOption, PartOption
from telecentres import charts, hours, story, words
from telecentres.models import Telecentre, Workspace
from telecentres.timetable import Day, Half, State

TODAY = date(2026, 11, 25)
SPECIALITY = "Se lancer à son compte"
STAGES = [*Telecentre.Stage.pipeline(), Telecentre.Stage.OPEN]


class Sample(SimpleNamespace):
    """Stands for a record where a template only reads names; nothing of the gallery is in the database."""

    def __str__(self) -> str:
        return self.name


class SampleForm(forms.Form):
    """A field of each kind."""

    city = forms.CharField(label="Commune", help_text="D’où vous venez le plus souvent.", initial="Pierrefort")
    email = forms.EmailField(label="Adresse électronique")
    centre = forms.ChoiceField(label="Télécentre", choices=[("murat", "Murat"), ("allanche", "Allanche")])
    reference = forms.CharField(label="Référence", initial="MUR-7K4Q", disabled=True)
    message = forms.CharField(label="Message", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    keep = forms.BooleanField(label="Garder une copie sur cet appareil", required=False)
    often = forms.ChoiceField(
        label="Fréquence", choices=[("day", "Chaque jour"), ("week", "Chaque semaine")], widget=forms.RadioSelect
    )


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    room = [_desk(number) for number in range(1, 5)]
    context = {
        "form": SampleForm(auto_id="libre_%s"),
        "refused": SampleForm({"city": "Pierrefort", "email": "vous.exemple.fr", "centre": "murat"}),
        "board": [(_centre("Murat", speciality=SPECIALITY), _slots()), (_centre("Allanche"), []), (_centre("Ydes", "works"), [])],
        "cards": [_centre("Murat", speciality=SPECIALITY), _centre("Allanche", is_open_now=False)],
        "choice": _choice(),
        "dots": [_dot("Murat", 45.11011, 2.86859), _dot("Ydes", 45.34722, 2.43727, Telecentre.Stage.WORKS)],
        "steps": [{"label": stage.label, "done": n < 3, "current": n == 3} for n, stage in enumerate(STAGES)],
        "week": _week(),
        "plan": room,
        "mine": [_booking("MUR-7K4Q", 27), _booking("MUR-9TBX", 25)],
        "now": datetime(2026, 11, 25, 7, tzinfo=timezone.get_default_timezone()),
        "bars": [
            charts.Bar("1968", 169_330, "169 330"),
            charts.Bar("2022", 144_399, "144 399", True),
            charts.Bar("2040", 0, "0"),
        ],
        "booking": Sample(name="MUR-7K4Q", workspace=room[1]),
        "sources": story.sources(),
        "today": TODAY,
    }
    return render(request, "gallery.html", context)


def _centre(name: str, stage: str = "open", *, speciality: str = "", is_open_now: bool = True) -> Sample:
    roles = [Sample(name=speciality, speciality=Sample(name=speciality))] if speciality else []
    said = "Ouvert jusqu’à 18 h" if is_open_now else "Ouvre demain à 9 h"
    return Sample(
        name=name,
        slug=name.lower(),
        phone="04 65 71 15 38",
        stage=Telecentre.Stage(stage),
        get_absolute_url="#c-list",
        is_open=stage == "open",
        is_in_pipeline=stage != "open",
        is_suspended=False,
        state=State(is_open_now, said, said),
        specialities=SimpleNamespace(all=roles),
        get_stage_display=Telecentre.Stage(stage).label,
        assets=["4 bureaux", "de plain-pied"],
        has_example_details=True,
    )


def _dot(name: str, latitude: float, longitude: float, stage: str = Telecentre.Stage.OPEN) -> Telecentre:
    return Telecentre(name=name, slug=name.lower(), latitude=latitude, longitude=longitude, stage=stage)


def _desk(number: int) -> Workspace:
    row, column = (number + 1) // 2, (number + 1) % 2 + 1
    return Workspace(code=str(number), name=f"Bureau {number}", row=row, column=column, is_example=True)


def _booking(reference: str, day: int) -> Sample:
    """Of the centre in Murat, to be cancelled until 20:00 of the day before."""
    zone = timezone.get_default_timezone()
    return Sample(
        name=reference,
        reference=reference,
        get_absolute_url="#c-mine",
        day=date(2026, 11, day),
        starts_at=datetime(2026, 11, day, 8, 30, tzinfo=zone),
        ends_at=datetime(2026, 11, day, 18, tzinfo=zone),
        cancellable_until=datetime(2026, 11, day - 1, 20, tzinfo=zone),
        telecentre=_centre("Murat"),
        workspace="Bureau 2",
        price=Decimal(20),
        get_state_display="Confirmée",
    )


def _slots() -> list[Sample]:
    """Tomorrow morning, tomorrow afternoon, and a whole day later."""
    found = [(26, "morning", 3), (26, "afternoon", 1), (27, "day", 4)]
    return [
        Sample(
            name=part,
            day=date(2026, 11, number),
            part_words={"day": "journée", "morning": "matin", "afternoon": "après-midi"}[part],
            free=free,
            soon=number == 26,
            query=f"jour=2026-11-{number}",
        )
        for number, part, free in found
    ]


def _choice() -> Choice:
    """The first screen with a day chosen, one full, one closed; a part that is full, a desk that is taken."""
    centre = Telecentre(name="Murat", slug="murat", stage=Telecentre.Stage.OPEN)
    said = {23: "passé", 24: "fermé : neige", 25: "2 bureaux", 26: "4 bureaux", 27: "complet"}
    days = [date(2026, 11, number) for number in said]
    parts = [("day", "journée", 2), ("morning", "matin", 3), ("afternoon", "après-midi", 0)]
    zone = timezone.get_default_timezone()
    period = hours.Period(datetime(2026, 11, 25, 8, 30, tzinfo=zone), datetime(2026, 11, 25, 18, tzinfo=zone))
    return Choice(
        telecentre=centre,
        day=TODAY,
        part="day",
        desk=_desk(2),
        week=[
            DayOption(day, *words.weekday_and_number(day), said[day.day], "bureaux" in said[day.day], day == TODAY)
            for day in days
        ],
        parts=[PartOption(part, SLUG_OF_PART[part], label, period, None, free, part == "day") for part, label, free in parts],
        plan=[
            DeskOption(_desk(1), "row-1 column-1", "pris", "", False, False),
            DeskOption(_desk(2), "row-1 column-2", "libre", "journee matin", True, True),
            DeskOption(_desk(3), "row-2 column-1", "libre", "journee matin", True, False),
            DeskOption(_desk(4), "row-2 column-2", "libre", "journee matin", True, False),
        ],
        previous_week=None,
        next_week=date(2026, 11, 30),
        period=period,
        cancellable_until=None,
        is_cancellable=False,
    )


def _week() -> list[Day]:
    """A usual day, today with an exception, and a day that is closed."""
    return [
        Day(date(2026, 11, 24), False, [Half("8 h 30 – 12 h 30"), Half("13 h 30 – 18 h")]),
        Day(TODAY, True, [Half("10 h – 12 h 30 (neige)", True), Half("13 h 30 – 18 h")]),
        Day(date(2026, 11, 26), False, [Half("fermé")]),
    ]


urlpatterns = [] if settings.PRODUCTION else [path("", gallery, name="gallery")]
