"""Zip archives with a pack: read in memory, within limits, and never outside their own folder."""

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from voordeur.adapters.files.findings import FileFindings

MOST_BYTES = 8_000_000
"""Of all files together, unpacked."""
MOST_FILES = 120
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day of every file we write: a zip cannot do without one."""
ENCRYPTED = 0x1
"""The flag of an entry that needs a password."""


def read_zip(content: bytes, wanted: frozenset[str]) -> tuple[dict[str, bytes], FileFindings]:
    """Return the ``wanted`` files of an archive, and what is wrong with the archive.

    The pack may lie at the top or inside one folder. Names that lead elsewhere, links, passwords,
    double names and archives that unpack too large are refused.
    """
    findings = FileFindings("zip")
    if len(content) > MOST_BYTES:
        _too_large(findings)
        return {}, findings
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(findings, archive)
            files = {} if findings.problems else _unpack(findings, archive, members, wanted)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        RuntimeError,
    ):
        findings.wrong(0, "dit is geen leesbaar zip-bestand", "this is not a readable zip file")
        files = {}
    return files, findings


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Return files as an archive: the same bytes for the same content."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, date_time=EPOCH), files[name])
    return kept.getvalue()


def _members(findings: FileFindings, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        _too_large(findings)
        return {}
    members: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        if not _is_safe(entry):
            findings.wrong(
                0,
                "dit kan niet in een pakket: een pad naar elders, een link of een wachtwoord",
                "this cannot be in a pack: a path to elsewhere, a link or a password",
                found=entry.filename,
            )
        elif entry.filename in members:
            findings.wrong(
                0,
                "dit bestand zit er twee keer in",
                "this file is in it twice",
                found=entry.filename,
            )
        members[entry.filename] = entry
    return members


def _unpack(
    findings: FileFindings,
    archive: zipfile.ZipFile,
    members: dict[str, zipfile.ZipInfo],
    wanted: frozenset[str],
) -> dict[str, bytes]:
    folder = _folder(members)
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    for name, entry in members.items():
        short = name.removeprefix(folder)
        if short not in wanted:
            continue
        with archive.open(entry) as stream:
            files[short] = stream.read(left + 1)
        left -= len(files[short])
        if left < 0:
            _too_large(findings)
            return {}
    return files


def _folder(members: dict[str, zipfile.ZipInfo]) -> str:
    """Return the folder the pack lies in ('' at the top): where region.yaml is."""
    places = sorted(
        (name for name in members if PurePosixPath(name).name == "region.yaml"), key=len
    )
    return places[0].removesuffix("region.yaml") if places else ""


def _is_safe(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    parts = PurePosixPath(name).parts
    elsewhere = name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in name
    link = stat.S_ISLNK(entry.external_attr >> 16)
    return not (elsewhere or link or entry.flag_bits & ENCRYPTED)


def _too_large(findings: FileFindings) -> None:
    megabytes = MOST_BYTES // 1_000_000
    findings.wrong(
        0,
        f"te groot; uitgepakt hoogstens {megabytes} MB en {MOST_FILES} bestanden",
        f"too large; at most {megabytes} MB and {MOST_FILES} files unpacked",
    )
