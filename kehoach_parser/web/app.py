"""The pages and what they do: take files, show the results, hand out downloads, forget."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import secrets
import sys
from collections.abc import AsyncIterator
from pathlib import Path, PureWindowsPath
from typing import Any
from urllib.parse import quote

import anyio
import jinja2
import regex
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ..baseline import list_baselines
from ..messages import say
from ..reports.html import TEMPLATES, TOOLBAR, content_policy, fingerprint, look_of, template_file
from ..rules import Rules
from .guard import Guard, TooLarge, is_own, read_body
from .store import Store
from .worker import Answer, Job, Settings, Workers

_OWN = Path(__file__).parent / "templates"
_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "plan.json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_UPLOAD_SECONDS = 120.0
_BAD_IN_NAMES = regex.compile(r"[\p{C}/\\:*?\"<>|]+")


class _InMemory(MultiPartParser):
    """Keeps uploaded files in memory: nothing of them is written to disk."""

    spool_max_size = sys.maxsize


class Page:
    """The page with its settings, its workers and what it keeps."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.workers = Workers(settings)
        self.store = Store(settings)
        self.token = secrets.token_urlsafe(24)
        self.baselines = list_baselines(Rules.load(settings.rules_folder))

    async def upload(self, request: Request) -> Response:
        """The form to drop files on."""
        return self._show("upload.html")

    async def check(self, request: Request) -> Response:
        """Read the uploaded files and show what became of them."""
        settings = self.settings
        try:
            with anyio.fail_after(_UPLOAD_SECONDS):
                form = await _InMemory(
                    request.headers,
                    read_body(request, settings.max_upload),
                    max_files=settings.max_files,
                    max_fields=8,
                ).parse()
        except TooLarge:
            return self._fail("web.too_large", 413, limit=settings.max_upload // 2**20)
        except (MultiPartException, KeyError):
            return self._fail("web.bad_form", 400, limit=settings.max_files)
        except (TimeoutError, ClientDisconnect):
            return self._fail("web.bad_form", 408, limit=settings.max_files)
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(form.close)
            if not is_own(request, form.get("token"), self.token):
                return self._fail("web.stranger", 403)
            jobs = await self._jobs(form)
        if not jobs:
            return self._fail("web.no_file", 400)
        answers = await asyncio.gather(*(asyncio.to_thread(self.workers.ask, job) for job in jobs))
        batch, names = self.store.put(answers)
        if len(answers) == 1 and answers[0].files:
            return RedirectResponse(f"/reports/{names[0]}", status_code=303)
        return RedirectResponse(f"/results/{batch}", status_code=303)

    async def results(self, request: Request) -> Response:
        """The table of the files of one upload."""
        answers = self.store.batch(request.path_params["name"])
        if answers is None:
            return self._fail("web.gone", 404)
        return self._show("results.html", answers=answers)

    async def report(self, request: Request) -> Response:
        """One report, with links to its downloads on top."""
        name = request.path_params["name"]
        answer = self.store.get(name)
        if answer is None or "html" not in answer.files:
            return self._fail("web.gone", 404)
        toolbar = _render("toolbar.html", self.settings.language, name=name, answer=answer, token=self.token)
        page = answer.files["html"].decode().replace(TOOLBAR, toolbar, 1)
        return HTMLResponse(page, headers=_policy(content_policy()))

    async def download(self, request: Request) -> Response:
        """One file made from an upload, under the upload's name."""
        answer, form = self.store.get(request.path_params["name"]), request.path_params["form"]
        if answer is None or form not in answer.files:
            return self._fail("web.gone", 404)
        name = f"{PureWindowsPath(answer.name).stem}.{form}"
        plain = "".join(c if c.isascii() and c.isprintable() and c not in '"%\\' else "_" for c in name)
        disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        return Response(answer.files[form], headers={"content-type": _TYPES[form], "content-disposition": disposition})

    async def forget(self, request: Request) -> Response:
        """Drop everything that is kept."""
        try:
            form = await _InMemory(request.headers, read_body(request, 10_000), max_files=0, max_fields=2).parse()
        except (TooLarge, MultiPartException, KeyError, ClientDisconnect):
            return self._fail("web.bad_form", 400, limit=0)
        if not is_own(request, form.get("token"), self.token):
            return self._fail("web.stranger", 403)
        self.store.clear()
        return RedirectResponse("/", status_code=303)

    async def _jobs(self, form: FormData) -> list[Job]:
        known = {baseline.id for baseline in self.baselines}
        chosen = form.get("baseline")
        baseline = chosen if isinstance(chosen, str) and chosen in known else None
        files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        return [Job(clean_name(file.filename or ""), await file.read(), baseline) for file in files]

    def _show(self, template: str, status: int = 200, **values: Any) -> Response:
        page = _render(
            template,
            self.settings.language,
            token=self.token,
            baselines=self.baselines,
            settings=self.settings,
            **values,
        )
        style, script = (fingerprint(content) for content in _assets())
        policy = f"default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; base-uri 'none'"
        return HTMLResponse(page, status, headers=_policy(policy))

    def _fail(self, key: str, status: int, **values: object) -> Response:
        return self._show("message.html", status, words=say(key, self.settings.language, **values))


def make_app(settings: Settings | None = None) -> Starlette:
    """Return the page as an ASGI application. Its processes end with it."""
    page = Page(settings or Settings())

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            page.store.clear()
            page.workers.close()

    async def refuse(request: Request, error: Exception) -> Response:
        return page._fail("web.gone", error.status_code if isinstance(error, HTTPException) else 500)

    app = Starlette(
        routes=[
            Route("/", page.upload),
            Route("/check", page.check, methods=["POST"]),
            Route("/results/{name}", page.results),
            Route("/reports/{name}", page.report),
            Route("/reports/{name}/{form}", page.download),
            Route("/forget", page.forget, methods=["POST"]),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={HTTPException: refuse},
        lifespan=life,
    )
    app.state.page = page
    return app


def clean_name(given: str) -> str:
    """Return a file name to show and to offer for downloads: the last part of a path, without what no name may hold.

    >>> clean_name("../../etc/passwd"), clean_name('C:\\\\bao cao\\\\kế "hoạch".docx')
    ('passwd', 'kế _hoạch_.docx')
    """
    last = given.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return _BAD_IN_NAMES.sub("_", last).strip(" .")[-120:] or "ke-hoach"


def _policy(policy: str) -> dict[str, str]:
    return {"content-security-policy": f"{policy}; form-action 'self'; frame-ancestors 'none'"}


def _render(template: str, language: str, **values: Any) -> str:
    style, script = _assets()
    return (
        _environment()
        .get_template(template)
        .render(
            language=language,
            t=lambda key, **words: say(key, language, **words),
            look=look_of,
            style=Markup(style),
            script=Markup(script),
            **values,
        )
    )


@functools.cache
def _assets() -> tuple[str, str]:
    """Return the style and the script of the upload page and the table of results."""
    style = template_file("style.css") + (_OWN / "web.css").read_text(encoding="utf-8")
    return style, (_OWN / "web.js").read_text(encoding="utf-8")


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([_OWN, TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


__all__ = ["Answer", "Page", "clean_name", "make_app"]
