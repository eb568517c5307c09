"""Files somebody could send: honest ones of every kind that is kept, and hostile ones by name."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from voordeur.services.document_kinds import DOCX, JPEG, ODT, PDF, PNG, TEXT

CONTENT_TYPES = b'<?xml version="1.0"?><Types><Override ContentType="application/x"/></Types>'
DOCUMENT = b'<?xml version="1.0"?><w:document>Beste Dagmar</w:document>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>Inloggen</title><script>alert(1)</script>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 64 + b"PE\x00\x00"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 1, height: int = 1, *, middle: bytes = b"", after: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    picture = chunk(b"IDAT", zlib.compress(b"\0" * 4))
    return b"\x89PNG\r\n\x1a\n" + header + middle + picture + chunk(b"IEND", b"") + after


def jpeg(width: int = 1, height: int = 1, *, after: bytes = b"", comment: bytes = b"") -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    said = b"\xff\xfe" + struct.pack(">H", 2 + len(comment)) + comment if comment else b""
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + b"\x12\x34"
    return b"\xff\xd8" + said + frame + scan + b"\xff\xd9" + after


def pdf(inside: bytes = b"", after: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog " + inside + b" >> endobj\n%%EOF\n" + after


def archive(parts: Mapping[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    named = {name.replace("__", "/").replace("_dot_", "."): body for name, body in more.items()}
    return archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": DOCUMENT} | named)


def odt(more: Mapping[str, bytes] | None = None) -> bytes:
    return archive({"mimetype": ODT.encode(), "content.xml": DOCUMENT, **(more or {})})


def doubled(name: str) -> bytes:
    """Return an archive with two parts of one name: two readers may each take another."""
    other = "z" * len(name)
    return archive(
        {"[Content_Types].xml": CONTENT_TYPES, name: DOCUMENT, other: b"another"}
    ).replace(other.encode(), name.encode())


def encrypted() -> bytes:
    """Return an archive whose parts say they are encrypted."""
    content = bytearray(docx())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    return bytes(content)


def lying() -> bytes:
    """Return an archive whose table says a part is smaller than what comes out."""
    content = bytearray(docx(word__media__a_dot_bin=b"\0" * 1_000_000))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


HONEST: Mapping[str, tuple[bytes, str]] = {
    "brief.pdf": (pdf(), PDF),
    "foto.jpg": (jpeg(), JPEG),
    "foto met opmerking.jpg": (jpeg(comment=b"gemaakt op de markt"), JPEG),
    "foto met staart van de camera.jpg": (jpeg(after=b"SEFT" + b"\x01" * 20), JPEG),
    "scan.png": (png(), PNG),
    "brief.docx": (docx(), DOCX),
    "brief.odt": (odt(), ODT),
    "cv.txt": (b"Dagmar Voorbeeld\r\n\tverkoop, 2015-2024\r\n", TEXT),
    "vreemd.txt": ("Zażółć gęślą jaźń, добрий день, مرحبا".encode(), TEXT),
    "bom.txt": ("\ufeffHallo".encode(), TEXT),
    "kleiner dan.txt": (b"loon < 2.000 en > 1.500", TEXT),
}

HOSTILE: Mapping[str, bytes] = {
    # pages and scripts, whatever they are called
    "page": HTML,
    "page in capitals": HTML.upper(),
    "page after spaces": b" \r\n\t" + HTML,
    "page after a byte order mark": "\ufeff".encode() + HTML,
    "page in the middle of words": b"Hallo Alice, kijk eens: " + HTML,
    "page with a space in its tag": b"hallo < script>alert(1)</script>",
    "page from an iframe": b"hallo <iframe src=//voorbeeld.example>",
    "page with handlers": b"hallo <svg/onload=alert(1)>",
    "body only": b"hallo <body onload=alert(1)>",
    "page in utf-16": HTML.decode().encode("utf-16"),
    "page in utf-32": HTML.decode().encode("utf-32"),
    "page in utf-7 with a null": b"+ADw-script+AD4-\x00",
    "picture that runs": SVG,
    "picture that runs, with a declaration": b'<?xml version="1.0"?>' + SVG,
    "picture that runs, after words": b"tekening: " + SVG,
    "xml": b'<?xml version="1.0"?><a/>',
    "entity bomb": b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "stylesheet": b"hallo <xsl:script>",
    "php": b"hallo <?php system($_GET['a']); ?>",
    "shell": b"#!/bin/sh\nrm -rf ~\n",
    "rich text": b"{\\rtf1\\ansi hallo}",
    "postscript": b"%!PS-Adobe-3.0\n",
    # programs and other formats
    "program": EXE,
    "program for linux": b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 50,
    "program for mac": b"\xcf\xfa\xed\xfe\x07\x00\x00\x01",
    "java": b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
    "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00",
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "bmp": b"BM\x1e\x00\x00\x00\x00\x00",
    "tiff": b"II*\x00\x08\x00\x00\x00",
    "webp": b"RIFF\x1a\x00\x00\x00WEBPVP8L",
    "gzip": zlib.compress(b"hallo", wbits=31),
    "rar": b"Rar!\x1a\x07\x00",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "iso": b"\x00" * 32_769 + b"CD001",
    "database": b"SQLite format 3\x00",
    "nulls": b"\x00" * 1000,
    "one null in words": b"hallo\x00wereld",
    "terminal signs": b"hallo \x1b]0;weg\x07",
    "signs of the second sort": "hallo \u0090 weg".encode(),
    "not utf-8": b"caf\xe9",
    "overlong utf-8": b"\xc0\xbcscript\xc0\xbe",
    # halves, liars and bombs
    "pdf without an end": b"%PDF-1.7\n1 0 obj",
    "pdf not at the start": b"hallo\n" + pdf(),
    "pdf with a script": pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "pdf that starts a program": pdf(b"/A << /S /Launch /F (cmd.exe) >>"),
    "pdf with a file inside": pdf(b"/Names << /EmbeddedFiles 2 0 R >>"),
    "pdf with a film": pdf(b"/Subtype /RichMedia"),
    "pdf with a long tail": pdf(after=b"A" * 5_000),
    "pdf that is a zip too": pdf(after=archive({"weg.exe": b"x"}, packed=zipfile.ZIP_STORED)),
    "png without a picture": b"\x89PNG\r\n\x1a\n",
    "png cut off": png()[:-6],
    "png with a wrong sum": png()[:-1] + b"\x00",
    "png with a page after it": png(after=HTML),
    "png with a zip after it": png(after=archive({"a": b"b"})),
    "png with a zip in it": png(middle=chunk(b"tEXt", archive({"a": b"b"}))),
    "png of a billion pixels": png(60_000, 60_000),
    "png of no pixels": png(0, 1),
    "png with two headers": png(middle=chunk(b"IHDR", b"\0" * 13)),
    "png that says it is longer": png()[:8] + b"\xff\xff\xff\xff" + png()[12:],
    "jpeg of three bytes": b"\xff\xd8\xff",
    "jpeg without a picture": jpeg()[:13],
    "jpeg cut off": jpeg()[:-2],
    "jpeg with a script after it": jpeg(after=b"<script>alert(1)</script>"),
    "jpeg with a script in its comment": jpeg(comment=b"*/<script>alert(1)</script>/*"),
    "jpeg with php after it": jpeg(after=b"<?php phpinfo();"),
    "jpeg that is a zip too": jpeg(after=archive({"weg.jar": b"x"})),
    "jpeg of four billion pixels": jpeg(65_535, 65_535),
    "jpeg of no pixels": jpeg(0, 0),
    "any zip": archive({"hallo.txt": b"hallo"}),
    "empty zip": b"PK\x05\x06" + b"\0" * 18,
    "jar": archive({"META-INF/MANIFEST.MF": b"Main-Class: Weg"}),
    "spreadsheet": archive({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": b"<a/>"}),
    "zip bomb": docx(word__media__a_dot_bin=b"\0" * 61_000_000),
    "zip bomb in many parts": archive(
        {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": DOCUMENT}
        | {f"word/media/{n}.bin": b"\0" * 7_000_000 for n in range(9)}
    ),
    "zip of too many parts": archive(
        {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": DOCUMENT}
        | {f"word/{n}.xml": b"" for n in range(2_001)}
    ),
    "zip in a zip": docx(word__embeddings__a_dot_zip=archive({"a": b"b"})),
    "docx with macros": docx(word__vbaProject_dot_bin=b"\0"),
    "docx that says it has macros": archive(
        {
            "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml",
            "word/document.xml": DOCUMENT,
        }
    ),
    "docx with a control": docx(word__activeX__activeX1_dot_bin=b"\0"),
    "docx with a program": docx(word__embeddings__weg_dot_exe=EXE),
    "docx with a template from elsewhere": docx(
        word___rels__settings_dot_xml_dot_rels=b'<Relationship TargetMode="External"/>'
    ),
    "docx with an entity bomb": docx(word__bomb_dot_xml=b'<!DOCTYPE a [<!ENTITY b "bb">]>'),
    "docx with a page": docx(word__weg_dot_html=HTML),
    "docx that leads out": archive(
        {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": DOCUMENT, "../../weg": b"x"}
    ),
    "docx that leads to the root": archive(
        {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": DOCUMENT, "/etc/weg": b"x"}
    ),
    "docx with a part twice": doubled("word/document.xml"),
    "docx encrypted": encrypted(),
    "docx that lies about its size": lying(),
    "docx with bytes before it": b"PK\x03\x04" + b"\0" * 40 + docx(),
    "docx with bytes after it": docx() + HTML,
    "docx that is a pdf too": archive(
        {"a": pdf(), "[Content_Types].xml": CONTENT_TYPES, "word/document.xml": DOCUMENT},
        packed=zipfile.ZIP_STORED,
    ),
    "docx cut off": docx()[:-30],
    "odt with macros": odt({"Basic/Standard/weg.xml": b"<a/>"}),
    "odt with scripts": odt({"Scripts/python/weg.py": b"import os"}),
    "odt without content": archive({"mimetype": ODT.encode()}),
    "odt that is a drawing": archive(
        {"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": DOCUMENT}
    ),
}
