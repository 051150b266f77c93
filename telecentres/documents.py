"""A text as an OpenDocument file, which every word processor opens: with real headings and lists, for screen readers too."""

import io
import zipfile
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from telecentres.prose import HEADING, POINT

TYPE = "application/vnd.oasis.opendocument.text"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
SPACES = (
    f'xmlns:office="{OFFICE}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MANIFEST = (
    f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
STYLES = (
    f'{HEAD}<office:document-styles {SPACES} office:version="1.3"><office:styles><style:default-style style:family="paragraph">'
    '<style:paragraph-properties fo:margin-bottom="0.25cm"/><style:text-properties fo:font-size="11pt" fo:language="fr" '
    'fo:country="FR"/></style:default-style></office:styles></office:document-styles>'
)


def as_odt(title: str, text: str) -> bytes:
    """`text` as in `prose.as_page`: "##" begins a heading, "-" a point, every other line is a paragraph."""
    meta = f'{HEAD}<office:document-meta {SPACES} office:version="1.3"><office:meta><dc:title>{escape(title)}</dc:title>'
    meta += "<dc:language>fr-FR</dc:language></office:meta></office:document-meta>"
    body = "".join([f'<text:h text:outline-level="1">{escape(title)}</text:h>', *_blocks(text)])
    content = f'{HEAD}<office:document-content {SPACES} office:version="1.3"><office:body><office:text>{body}'
    content += "</office:text></office:body></office:document-content>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("mimetype", TYPE, zipfile.ZIP_STORED)  # first and bare, so that it tells what the file is
        for name, written in {"content.xml": content, "styles.xml": STYLES, "meta.xml": meta}.items():
            folder.writestr(name, written)
        folder.writestr("META-INF/manifest.xml", MANIFEST)
    return file.getvalue()


def _blocks(text: str) -> Iterator[str]:
    for kind, lines in groupby((line.strip() for line in text.splitlines() if line.strip()), key=_kind):
        if kind == "point":
            points = (f"<text:list-item><text:p>{_bare(POINT, line)}</text:p></text:list-item>" for line in lines)
            yield f"<text:list>{''.join(points)}</text:list>"
        elif kind == "heading":
            yield from (f'<text:h text:outline-level="2">{_bare(HEADING, line)}</text:h>' for line in lines)
        else:
            yield from (f"<text:p>{escape(line)}</text:p>" for line in lines)


def _kind(line: str) -> str:
    if HEADING.match(line):
        return "heading"
    return "point" if POINT.match(line) else "paragraph"


def _bare(mark, line: str) -> str:
    return escape(mark.sub("", line, count=1))
