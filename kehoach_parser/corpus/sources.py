"""Where documents come from: a folder, a list of files, a zip, a Parquet file of bytes."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import ReadError

if TYPE_CHECKING:
    import pyarrow.parquet

SourceKind = Literal["folder", "file", "list", "zip", "parquet"]
# A column of bytes and one of names, as people call them; else the first column of that type.
_BYTES_NAMES = ("bytes", "content", "data", "file", "document")
_NAME_NAMES = ("path", "name", "file_name", "filename", "url", "id")


@dataclass(frozen=True, slots=True)
class Source:
    """Something that holds documents, by its absolute path."""

    kind: SourceKind
    path: str

    @classmethod
    def of(cls, path: str | Path) -> Source:
        """Return the source at ``path``; ReadError when nothing is there.

        A folder is read with its subfolders, a ``.zip`` by its members, a ``.parquet`` by its rows; any other file is
        one document.
        """
        where = Path(path).absolute()
        if where.is_dir():
            return cls("folder", str(where))
        if not where.is_file():
            raise ReadError(
                f"không tìm thấy {path}; hãy kiểm tra lại đường dẫn", f"{path} is not there; check the path"
            )
        suffix = where.suffix.lower()
        return cls("zip" if suffix == ".zip" else "parquet" if suffix == ".parquet" else "file", str(where))

    @classmethod
    def list_file(cls, path: str | Path) -> Source:
        """Return the files named in ``path``, one a line; relative names are relative to that file."""
        if not Path(path).is_file():
            raise ReadError(f"không tìm thấy danh sách {path}", f"the list {path} is not there")
        return cls("list", str(Path(path).absolute()))


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a source: ``path`` as the ledger shows it, ``locator`` as ``fetch`` needs it.

    ``stamp`` changes when the bytes may have changed; ``fault`` says why the document cannot even be opened, and
    ``fault_status`` whether that is a failure or a refusal.
    """

    path: str
    locator: str
    size: int
    stamp: str
    fault: str | None = None
    fault_status: Literal["failed", "refused"] = "failed"


def list_source(source: Source) -> Iterator[Entry]:
    """Yield the documents of ``source`` in a fixed order; ReadError when the source itself cannot be opened.

    Files whose name starts with "." or "~$" are not documents: the system and Word put them there.
    """
    where = Path(source.path)
    if source.kind == "file":
        yield _file_entry(where, where.name)
    elif source.kind == "folder":
        yield from _walk(where, "")
    elif source.kind == "list":
        for line in where.read_text(encoding="utf-8-sig").splitlines():
            if name := line.strip():
                yield _file_entry(where.parent / name, Path(name).as_posix())
    elif source.kind == "zip":
        yield from _list_zip(where)
    else:
        yield from _list_parquet(where)


def fetch(locator: str, max_bytes: int) -> bytes:
    """Return the bytes of the document that ``Entry.locator`` points to; ReadError with what is wrong.

    Never reads more than ``max_bytes`` + 1 bytes: what is larger is refused by whoever reads it.
    """
    place: dict[str, Any] = json.loads(locator)
    try:
        if "member" in place:
            with _archive(place["zip"]).open(place["member"]) as member:
                return member.read(max_bytes + 1)
        if "row" in place:
            return _parquet_row(place["parquet"], place["group"], place["row"])
        with Path(place["file"]).open("rb") as stream:
            return stream.read(max_bytes + 1)
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ReadError(f"không lấy được tệp từ nguồn: {error}", f"cannot be fetched: {error}") from error


def path_of(locator: str) -> Path | None:
    """Return the path of a document that is a file of its own, else None."""
    place = json.loads(locator)
    return Path(place["file"]) if "file" in place else None


def showable(name: str) -> str:
    """Return a file name as text that can be stored: bytes that are no UTF-8 are written as \\xNN."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _walk(folder: Path, prefix: str) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            inside = sorted(found, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Entry(showable(prefix or folder.name), json.dumps({"file": str(folder)}), 0, "", _reason(error))
        return
    for entry in inside:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
        elif not entry.is_dir():
            yield _file_entry(Path(entry.path), prefix + entry.name)


def _file_entry(path: Path, name: str) -> Entry:
    locator = json.dumps({"file": str(path)})
    try:
        found = path.stat()
    except OSError as error:
        return Entry(showable(name), locator, 0, "", _reason(error))
    if path.is_dir():
        return Entry(showable(name), locator, 0, "", "là thư mục, không phải tệp")
    return Entry(showable(name), locator, found.st_size, f"{found.st_size}-{found.st_mtime_ns}")


def _list_zip(where: Path) -> Iterator[Entry]:
    try:
        members = sorted(_archive(str(where)).infolist(), key=lambda member: member.filename)
    except (zipfile.BadZipFile, OSError) as error:
        raise ReadError(
            f"{where} không mở được ({error}); hãy nén lại", f"{where} cannot be opened ({error})"
        ) from None
    for member in members:
        base = member.filename.rpartition("/")[2]
        if member.is_dir() or base.startswith((".", "~$")):
            continue
        locator = json.dumps({"zip": str(where), "member": member.filename})
        fault = "được đặt mật khẩu trong tệp nén" if member.flag_bits & 1 else None
        yield Entry(
            showable(member.filename), locator, member.file_size, f"{member.file_size}-{member.CRC}", fault, "refused"
        )


@lru_cache(maxsize=4)
def _archive(path: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


def _list_parquet(where: Path) -> Iterator[Entry]:
    import pyarrow
    import pyarrow.parquet

    try:
        whole = pyarrow.parquet.ParquetFile(where)
    except (pyarrow.ArrowException, OSError) as error:
        raise ReadError(f"{where} không phải Parquet đọc được ({error})", f"{where} is no Parquet ({error})") from None
    names = whole.schema_arrow.names
    name = next((column for column in _NAME_NAMES if column in names), None)
    stamp = f"{where.stat().st_size}-{where.stat().st_mtime_ns}"
    _bytes_column(whole, str(where))
    at = 0
    for group in range(whole.num_row_groups):
        count = whole.metadata.row_group(group).num_rows
        shown = whole.read_row_group(group, columns=[name])[name].to_pylist() if name else [None] * count
        for row in range(count):
            path = f"{where.name}/{at:08d}" + (f"/{shown[row]}" if shown[row] is not None else "")
            yield Entry(showable(path), json.dumps({"parquet": str(where), "group": group, "row": row}), -1, stamp)
            at += 1


def _bytes_column(whole: pyarrow.parquet.ParquetFile, where: str) -> str:
    import pyarrow

    def holds_bytes(field: pyarrow.Field) -> bool:
        kind = field.type
        if pyarrow.types.is_struct(kind):  # {"bytes": …, "path": …}, as some data sets keep files
            return bool(kind.get_field_index("bytes") >= 0)
        return bool(pyarrow.types.is_binary(kind) or pyarrow.types.is_large_binary(kind))

    found = [field.name for field in whole.schema_arrow if holds_bytes(field)]
    if not found:
        raise ReadError(f"{where} không có cột bytes nào", f"{where} has no column of bytes")
    return next((name for name in _BYTES_NAMES if name in found), found[0])


@lru_cache(maxsize=1)
def _parquet_group(path: str, group: int) -> Any:
    import pyarrow.parquet

    whole = pyarrow.parquet.ParquetFile(path)
    column = _bytes_column(whole, path)
    return whole.read_row_group(group, columns=[column])[column]


def _parquet_row(path: str, group: int, row: int) -> bytes:
    cell = _parquet_group(path, group)[row].as_py()
    found: bytes | None = cell["bytes"] if isinstance(cell, dict) else cell
    if found is None:
        raise ValueError("ô trống, không có bytes")
    return found


def _reason(error: OSError) -> str:
    return f"không đọc được: {error.strerror or error}"
