"""Drawings of the places for templates: the map of the Cantal, and how far a centre has come."""

from urllib.parse import urlsplit

from django import template
from django.db.models import Model

from telecentres import charts, mark, plan
from telecentres import map as cantal
from telecentres.models import Telecentre, Workspace

register = template.Library()


@register.filter
def site_name(url: str) -> str:
    """ "a-brest.net", for the words of a link to a source."""
    return urlsplit(url).hostname.removeprefix("www.") if urlsplit(url).hostname else url


@register.filter
def in_a_row(lines: str) -> str:
    """What was written one line each, as a list in a sentence."""
    return ", ".join(line.strip() for line in lines.splitlines() if line.strip())


@register.inclusion_tag("telecentres/_mark.svg")
def network_mark() -> dict:
    """The mark beside the name of the site; decoration, hence without a text."""
    return {"mark": mark.current()}


@register.inclusion_tag("telecentres/_map.html")
def cantal_map(telecentres=None, *, highlight: Model | None = None, links: bool = True) -> dict:
    """
    The outline of the département with the public telecentres, each at its true place, in one query.

    Give the telecentres when the page has them already (no query then). `highlight` draws one larger and names
    it alone, for the small map on its own page; `links` makes the dots lead to the centres.
    """
    telecentres = list(Telecentre.objects.public() if telecentres is None else telecentres)
    dots = cantal.dots(telecentres)
    return {
        "dots": dots,
        "open": [dot for dot in dots if dot.telecentre.is_open],
        "planned": [dot for dot in dots if dot.telecentre.is_in_pipeline],
        "suspended": [dot for dot in dots if dot.telecentre.is_suspended],
        "crater": cantal.point(*cantal.CRATER),
        "drawing": cantal.drawing(),
        "highlight": highlight,
        "links": links and not highlight,
    }


@register.inclusion_tag("telecentres/_plan.html")
def room_plan(workspaces) -> dict:
    """The room as a list that stands, on wide screens, as it does in the place; a room takes two columns where one is free."""
    workspaces = list(workspaces)
    taken = {(workspace.row, workspace.column) for workspace in workspaces}

    def is_wide(one: Workspace) -> bool:
        return one.seats > 1 and one.column < 4 and (one.row, one.column + 1) not in taken

    stand = zip(workspaces, plan.places(workspaces), strict=True)
    return {"cells": [{"workspace": one, "place": place, "is_wide": is_wide(one)} for one, place in stand]}


@register.inclusion_tag("telecentres/_stage_steps.html")
def stage_steps(telecentre: Telecentre) -> dict:
    """The five steps from the idea to the opening, those behind, the present one and those to come."""
    stages = [*Telecentre.Stage.pipeline(), Telecentre.Stage.OPEN]
    present = stages.index(telecentre.stage)
    return {"steps": [{"label": stage.label, "done": n < present, "current": n == present} for n, stage in enumerate(stages)]}


@register.inclusion_tag("telecentres/_bars.html")
def bars(rows: list[charts.Bar], *, name: str, title: str, whole: float | None = None) -> dict:
    """
    A bar for each row under its words; a screen reader hears the title and then every row.

    `name` is unique on the page. `whole` is the value of a full bar, without it the largest of the rows.
    """
    drawn = charts.drawn(rows, whole=whole)
    return {"rows": drawn, "height": len(drawn) * charts.ROW, "name": name, "title": title}
