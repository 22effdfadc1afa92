"""Texts that nobody would write, and some that somebody might: each is a function of a ``random.Random``."""

from __future__ import annotations

import functools
import random
import sys
from collections.abc import Callable

import yaml
from conftest import SEEDS

from kehoach_parser.rules import Rules

# What the extractors look at: cut, joined and put in wrong places it goes through every branch.
TOKENS = (
    *("I.", "II.", "IV.", "1.", "1.1.", "1.1.1.", "2.3", "a)", "đ)", "- ", "+ ", "* ", "Điều 1.", "Khoản 2", "Mục III"),
    *("%", "60%", "35 - 40%", "từ 35% đến 40%", "1/2", "1.234,5", "374.125", "0", "00", "05", "1e9", "98,5"),
    *("²", "٣", "½"),
    *("đạt", "ít nhất", "trên", "dưới", "trở lên", "không quá", "tăng", "giảm", "duy trì", "phấn đấu"),
    *("khoảng", "gấp đôi", "một nửa"),
    *("đến năm 2025", "năm 2030", "giai đoạn 2021 - 2025", "2021-2030", "hằng năm", "hàng quý", "quý IV/2025", "Quý 3"),
    *("trước ngày 15/11", "trước 15/11 hằng năm", "ngày 30/02/2025", "ngày 31 tháng 13 năm 0000", "tháng 12/2025"),
    *("15/9/2023", "15-9-2023", "15.9.2023", "29/02/2023", "99/99/9999", "sáu tháng", "6 tháng", "1 năm", "nhiệm kỳ"),
    *("Sở Nội vụ", "UBND tỉnh", "Ủy ban nhân dân xã", "các sở, ban, ngành", "Hội Liên hiệp Phụ nữ", "Công an", "Ban"),
    *("chủ trì", "phối hợp với", "tham mưu", "đề nghị", "giao", "có trách nhiệm", "báo cáo", "theo dõi", "hoàn thành"),
    *("Quyết định số 2282/QĐ-TTg", "số 52-CT/TW", "Kế hoạch số /KH-UBND", "Nghị quyết 28/NQ-CP", "ngày 31/12/2020"),
    *("cán bộ nữ", "tỷ lệ", "lãnh đạo chủ chốt là nữ", "bình đẳng giới", "cơ quan", "người", "lớp", "triệu đồng"),
    *("KẾ HOẠCH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:", "TM.", "KT."),
    *("I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG", "III. TỔ CHỨC THỰC HIỆN", "PHỤ LỤC", "BIỂU 01", "Lưu: VT.", "./."),
    *(" | ", "|---|---|", "| a | b |", "**", "##", "```", ">", "\\", "&nbsp;", "<b>", "[x](y)", "~~", "[^1]", "==="),
    *("(", ")", "“", "”", '"', "'", "«", ",", ";", ":", ".", "..", "…", "......", "/", "-", "–", "—", "_", "\t", "\n"),
)  # fmt: skip
ODD = (
    *("\x00", "\x01", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\u00ad"),
    *("\u202e", "\u0301", "\u0323", "ㅤ"),
    *("\ud800", "\udfff", "\U0001f600", "İ", "ß", "ŉ", "ǰ", "ﬁ", "K", "Å", "٠", "๓", "ⅳ", "⁵", "㎡", "\u3000"),
)  # fmt: skip
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_LONGEST = 1200


@functools.cache
def plans() -> tuple[str, ...]:
    """Return the texts of the five plans."""
    return tuple(path.read_bytes().decode("utf-8-sig") for path in SEEDS)


@functools.cache
def lines() -> tuple[str, ...]:
    """Return the lines of the plans and the examples of the rules, good and bad: each makes some rule speak."""
    found = {line for text in plans() for line in text.splitlines() if 0 < len(line) < 500}

    def collect(node: object) -> None:
        if isinstance(node, str):
            if " " in node and "\\" not in node and len(node) < 500:
                found.add(node)
        elif isinstance(node, dict):
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    for path in Rules.load().folder.rglob("*.yaml"):
        collect(yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader))
    return tuple(sorted(found))


def make_noise(rng: random.Random) -> str:
    """Return characters of any kind: a few of the whole of Unicode, many of those that count here."""
    pools: tuple[Callable[[], str], ...] = (
        lambda: chr(rng.randrange(sys.maxunicode + 1)),
        lambda: chr(rng.randrange(32, 127)),
        lambda: rng.choice(_LETTERS + _LETTERS.upper()),
        lambda: rng.choice("0123456789.,/-%"),
        lambda: rng.choice(ODD),
        lambda: rng.choice(" \n\t.,;:()|*#-+"),
    )
    chosen = rng.sample(pools, rng.randint(1, 4))
    return "".join(rng.choice(chosen)() for _ in range(rng.randint(0, 200)))


def make_soup(rng: random.Random) -> str:
    """Return the words that the rules look for, in any order."""
    joint = rng.choice((" ", " ", "\n", "", ", ", "; "))
    return joint.join(rng.choice(TOKENS) for _ in range(rng.randint(1, 60)))


def make_repeats(rng: random.Random) -> str:
    """Return one or two words many times over."""
    words = [rng.choice(TOKENS) for _ in range(rng.randint(1, 2))] or ["1"]
    joint = rng.choice(("", " ", "\n", ". "))
    return joint.join(words * rng.randint(1, 80))[:_LONGEST]


def make_shuffle(rng: random.Random) -> str:
    """Return lines of plans and of rules' examples, in any order."""
    joint = rng.choice(("\n", "\n", "\n\n", " ", "\r\n", "\n- ", "\n| "))
    return joint.join(rng.choice(lines()) for _ in range(rng.randint(1, 8)))


def make_torn(rng: random.Random) -> str:
    """Return a stretch of a plan, changed in a few places."""
    text = rng.choice(plans())
    length = rng.randint(1, _LONGEST) if rng.random() < 0.995 else len(text)
    start = rng.randrange(max(1, len(text) - length + 1))
    return mutate(rng, text[start : start + length])


def make_changed_line(rng: random.Random) -> str:
    """Return one or two lines that some rule reads, changed in a few places."""
    return "\n".join(mutate(rng, rng.choice(lines())) for _ in range(rng.randint(1, 3)))


def mutate(rng: random.Random, text: str) -> str:
    """Return ``text`` with one to eight changes: cut, doubled, moved, typed over, set in capitals."""
    for _ in range(rng.randint(1, 8)):
        start = rng.randint(0, len(text))
        end = min(len(text), start + rng.randint(0, rng.choice((2, 12, 60))))
        piece = text[start:end]
        new = rng.choice(
            (
                lambda piece: "",
                lambda piece: piece * rng.randint(2, 4),
                lambda piece: piece[::-1],
                lambda piece: rng.choice((piece.upper(), piece.lower(), piece.title(), piece.swapcase())),
                lambda piece: rng.choice(TOKENS),
                lambda piece: f"{piece} {rng.choice(TOKENS)} ",
                lambda piece: rng.choice(ODD),
                lambda piece: "".join(rng.choice("0123456789") if c.isdigit() else c for c in piece),
                lambda piece: piece.replace("\n", rng.choice((" ", "\n\n", " | ", "\r", ""))),
                lambda piece: piece.replace(" ", rng.choice(("", "  ", "\n", "\u00a0", "\t"))),
                lambda piece: f"\n{piece}\n",
            )
        )(piece)
        text = text[:start] + new + text[end:]
    return text[: 40 * _LONGEST]


def make_plan(rng: random.Random) -> str:
    """Return a plan by a grammar of plans: the form is right, what stands in it is drawn by lot."""
    year = rng.choice(("2021", "2025", "2026", "2030", "20..", "    ", "25"))
    number = rng.choice(("", "63", "251", "01", "...", "12345"))
    bodies = ("Sở Nội vụ", "UBND các xã, phường", "Hội LHPN tỉnh", "Công an tỉnh", "Văn phòng", "các cơ quan, đơn vị")
    changes = ("tăng", "giảm", "đạt", "duy trì", "không dưới")

    def body() -> str:
        return rng.choice(bodies)

    def amount() -> str:
        low, high = rng.randint(0, 110), rng.randint(0, 200)
        return rng.choice(
            (
                *(f"{low}%", f"{low}-{high}%", f"từ {low}% đến {high}%", f"{low},{high}%", f"{low}.{high:03} người"),
                *(f"{low:02} lớp", f"1/{high}", f"{low} % trở lên", "một nửa", f"gấp {low} lần", f"{low} tỷ đồng"),
            )
        )

    def time() -> str:
        day, month, later = rng.randint(0, 33), rng.randint(0, 13), rng.randint(0, 13)
        quarter = rng.choice(("I", "II", "4", "5"))
        return rng.choice(
            (
                *(f"năm {year}", f"đến hết năm {year}", f"trước ngày {day}/{month}/{year}", "hằng năm", "trong tháng"),
                *(f"quý {quarter}/{year}", f"giai đoạn {year}-2030", "định kỳ 6 tháng", ""),
                f"từ tháng {month} đến tháng {later}/{year}",
            )
        )

    def line() -> str:
        return rng.choice(
            (
                lambda: f"Phấn đấu {time()} đạt {amount()} cơ quan có lãnh đạo chủ chốt là nữ.",
                lambda: f"Tỷ lệ cán bộ nữ {rng.choice(changes)} {amount()} {time()};",
                lambda: f"{body()} chủ trì, phối hợp với {body()} và {body()} báo cáo {body()} {time()}.",
                lambda: f"Đề nghị {body()}: {rng.choice(lines())}",
                lambda: f"Thực hiện Quyết định số {number}/QĐ-TTg ngày {rng.randint(1, 31)}/12/{year} của Thủ tướng;",
                lambda: f"| {rng.randint(1, 9)} | {rng.choice(lines())[:60]} | {body()} | {time()} |",
                lambda: rng.choice(lines()),
            )
        )()

    def numbered(depth: int) -> str:
        n = rng.randint(1, 12)
        return rng.choice((f"{n}. ", f"{n}.{n + 1}. ", f"{'abcdđe'[n % 6]}) ", "- ", "+ ", "", f"{n}.{'1.' * depth} "))

    head = rng.choice(
        ("ỦY BAN NHÂN DÂN\nTỈNH A\n", "UBND XÃ B    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "", "ĐẢNG ỦY C\n*\n")
    )
    form = f"{head}Số: {number}/KH-UBND\nA, ngày {rng.randint(1, 31)} tháng {rng.randint(1, 12)} năm {year}\n"
    parts = [form * rng.randint(0, 1), f"KẾ HOẠCH\nThực hiện công tác cán bộ nữ {time()}\n"]
    for n in range(rng.randint(0, 3)):
        title = rng.choice(("MỤC ĐÍCH, YÊU CẦU", "CHỈ TIÊU", "NHIỆM VỤ", "TỔ CHỨC THỰC HIỆN", "KINH PHÍ"))
        parts.append(f"{('I', 'II', 'III')[n]}. {title}\n")
        parts.extend(f"{numbered(n)}{line()}\n" for _ in range(rng.randint(0, 4)))
    parts.append(rng.choice(("", "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\n")))
    return "".join(parts)


KINDS: tuple[tuple[Callable[[random.Random], str], int], ...] = (
    (make_noise, 12),
    (make_soup, 16),
    (make_repeats, 6),
    (make_shuffle, 16),
    (make_torn, 20),
    (make_changed_line, 20),
    (make_plan, 10),
)


def make_text(rng: random.Random) -> str:
    """Return a text of one of the kinds."""
    return rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0](rng)
