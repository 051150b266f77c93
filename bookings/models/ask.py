"""What somebody looks for, before there is a booking."""

from typing import NamedTuple

from telecentres.models import Workspace

# The kinds of workspace as they stand in addresses.
SLUG_OF_KIND = {
    Workspace.Kind.DESK: "bureau",
    Workspace.Kind.OFFICE: "bureau-ferme",
    Workspace.Kind.MEETING_ROOM: "reunion",
    Workspace.Kind.BOOTH: "cabine",
    Workspace.Kind.TRAINING_ROOM: "formation",
}
KIND_OF_SLUG = {slug: kind for kind, slug in SLUG_OF_KIND.items()}


class Ask(NamedTuple):
    """A kind of workspace, for how many people, with which of the accessibility fields of `Workspace` set."""

    kind: str = Workspace.Kind.DESK
    places: int = 1
    features: tuple[str, ...] = ()

    @property
    def desks(self) -> int:
        """How many workspaces one booking takes: of desks one for each person, of anything else one that seats them all."""
        return self.places if self.kind == Workspace.Kind.DESK else 1

    @property
    def query(self) -> str:
        """What is unusual of it, as it stands in an address after another answer."""
        kind = f"&type={SLUG_OF_KIND[self.kind]}" if self.kind != Workspace.Kind.DESK else ""
        return kind + (f"&places={self.places}" if self.places > 1 else "")
