"""Where each desk stands on the drawn plan of its room."""

from collections.abc import Iterable

from telecentres.models import Workspace


def places(workspaces: Iterable[Workspace]) -> list[str]:
    """
    The CSS classes of each, in order: "row-2 column-1".

    Empty for one that would lie over another, which the page then puts where there is room: whoever adds a desk and leaves
    its place as it is must not hide the one that stands there.
    """
    taken: set[tuple[int, int]] = set()
    found = []
    for one in workspaces:
        place = (one.row, one.column)
        found.append("" if place in taken else f"row-{one.row} column-{one.column}")
        taken.add(place)
    return found
