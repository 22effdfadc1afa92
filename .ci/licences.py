"""Write docs/licences.md: every package that an installation brings with it, its version and its licence.

What is said here comes from the metadata of the installed packages, so run it in an environment with all extras (``make
licences``). It fails when the core, or an extra that users install, needs a package under a strong copyleft licence.
"""

from __future__ import annotations

import importlib.metadata as metadata
import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).resolve().parents[1] / "docs" / "licences.md"
PROJECT = "kehoach-parser"
EXTRAS = ("calendar", "corpus", "cluster", "notebook", "web")  # what users install; "dev" is for developers only
# Whoever passes on a program with these must give its source under the same terms; Apache-2.0 code cannot promise that.
STRONG = re.compile(r"\b(?:A?GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)
WEAK = re.compile(r"\b(?:LGPL|MPL|EPL|GNU Lesser|Mozilla Public|Eclipse Public)", re.IGNORECASE)
# Long texts in the field of the licence are recognised by their first words.
TEXTS = (("Permission is hereby granted, free of charge", "MIT"), ("Redistribution and use in source", "BSD"))
SHORT = (("MIT License", "MIT"), ("The MIT License", "MIT"), ("Apache Software License", "Apache-2.0"))

HEAD = """# Licences

kehoach-parser is under Apache-2.0. `make licences` makes this page from the metadata of the installed packages, with
the versions that CI locks in `.ci/constraints.txt`. A package of the core or of an extra with a strong copyleft licence
(GPL, AGPL) makes the command and the tests fail. Weak ones (MPL, LGPL), which bind changes to their own files, are
marked *; of these no code is changed or copied here.

"""
PROGRAMS = """
## Programs that are called, not linked

They are installed by the user, run as processes of their own, and are no part of this package.

| Program | Licence | For |
|---|---|---|
| LibreOffice | MPL-2.0 | .doc, .rtf, .odt (optional) |
| Tesseract and its Vietnamese data | Apache-2.0 | scans and broken text layers (optional) |

## Software inside packages

pypdfium2 carries PDFium (BSD-3-Clause, Apache-2.0), lxml carries libxml2 and libxslt (MIT), selectolax carries lexbor
(Apache-2.0) in their wheels. PyMuPDF (AGPL) is not used.
"""


def licence_of(distribution: metadata.Distribution) -> str:
    """Return the licence that a package says it has: the SPDX expression, else the classifiers, else the free field."""
    fields = distribution.metadata
    expression = fields.get("License-Expression")
    if expression:
        return expression
    classified = [value.rpartition(" :: ")[2] for value in fields.get_all("Classifier") or () if "License ::" in value]
    said = " ".join((fields.get("License") or "").split())
    if classified and classified != ["OSI Approved"]:
        said = " or ".join(sorted(classified))
    for words, short in TEXTS:
        if words in said:
            return short
    return next((short for words, short in SHORT if said.startswith(words)), said[:60]) or "not said"


def needs(names: set[str], extras: dict[str, set[str]]) -> dict[str, metadata.Distribution]:
    """Return the installed packages that ``names`` need, themselves included, by name; ``extras`` are asked of each."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(name, frozenset(extras.get(name, ()))) for name in sorted(names)]
    seen = set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        found[name] = distribution
        for line in distribution.requires or ():
            need = Requirement(line)
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in (*wanted, "")):
                waiting.append((canonicalize_name(need.name), frozenset(need.extras)))
    return found


def table(found: dict[str, metadata.Distribution]) -> str:
    """Return the packages as a table, in the order of their names."""
    rows = ["| Package | Version | Licence |", "|---|---|---|"]
    for name in sorted(found):
        licence = licence_of(found[name])
        rows.append(f"| {name} | {found[name].version} | {licence}{' *' if WEAK.search(licence) else ''} |")
    return "\n".join(rows) + "\n"


def main() -> int:
    """Write the page; with ``--check`` only look for copyleft. Return 1 when there is any."""
    core = needs({PROJECT}, {})
    del core[PROJECT]
    parts = {"The core": core}
    for extra in EXTRAS:
        more = needs({PROJECT}, {PROJECT: {extra}})
        parts[f"Further, with `[{extra}]`"] = {name: more[name] for name in more.keys() - core.keys() - {PROJECT}}
    bad = [f"{name}: {licence_of(one)}" for part in parts.values() for name, one in part.items()]
    bad = [line for line in bad if STRONG.search(re.sub(r"LGPL|GNU Lesser", "", line)) and " OR " not in line]
    for line in bad:
        print(f"strong copyleft: {line}", file=sys.stderr)
    if "--check" not in sys.argv[1:]:
        text = HEAD + "\n".join(f"## {title}\n\n{table(part)}" for title, part in parts.items() if part) + PROGRAMS
        PAGE.write_text(text, encoding="utf-8")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
