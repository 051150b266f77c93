"""Which files are taken as a CV: each of the corpus by its content, and what no file can do while it is looked at."""

import time
import tracemalloc
from functools import cache
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs import cv_files
from jobs.cv_files import LARGEST, MOST_UNPACKED, limits
from tests.jobs.cv_corpus import BAD_NAMES, GOOD, HOSTILE, docx, lying, odt, packed_pdf, pdf

CORPUS = GOOD | HOSTILE
# Seconds for the worst of them on two shared cores; one alone on a quiet core takes about one.
PATIENCE = 10


@cache
def made(name: str) -> bytes:
    make, _expected = CORPUS[name]
    return make()


def said_of(content: bytes, name: str = "cv.pdf") -> str:
    """The name of its kind, or the code of its refusal."""
    try:
        return cv_files.check(File(BytesIO(content), name)).name
    except ValidationError as refused:
        return refused.code


@pytest.mark.parametrize("name", CORPUS)
def test_each_file_is_told_by_its_content(name):
    _make, expected = CORPUS[name]
    begun = time.perf_counter()

    assert said_of(made(name)) == expected
    assert time.perf_counter() - begun < PATIENCE


def test_the_corpus_is_large_enough_and_knows_every_refusal():
    assert len(CORPUS) >= 60
    assert {expected for _make, expected in HOSTILE.values()} == set(limits.ADVICE)


@pytest.mark.parametrize("name", GOOD)
def test_its_name_plays_no_role(name):
    _make, expected = GOOD[name]

    assert {said_of(made(name), bad) for bad in BAD_NAMES} == {expected}


@pytest.mark.parametrize("name", ["cv.pdf", "cv.odt", "cv.docx"])
def test_a_good_name_saves_no_file(name):
    assert {said_of(made(each), name) for each in ("HTML", "a program", "PNG", "ZIP")} == {"not_a_document"}


@pytest.mark.parametrize("name", CORPUS)
def test_the_file_is_left_at_its_beginning(name):
    file = File(BytesIO(made(name)), "cv.pdf")
    file.seek(len(made(name)) // 2)

    said = [answer(file) for _time in range(2)]

    assert (file.tell(), said) == (0, [CORPUS[name][1]] * 2)


def answer(file: File) -> str:
    try:
        return cv_files.check(file).name
    except ValidationError as refused:
        return refused.code


class Counting(BytesIO):
    """Gives little at a time and remembers how much."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        content = super().read(min(size, 1000) if size >= 0 else -1)
        self.given += len(content)
        return content


@pytest.mark.parametrize("size", [0, 10, None])
def test_the_size_is_what_can_be_read_whatever_the_file_says(size):
    source = Counting(bytes(3 * LARGEST))
    file = File(source, "cv.pdf")
    file.size = size

    assert answer(file) == "too_large"
    assert source.given == LARGEST + 1


def test_a_file_that_gives_little_at_a_time_is_read_whole():
    assert cv_files.check(File(Counting(docx()), "cv")).name == "DOCX"


def test_an_upload_of_django_is_taken():
    assert cv_files.check(SimpleUploadedFile("cv.exe", odt(), "application/x-msdownload")).content_type == (
        "application/vnd.oasis.opendocument.text"
    )


# --- bounds ------------------------------------------------------------------------------------------------


@pytest.fixture
def inflated(monkeypatch) -> list[int]:
    """How many bytes each call of zlib gave."""
    given = []
    decompressobj = limits.zlib.decompressobj

    class Watched:
        def __init__(self, *options) -> None:
            self._engine = decompressobj(*options)

        def decompress(self, packed: bytes, most: int) -> bytes:
            unpacked = self._engine.decompress(packed, most)
            given.append(len(unpacked))
            return unpacked

        def __getattr__(self, name: str):
            return getattr(self._engine, name)

    monkeypatch.setattr(limits.zlib, "decompressobj", Watched)
    return given


BOMBS = [name for name, (_make, code) in HOSTILE.items() if code == "bomb"]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_unpacks(inflated, name):
    assert said_of(made(name)) == "bomb"
    assert sum(inflated) <= MOST_UNPACKED


def test_a_bomb_that_lies_takes_no_more_memory_than_it_may():
    content = lying(8 * MOST_UNPACKED, 10)
    tracemalloc.start()

    said = said_of(content)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said == "bomb"
    assert peak < 2 * MOST_UNPACKED + 4 * len(content)


def test_what_fits_exactly_is_no_bomb():
    assert limits.Room(1000).inflate(limits.zlib.compress(bytes(999))) == bytes(999)
    with pytest.raises(ValidationError):
        limits.Room(1000).inflate(limits.zlib.compress(bytes(1001)))


# --- damage ------------------------------------------------------------------------------------------------

small = [pdf(), packed_pdf(), odt(), docx(), docx(piped=True)]
damages = st.one_of(
    st.tuples(st.just("cut"), st.floats(0, 1), st.just(b"")),
    st.tuples(st.sampled_from(["replace", "insert"]), st.floats(0, 1), st.binary(min_size=1, max_size=8)),
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(small), st.lists(damages, min_size=1, max_size=4))
def test_a_damaged_file_is_taken_or_refused_and_nothing_else(content, hurts):
    for how, where, what in hurts:
        at = int(where * len(content))
        content = content[:at] + what + {"cut": b"", "replace": content[at + len(what) :], "insert": content[at:]}[how]

    assert said_of(content) in {"PDF", "ODT", "DOCX", *limits.ADVICE}


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"%PDF-1.4 1 0 obj "]), st.binary(max_size=300))
def test_noise_is_refused(head, noise):
    assert said_of(head + noise) in {"empty", "not_a_document", "broken", "encrypted", "active", "bomb"}


# --- what is said and handed out ---------------------------------------------------------------------------


@pytest.mark.parametrize("code", limits.ADVICE)
def test_every_refusal_says_what_to_do(code):
    [message] = limits.refusal(code).messages

    assert message.count(". ") == 1
    assert "%" not in message


@pytest.mark.parametrize(
    ("name", "handed_out"),
    [("PDF 2.0", "cv-AB12.pdf"), ("ODT", "cv-AB12.odt"), ("DOCX with a link", "cv-AB12.docx")],
)
def test_it_is_handed_out_under_a_name_of_ours(name, handed_out):
    kind = cv_files.check(File(BytesIO(made(name)), "évil.exe"))

    assert cv_files.safe_name(kind, "AB12") == handed_out


def test_a_reference_cannot_spoil_the_name():
    assert cv_files.safe_name(limits.PDF, '../a"\r\nb/é') == "cv-ab.pdf"
