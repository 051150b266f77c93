"""The drawing of the Cantal."""

import re
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from telecentres import map as cantal
from telecentres.models import Telecentre


def drawn(tag: str, **context) -> str:
    return Template("{% load places %}" + tag).render(Context(context))


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [("45.11011", "2.86859", (344, 227)), ("44.63135", "2.20035", (62, 512)), ("45.34722", "2.43727", (162, 85))],
    ids=["Murat", "Montmurat", "Ydes"],
)
def test_points_lie_where_the_proof_of_the_map_has_them(latitude, longitude, place):
    assert cantal.point(latitude, longitude) == pytest.approx(place, abs=1)


def test_no_name_covers_another_name_or_a_dot(places):
    dots = cantal.dots(list(Telecentre.objects.all()))

    boxes = [dot.label.box for dot in dots]
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.touches(b)]
    assert not [(dot, box) for dot in dots for box in boxes if box.holds(dot.x, dot.y)]


def test_a_centre_on_the_crater_has_no_spoke_and_still_its_name():
    place = SimpleNamespace(name="Puy Mary", latitude=cantal.CRATER[0], longitude=cantal.CRATER[1])

    [dot] = cantal.dots([place])

    assert dot.spoke == ""
    assert dot.label.box.right > dot.label.box.left


def test_the_map_reads_the_centres_in_one_query(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        drawn("{% cantal_map %}")


def test_the_map_needs_no_query_when_the_page_has_the_centres(places, django_assert_num_queries):
    telecentres = list(Telecentre.objects.public())

    with django_assert_num_queries(0):
        drawn("{% cantal_map telecentres %}", telecentres=telecentres)


def test_open_centres_are_full_dots_and_planned_ones_hollow_each_linked(places):
    svg = drawn("{% cantal_map %}")

    assert svg.count('class="map-dot"') == 5
    assert svg.count('class="map-planned"') == 2
    assert set(re.findall(r'<a href="/telecentres/([a-z-]+)/"', svg)) == set(places)
    assert len(svg.encode()) < 9000


def test_the_description_says_where_the_centres_lie(places):
    svg = drawn("{% cantal_map %}")

    assert "Saint-Flour to the east" in svg
    assert "Aurillac to the south-west" in svg


def test_the_small_map_has_no_links_and_one_large_dot(places):
    svg = drawn("{% cantal_map highlight=murat %}", murat=places["murat"])

    assert "<a " not in svg
    assert svg.count('r="15"') == 1


def test_a_closed_centre_is_not_on_the_map(places):
    Telecentre.objects.filter(slug="murat").update(stage=Telecentre.Stage.CLOSED)

    assert "Murat" not in drawn("{% cantal_map %}").replace("Montmurat", "")
