"""Days, hours and prices as people write them, in the language of the moment; used by pages, mails and messages."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NARROW = "\u202f"
FIXED = "\u00a0"
MINUS = "\u2212"  # a hyphen would not be read aloud


def _is_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def day_words(day: date | datetime, *, year: bool = False) -> str:
    """ "jeudi 26 novembre", "mardi 1er décembre"; "Thursday 26 November". An instant gives the day at the centre."""
    day = timezone.localdate(day) if isinstance(day, datetime) else day
    words = f"{WEEKDAYS[day.weekday()]} {_number(day)}{FIXED}{MONTHS[day.month]}"
    return f"{words} {day.year}" if year else words


def short_day_words(day: date | datetime) -> str:
    """ "jeudi 26", for strips and boards where the month stands above."""
    day = timezone.localdate(day) if isinstance(day, datetime) else day
    return f"{WEEKDAYS[day.weekday()]} {_number(day)}"


def weekday_and_number(day: date) -> tuple[str, str]:
    """ "jeudi", "26"; for strips where the number stands large."""
    return str(WEEKDAYS[day.weekday()]), _number(day)


def near_day_words(day: date, today: date) -> str:
    """ "aujourd’hui", "demain", else "jeudi 26"."""
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    return short_day_words(day)


def month_words(day: date) -> str:
    """ "novembre 2026"; "November 2026"."""
    return f"{MONTHS[day.month]} {day.year}"


def hour_words(moment: time | datetime) -> str:
    """ "8 h 30" and "18 h" in French, "8:30" and "18:00" in English; local time of the centre."""
    wall = timezone.localtime(moment).time() if isinstance(moment, datetime) else moment
    if not _is_french():
        return f"{wall.hour}:{wall.minute:02}"
    if wall.minute:
        return f"{wall.hour}{FIXED}h{FIXED}{wall.minute:02}"
    return f"{wall.hour}{FIXED}h"


def hours_words(starts_at: time | datetime, ends_at: time | datetime) -> str:
    """ "de 8 h 30 à 18 h", "from 8:30 to 18:00"."""
    return _("from %(start)s to %(end)s") % {"start": hour_words(starts_at), "end": hour_words(ends_at)}


def range_words(starts_at: time | datetime, ends_at: time | datetime) -> str:
    """ "8 h 30 – 18 h", for tables and subjects."""
    return f"{hour_words(starts_at)}{FIXED}– {hour_words(ends_at)}"


def euros(amount: Decimal | None) -> str:
    """ "20,00 €" and "−20,00 €" in French, "€20.00" and "−€20.00" in English; empty when there is no price."""
    if amount is None:
        return ""
    sign = MINUS if amount < 0 else ""
    if not _is_french():
        return f"{sign}€{abs(amount):,.2f}"
    return f"{sign}{abs(amount):,.2f}{FIXED}€".replace(",", NARROW).replace(".", ",")


def whole_euros(amount: Decimal | None) -> str:
    """ "184 000 €" and "€184,000"; cents only where there are any."""
    return re.sub(r"[.,]00(?!\d)", "", euros(amount))


def number_words(value: Decimal | int) -> str:
    """ "169 330" and "2,4" in French, "169,330" and "2.4" in English; as many decimals as the value has."""
    words = f"{value:,}"
    return words.replace(",", NARROW).replace(".", ",") if _is_french() else words


def place_words(name: str) -> str:
    """ "Télécentre de Murat", "Télécentre d’Allanche", "Télécentre du Rouget"; "Telecentre of Murat" in English."""
    if not _is_french():
        return _("Telecentre of %(name)s") % {"name": name}
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return f"Télécentre {contracted}{name.removeprefix(article)}"
    # Y counts as a vowel here: d’Ydes, d’Ytrac.
    first = unicodedata.normalize("NFD", name[:1]).lower()[:1]
    return f"Télécentre d’{name}" if first and first in "aeiouy" else f"Télécentre de {name}"


def at_place_words(name: str) -> str:
    """ "à Murat", "au Rouget", "aux Ternes"; "in Murat" in English."""
    if _is_french():
        for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
            if name.startswith(article):
                return f"{contracted}{name.removeprefix(article)}"
    return _("in %(name)s") % {"name": name}


def series_words(names: Iterable[str]) -> str:
    """ "Allanche, Murat et Saint-Flour"; "Allanche, Murat and Saint-Flour" in English."""
    *first, last = [str(name) for name in names] or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def duration_words(minutes: int) -> str:
    """ "45 min", "2 h", "2 h 10"; the same in both languages."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}{FIXED}min"
    return f"{whole}{FIXED}h{FIXED}{rest:02}" if rest else f"{whole}{FIXED}h"


def telephone_number(number: str) -> str:
    """ "+33465711538" for a link, from "04 65 71 15 38"; a number that is international already stays."""
    digits = "".join(character for character in number if character.isdigit() or character == "+")
    return f"+33{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits


def days_words(first: date, last: date) -> str:
    """ "du 23 au 29 novembre 2026", "du 30 novembre au 6 décembre 2026"; "from 23 to 29 November 2026"."""
    start = _number(first)
    if first.year != last.year:
        start = f"{start}{FIXED}{MONTHS[first.month]} {first.year}"
    elif first.month != last.month:
        start = f"{start}{FIXED}{MONTHS[first.month]}"
    end = f"{_number(last)}{FIXED}{MONTHS[last.month]} {last.year}"
    return _("from %(first)s to %(last)s") % {"first": start, "last": end}


def _number(day: date) -> str:
    return "1er" if day.day == 1 and _is_french() else str(day.day)
