"""Text boxes and drawings of a .docx: what they say, once, and where it belongs."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from .docx_numbering import integer
from .docx_package import Element, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE = _MC + "AlternateContent"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BOX = W + "txbxContent"
_BELOW = regex.compile(r"margin-top:\s{0,3}(?=[\d.]{0,9}[1-9])")


def chosen(alternate: Element) -> Iterator[Element]:
    """Yield what stands in the one branch of ``mc:AlternateContent`` that is read: the first with words in it."""
    branches = [branch for branch in alternate if branch.tag in (_MC + "Choice", _MC + "Fallback")]
    best = next((branch for branch in branches if next(branch.iter(_BOX, W + "t"), None) is not None), None)
    if best is None and branches:
        best = branches[0]
    yield from best if best is not None else ()


def boxes_of(drawing: Element) -> Iterator[Element]:
    """Yield the text boxes of a drawing, not those inside another box, and of two alternatives only one."""
    for child in drawing:
        if child.tag == _BOX:
            yield child
        elif child.tag == ALTERNATE:
            for inner in chosen(child):
                if inner.tag == _BOX:
                    yield inner
                else:
                    yield from boxes_of(inner)
        else:
            yield from boxes_of(child)


def hangs_below(box: Element) -> bool:
    """Say whether a box is set lower than the top of the paragraph that it hangs on."""
    for parent in box.iterancestors():
        if parent.tag == _DRAWING + "anchor":
            offset = parent.find(f"{_DRAWING}positionV/{_DRAWING}posOffset")
            return offset is not None and integer(offset.text, 0) > 0
        if parent.tag == W + "p":
            return False
        style = parent.get("style")
        if style and "margin-top:" in style:
            return bool(_BELOW.search(style))
    return False
