"""Reads the guides, questions and model documents that the project carries: one file each, its head and its text."""

from datetime import date
from pathlib import Path

from telecentres.models import Guide, Need

FOLDER = Path(__file__).parent / "data" / "guides"


def load() -> int:
    """
    Those that are not there yet, known by the name of their file; returns how many came.

    What staff have changed stays changed. A text about a need that staff have given up is left out.
    """
    needs = Need.objects.in_bulk(field_name="slug")
    there = set(Guide.objects.values_list("slug", flat=True))
    found = [_read(path, needs) for path in sorted(FOLDER.glob("*.txt"))]
    new = [guide for guide in found if guide is not None and guide.slug not in there]
    Guide.objects.bulk_create(new)
    return len(new)


def _read(path: Path, needs: dict[str, Need]) -> Guide | None:
    head, _empty_line, body = path.read_text(encoding="utf-8").partition("\n\n")
    told = dict(line.split(": ", 1) for line in head.splitlines())
    if "need" in told and told["need"] not in needs:
        return None
    return Guide(
        slug=path.stem.removeprefix("question-"),
        title=told["title"],
        kind=told["kind"],
        need=needs.get(told.get("need", "")),
        source_url=told.get("source", ""),
        checked_on=date.fromisoformat(told["checked"]),
        body=body.strip(),
    )
