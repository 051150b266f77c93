"""The wording check: a corpus of titles and sentences, where the findings stand, what they propose, texts made to hurt."""

import csv
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs import wording
from jobs.wording import Finding, Severity
from jobs.wording.criteria import RULES

CORPUS = Path(__file__).parent / "corpus_wording.csv"
LAWFUL, DOUBTFUL, FORBIDDEN = "lawful", "doubtful", "forbidden"
# The rules were written with the tuned set before the eyes. The held-out set was written before the rules took their
# present shape, and they are never changed for it: what it reaches is the honest figure, and its floors lie some points
# below. An earlier such set, now among the tuned, had reached a recall of 61 % (flagged at all: 72 %) at first sight.
LEAST = {"tuned": {"precision": 97, "recall": 97}, "held_out": {"precision": 95, "recall": 75}}


class Line(NamedTuple):
    """A title or a sentence, what the law says of it, and what the check says."""

    kind: str
    expected: str
    code: str
    words: str
    found: list[Finding]

    @property
    def verdict(self) -> str:
        if any(one.severity is Severity.FORBIDDEN for one in self.found):
            return FORBIDDEN
        return DOUBTFUL if self.found else LAWFUL


def findings(kind: str, words: str) -> list[Finding]:
    return wording.check_title(words) if kind == "title" else wording.check_text(words)


def corpus(*sets: str) -> list[Line]:
    with CORPUS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if not sets or row["set"] in sets]
    return [Line(row["kind"], row["expected"], row["code"], row["words"], findings(row["kind"], row["words"])) for row in rows]


def shares(lines: list[Line], verdicts: set[str]) -> tuple[float, float]:
    """Precision and recall in per cent: of what is given one of these verdicts, and of what deserves one."""
    given_one = [line for line in lines if line.verdict in verdicts]
    deserving = [line for line in lines if line.expected in verdicts]
    right = sum(line.expected in verdicts for line in given_one)
    return 100 * right / len(given_one), 100 * right / len(deserving)


# --- the corpus ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_unlawful_wordings_are_found_and_lawful_ones_left_alone(name, capsys):
    lines = corpus(name)

    forbidden = shares(lines, {FORBIDDEN})
    flagged = shares(lines, {FORBIDDEN, DOUBTFUL})

    with capsys.disabled():
        sys.stdout.write(f"\nWording, {name}, {len(lines)} lines:")
        for verdict, (precision, recall) in {"forbidden": forbidden, "flagged at all": flagged}.items():
            sys.stdout.write(f" {verdict}: precision {precision:.1f} %, recall {recall:.1f} %;")
        sys.stdout.write("\n")
    wrong = [f"{line.words} → {line.verdict}, not {line.expected}" for line in lines if line.verdict != line.expected]
    assert min(forbidden[0], flagged[0]) >= LEAST[name]["precision"], "\n".join(wrong)
    assert min(forbidden[1], flagged[1]) >= LEAST[name]["recall"], "\n".join(wrong)


def test_the_right_rule_is_named():
    named = [line for line in corpus("tuned") if line.code]

    wrong = [line for line in named if line.code not in {one.code for one in line.found}]

    assert wrong == []


def test_the_corpus_is_large_and_half_of_it_lawful():
    lines, held_out = corpus(), corpus("held_out")

    assert len(lines) >= 280
    assert len(held_out) == 60
    assert 0.4 <= sum(line.expected == LAWFUL for line in lines) / len(lines) <= 0.6
    assert len({(line.kind, line.words) for line in lines}) == len(lines)


def test_every_code_of_a_rule_has_a_line_in_the_corpus():
    assert {rule.code for rule in RULES} <= {line.code for line in corpus()}


# --- where, why, what instead -------------------------------------------------------------------------------


def test_findings_stand_where_they_say():
    for line in corpus():
        for one in line.found:
            assert one.words == line.words[one.start : one.end] != ""
            assert str(one.why)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nos œuvres : célibataire de préférence", "célibataire"),
        ("CÉLIBATAIRE", "CÉLIBATAIRE"),
        ("ce\u0301libataire !", "ce\u0301libataire"),
        ("Âgée de 30\u00a0ans… sœur célibataire", "célibataire"),
        ("céli\u00adbataire", "céli\u00adbataire"),
    ],
)
def test_positions_are_those_of_the_text_as_typed(text, words):
    found = [one for one in wording.check_text(text) if one.code == "family"]

    assert [(one.words, text[one.start : one.end]) for one in found] == [(words, words)]


def test_what_is_proposed_is_lawful():
    for line in corpus():
        for one in line.found:
            assert [again for again in findings(line.kind, str(one.instead)) if again.severity is Severity.FORBIDDEN] == []


def test_every_title_in_one_gender_has_a_proposal():
    lines = [line for line in corpus() if line.kind == "title" and {one.code for one in line.found} == {"one_gender"}]

    assert [line.words for line in lines if not line.found[0].instead] == []


@pytest.mark.parametrize(
    ("title", "instead"),
    [
        ("Vendeuse H/F", "Vendeur ou vendeuse"),
        ("Technicien", "Technicien ou technicienne"),
        ("INFIRMIERE DE NUIT", "INFIRMIER OU INFIRMIÈRE DE NUIT"),
        ("Secrétaire médicale (h/f)", "Secrétaire médical ou médicale"),
        ("Assistante commerciale", "Assistant commercial ou assistante commerciale"),
        ("Rédactrice technique", "Rédacteur ou rédactrice technique"),
        ("Aide-soignante", "Aide-soignant ou aide-soignante"),
        ("Télésecrétaires médicales", "Télésecrétaires médicaux ou médicales"),
        ("4 téléconseillères H/F", "4 téléconseillers ou téléconseillères"),
        ("CDI – Technicien réseaux", "CDI – Technicien ou technicienne réseaux"),
        ("Un comptable", "Un ou une comptable"),
        ("Femme de ménage H/F", "Agent ou agente d’entretien"),
        ("Homme d’entretien", "Agent ou agente d’entretien"),
        ("Ramoneur", "Ramoneur ou ramoneuse"),
        ("Jeune vendeuse en boulangerie", "Vendeur ou vendeuse en boulangerie"),
        ("Gestionnaire de paie H/F – RQTH bienvenue", "Gestionnaire de paie H/F"),
        ("Développeur senior H/F", "Développeur H/F"),
    ],
)
def test_a_title_is_proposed_in_both_forms(title, instead):
    assert {one.instead for one in wording.check_title(title)} == {instead}


@pytest.mark.parametrize(
    ("text", "words", "instead"),
    [
        ("Nous cherchons une secrétaire.", "une secrétaire", "un ou une secrétaire"),
        ("Le candidat saura écrire.", "Le candidat", "La personne retenue"),
        (
            "De langue maternelle française.",
            "De langue maternelle française",
            "Excellente maîtrise de la langue, à l’oral comme à l’écrit",
        ),
        ("25-35 ans", "25-35 ans", ""),
        ("RQTH souhaitée", "RQTH souhaitée", ""),
    ],
)
def test_a_sentence_gets_a_wording_to_paste_or_none(text, words, instead):
    assert [(one.words, one.instead) for one in wording.check_text(text)] == [(words, instead)]


def test_title_and_texts_are_checked_in_their_order():
    found = wording.check("Vendeuse", "Célibataire, 25-35 ans.", "Photo exigée.")

    assert [one.code for one in found] == ["one_gender", "family", "age", "photo"]


def test_a_one_gender_noun_in_the_body_is_forbidden_in_the_feminine_and_doubtful_in_the_masculine():
    assert [one.severity for one in wording.check_text("Nous recrutons une technicienne.")] == [Severity.FORBIDDEN]
    assert [one.severity for one in wording.check_text("Nous recrutons un technicien.")] == [Severity.DOUBTFUL]
    assert wording.check_text("Nous recrutons un technicien H/F.") == []
    assert wording.check_text("Nous recrutons un technicien pour le mois de mai (H/F).") == []


# --- texts made to hurt -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "???", "1234567890", "H/F", "ou", "/", "(e)", "’", "Œ"])
def test_next_to_nothing_is_lawful(text):
    assert wording.check(text, text) == []


HOSTILE = [
    *["a", " ", "-", "(", "\n", "’", "e\u0301", "ﬁ", "30 ", "25-35 ", "de ", "un ", "ou ", "/e", "·e", "0 8", "h/f "],
    *[
        "poste ouvert ",
        "poste réservé aux personnes ",
        "nous recrutons ",
        "recrute une ",
        "vous êtes ",
        "sans aucun ",
        "la candidat",
    ],
    *["célibataire ", "vendeuse ", "vendeuse, ", "assistante administrative et ", "homme ou ", "femme de ménage ", "jeune "],
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_makes_the_check_slow(piece):
    """20,000 characters of what the rules begin with: a search that tried every split of them would not come back."""
    text = (piece * 20_000)[:20_000]

    found = wording.check(text, text, text + " réservé")

    assert all(one.start < one.end for one in found)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4), st.integers(1, 200))
def test_positions_hold_whatever_is_repeated(pieces, times):
    text = "".join(pieces) * times

    for check in (wording.check_title, wording.check_text):
        assert all(one.words == text[one.start : one.end] for one in check(text))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_checked(text):
    assert all(one.words == text[one.start : one.end] for one in wording.check(text))
