"""The parts of a corpus one by one: ids and provinces, stored documents, the index, near copies."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT, SEEDS, parsed
from corpus_kit import LIGHT, make_plans, plan_text, rules_copy

from kehoach_parser import Plan, Rules
from kehoach_parser.corpus.arrow import from_arrow, to_arrow
from kehoach_parser.corpus.duplicates import Signed, group_near, hash_runs, sign
from kehoach_parser.corpus.index import Index
from kehoach_parser.corpus.readable_id import find_province, readable_id, slug
from kehoach_parser.corpus.sources import Source, list_source, showable
from kehoach_parser.corpus.stored import pack_layout, unpack
from kehoach_parser.models import Citation, Header, Span
from kehoach_parser.readers import read_file
from kehoach_parser.text import fold


def plan_of(**header: str) -> Plan:
    """Return a plan of which the header alone is known."""
    return Plan(text="KẾ HOẠCH", header=Header(**header))


@pytest.mark.parametrize(
    ("header", "then", "now"),
    [
        ({"issuer": "Ủy ban nhân dân tỉnh Hà Giang", "date": "2021-03-01"}, "Hà Giang", "Tuyên Quang"),
        ({"issuer": "Ủy ban nhân dân tỉnh Hà Giang", "date": "2025-08-01"}, "Tuyên Quang", "Tuyên Quang"),
        ({"issuer": "Sở Y tế", "place": "Kiên Giang", "date": "2018-01-05"}, "Kiên Giang", "An Giang"),
        ({"issuer": "Ủy ban nhân dân tỉnh Thừa Thiên Huế", "date": "2021"}, "Thừa Thiên Huế", "Huế"),
        ({"issuer": "Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu", "date": "2022"}, "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"),
        ({"issuer": "Ủy ban nhân dân Thành phố Hồ Chí Minh"}, "Hồ Chí Minh", "Hồ Chí Minh"),
        (
            {"issuer": "Ủy ban nhân dân xã Tân Hội", "parent_issuer": "Ủy ban nhân dân tỉnh An Giang", "date": "2026"},
            "An Giang",
            "An Giang",
        ),
    ],
)
def test_the_province_then_and_now(header: dict[str, str], then: str, now: str) -> None:
    found = find_province(plan_of(**header), Rules.load())
    assert found is not None
    assert (found.name.removeprefix("Thành phố "), found.now.removeprefix("Thành phố ")) == (then, now)


@pytest.mark.parametrize(
    "header",
    [
        {"issuer": "Bộ Nội vụ", "place": "Hà Nội"},  # where a ministry signs is not its province
        {"issuer": "Ủy ban nhân dân xã Bình Minh", "place": "Bình Minh"},
        {"issuer": "Ban Quản lý rừng tỉnh Hà Giang và tỉnh Lào Cai"},
        {},
    ],
)
def test_no_province_is_better_than_a_guess(header: dict[str, str]) -> None:
    assert find_province(plan_of(**header), Rules.load()) is None


def test_a_commune_is_placed_by_whom_it_cites() -> None:
    cited = Citation(
        text="x", doc_type=None, number="251/KH-UBND", date=None, issuer="Ủy ban nhân dân tỉnh An Giang", title=None,
        span=Span(start=0, end=1), rule="r",
    )  # fmt: skip
    plan = plan_of(issuer="Ủy ban nhân dân xã Tân Hội").model_copy(update={"citations": (cited,)})
    found = find_province(plan, Rules.load())
    assert found is not None
    assert (found.now, found.known_from) == ("An Giang", "citations")
    other = cited.model_copy(update={"issuer": "Ủy ban nhân dân tỉnh Lào Cai"})
    assert find_province(plan.model_copy(update={"citations": (cited, other)}), Rules.load()) is None


def test_a_readable_id_says_what_is_not_known() -> None:
    rules = Rules.load()
    plan = plan_of(issuer="Ủy ban nhân dân tỉnh Điện Biên", number="186", symbol="KH-UBND", date="2021-02-18")
    assert readable_id(plan, find_province(plan, rules), rules) == "dien-bien/ubnd-tinh-dien-bien/2021/186-kh-ubnd"
    assert readable_id(plan_of(), None, rules) == "khong-ro-tinh/khong-ro-co-quan/khong-ro-nam/khong-so"
    ministry = plan_of(issuer="Bộ Nội vụ", date="2022")
    assert readable_id(ministry, find_province(ministry, rules), rules) == "trung-uong/bo-noi-vu/2022/khong-so"
    assert slug("Đắk Lắk – Ðông", "?") == "dak-lak-dong" or slug("Đắk Lắk", "?") == "dak-lak"


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_stored_document_is_the_document(path: Path) -> None:
    document = read_file(path)
    assert unpack(document.text, pack_layout(document), document.source.sha256, path.name) == document


def test_shards_are_filled_in_order_and_stay(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 10)
    with closing(Index(tmp_path / "index.sqlite")) as index:
        index.take_in([Source.of(folder)], shard_size=4)
        first = {shard: [one.path for one in index.inputs_of(shard)] for shard in index.shards()}
        assert [len(paths) for paths in first.values()] == [4, 4, 2]
        assert [path for paths in first.values() for path in paths] == [
            entry.path for entry in list_source(Source.of(folder))
        ]
        for number in range(10, 13):
            (folder / "0" / f"a-{number}.txt").write_text(plan_text(number), "utf-8")
        (folder / "1" / "copy.txt").write_text(plan_text(0), "utf-8")
        index.take_in([Source.of(folder)], shard_size=4)
        second = {shard: [one.path for one in index.inputs_of(shard)] for shard in index.shards()}
        assert {shard: len(paths) for shard, paths in second.items()} == {0: 5, 1: 4, 2: 4, 3: 1}
        assert second[1] == first[1]
        assert second[0][:2] == ["0/plan-0000.txt", "1/copy.txt"], "a copy stands beside its document"
        assert index.count() == 14


def test_names_that_are_no_utf8_can_be_shown() -> None:
    assert showable("k\udcfa hoạch") == "k\\xfa hoạch"


def test_near_copies_are_grouped_and_others_are_not() -> None:
    texts = [fold(parsed(path).text) for path in SEEDS]
    rng = random.Random(3)
    signed = [Signed(f"{number:064x}", "2022", sign(text)) for number, text in enumerate(texts)]
    for number in range(20):
        words = texts[number % 2].split(" ")
        for _ in range(len(words) // 80):
            words[rng.randrange(len(words))] = "khác"
        signed.append(Signed(f"{100 + number:064x}", "2021" if number == 7 else None, sign(" ".join(words))))
    found = list(group_near(signed))
    groups = {frozenset(one.document_id for one in found if one.group == name) for name in {m.group for m in found}}
    assert groups == {
        frozenset({f"{which:064x}"} | {f"{100 + number:064x}" for number in range(20) if number % 2 == which})
        for which in (0, 1)
    }
    assert {one.group for one in found} == {f"{0:064x}", f"{107:064x}"}, "the earliest names the group"
    assert all(one.likeness >= 0.6 for one in found)
    assert list(group_near(reversed(signed))) == found, "the order of the documents does not matter"


def test_signatures_are_those_of_datasketch() -> None:
    datasketch = pytest.importorskip("datasketch", minversion="2.0", reason="it is only held against")
    for text in (*(fold(parsed(path).text) for path in SEEDS), "", "kế hoạch", "một hai ba bốn năm sáu " * 2_000):
        reference = datasketch.MinHash(num_perm=128, seed=1, hashfunc=int, scheme="affine32")
        reference.update_batch(hash_runs(text).tolist())
        assert sign(text) == reference.hashvalues.astype("<u4").tobytes()


def test_a_signature_of_nothing() -> None:
    assert len(sign("")) == len(sign("kế hoạch")) == 512
    assert sign("") != sign("kế hoạch")


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("s", ["Điện Biên", None, "", "𝟗"]),
        ("s", []),
        ("i", [0, None, -(2**31), 2**31 - 1]),
        ("f", [0.1, None, 75, 1e300]),
        ("b", [True, None, False] * 5),
        ("b", []),
        ("x", ["", None, "S+G6vw=="]),
        ("[s]", [["Sở Y tế", None], None, [], ["x"]]),
        ("[i]", [[1, 2], [], None]),
    ],
)
def test_columns_go_to_arrow_and_back(kind: str, column: list[object]) -> None:
    table = to_arrow({"cells": kind}, [column])
    table.validate(full=True)
    assert table.num_rows == len(column)
    assert from_arrow({"cells": kind}, table) == [column]
    if column:
        assert from_arrow({"cells": kind}, table.slice(1, 2)) == [column[1:3]]


def test_building_imports_neither_pandas_nor_scipy(tmp_path: Path) -> None:
    """They would double what each process holds."""
    folder = make_plans(tmp_path / "in", 3)
    (folder / "copy.txt").write_text(plan_text(0) + "Ghi chú.", "utf-8")
    code = (
        "import sys; from kehoach_parser.corpus import build\n"
        "from kehoach_parser.corpus.settings import Settings\n"
        f"s = Settings(rules_folder={rules_copy()!r}, worker=(sys.executable, {str(LIGHT)!r}))\n"
        f"assert build([{str(folder)!r}], {str(tmp_path / 'kho')!r}, settings=s, workers=1).statuses == {{'ok': 4}}\n"
        f"(__import__('pathlib').Path({str(folder)!r}) / 'new.txt').write_text('KẾ HOẠCH', 'utf-8')\n"
        f"assert build([{str(folder)!r}], {str(tmp_path / 'kho')!r}, settings=s, workers=1).inputs == 5\n"
        "from kehoach_parser.corpus import worker\n"
        "print(sorted({'pandas', 'scipy', 'spacy', 'underthesea', 'pyarrow.dataset'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr
