"""Where bars, columns and squares are drawn, worked by hand; no database."""

from decimal import Decimal

from observatory import charts
from observatory.charts import Part, Stretch, Value, Whole


def test_bars_begin_at_zero_and_zero_has_no_length():
    drawn = charts.bars("b", "T", [Value("A", 30, "30"), Value("B", 15, "15"), Value("C", 0, "0")])

    assert [row.stretches for row in drawn.rows] == [
        (Stretch(0, 100, "full"),),
        (Stretch(0, 50, "full"),),
        (Stretch(0, 0, "full"),),
    ]
    assert (drawn.zero, drawn.has_negative) == (0, False)


def test_a_loss_goes_to_the_left_of_zero():
    """From -10 to 30 the width stands for 40: zero lies at a quarter, -10 at the edge."""
    drawn = charts.bars("b", "T", [Value("A", 30, "30"), Value("B", -10, "-10")])

    assert drawn.zero == 25
    assert [row.stretches for row in drawn.rows] == [(Stretch(25, 75, "full"),), (Stretch(0, 25, "lost"),)]


def test_a_range_is_full_to_its_low_end_and_hatched_to_its_high_one():
    """A range across zero has nothing that is sure."""
    drawn = charts.bars("b", "T", [Value("A", 90, "", 80, 100), Value("B", 10, "", -25, 50)])

    assert [row.stretches for row in drawn.rows] == [
        (Stretch(20, 64, "full"), Stretch(84, 16, "full-hatched")),
        (Stretch(0, 60, "full-hatched"),),
    ]


def test_what_is_hidden_or_not_known_is_said_and_not_drawn():
    drawn = charts.bars("b", "T", [Value("A", None, "hidden", is_hidden=True), Value("B", None, "not known"), Value("C", 4, "4")])

    assert [len(row.stretches) for row in drawn.rows] == [0, 0, 1]
    assert drawn.description == "A: hidden; B: not known; C: 4"


def test_a_share_is_drawn_of_a_hundred():
    assert charts.bars("b", "T", [Value("A", Decimal(21), "21 %")], whole=100).rows[0].stretches == (Stretch(0, 21, "full"),)


def test_a_long_name_gives_its_value_a_line_of_its_own():
    short, long = charts.bars("b", "T", [Value("Murat", 1, "1"), Value("Châtaigneraie Cantalienne et autres", 1, "19 %")]).rows

    assert (short.name_y, short.words_y) == (15, 15)
    assert long.words_y - long.name_y == charts.LINE


def test_parts_lie_beside_each_other_and_make_the_whole():
    drawn = charts.stack("s", "T", [Whole("Murat", "3 + 1", [Part("nouvelles", 3, "3"), Part("revenues", 1, "1")])])

    assert drawn.rows[0].stretches == (Stretch(0, 75, "full"), Stretch(75, 25, "full-hatched"))


def test_a_hidden_whole_is_said_and_a_part_of_nought_has_its_name():
    parts = [Part("nouvelles", 0, "0"), Part("revenues", 42, "42")]

    drawn = charts.stack("s", "T", [Whole("Murat", "masqué", is_hidden=True), Whole("Réseau", "0 + 42", parts)])

    assert [row.stretches for row in drawn.rows] == [(), (Stretch(0, 0, "full"), Stretch(0, 100, "full-hatched"))]
    assert drawn.description == "Murat: masqué; Réseau: nouvelles 0, revenues 42"
    assert [label.text for label in drawn.labels] == ["nouvelles", "revenues"]


def test_names_of_parts_that_would_meet_stand_on_two_lines():
    """At 75 % of 288 px begins the second, which is 16 letters of 8 px long: it ends at the edge, over the first one's end."""
    parts = [Part("jamais venues depuis un an", 3, "3"), Part("venues il y a peu", 1, "1")]

    first, second = charts.stack("s", "T", [Whole("Murat", "", parts)]).labels

    assert (first.y, first.anchor) == (13, "start")
    assert (second.y, second.anchor, second.x) == (13 + charts.LINE, "end", 100)


def test_a_month_that_is_hidden_has_no_height_and_a_month_of_zero_neither():
    months = [
        ("J", "2026", Value("janvier", 10, "10")),
        ("F", "", Value("février", 0, "0")),
        ("M", "", Value("mars", None, "", is_hidden=True)),
    ]

    first, second, third = charts.columns("m", "T", months).columns

    assert (first.height, second.height, third.height) == (charts.TALLEST, 0, 0)
    assert (first.look, third.look, first.label, second.label, third.label) == ("half", "hidden", "10", "0", "")


def test_labels_of_months_never_meet():
    """Twelve months on 288 px are 24 px each; "4 132" takes 40 px: two of them side by side would meet."""
    months = [("J", "", Value(str(n), 4000 + n, f"4 0{n:02}")) for n in range(12)]

    labelled = [n for n, column in enumerate(charts.columns("m", "T", months).columns) if column.label]

    assert labelled == [0, 11]


def test_a_square_is_a_person_until_there_are_too_many():
    """31 people: one whole row of 20, and 11; 300 people: 30 squares of ten."""
    (few,) = charts.squares("q", "T", [Value("une ville", 31, "31")]).blocks
    many = charts.squares("q", "T", [Value("une ville", 300, "300")])

    assert (few.height, few.rest_width) == (charts.SIDE, 11 * charts.SIDE)
    assert (many.each, many.blocks[0].height, many.blocks[0].rest_width) == (10, charts.SIDE, 10 * charts.SIDE)


def test_only_nought_is_cold():
    assert [charts.warmth(share) for share in (None, 0, 0.01, 0.2, 0.21, 1, 1.4)] == [None, 0, 1, 1, 2, 5, 5]
