"""The zip archive inside a .docx: limits at the door, and its XML parts, read only when asked for.

Each part is parsed by lxml itself and not through python-docx, which loads every part (pictures too) before the first
word is read, and refuses what Word opens: macro files (.docm), templates, ISO-strict files, a dangling relationship.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ..errors import ReadError
from .limits import Limits

Element = Any  # lxml has no types of its own

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# ISO 29500 strict files name the same elements in other namespaces.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip
_SMALL = 8 * 1024 * 1024  # bytes expanded: up to here no ratio of expansion is a danger
_SAVE_AGAIN = "hãy mở bằng Word hoặc LibreOffice, lưu lại dạng .docx rồi đọc lại"


def open_zip(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """Return the archive in ``data``, held against ``limits``; ReadError when it is broken, locked or too large."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ReadError(
            f"{name} bị cắt cụt hoặc hỏng (gói zip bên trong không đọc được); hãy tải lại hoặc xin lại tệp gốc"
        ) from None
    entries = archive.infolist()
    if len(entries) > limits.max_zip_entries:
        raise ReadError(
            f"{name} chứa {len(entries)} tệp bên trong, quá giới hạn {limits.max_zip_entries} (max_zip_entries); "
            + _SAVE_AGAIN
        )
    for entry in entries:
        if entry.flag_bits & 1:
            raise ReadError(f"{name} được đặt mật khẩu (gói zip mã hóa); hãy bỏ mật khẩu rồi đọc lại")
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise ReadError(f"{name} có đường dẫn không an toàn bên trong ({entry.filename[:60]!r}); {_SAVE_AGAIN}")
    expanded = sum(entry.file_size for entry in entries)
    if expanded > limits.max_zip_bytes:
        raise ReadError(
            f"{name} bung ra {expanded / 1e6:.0f} MB, quá giới hạn {limits.max_zip_bytes / 1e6:.0f} MB "
            f"(max_zip_bytes); {_SAVE_AGAIN}"
        )
    if expanded > _SMALL and expanded > limits.max_zip_ratio * len(data):
        raise ReadError(
            f"{name} bung ra gấp {expanded // max(len(data), 1)} lần, quá giới hạn {limits.max_zip_ratio} "
            f"(max_zip_ratio, phòng bom nén); {_SAVE_AGAIN}"
        )
    return archive


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML part. ReadError when it is broken or has a DTD, which no office file needs.

    No external file is opened, and nothing is fetched.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _has_dtd(name)
    if b"purl.oclc.org/ooxml" in data[:8192]:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).split("\n", 1)[0][:100]
        raise ReadError(f"{name} có phần XML bị hỏng ({reason}); {_SAVE_AGAIN}") from None
    if root.getroottree().docinfo.internalDTD is not None:  # one that was written in UTF-16
        raise _has_dtd(name)
    return root


def _has_dtd(name: str) -> ReadError:
    return ReadError(f"{name} khai báo DTD hoặc thực thể XML, tệp Word lành không có; {_SAVE_AGAIN}")


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from a part to another: the last word of its type ("styles", "footnotes"), and the name of the part."""

    kind: str
    target: str


@dataclass
class Package:
    """A .docx as named parts of XML."""

    archive: zipfile.ZipFile
    name: str
    limits: Limits
    _names: dict[str, str] = field(init=False)
    _relations: dict[str, dict[str, Relationship]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Part names are compared without regard to case, and some programs write them with a backslash.
        self._names = {entry.replace("\\", "/").lower(): entry for entry in self.archive.namelist()}

    def bytes_of(self, part: str) -> bytes | None:
        """Return the bytes of ``part``; None when the package has no such part."""
        entry = self._names.get(part.lower())
        if entry is None:
            return None
        if self.archive.getinfo(entry).file_size > self.limits.max_part_bytes:
            raise ReadError(
                f"{self.name}: phần {part} bung ra quá {self.limits.max_part_bytes / 1e6:.0f} MB (max_part_bytes); "
                + _SAVE_AGAIN
            )
        try:
            return self.archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
            raise ReadError(f"{self.name} bị hỏng (không bung được phần {part}); hãy xin lại tệp gốc") from None

    def xml(self, part: str | None) -> Element | None:
        """Return the root element of ``part``; None when the package has no such part."""
        data = self.bytes_of(part) if part else None
        return None if not data else parse_xml(data, self.name)

    def relations(self, part: str) -> dict[str, Relationship]:
        """Return the relationships of ``part`` ("" is the package itself) by their id."""
        if part not in self._relations:
            folder, file = posixpath.split(part)
            root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
            found: dict[str, Relationship] = {}
            for element in root if root is not None else ():
                target = element.get("Target")
                if target and element.get("TargetMode") != "External":
                    whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                    kind = (element.get("Type") or "").rsplit("/", 1)[-1]
                    found[element.get("Id") or ""] = Relationship(kind, posixpath.normpath(whole))
            self._relations[part] = found
        return self._relations[part]

    def related(self, part: str, kind: str, otherwise: str) -> str:
        """Return the name of the part that ``part`` has as its ``kind``; where none is said, ``otherwise``."""
        return next((link.target for link in self.relations(part).values() if link.kind == kind), otherwise)


def open_package(data: bytes, name: str, limits: Limits) -> Package:
    """Return the .docx in ``data`` as a package; ReadError when it cannot be one."""
    return Package(open_zip(data, name, limits), name, limits)
