"""The only door to underthesea and spaCy. Both are imported when they are used, never when this package is."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass

# How people write the names that underthesea expects in full.
_FULL_CITY = {"tp.hcm": "thành phố Hồ Chí Minh", "tphcm": "thành phố Hồ Chí Minh", "tp. hcm": "thành phố Hồ Chí Minh"}


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address of before 2025-07-01 (``old``, as given) and the unit that it belongs to now (``new``).

    ``whole`` says that the ward itself was found; otherwise only the province is certain and ``new`` is that province.
    """

    old: str
    new: str
    province: str
    ward: str | None
    whole: bool


def convert_address(address: str) -> NewAddress | None:
    """Return what an old address is called since 2025-07-01; None when the map does not know it. Works offline.

    Raises ImportError that names the package to install when underthesea is absent.

    >>> convert_address("phường Phan Chu Trinh, quận Hoàn Kiếm, thành phố Hà Nội").new
    'Phường Cửa Nam, Thành phố Hà Nội'
    """
    try:
        from underthesea import convert_address as convert
    except ImportError:
        raise ImportError("Cần underthesea để đổi địa danh cũ sang mới: pip install underthesea") from None
    asked = address
    for short, full in _FULL_CITY.items():
        position = asked.lower().find(short)
        if position >= 0:
            asked = asked[:position] + full + asked[position + len(short) :]
            break
    with contextlib.redirect_stdout(io.StringIO()):
        result = convert(asked)
    province = result.new.province
    if not result.converted or not province:
        return None
    ward = result.new.ward or None
    return NewAddress(old=address, new=result.converted, province=province, ward=ward, whole=ward is not None)
