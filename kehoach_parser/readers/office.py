"""Old formats (.doc, .rtf, .odt, Word 2003 XML): LibreOffice makes .docx of them, which is read as Word shows it.

LibreOffice runs apart: a process group of its own with a time limit and a memory limit, a profile of its own (two
processes on one profile silently lose a file), macros and links to other files switched off, and a folder of its own
that is gone afterwards. Converting several files in one call costs a tenth of converting them one by one.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..document import Document
from ..errors import ReadError
from . import docx
from .builder import make_source
from .docx_package import open_zip
from .limits import DEFAULT_LIMITS, Limits
from .processes import run_limited
from .sniff import Kind, sniff

PACKAGE = "libreoffice-writer-nogui"  # Debian's name for Writer without a screen

_TYPES: dict[Kind, tuple[str, str]] = {
    "doc": (".doc", "application/msword"),
    "rtf": (".rtf", "application/rtf"),
    "odt": (".odt", "application/vnd.oasis.opendocument.text"),
    "word-xml": (".xml", "application/xml"),
}
_PROGRAMS = ("soffice", "libreoffice")
_FURTHER_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)
# No macro runs, no linked file is opened or fetched, and what asks for the network asks a closed door.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_ENCRYPTED_DOC = 0x0100  # a bit of the header of a Word 97 file
_SAVE_AGAIN = "hãy mở bằng Word hoặc LibreOffice, lưu lại dạng .docx rồi đọc lại"


def read(data: bytes, path: Path | None, name: str, limits: Limits) -> Document:
    """Return the document in a .doc, .rtf, .odt or Word 2003 .xml file.

    Raises ReadError when LibreOffice is not installed, cannot read the file, or is stopped at a limit.
    """
    (found,) = read_many([(name, data)], limits)
    if isinstance(found, ReadError):
        raise found
    return found


def read_many(files: Sequence[tuple[str, bytes]], limits: Limits = DEFAULT_LIMITS) -> list[Document | ReadError]:
    """Return the documents in ``files`` (name, bytes), in their order; for one that cannot be read, its ReadError.

    All are converted in one call of LibreOffice. Raises ReadError only when LibreOffice is not installed.
    """
    documents: list[Document | ReadError] = []
    for (name, data), converted in zip(files, convert_many(files, limits), strict=True):
        if isinstance(converted, ReadError):
            documents.append(converted)
            continue
        source = make_source(data, name, _TYPES[sniff(data)][1])
        try:
            documents.append(docx.read_as(source, converted, name, limits))
        except ReadError as error:
            documents.append(error)
    return documents


def convert_many(files: Sequence[tuple[str, bytes]], limits: Limits = DEFAULT_LIMITS) -> list[bytes | ReadError]:
    """Return each of ``files`` (name, bytes) as the bytes of a .docx, or the ReadError that says why there is none.

    A file that takes the others down with it (a crash, the time limit) is left out and the others are tried again.
    """
    results: dict[int, bytes | ReadError] = {}
    for index, (name, data) in enumerate(files):
        if (refused := _refusal(name, data, limits)) is not None:
            results[index] = refused
    waiting = [index for index in range(len(files)) if index not in results]
    if waiting:
        program = find_program()
        results |= _convert(program, files, waiting, limits)
        lost = [index for index in waiting if index not in results]
        for index in lost if len(waiting) > 1 else ():
            results |= _convert(program, files, [index], limits)
    for index, (name, _) in enumerate(files):
        results.setdefault(
            index,
            ReadError(
                f"LibreOffice không chuyển được {name} (tệp hỏng, hoặc quá giới hạn {limits.office_seconds:.0f} giây, "
                f"{limits.office_memory_bytes / 1e9:.1f} GB bộ nhớ); {_SAVE_AGAIN}"
            ),
        )
    return [results[index] for index in range(len(files))]


def find_program() -> str:
    """Return the path of LibreOffice; ReadError with the name of the package to install when there is none."""
    for name in _PROGRAMS:
        if found := shutil.which(name):
            return found
    for place in _FURTHER_PLACES:
        if Path(place).is_file():
            return place
    raise ReadError(
        "cần LibreOffice để đọc tệp .doc, .rtf, .odt; hãy cài đặt "
        f"(Debian, Ubuntu: sudo apt install {PACKAGE}), hoặc lưu văn bản thành .docx rồi đọc lại"
    )


def _refusal(name: str, data: bytes, limits: Limits) -> ReadError | None:
    """Say why LibreOffice is not to open ``data``: a locked file, an archive beyond the limits, XML with a DTD."""
    kind = sniff(data)
    if kind not in _TYPES:
        return ReadError(f"{name} không phải tệp .doc, .rtf, .odt; {_SAVE_AGAIN}")
    if kind == "doc" and data[512:514] == b"\xec\xa5" and int.from_bytes(data[522:524], "little") & _ENCRYPTED_DOC:
        return ReadError(f"{name} được đặt mật khẩu; hãy mở bằng Word, bỏ mật khẩu, lưu lại rồi đọc")
    if kind == "rtf" and not data.rstrip(b"\x00\x1a \r\n\t").endswith(b"}"):
        return ReadError(f"{name} bị cắt cụt (thiếu phần cuối tệp RTF); hãy tải lại hoặc xin lại tệp gốc")
    if kind == "word-xml" and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
        return ReadError(f"{name} khai báo DTD hoặc thực thể XML, tệp Word lành không có; {_SAVE_AGAIN}")
    if kind == "odt":
        try:
            open_zip(data, name, limits).close()
        except ReadError as error:
            return error
    return None


def _convert(
    program: str, files: Sequence[tuple[str, bytes]], indexes: list[int], limits: Limits
) -> dict[int, bytes | ReadError]:
    """Return what one call of LibreOffice makes of the files ``indexes``; what it loses is missing in the answer."""
    seconds = limits.office_seconds + limits.office_seconds_per_file * (len(indexes) - 1)
    with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
        base = Path(folder)
        profile, source, target = base / "profile", base / "in", base / "out"
        for place in (profile / "user", source, target):
            place.mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        paths = []
        for index in indexes:
            paths.append(source / f"{index}{_TYPES[sniff(files[index][1])][0]}")
            paths[-1].write_bytes(files[index][1])
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--nodefault", "--nofirststartwizard", "--convert-to", "docx:MS Word 2007 XML"]
        run_limited([*command, "--outdir", str(target), *map(str, paths)], base, seconds, limits.office_memory_bytes)
        results: dict[int, bytes | ReadError] = {}
        for index in indexes:
            made = target / f"{index}.docx"
            if made.is_file() and 0 < made.stat().st_size <= limits.max_bytes:
                results[index] = made.read_bytes()
        return results


def _profile() -> str:
    """Return the settings of a new profile as LibreOffice stores them."""
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    return f'<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
