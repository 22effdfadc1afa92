"""Rules are data: YAML read strictly, patterns compiled once, and every mistake said with its file and line.

A pattern is a regular expression over the folded text (lower case, plain dashes and quotes, new tone placement). In it
a blank means one or more blanks, ``{name}`` is a fragment of the same file, and capitals are refused. Every scalar of
the YAML is a string until a model says otherwise, so ``no``, ``010`` and ``12:30`` stay as they are written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import regex
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from .errors import RuleError
from .text import fold

Model = TypeVar("Model", bound=BaseModel)
AnyPattern = regex.Pattern[str] | re.Pattern[str]


class Strict(BaseModel):
    """Base of every rule model: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


# libyaml reads the rule files ten times as fast; where PyYAML comes without it, its own scanner reads the same.
_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc, valid-type]
    """YAML with every scalar a string, and a key written twice an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise RuleError(f"{_place(key.start_mark)}: khóa {key.value!r} viết hai lần; bỏ bớt một.")
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


_Loader.yaml_implicit_resolvers = {}


def _place(mark: Any) -> str:
    return f"{mark.name}, dòng {mark.line + 1}"


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file, all scalars as strings; raise RuleError with file and line."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, _Loader)
    except FileNotFoundError:
        raise RuleError(f"{path}: không có tệp luật này; kiểm tra thư mục rules/.") from None
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: không phải UTF-8 ({error.reason}); lưu lại tệp bằng UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark) if error.problem_mark else str(path)
        raise RuleError(f"{place}: YAML sai: {error.problem}.") from None
    except yaml.YAMLError as error:
        raise RuleError(f"{path}: YAML sai: {error}.") from None


class Rules:
    """A folder of rule files. ``read(name, model)`` gives one file as a validated, compiled model, once.

    >>> Rules.load().folder.name in ("rules", "_rules")
    True
    """

    def __init__(self, folder: Path, *, proven: bool = False) -> None:
        self.folder = folder
        self.proven = proven  # the rules that come with the package: its tests hold them to their speed
        self._read: dict[tuple[str, type[BaseModel]], BaseModel] = {}

    @classmethod
    def load(cls, folder: str | Path | None = None) -> Rules:
        """Return the rules of ``folder``, or the ones that come with the package."""
        if folder is None:
            return _own_rules()
        path = Path(folder)
        if not path.is_dir():
            raise RuleError(f"{path}: không có thư mục luật này.")
        return cls(path)

    def read(self, name: str, model: type[Model]) -> Model:
        """Return ``name`` (a file, or a folder whose files are joined list by list) as a ``model``.

        Raises RuleError for a file that is missing, wrong, or holds a pattern that hostile text brings to a stand.
        """
        key = (name, model)
        found = self._read.get(key)
        if found is None:
            path = self.folder / name
            found = validate(path, _read_joined(path), model)
            if not self.proven:
                from .slow_patterns import refuse_slow

                refuse_slow(found, str(path))
            self._read[key] = found
        return found  # type: ignore[return-value]

    @property
    def loaded(self) -> tuple[tuple[str, BaseModel], ...]:
        """The names and models of the files that have been read so far."""
        return tuple((name, model) for (name, _), model in self._read.items())

    @property
    def digest(self) -> str:
        """The sha256 of all rule files, in the order of their names: the version of the rules."""
        total = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.yaml")):
            total.update(path.relative_to(self.folder).as_posix().encode())
            total.update(path.read_bytes())
        return total.hexdigest()


def _read_joined(path: Path) -> Any:
    if not path.is_dir():
        return read_yaml(path)
    joined: dict[str, Any] = {}
    for part in sorted(path.glob("*.yaml")):
        for key, value in (read_yaml(part) or {}).items():
            if isinstance(value, list):
                joined.setdefault(key, []).extend(value)
            elif isinstance(value, dict):
                joined.setdefault(key, {}).update(value)
            else:
                raise RuleError(f"{part}: {key!r} phải là danh sách hoặc bảng.")
    return joined


def validate(path: Path, data: Any, model: type[Model]) -> Model:
    """Return ``data`` as a ``model``; raise RuleError that names the file, the place in it and the fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(part) for part in first["loc"]) or "cả tệp"
        raise RuleError(f"{path}: {place}: {first['msg']}") from None


@lru_cache(maxsize=1)
def _own_rules() -> Rules:
    here = Path(__file__).resolve().parent
    shipped = here / "_rules"
    return Rules(shipped if shipped.is_dir() else here.parent / "rules", proven=True)


FRAGMENT = regex.compile(r"\{([a-z_]\w*)\}")
_ESCAPED = regex.compile(r"\\[pP]\{[^}]*\}|\\.|\(\?P?<\w+>")


def compile_pattern(source: str, fragments: dict[str, str] | None = None, where: str = "") -> regex.Pattern[str]:
    """Return ``source`` compiled over the folded text; raise RuleError for capitals, unknown fragments, bad syntax.

    >>> compile_pattern("đạt (?P<n>{num}) ?%", {"num": r"\\d+"}).search("đạt  60%")["n"]
    '60'
    """
    prepared = _prepare(source, fragments, where)
    try:
        return regex.compile(prepared)
    except regex.error as error:
        raise _wrong(error, source, where) from None


# The letters of Latin, Greek and Cyrillic for the standard re, which has no \p{L}.
LETTERS = "a-zªµºß-öø-ɏͰ-ԯḀ-ỿ"


def compile_quick(source: str, fragments: dict[str, str] | None = None, where: str = "") -> re.Pattern[str]:
    """Return ``source`` compiled by the standard re, which tries words at a place in a half to a sixth of the time.

    It reads no ``(?r)``, no possessive repeat, no lookbehind of several lengths, and no class but ``\\p{L}``; searches
    for words that are seldom there are quicker with ``compile_pattern``.

    >>> compile_quick("đạt {num} ?%(?!\\\\p{L})", {"num": r"\\d+"}).match("đạt  60%")[0]
    'đạt  60%'
    """
    prepared = _prepare(source, fragments, where)
    try:
        return re.compile(_CLASS.sub(_in_ranges, prepared))
    except re.error as error:
        raise _wrong(error, source, where) from None


def compile_any(source: str, fragments: dict[str, str] | None = None, where: str = "") -> AnyPattern:
    """Return ``source`` compiled by the standard re where that can read it, else by regex."""
    try:
        return compile_quick(source, fragments, where)
    except RuleError:
        return compile_pattern(source, fragments, where)


_CLASS = re.compile(r"\\[pP]\{\w+\}|\[(?:\\[pP]\{\w+\}|\\.|[^\]\\])*\]|\\.")


def _in_ranges(match: re.Match[str]) -> str:
    found = match[0]
    if found == r"\p{L}":
        return f"[{LETTERS}]"
    return found.replace(r"\p{L}", LETTERS).replace(r"\p{N}", r"\d") if found[0] == "[" else found


def _prepare(source: str, fragments: dict[str, str] | None, where: str) -> str:
    """Return ``source`` with its fragments put in and its blanks meaning one or more."""
    expanded = expand(source, fragments or {}, where)
    bare = _ESCAPED.sub("", expanded)
    if bare != fold(bare):
        raise RuleError(f"{where}: mẫu phải viết thường, dấu gạch và dấu thanh theo bản gập: {source!r}")
    return _BLANK.sub(_relax_blank, expanded)


def _wrong(error: Exception, source: str, where: str) -> RuleError:
    return RuleError(f"{where}: biểu thức sai ({error}): {source[:160]!r}")


_BLANK = regex.compile(r"\\.|\[(?:\\.|[^\]\\])*\]| +[?*+]?")


def _relax_blank(match: regex.Match[str]) -> str:
    words = match[0]
    if words[0] != " ":
        return words
    return " *" if words[-1] in "?*" else " +"


def expand(source: str, fragments: dict[str, str], where: str = "") -> str:
    """Return ``source`` with each ``{name}`` replaced by its fragment, fragments inside fragments too."""
    for _ in range(8):
        names = FRAGMENT.findall(source)
        if not names:
            return source
        for name in names:
            if name not in fragments:
                raise RuleError(f"{where}: không có mảnh {{{name}}}; khai báo nó trong fragments.")
        source = FRAGMENT.sub(lambda match: f"(?:{fragments[match[1]]})", source)
    raise RuleError(f"{where}: các mảnh lồng nhau quá sâu hoặc gọi vòng tròn: {source!r}")


class WordFinder:
    """Fixed words that are looked for together: one pass over the text, whatever their number.

    >>> WordFinder(["hằng năm", "năm"]).find("báo cáo hằng năm")
    {'hằng năm': [8], 'năm': [13]}
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        # A trie of letters is of the standard re: twice as fast as one str.find for each of forty words.
        self._pattern = re.compile(_trie(self._words) or "(?!)")
        self._begun_by = {word: [short for short in self._words if word.startswith(short)] for word in self._words}

    def find(self, folded: str, start: int = 0) -> dict[str, list[int]]:
        """Return where each word that occurs in ``folded[start:]`` begins, overlapping or not."""
        found: dict[str, list[int]] = {}
        search = self._pattern.search
        match = search(folded, start)
        while match is not None:
            at = match.start()
            for word in self._begun_by[match[0]]:
                found.setdefault(word, []).append(at)
            match = search(folded, at + 1)
        return found


def _trie(words: list[str]) -> str:
    """Return one pattern for ``words``, which tries every letter once and takes the longest word."""
    by_letter: dict[str, list[str]] = {}
    for word in words:
        if word:
            by_letter.setdefault(word[0], []).append(word[1:])
    branches = [re.escape(letter) + _trie(rest) for letter, rest in by_letter.items()]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and "" not in words else "(?:" + "|".join(branches) + ")"
    return body + "?" if "" in words else body
