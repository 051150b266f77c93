"""The mark of the network, as its centres draw it."""

import re
from datetime import timedelta
from math import atan2, degrees

import pytest
from django.core.cache import caches
from django.template import Context, Template

from telecentres import mark
from telecentres.models import Telecentre
from tests import factories


def place(name: str, latitude: float, longitude: float, stage: str = Telecentre.Stage.OPEN) -> Telecentre:
    return Telecentre(name=name, latitude=latitude, longitude=longitude, stage=stage)


def directions(drawn: mark.Mark) -> list[int]:
    """Of the dots, in degrees clockwise from the east."""
    return [round(degrees(atan2(dot.y - mark.MIDDLE, dot.x - mark.MIDDLE))) % 360 for dot in drawn.dots]


def test_a_lone_centre_lies_in_its_true_direction():
    assert directions(mark.draw([place("Aurillac", 44.9261, 2.6767)])) == [90]  # south of the puy Mary


def test_spokes_stand_at_equal_angles_in_the_order_of_the_places(places):
    centres = list(Telecentre.objects.all())
    turns = directions(mark.draw(centres))

    steps = [(later - earlier) % 360 for earlier, later in zip(turns, [*turns[1:], turns[0]], strict=True)]
    assert len(centres) == 7
    assert steps == pytest.approx([360 / 7] * 7, abs=1)


def test_the_dot_is_full_once_the_centre_is_open():
    centres = [place("Murat", 45.11, 2.87), place("Ydes", 45.35, 2.44, Telecentre.Stage.WORKS)]

    before = mark.draw(centres)
    centres[1].stage = Telecentre.Stage.OPEN
    after = mark.draw(centres)

    assert (len(before.full), len(before.hollow)) == (1, 1)
    assert (len(after.full), len(after.hollow)) == (2, 0)


def test_a_network_without_centres_is_its_crater(client, db):
    picture = client.get("/marque.svg")

    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.decode().count("<circle") == 1


def test_a_centre_that_opens_shows_within_a_minute(client, db, now, time_machine):
    centre = factories.make_telecentre("Ydes", stage=Telecentre.Stage.WORKS)
    caches["memory"].clear()
    time_machine.move_to(now, tick=False)
    before = client.get("/marque.svg").content.decode()

    centre.stage = Telecentre.Stage.OPEN
    centre.save()
    time_machine.move_to(now + timedelta(seconds=mark.LIFE + 1), tick=False)
    after = client.get("/marque.svg").content.decode()

    full = re.compile(r'class="mark-full"[^>]*><circle')
    assert (bool(full.search(before)), bool(full.search(after))) == (False, True)


def test_the_mark_weighs_less_than_800_bytes(places):
    caches["memory"].clear()

    drawn = Template("{% load places %}{% network_mark %}").render(Context())

    assert drawn.count("<circle") == 8
    assert len(drawn.encode()) < 800
