"""
An ODT or DOCX searched for what a CV has no use for.

Sources: OpenDocument 1.3, part 2 (packages); ECMA-376, part 2 (packages) and part 1, 17.16.5 (fields).
"""

import re
from xml.parsers import expat

from jobs.cv_files.archive import START, STORED, Archive
from jobs.cv_files.limits import DOCX, MOST_ELEMENTS, ODT, Kind, refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What an old .doc begins with, and a .docx with a password."""

CONTENT_TYPES = "[Content_Types].xml"
MANIFEST = "META-INF/manifest.xml"
MAIN_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

_ACTIVE_IN_ODT = re.compile(r"^(basic|scripts|dialogs)/", re.IGNORECASE)
_ACTIVE_IN_DOCX = re.compile(
    r"(^|/)(embeddings|activex|customui|usercustomization)/|(vbaproject\w*\.bin|vbadata\.xml|attachedtoolbars\.bin)$",
    re.IGNORECASE,
)

# Another document, archive or program inside this one, whatever its name.
_FOREIGN = re.compile(
    rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|%PDF-|\{\\rtf|Rar!|7z\xbc\xaf\x27\x1c|\x7fELF|\xca\xfe\xba\xbe|MZ.{0,1024}?PE\x00\x00",
    re.DOTALL,
)
_XML_NAME = re.compile(r"\.(xml|rels|rdf|svg)$", re.IGNORECASE)
_MARKUP = re.compile(rb"[\xef\xbb\xbf\xfe\xff\x00\s]*<")

# OpenOffice wrote the first, drawing programs the second; nobody fetches either.
_HARMLESS_DOCTYPES = {"Manifest.dtd", "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"}

# OpenDocument: elements that run or fetch something; addresses that call a macro; addresses outside the document.
_ACTIVE_ELEMENTS = {"event-listener", "dde-source", "dde-connection-decl", "applet", "plugin", "floating-frame", "auto-reload"}
_RUNS = re.compile(r"\s*(vnd\.sun\.star\.(script|hier)|macro|service|slot|javascript|vbscript):", re.IGNORECASE)
_OUTSIDE = re.compile(r"\s*(?!data:)([a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
# A link waits for a click; the template that a document was made from is often named and never fetched unasked.
_MAY_POINT_OUTSIDE = {"a", "template"}

# DOCX: relations whose target is code or another document; those that may lie outside; a file on the person's own disk.
_ACTIVE_RELATIONS = {"vbaproject", "oleobject", "package", "control", "afchunk", "subdocument", "attachedtoolbars", "frame"}
_ON_OWN_DISK = re.compile(r"(file:///)?[a-z]:[\\/]|(file:///|/)?\w[^:]*\Z", re.IGNORECASE)
_MAY_NAME_OWN_DISK = {"attachedtemplate", "image"}

# Fields that start a program or fetch another file when the document is opened or printed. MACROBUTTON is none: the templates of
# CVs use it for "click here and type your name".
_ACTIVE_FIELD = re.compile(r"^(?:[^\S\n]|\")*(DDE|DDEAUTO|INCLUDETEXT|LINK)\b", re.IGNORECASE | re.MULTILINE)


def check(content: bytes) -> Kind:
    """Raises `not_a_document`, `broken`, `bomb`, `encrypted` or `active`."""
    if content.startswith(OLE) and _ENCRYPTED_PACKAGE in content:
        raise refusal("encrypted")
    if not content.startswith(START):
        raise refusal("not_a_document")
    archive = Archive(content)
    is_odt, is_docx = "mimetype" in archive.parts, CONTENT_TYPES in archive.parts
    if is_odt and is_docx:
        raise refusal("broken")
    if is_odt:
        return _check_odt(archive)
    if is_docx:
        return _check_docx(archive)
    raise refusal("not_a_document")


# --- OpenDocument ----------------------------------------------------------------------------------


def _check_odt(archive: Archive) -> Kind:
    first = next(iter(archive.parts.values()))
    if first.name != "mimetype" or first.method != STORED:
        raise refusal("broken")
    if archive.read("mimetype") != ODT.content_type.encode():
        raise refusal("not_a_document")
    if not {"content.xml", MANIFEST} <= archive.parts.keys():
        raise refusal("broken")
    reader = XmlReader()
    reader.read(archive.read(MANIFEST), _in_manifest)
    if any(_ACTIVE_IN_ODT.search(name) for name in archive.parts):
        raise refusal("active")
    for name in archive.parts.keys() - {"mimetype", MANIFEST}:
        _check_part(name, archive.read(name), reader, _in_odt)
    return ODT


def _in_manifest(element: str, attributes: dict[str, str]) -> None:
    """The parts of an ODT with a password are encrypted one by one; the table of contents says how."""
    if element == "encryption-data":
        raise refusal("encrypted")


def _in_odt(element: str, attributes: dict[str, str]) -> None:
    if element in _ACTIVE_ELEMENTS:
        raise refusal("active")
    address = attributes.get("href", "")
    if _RUNS.match(address) or (element not in _MAY_POINT_OUTSIDE and _OUTSIDE.match(address)):
        raise refusal("active")


# --- Office Open XML ---------------------------------------------------------------------------------


def _check_docx(archive: Archive) -> Kind:
    """The main part is mostly `word/document.xml`; Word on the web writes `word/document2.xml`."""
    reader = XmlReader()
    types = _ContentTypes()
    reader.read(archive.read(CONTENT_TYPES), types.element)
    if types.with_macros or any(_ACTIVE_IN_DOCX.search(name) for name in archive.parts):
        raise refusal("active")
    if not types.main_parts:
        raise refusal("not_a_document")
    if "_rels/.rels" not in archive.parts or not types.main_parts <= archive.parts.keys():
        raise refusal("broken")
    for name in archive.parts.keys() - {CONTENT_TYPES}:
        fields = _Fields()
        element = _in_relations if name.casefold().endswith(".rels") else fields.element
        _check_part(name, archive.read(name), reader, element, fields.text)
        fields.conclude()
    return DOCX


class _ContentTypes:
    """What the table of contents calls the main part, and whether it speaks of macros."""

    def __init__(self) -> None:
        self.main_parts: set[str] = set()
        self.with_macros = False

    def element(self, _element: str, attributes: dict[str, str]) -> None:
        content_type = attributes.get("ContentType", "").strip().casefold()
        self.with_macros |= "macroenabled" in content_type or "vbaproject" in content_type
        if content_type == MAIN_PART and "PartName" in attributes:
            self.main_parts.add(attributes["PartName"].removeprefix("/"))


def _in_relations(_element: str, attributes: dict[str, str]) -> None:
    relation = attributes.get("Type", "").rpartition("/")[2].casefold()
    if relation in _ACTIVE_RELATIONS:
        raise refusal("active")
    if attributes.get("TargetMode", "").strip().casefold() != "external" or relation == "hyperlink":
        return
    if relation not in _MAY_NAME_OWN_DISK or not _ON_OWN_DISK.match(attributes.get("Target", "")):
        raise refusal("active")


class _Fields:
    """The instructions of the fields in a part, each on its own line: Word spreads one over several elements."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._reading = False

    def element(self, element: str, attributes: dict[str, str]) -> None:
        self._reading = element == "instrText"
        if element == "fldChar":
            self._said.append("\n")
        elif element == "fldSimple":
            self._said += ["\n", *attributes.values(), "\n"]
        elif element == "altChunk":
            raise refusal("active")

    def text(self, text: str) -> None:
        if self._reading:
            self._said.append(text)

    def conclude(self) -> None:
        if _ACTIVE_FIELD.search("".join(self._said)):
            raise refusal("active")


# --- any part ------------------------------------------------------------------------------------------


def _check_part(name: str, content: bytes, reader: "XmlReader", element, text=None) -> None:
    """What looks like XML is read as XML, whatever its name; LibreOffice leaves some of its tables empty."""
    if _FOREIGN.match(content):
        raise refusal("active")
    if name.endswith("/") and content:
        raise refusal("broken")
    if content and (_XML_NAME.search(name) or _MARKUP.match(content)):
        reader.read(content, element, text)


class XmlReader:
    """Reads the XML of one document, with a limit for all of it together."""

    def __init__(self) -> None:
        self._elements = 0

    def read(self, content: bytes, element, text=None) -> None:
        """
        Gives each element (name and attributes without namespaces) to `element`, and what is written to `text`.

        Raises `broken` for what is no well-formed XML in UTF-8 or UTF-16, `active` when it declares entities or fetches
        its grammar, `bomb` when there are too many elements. Whole at once: expat is slow on long tokens that come in pieces.
        """

        def begin(name: str, attributes: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise refusal("bomb")
            element(_local(name), {_local(key): value for key, value in attributes.items()} if attributes else attributes)

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = _in_unicode
        parser.StartDoctypeDeclHandler = _harmless_doctype
        parser.EntityDeclHandler = _no_entity
        parser.StartElementHandler = begin
        parser.CharacterDataHandler = text
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError):
            raise refusal("broken") from None


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _in_unicode(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.casefold() not in ("utf-8", "utf-16", "us-ascii"):
        raise refusal("broken")


def _harmless_doctype(_name: str, system_id: str | None, _public_id: str | None, has_declarations: int) -> None:
    if has_declarations or system_id not in _HARMLESS_DOCTYPES:
        raise refusal("active")


def _no_entity(*_declaration) -> None:
    raise refusal("active")
