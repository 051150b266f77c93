"""What is kept back of numbers of people: by hand, and under attack with linear programming; each attack with its control."""

import pytest

from observatory import attack, suppression
from observatory.suppression import CannotHideError, Table, hidden, primary

SETS = 24  # of each run of the suite; `manage attack_publications --sets 1000` tries more


def row_with_sum(*people: int, **more) -> Table:
    """Some cells and their sum, which stands last."""
    sums = [*((n,) for n in range(len(people))), tuple(range(len(people)))]
    return Table(people, sums, [5] * len(sums), **more)


def test_numbers_of_five_and_more_are_all_shown():
    assert hidden(row_with_sum(5, 12, 30)) == frozenset()


def test_nought_is_shown_as_nought():
    assert hidden(row_with_sum(0, 0, 9)) == frozenset()


def test_a_small_number_is_not_left_to_be_found_by_subtraction():
    """30 - 20 would give 7 + 3: with 3 alone hidden it is known, with 7 too it is 1 to 9."""
    table = row_with_sum(3, 7, 20)

    assert primary(table) == {0}
    assert hidden(table) == {0, 1}


def test_two_small_numbers_may_be_too_close_together():
    """2 + 3 = 5: each would be 1 to 4, for neither is nought. Their sum is hidden too."""
    table = row_with_sum(2, 3)

    assert hidden(table) == {0, 1, 2}


def test_a_sum_of_few_hides_all_that_it_is_made_of():
    assert hidden(row_with_sum(1, 0, 2)) == {0, 2, 3}


def test_what_was_said_before_stays_said():
    """The sum is out already: so the other cell has to go, though it is the bigger one."""
    assert hidden(row_with_sum(3, 40, said=frozenset([2]))) == {0, 1}


def test_what_was_hidden_before_stays_hidden():
    """9 was hidden in its month: the year would tell it, and is hidden as well."""
    assert hidden(row_with_sum(9, 20, said=frozenset([1]), kept=frozenset([0]))) == {0, 2}


def test_a_sum_of_what_was_said_is_not_hidden_in_vain():
    """Two months and their year, two centres: 8 and 9 of one are out, so 17 is no secret; of the other 3 is hidden, and so 23."""
    months = [(0,), (1,), (2,), (3,)]
    table = Table([8, 9, 3, 20], [*months, (0, 1), (2, 3)], [5] * 6, said=frozenset([0, 1, 3]), kept=frozenset([2]))

    assert hidden(table) == {2, 5}


def test_what_was_said_without_care_cannot_be_mended():
    with pytest.raises(CannotHideError):
        hidden(row_with_sum(3, 20, said=frozenset([1, 2])))


def test_the_same_people_told_apart_in_two_ways_do_not_give_each_other_away():
    """20 + 3 from town and country, 11 + 12 from two départements: 23 - 20 would be the three from the country."""
    table = Table([20, 3, 11, 12], [(0,), (1,), (2,), (3,)], [5, 5, 11, 11], equal=[((0, 1), (2, 3))])

    found = hidden(table)

    assert 1 in found
    assert attack.leaks(table, found) == []
    assert [leak.name for leak in attack.leaks(table, frozenset([1]))] == ["sum 1"]


def test_the_same_table_gives_the_same_answer():
    data = next(attack.data_sets(1))

    assert attack.published(data, hidden) == attack.published(data, hidden)


@pytest.mark.parametrize("data", list(attack.data_sets(SETS)), ids=lambda data: data.shape)
def test_nobody_works_out_what_is_hidden(data):
    assert attack.leaks(data.table, attack.published(data, hidden)) == []


def test_control_hiding_small_numbers_alone_falls_to_the_same_attack():
    broken = [data.shape for data in attack.data_sets(SETS) if attack.leaks(data.table, attack.published(data, primary))]

    assert set(broken) == {"month", "crossed", "year", "linked"}
    assert len(broken) > SETS / 2


def test_control_the_attack_knows_a_subtraction():
    table = row_with_sum(3, 7, 20)

    [leak] = attack.leaks(table, frozenset([0]))

    assert (leak.people, round(leak.low), round(leak.high)) == (3, 3, 3)


def test_the_solver_is_not_called_where_nothing_is_small(monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("No programme is needed.")

    monkeypatch.setattr(suppression, "linprog", never)

    assert hidden(row_with_sum(5, 6, 7)) == frozenset()
