"""A corpus is what its plans are: rows, statuses, copies, determinism, and taking up what is already there."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import regex
import yaml
from conftest import CORPUS, ROOT, SEEDS
from corpus_kit import HOSTILE, LIGHT, ledger_of, make_plans, plan_text, rules_copy, settings, tables_of

from kehoach_parser import Corpus, Plan, ReadError, check, parse
from kehoach_parser.corpus.building import Summary, build
from kehoach_parser.corpus.commands import corpus_group
from kehoach_parser.corpus.manifest import verify
from kehoach_parser.corpus.settings import Settings
from kehoach_parser.corpus.sources import Source

PLANS = CORPUS / "plans"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The five plans, held against 2282, in shards of two."""
    root = tmp_path_factory.mktemp("seeds") / "kho"
    summary = build([PLANS], root, settings=settings(baselines=("2282",)), workers=1, shard_size=2, date="2026-11-20")
    assert summary.exit_code == 0
    return Corpus.open(root)


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    """The same five plans by their ids, parsed one by one."""
    found = [parse(path) for path in SEEDS]
    return {plan.source.sha256: plan for plan in found}


def test_the_manifest_counts_every_input(seeds: Corpus) -> None:
    assert seeds.manifest["inputs"] == {"in": 5, "ok": 5, "partial": 0, "refused": 0, "failed": 0, "timed_out": 0}
    assert seeds.manifest["date"] == "2026-11-20"
    assert seeds.verify() == []


@pytest.mark.parametrize("kind", ["targets", "deadlines", "sections", "citations", "findings", "unclaimed"])
def test_rows_are_those_of_the_plans(seeds: Corpus, plans: dict[str, Plan], kind: str) -> None:
    found: dict[str, list[tuple[object, ...]]] = {document: [] for document in plans}
    for row in seeds.frame(kind, "arrow").to_pylist():
        found[row["document_id"]].append((row["n"], row["start"], row["end"]))
    for document, plan in plans.items():
        assert found[document] == [(n, row["start"], row["end"]) for n, row in enumerate(plan.rows(kind))]


def test_the_words_are_there(seeds: Corpus) -> None:
    wrong = seeds.sql(
        'select count(*) from targets t join texts x using (document_id) where x.text[t.start + 1 : t."end"] <> t.quote'
    )
    assert wrong.fetchall() == [(0,)]


def test_a_plan_comes_back_from_its_stored_text(seeds: Corpus, plans: dict[str, Plan]) -> None:
    for document, plan in plans.items():
        assert seeds.plan(document[:16]) == plan


def test_the_panel_shows_the_verdicts_of_check(seeds: Corpus, plans: dict[str, Plan]) -> None:
    panel = seeds.panel("2282")
    for document, plan in plans.items():
        rows = panel[panel["document_id"] == document]
        wanted = [(ruling.indicator, ruling.due, ruling.status) for ruling in check(plan, "2282").targets]
        found = [
            (row.indicator, row.due if isinstance(row.due, str) else None, row.status)
            for row in rows.itertuples(index=False)
        ]
        assert found == wanted
        for row in rows.itertuples(index=False):
            if isinstance(row.link, str):
                assert seeds.sentence(row.link) == row.quote


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_panel_shows_the_verdicts_of_the_gold(seeds: Corpus, path: Path) -> None:
    gold = yaml.safe_load((CORPUS / "gold" / f"{path.stem}.yaml").read_text("utf-8")).get("diff_2282")
    panel = seeds.panel("2282")
    rows = panel[panel["document_id"] == hashlib.sha256(path.read_bytes()).hexdigest()]
    found = {
        f"{row.indicator}-{row.due}" if isinstance(row.due, str) else row.indicator: row.status
        for row in rows.itertuples(index=False)
    }
    assert found == (gold if isinstance(gold, dict) else {})


def test_the_panel_in_one_row_a_plan(seeds: Corpus) -> None:
    wide = seeds.panel("2282", shape="wide")
    assert wide.shape == (4, 7)  # the plan of 2016 carries out another decision
    assert set(wide["key-leaders 2030"]) == {"met (75)", "missing"}


def test_the_panel_of_what_was_not_compared_says_what_to_do(seeds: Corpus) -> None:
    with pytest.raises(ReadError, match="--baseline 515"):
        seeds.panel("515")


def test_frames_of_every_kind(seeds: Corpus) -> None:
    count = seeds.manifest["tables"]["targets"]["rows"]
    assert len(seeds.frame("targets")) == count
    assert seeds.frame("targets", "polars").height == count
    assert seeds.frame("targets", "arrow").num_rows == count
    assert len(seeds.frame("targets", "duckdb").fetchall()) == count
    with pytest.raises(KeyError, match="verdicts"):
        seeds.frame("verdict")


def test_ids_that_people_can_read(seeds: Corpus) -> None:
    names = {row["readable_id"] for row in seeds.frame("plans", "arrow").to_pylist()}
    assert any(name.startswith("quang-ninh/ban-quan-ly-vinh-ha-long/2022/") for name in names)
    assert any(name.startswith("dien-bien/ubnd-tinh-dien-bien/2021/") for name in names)


def test_exports(seeds: Corpus, tmp_path: Path) -> None:
    import duckdb
    import openpyxl

    seeds.to_jsonl(tmp_path / "lines")
    lines = (tmp_path / "lines" / "targets.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == seeds.manifest["tables"]["targets"]["rows"]
    assert json.loads(lines[0])["quote"]
    seeds.to_duckdb(tmp_path / "kho.duckdb")
    with duckdb.connect(str(tmp_path / "kho.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from plans").fetchone() == (5,)
    seeds.to_excel(tmp_path / "kho.xlsx")
    book = openpyxl.load_workbook(tmp_path / "kho.xlsx", read_only=True)
    assert book.sheetnames == ["plans", "targets", "deadlines", "verdicts"]
    seeds.panel_to_excel(tmp_path / "panel.xlsx", "2282")
    assert openpyxl.load_workbook(tmp_path / "panel.xlsx")["panel"].max_row == 1 + len(seeds.panel("2282"))


def test_the_page_on_scale_tells_the_truth(seeds: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "scale.md").read_text("utf-8")
    first, second = (block.split("```")[0] for block in page.split("```python\n")[1:])
    (tmp_path / "kho").symlink_to(seeds.root)
    monkeypatch.chdir(tmp_path)
    exec(compile(first, "scale.md", "exec"), {})
    assert (tmp_path / "kho.xlsx").exists()
    compile(second, "scale.md", "exec")
    for command in regex.findall(r"kehoach corpus (\w+)", page):
        assert command in corpus_group.commands


def test_the_docbin_holds_every_plan(seeds: Corpus, tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    assert seeds.to_docbin(tmp_path / "kho.spacy") == 5
    documents = list(DocBin().from_disk(tmp_path / "kho.spacy").get_docs(spacy.blank("xx").vocab))
    assert sum(len(document.spans["targets"]) for document in documents) == seeds.manifest["tables"]["targets"]["rows"]


def run(folder: Path, root: Path, **options: object) -> Summary:
    """Build with one worker in small shards."""
    return build([folder], root, **{"settings": settings(), "workers": 1, "shard_size": 8, **options})  # type: ignore[arg-type]


def test_one_worker_and_two_give_the_same_bytes(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 24)
    run(folder, tmp_path / "one")
    run(folder, tmp_path / "two", workers=2)
    assert tables_of(tmp_path / "one") == tables_of(tmp_path / "two")


def test_a_large_shard_is_written_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet

    from kehoach_parser.corpus import commit

    folder = make_plans(tmp_path / "in", 45)
    light = settings(worker=(sys.executable, str(LIGHT)))
    run(folder, tmp_path / "whole", settings=light, shard_size=45)
    monkeypatch.setattr(commit, "_GROUP_BYTES", 1)
    run(folder, tmp_path / "groups", settings=light, shard_size=45)
    texts = [tmp_path / name / "tables" / "texts" / "00000.parquet" for name in ("whole", "groups")]
    whole, groups = map(pyarrow.parquet.ParquetFile, texts)
    assert (whole.num_row_groups, groups.num_row_groups) == (1, 3)
    assert groups.read() == whole.read()
    assert list(verify(tmp_path / "groups")) == []


def test_a_second_build_does_nothing(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 9)
    run(folder, tmp_path / "kho")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "kho" / "tables").rglob("*.parquet")}
    (tmp_path / "kho" / ".manifest.json.1-1.tmp").write_text("{")  # as a kill leaves it
    assert run(folder, tmp_path / "kho").reused == 9
    assert list((tmp_path / "kho").rglob(".*.tmp")) == []
    kept = {path: path.stat().st_mtime_ns for path in before if "duplicates" not in path.parts}
    assert all(before[path] == stamp for path, stamp in kept.items())


def test_files_may_come_go_and_change(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 20)
    run(folder, tmp_path / "kho")
    (folder / "0" / "plan-0003.txt").unlink()
    (folder / "1" / "plan-0004.txt").write_text(plan_text(900), encoding="utf-8")
    for number in range(20, 26):
        (folder / f"new-{number}.txt").write_text(plan_text(number), encoding="utf-8")
    summary = run(folder, tmp_path / "kho")
    assert (summary.inputs, summary.documents, summary.statuses) == (25, 25, {"ok": 25})
    assert list(verify(tmp_path / "kho")) == []
    whole = sorted(row["path"] for row in ledger_of(tmp_path / "kho"))
    assert whole == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.txt"))
    run(folder, tmp_path / "fresh")
    targets = "select sha256, quote from targets join ledger on sha256 = document_id order by all"
    found = [Corpus.open(tmp_path / name).sql(targets).fetchall() for name in ("kho", "fresh")]
    assert found[0] == found[1]
    for path in folder.rglob("plan-00*.txt"):
        path.unlink()
    assert run(folder, tmp_path / "kho").documents == 6
    assert list(verify(tmp_path / "kho")) == []


def test_new_rules_run_on_the_stored_text(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 6)
    run(folder, tmp_path / "kho")
    before = tables_of(tmp_path / "kho")
    rules = tmp_path / "rules"
    shutil.copytree(rules_copy(), rules)
    (rules / "header.yaml").write_text((rules / "header.yaml").read_text("utf-8") + "\n# another version\n", "utf-8")
    # A parser that cannot reach a file shows that none is read again.
    blind = "import kehoach_parser.corpus.worker as w; w.fetch = None; w.main()"
    other = Settings(rules_folder=str(rules), worker=(sys.executable, "-c", blind))
    summary = run(folder, tmp_path / "kho", settings=other)
    assert (summary.from_stored_text, summary.statuses) == (6, {"ok": 6})
    assert {row["read_from"] for row in ledger_of(tmp_path / "kho")} == {"stored"}
    after = tables_of(tmp_path / "kho")
    assert {name for name in before if before[name] != after[name]} == {"manifest.json"}  # it names the rules


def test_zip_list_and_parquet_give_the_rows_of_the_folder(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    folder = make_plans(tmp_path / "in", 5)
    (folder / ".hidden").write_text("x")
    (folder / "~$plan.docx").write_text("x")
    files = sorted(folder.rglob("plan-*.txt"))
    with zipfile.ZipFile(tmp_path / "plans.zip", "w") as archive:
        for path in files:
            archive.write(path, path.relative_to(folder).as_posix())
    (tmp_path / "list.txt").write_text("\n".join(f"in/{path.relative_to(folder)}" for path in files), "utf-8")
    table = pyarrow.table({"name": [path.name for path in files], "content": [path.read_bytes() for path in files]})
    pyarrow.parquet.write_table(table, tmp_path / "plans.parquet", row_group_size=2)
    sources = [folder, tmp_path / "plans.zip", tmp_path / "plans.parquet", Source.list_file(tmp_path / "list.txt")]
    whole = None
    for number, source in enumerate(sources):
        assert build([source], tmp_path / f"kho-{number}", workers=1, settings=settings()).statuses == {"ok": 5}
        found = tables_of(tmp_path / f"kho-{number}")
        found.pop("manifest.json")  # it names the source
        whole = whole or found
        assert found == whole
    summary = build(sources, tmp_path / "all", workers=1, settings=settings())
    assert (summary.inputs, summary.documents) == (20, 5)
    assert len({row["path"] for row in ledger_of(tmp_path / "all")}) == 20


def test_refused_is_not_failed(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 2)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "letter.txt").write_text("Kính gửi anh chị, xin cảm ơn và hẹn gặp lại.", "utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04word/document.xml" + bytes(40))
    (folder / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    (tmp_path / "list.txt").write_text("in/0/plan-0000.txt\nin/gone.txt\n", "utf-8")
    summary = build([folder, Source.list_file(tmp_path / "list.txt")], tmp_path / "kho", workers=1, settings=settings())
    assert summary.statuses == {"ok": 3, "refused": 5, "failed": 1}
    assert summary.exit_code == 1
    rows = {row["path"]: row for row in ledger_of(tmp_path / "kho")}
    assert rows["in/letter.txt"]["reason"].startswith("không phải kế hoạch")
    assert "không đọc được" in rows["list.txt/in/gone.txt"]["reason"]
    quarantine = [json.loads(line) for line in (tmp_path / "kho" / "quarantine.jsonl").read_text("utf-8").splitlines()]
    assert Counter(row["status"] for row in quarantine) == {"refused": 5, "failed": 1}
    assert all(row["reason"] and "kehoach corpus retry" in row["again"] for row in quarantine)


def test_a_corpus_of_nothing_can_be_asked(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert run(tmp_path / "in", tmp_path / "kho").exit_code == 0
    corpus = Corpus.open(tmp_path / "kho")
    assert corpus.verify() == []
    assert {table: len(corpus.frame(table)) for table in corpus.tables} == dict.fromkeys(corpus.tables, 0)
    assert {"plans", "verdicts", "duplicates", "ledger"} <= set(corpus.tables)
    with pytest.raises(ReadError, match="--baseline 2282"):
        corpus.panel("2282")


def test_a_retry_takes_up_the_quarantined_alone(tmp_path: Path) -> None:
    folder = make_plans(tmp_path / "in", 3)
    (folder / "bad.txt").write_text(plan_text(50) + "\nKILLER error\n", "utf-8")
    hostile = settings(worker=(sys.executable, str(HOSTILE)))
    assert run(folder, tmp_path / "kho", settings=hostile).statuses == {"ok": 3, "failed": 1}
    assert run(folder, tmp_path / "kho", settings=hostile).reused == 4, "a known failure is not tried again by itself"
    (failed,) = [row for row in ledger_of(tmp_path / "kho") if row["status"] == "failed"]
    summary = run(folder, tmp_path / "kho", retry=[failed["sha256"][:12]])
    assert summary.statuses == {"ok": 4}
    run(folder, tmp_path / "fresh")
    assert tables_of(tmp_path / "kho") == tables_of(tmp_path / "fresh")
    with pytest.raises(ReadError, match="cách ly"):
        run(folder, tmp_path / "kho", retry=["all"])


def test_copies_are_marked_and_never_split(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in SEEDS:
        shutil.copy(path, folder)
    shutil.copy(SEEDS[0], folder / "same.md")
    words = SEEDS[1].read_text("utf-8-sig").split(" ")
    words[100::200] = ["khác"] * len(words[100::200])
    (folder / "near.md").write_text(" ".join(words), "utf-8")
    summary = run(folder, tmp_path / "kho")
    assert (summary.inputs, summary.documents) == (7, 6)
    corpus = Corpus.open(tmp_path / "kho")
    rows = {row["path"]: row for row in corpus.frame("duplicates", "arrow").to_pylist()}
    assert set(rows) == {SEEDS[0].name, "same.md", SEEDS[1].name, "near.md"}
    assert rows["same.md"]["group"] == rows[SEEDS[0].name]["group"]
    assert Counter(row["kind"] for row in rows.values()) == {"first": 2, "exact": 1, "near": 1}
    near = next(row for row in rows.values() if row["kind"] == "near")
    assert 0.7 <= near["likeness"] < 1
    group = {row["document_id"] for row in rows.values() if row["group"] == near["group"]}
    for seed in map(str, range(12)):
        splits = corpus.splits((0.5, 0.5), seed=seed).set_index("document_id")["split"]
        assert splits[list(group)].nunique() == 1


def test_what_was_tampered_with_is_found(tmp_path: Path) -> None:
    root = tmp_path / "kho"
    run(make_plans(tmp_path / "in", 3), root)
    table = root / "tables" / "targets" / "00000.parquet"
    table.write_bytes(table.read_bytes() + b"x")
    ledger = root / "ledger" / "00000.jsonl"
    ledger.write_text(ledger.read_text("utf-8").replace('"ok"', '"partial"', 1), "utf-8")
    (root / "tables" / "plans" / "00009.parquet").write_bytes(b"x")
    (root / "tables" / "sections" / "00000.parquet").unlink()
    faults = "\n".join(verify(root))
    for word in (
        "targets/00000.parquet",
        "sổ khác manifest",
        "plans/00009.parquet",
        "sections/00000.parquet: không có",
    ):
        assert word in faults


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "thesis.docx").write_bytes(b"x")
    with pytest.raises(ReadError, match="thư mục trống"):
        run(make_plans(tmp_path / "in", 1), tmp_path / "kho")
    with pytest.raises(ReadError, match="nằm trong nguồn"):
        run(tmp_path / "in", tmp_path / "in" / "kho")
    with pytest.raises(ReadError, match="không tìm thấy"):
        run(tmp_path / "nowhere", tmp_path / "other")
    with pytest.raises(ReadError, match=r"manifest\.json"):
        Corpus.open(tmp_path / "in")
