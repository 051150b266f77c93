"""Days, hours and prices as people write them, in the language of the moment; used by pages, mails and messages."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NARROW = "\u202f"
FIXED = "\u00a0"


def _is_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def day_words(day: date | datetime, *, year: bool = False) -> str:
    """"jeudi 26 novembre", "mardi 1er décembre"; "Thursday 26 November". An instant gives the day at the centre."""
    day = timezone.localdate(day) if isinstance(day, datetime) else day
    number = "1er" if day.day == 1 and _is_french() else str(day.day)
    words = f"{WEEKDAYS[day.weekday()]} {number}{FIXED}{MONTHS[day.month]}"
    return f"{words} {day.year}" if year else words


def short_day_words(day: date | datetime) -> str:
    """"jeudi 26", for strips and boards where the month stands above."""
    day = timezone.localdate(day) if isinstance(day, datetime) else day
    number = "1er" if day.day == 1 and _is_french() else str(day.day)
    return f"{WEEKDAYS[day.weekday()]}{FIXED}{number}"


def near_day_words(day: date, today: date) -> str:
    """"aujourd’hui", "demain", else "jeudi 26"."""
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    return short_day_words(day)


def hour_words(moment: time | datetime) -> str:
    """"8 h 30" and "18 h" in French, "8:30" and "18:00" in English; local time of the centre."""
    wall = timezone.localtime(moment).time() if isinstance(moment, datetime) else moment
    if not _is_french():
        return f"{wall.hour}:{wall.minute:02}"
    if wall.minute:
        return f"{wall.hour}{FIXED}h{FIXED}{wall.minute:02}"
    return f"{wall.hour}{FIXED}h"


def hours_words(starts_at: time | datetime, ends_at: time | datetime) -> str:
    """"de 8 h 30 à 18 h", "from 8:30 to 18:00"."""
    return _("from %(start)s to %(end)s") % {"start": hour_words(starts_at), "end": hour_words(ends_at)}


def range_words(starts_at: time | datetime, ends_at: time | datetime) -> str:
    """"8 h 30 – 18 h", for tables and subjects."""
    return f"{hour_words(starts_at)}{FIXED}– {hour_words(ends_at)}"


def euros(amount: Decimal | None) -> str:
    """"20,00 €" in French, "€20.00" in English; empty when there is no price."""
    if amount is None:
        return ""
    if not _is_french():
        return f"€{amount:,.2f}"
    return f"{amount:,.2f}{FIXED}€".replace(",", NARROW).replace(".", ",")


def of_place(name: str) -> str:
    """"de Murat", "d’Allanche", "du Claux", "des Ternes"; "of Murat"."""
    if not _is_french():
        return f"of {name}"
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if name[0] in "AÂEÉÈÊIÎOÔUY" else f"de {name}"
