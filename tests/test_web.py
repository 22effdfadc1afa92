"""The local page: what it does with files, what it refuses, and the whole way through it in a real browser."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import pytest
import regex
from browser import LOW_CONTRAST, console, open_browser, phone
from click.testing import CliRunner
from conftest import CORPUS, SEEDS, need_tool, parsed
from openpyxl import load_workbook
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

import kehoach_parser.web as web
from kehoach_parser import Plan, Report
from kehoach_parser.cli import main
from kehoach_parser.messages import say
from kehoach_parser.web.app import clean_name
from kehoach_parser.web.store import Store
from kehoach_parser.web.worker import Answer, Job, Settings, Worker, Workers

DIEN_BIEN = CORPUS / "plans" / "dien-bien-2021.md"
HA_TINH = CORPUS / "plans" / "ha-tinh-2016.txt"


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Client:
    """Asks the page as a browser does, or as somebody else would."""

    port: int

    def ask(self, path: str, *, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body or None, headers or {})
            reply = connection.getresponse()
            return Reply(reply.status, {key.lower(): value for key, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    @property
    def token(self) -> str:
        return field_value(self.ask("/").text, "token")

    def send(
        self,
        files: Sequence[tuple[str, bytes]],
        *,
        path: str = "/check",
        fields: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        fields = {"token": self.token, **(fields or {})}
        parts = [
            f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()
        ]
        for name, data in files:
            head = f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
            parts.append(head.encode() + data)
        body = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"
        kind = {"content-type": "multipart/form-data; boundary=edge", **(headers or {})}
        return self.ask(path, method="POST", body=body, headers=kind)

    def follow(self, reply: Reply) -> Reply:
        assert reply.status == 303, reply.text
        return self.ask(reply.headers["location"])


def field_value(page: str, name: str) -> str:
    return regex.search(rf'name="{name}" value="([^"]+)"', page)[1]


@contextmanager
def running(settings: Settings) -> Iterator[Client]:
    with web.open_door(0) as door:
        server = web.make_server(settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield Client(door.getsockname()[1])
        server.should_exit = True
        thread.join(15)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def page() -> Iterator[Client]:
    with running(Settings(seconds=30, max_upload=3_000_000, max_files=6, workers=1)) as client:
        yield client


# What it does.


def test_one_file_shows_its_report_with_downloads(page: Client) -> None:
    shown = page.follow(page.send([("ke hoach.md", DIEN_BIEN.read_bytes())]))
    assert shown.status == 200
    assert "Lê Thành Đô" in shown.text
    links = regex.findall(r'href="(/reports/[\w-]+/([\w.]+))"', shown.text)
    got = {form: page.ask(path) for path, form in links}
    assert {"xlsx", "html", "json", "plan.json"} <= {*got}
    for form, reply in got.items():
        assert reply.status == 200
        assert reply.headers["content-disposition"].startswith(f'attachment; filename="ke hoach.{form}"')
    report = Report.from_json(got["json"].body)
    assert report.verdict == "gaps"
    plan = Plan.from_json(got["plan.json"].body)
    assert plan.source.name == "ke hoach.md"
    assert plan.targets == parsed(DIEN_BIEN).targets
    assert "Chỉ tiêu" in load_workbook(BytesIO(got["xlsx"].body)).sheetnames
    assert 'class="toolbar"' in shown.text
    assert 'class="toolbar"' not in got["html"].text


def test_a_word_file_comes_back_with_comments(page: Client) -> None:
    document = docx.Document()
    for line in parsed(HA_TINH).text.split("\n"):
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    shown = page.follow(page.send([("kế hoạch.docx", written.getvalue())]))
    path = regex.search(r'href="(/reports/[\w-]+/docx)"', shown.text)[1]
    back = page.ask(path)
    assert back.headers["content-type"].endswith("wordprocessingml.document")
    copy = docx.Document(BytesIO(back.body))
    assert [one.text for one in copy.paragraphs] == [one.text for one in document.paragraphs]
    assert len([*copy.comments]) > 0


def test_several_files_stand_in_a_table_with_what_could_not_be_read(page: Client) -> None:
    files = [(seed.name, seed.read_bytes()) for seed in SEEDS[:3]]
    shown = page.follow(page.send([*files, ("rỗng.docx", b""), ("lạ.bin", os.urandom(3000))]))
    assert shown.text.count("<tr ") == 6
    assert shown.text.count(say("web.see")) == 3
    assert shown.text.count(say("web.unread")) == 2
    assert "rỗng.docx là tệp rỗng" in shown.text


def test_a_baseline_can_be_chosen(page: Client) -> None:
    shown = page.follow(page.send([("a.txt", HA_TINH.read_bytes())], fields={"baseline": "2282"}))
    assert say("verdict.baseline_mismatch") in shown.text
    shown = page.follow(page.send([("a.txt", HA_TINH.read_bytes())], fields={"baseline": "../../etc/passwd"}))
    assert say("verdict.baseline_mismatch") not in shown.text, "an unknown name is no name"


def test_names_of_files_are_words_and_never_paths(page: Client) -> None:
    name = "..\\..\\bí mật\\a<img src=x onerror=alert(1)>'&amp;.md"
    shown = page.follow(page.send([(name, DIEN_BIEN.read_bytes()), ("/etc/passwd", b"root:x:0:0")]))
    assert "<img" not in shown.text
    assert "&#39;&amp;amp;.md" in shown.text
    assert "passwd" in shown.text
    assert "/etc" not in shown.text
    path = regex.search(r'href="(/reports/[\w-]+/json)"', shown.text)[1]
    disposition = page.ask(path).headers["content-disposition"]
    assert unquote(disposition.partition("UTF-8''")[2]) == "a_img src=x onerror=alert(1)_'&amp;.json"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("kế hoạch.docx", "kế hoạch.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\b.doc", "b.doc"),
        ('a"\r\nSet-Cookie: x=1;.md', "a_Set-Cookie_ x=1;.md"),
        ("..", "ke-hoach"),
        ("a/", "a"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("x" * 500 + ".md", "x" * 117 + ".md"),
        ("", "ke-hoach"),
    ],
)
def test_clean_names(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_forgetting_leaves_nothing(page: Client) -> None:
    first = page.send([("a.md", DIEN_BIEN.read_bytes())])
    path = first.headers["location"]
    assert page.ask(path).status == 200
    assert page.send([], path="/forget").status == 303
    gone = page.ask(path)
    assert gone.status == 404
    assert say("web.gone") in gone.text


def test_nothing_is_written_to_disk(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")  # the page itself could not make a temporary file
    large = DIEN_BIEN.read_bytes() + b"\n" + b"Van ban. " * 250_000
    assert page.send([("a.md", large)]).status == 303


# What it refuses.


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "127.0.0.1", "", "localhost.evil:{port}"]
)
def test_another_host_is_refused(page: Client, host: str) -> None:
    reply = page.ask("/", headers={"host": host.format(port=page.port)})
    assert reply.status == 421
    assert "token" not in reply.text
    assert page.ask("/", headers={"host": f"localhost:{page.port}"}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_request_from_another_page_is_refused(page: Client, headers: dict[str, str]) -> None:
    assert page.send([("a.md", b"KE HOACH")], headers=headers).status == 403
    assert page.send([], path="/forget", headers=headers).status == 403


def test_a_request_without_the_token_is_refused(page: Client) -> None:
    for token in ("", "x", "é", page.token[:-1]):
        assert page.send([("a.md", b"KE HOACH")], fields={"token": token}).status == 403
    own = {"origin": f"http://127.0.0.1:{page.port}", "sec-fetch-site": "same-origin"}
    assert page.send([("a.md", DIEN_BIEN.read_bytes())], headers=own).status == 303


def test_uploads_have_limits(page: Client) -> None:
    form = "multipart/form-data; boundary=edge"
    large = {"content-type": form, "content-length": str(10**12)}
    assert page.ask("/check", method="POST", headers=large).status == 413
    assert page.send([(f"{n}.md", b"x") for n in range(7)]).status == 400
    assert page.send([]).status == 400
    for kind in ("multipart/form-data", "text/plain", "multipart/form-data; boundary=other"):
        reply = page.ask("/check", method="POST", body=b"--edge\r\nrubbish", headers={"content-type": kind})
        assert reply.status in (400, 403), kind


def test_a_body_that_does_not_say_its_length_is_cut_off(page: Client) -> None:
    part = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n' + b"x" * 3_200_000
    head = f"POST /check HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nTransfer-Encoding: chunked\r\n"
    head += "Content-Type: multipart/form-data; boundary=edge\r\n\r\n"
    with socket.create_connection(("127.0.0.1", page.port), timeout=10) as raw:
        raw.sendall(head.encode() + b"%x\r\n" % len(part) + part + b"\r\n")  # and the end never comes
        assert raw.recv(40).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "path",
    [
        "/reports/x",
        "/reports/x/json",
        "/results/x",
        "/reports/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/docs",
        "/favicon.ico",
    ],
)
def test_there_is_nothing_else(page: Client, path: str) -> None:
    reply = page.ask(path)
    assert reply.status == 404
    assert "root:" not in reply.text
    assert page.ask("/check").status == 405


def test_every_answer_says_what_a_browser_may_do(page: Client) -> None:
    report = page.send([("a.md", DIEN_BIEN.read_bytes())]).headers["location"]
    for path in ("/", "/nothing", report, f"{report}/json"):
        headers = page.ask(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


# Processes and memory.


def test_a_file_that_takes_too_long_or_breaks_its_process_does_not_stop_the_next() -> None:
    worker = Worker(Settings(seconds=0.6))
    try:
        long = worker.ask(Job("dài.md", DIEN_BIEN.read_bytes() * 1200))
        assert long.error == say("web.too_long", seconds=1)
        assert worker.pid is None
        assert worker.ask(Job("a.md", DIEN_BIEN.read_bytes())).verdict == "gaps"
        pid = worker.pid
        threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
        broken = worker.ask(Job("b.md", DIEN_BIEN.read_bytes() * 1200))
        assert broken.error == say("web.broken")
        assert worker.ask(Job("c.md", DIEN_BIEN.read_bytes())).verdict == "gaps"
        assert worker.pid != pid
        last = worker.pid
    finally:
        worker.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(last, 0)


def test_what_a_reader_started_ends_with_it() -> None:
    need_tool("soffice")
    worker = Worker(Settings(seconds=1.0))
    started: set[int] = set()
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.005):
            with suppress(OSError):
                children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text("ascii")
                started.update(map(int, children.split()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        answer = worker.ask(Job("a.rtf", b"{\\rtf1 " + b"KE HOACH\\par Van ban dai.\\par " * 300_000 + b"}"))
    finally:
        over.set()
        watcher.join()
        worker.stop()
    assert answer.error == say("web.too_long", seconds=1)
    assert started
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


def test_workers_close_with_a_job_under_way() -> None:
    workers = Workers(Settings(workers=1, seconds=30))
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(workers.ask(Job("a", DIEN_BIEN.read_bytes() * 1200))))
    thread.start()
    time.sleep(0.2)
    workers.close()
    thread.join(10)
    assert not thread.is_alive()
    assert answers[0].error == say("web.broken")


def test_the_store_is_bounded_in_number_size_and_time() -> None:
    now = [0.0]
    store = Store(Settings(keep_files=3, keep_bytes=100, keep_seconds=10), clock=lambda: now[0])

    def answer(name: str, size: int = 1) -> Answer:
        return Answer(name, files={"json": b"x" * size})

    batch, names = store.put([answer("a"), answer("b")])
    assert len({*names, batch}) == 3
    assert min(map(len, (*names, batch))) >= 32
    _, more = store.put([answer("c"), answer("d")])
    assert store.get(names[0]) is None, "the oldest makes room"
    assert [one.name for _, one in store.batch(batch) or []] == ["b"]
    store.put([answer("e", 99)])
    assert store.get(more[1]) is not None
    assert store.get(names[1]) is None
    now[0] = 11
    assert store.get(more[1]) is None
    assert store.batch(batch) is None
    store.put([answer("f")])
    store.clear()
    assert store.batch(batch) is None


# The command.


def test_the_door_opens_to_this_machine_only() -> None:
    with web.open_door(0) as door:
        door.listen()
        address, port = door.getsockname()
        assert address == "127.0.0.1"
        done = CliRunner().invoke(main, ["web", "--port", str(port), "--no-open"])
        assert done.exit_code == 2
        assert str(port) in done.output
        assert "Traceback" not in done.output


def test_without_the_libraries_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("kehoach_parser.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = CliRunner().invoke(main, ["web"])
    assert done.exit_code == 2
    assert "kehoach-parser[web]" in done.output


def test_the_whole_way_in_a_browser(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "kehoach_parser", "web", "--port", "0", "--no-open"]
    environment = {**os.environ, "TMPDIR": str(scratch)}
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert server.stderr is not None
        address = regex.search(r"http://127\.0\.0\.1:\d+/", server.stderr.readline())[0]
        with open_browser(tmp_path) as browser:
            walk_through(browser, address, tmp_path)
        assert [path for path in scratch.rglob("*") if path.is_file()] == [], "nothing stays on disk"
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(15) == 0
        assert [*scratch.iterdir()] == []
        assert server.stderr is not None
        server.stderr.close()


def walk_through(browser: Any, address: str, folder: Path) -> None:
    """Drop files, see the table and a report, take the files away, forget."""
    hostile = folder / "a&b 'x'.md"
    hostile.write_text(
        "KẾ HOẠCH\n<script>document.title='x'</script>\nI. MỤC TIÊU\n1. Đến năm 2025 đạt 60%.\n", "utf-8"
    )
    wait = WebDriverWait(browser, 20)
    browser.get(address)
    assert browser.execute_script(LOW_CONTRAST) == []
    browser.find_element(By.ID, "files").send_keys("\n".join(map(str, [*SEEDS, hostile])))
    chosen = [item.text for item in browser.find_elements(By.CSS_SELECTOR, "#chosen li")]
    assert chosen == [*(seed.name for seed in SEEDS), hostile.name]
    browser.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    wait.until(lambda _: say("web.results") in browser.title)
    assert len(browser.find_elements(By.CSS_SELECTOR, "tbody tr")) == len(SEEDS) + 1
    assert browser.execute_script(LOW_CONTRAST) == []
    with phone(browser):
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    for report in range(len(SEEDS) + 1):
        browser.find_elements(By.CSS_SELECTOR, "td a.button")[report].click()
        wait.until(lambda _: say("html.report") in browser.title)
        assert browser.find_element(By.ID, "text").is_displayed()
        if report < len(SEEDS):
            browser.back()
            wait.until(lambda _: say("web.results") in browser.title)
    assert "<script>document.title" in browser.find_element(By.CSS_SELECTOR, "article").text
    browser.back()
    downloads = folder / "downloads"
    for link in browser.find_elements(
        By.CSS_SELECTOR, f"tbody tr:nth-child({SEEDS.index(DIEN_BIEN) + 1}) .downloads a"
    ):
        link.click()
    names = {f"{DIEN_BIEN.stem}.{form}" for form in ("xlsx", "html", "json", "plan.json")}
    wait.until(lambda _: downloads.is_dir() and names <= {path.name for path in downloads.iterdir()})
    assert json.loads((downloads / f"{DIEN_BIEN.stem}.json").read_text("utf-8"))["verdict"] == "gaps"
    assert load_workbook(downloads / f"{DIEN_BIEN.stem}.xlsx").sheetnames
    origins = browser.execute_script(
        "return performance.getEntriesByType('resource').map((one) => new URL(one.name).origin)"
    )
    assert {*origins} <= {address.rstrip("/")}
    browser.find_element(By.CSS_SELECTOR, "button.quiet").click()
    wait.until(lambda _: browser.current_url == address)
    assert console(browser) == []
