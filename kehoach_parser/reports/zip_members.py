"""A zip archive with a few members changed and all others copied as they are, compressed bytes and all."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from itertools import pairwise

from ..errors import ReadError

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_DEFLATE, _UTF8, _EARLIEST = 8, 0x800, 0x21  # the date 1 January 1980
_BEYOND = 0xFFFFFFFF  # says that the true figure stands in a zip64 field


def replace_members(data: bytes, changed: dict[str, bytes]) -> bytes:
    """Return the archive ``data`` with the members ``changed`` (name to content) replaced or, when new, appended.

    Every other member keeps its bytes, its order and its entry in the directory. Raises ReadError for an archive so
    large that it needs zip64.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        directory = archive.start_dir
        comment = archive.comment
    begins = sorted({member.header_offset for member in members} | {directory})
    follows = dict(pairwise(begins))
    out = bytearray(data[: begins[0]])
    places: dict[int, int] = {}
    made: dict[str, bytes] = {}  # directory entries of what was changed
    for member in sorted(members, key=lambda one: one.header_offset):
        content = changed.get(member.filename)
        if content is None:
            places[member.header_offset] = len(out)
            out += data[member.header_offset : follows[member.header_offset]]
        elif member.filename not in made:
            when = struct.unpack("<HH", data[member.header_offset + 10 : member.header_offset + 14])
            made[member.filename] = _write(out, member.filename, content, when, member.external_attr)
    entries = []
    at = directory
    for member in members:
        size = 46 + sum(struct.unpack("<HHH", data[at + 28 : at + 34]))
        raw = data[at : at + size]
        at += size
        if raw[:4] != _CENTRAL or struct.unpack("<L", raw[42:46])[0] == _BEYOND:
            message = "tệp zip bên trong quá lớn hoặc hỏng; hãy mở bằng Word, lưu lại dạng .docx rồi thử lại"
            raise ReadError(message, "the zip archive inside is too large or broken; save it again with Word")
        if member.filename in made:
            entries.append(made[member.filename])
        else:
            entries.append(raw[:42] + struct.pack("<L", places[member.header_offset]) + raw[46:])
    entries += [_write(out, name, changed[name], (0, _EARLIEST), 0) for name in changed if name not in made]
    begin = len(out)
    out += b"".join(entries)
    count = len(entries)
    out += _END + struct.pack("<HHHHLLH", 0, 0, count, count, len(out) - begin, begin, len(comment)) + comment
    return bytes(out)


def _write(out: bytearray, name: str, content: bytes, when: tuple[int, ...], attributes: int) -> bytes:
    """Append a member to ``out``; return its entry in the directory."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    place, raw_name = len(out), name.encode()
    flags = 0 if name.isascii() else _UTF8
    common = struct.pack(
        "<HHHHHLLLHH",
        *(20, flags, _DEFLATE, when[0], when[1]),
        *(zlib.crc32(content), len(packed), len(content), len(raw_name), 0),
    )
    out += _LOCAL + common + raw_name + packed
    # version made by, the same fields, no comment, disk 0, internal attributes 0, external attributes, place
    return _CENTRAL + struct.pack("<H", 20) + common + struct.pack("<HHHLL", 0, 0, 0, attributes, place) + raw_name
