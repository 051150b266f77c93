"""The drawn plan of a room: nothing lies over anything else."""

from telecentres import plan
from telecentres.models import Workspace


def test_each_desk_stands_where_it_does_in_the_room():
    desks = [Workspace(row=1, column=1), Workspace(row=2, column=4)]

    assert plan.places(desks) == ["row-1 column-1", "row-2 column-4"]


def test_who_would_lie_over_another_stands_where_there_is_room():
    desks = [Workspace(row=1, column=1), Workspace(row=1, column=2), Workspace(row=1, column=1), Workspace(row=1, column=1)]

    assert plan.places(desks) == ["row-1 column-1", "row-1 column-2", "", ""]
