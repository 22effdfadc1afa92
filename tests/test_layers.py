"""Data flows one way: a module imports only from modules above it in this list. The test reads the imports."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "kehoach_parser"

# From the ground up. A package stands here by its name; its own modules may import each other. A helper module that was
# split from a step does not stand here: it belongs to the lowest layer that imports it.
LAYERS = [
    *("errors", "messages", "text", "models", "rules", "document", "readers"),
    *("extract.layout", "extract.header", "extract.citations", "extract.sections", "extract.numbers", "extract.dates"),
    *("extract.agencies", "extract.tables", "extract.context"),
    *("extract.deadlines", "extract.targets", "extract.assignments", "extract.accounting"),
    *("plan", "review", "pipeline", "report", "baseline", "compare", "nlp"),
    *("reports", "rulebook", "corpus", "evaluate", "web", "cli"),
]

# Doors: methods of an early object that open a later module when, and only when, they are called.
DOORS = {("plan", "nlp"), ("plan", "reports"), ("report", "reports"), ("compare", "reports"), ("compare", "pipeline")}

MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
# The public names, the entry point and the empty package files stand outside the order.
OUTSIDE = {"__init__", "__main__", "extract"}


def is_for_types(node: ast.If) -> bool:
    """Return whether ``node`` is the block that only a type checker reads."""
    return "TYPE_CHECKING" in ast.unparse(node.test)


def imports(path: Path, module: str) -> list[tuple[str, bool]]:
    """Return the modules of this package that ``path`` imports, each with whether it does so inside a function."""
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    found = []

    def visit(node: ast.AST, inside: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and is_for_types(child):
                continue
            if isinstance(child, ast.ImportFrom):
                found.extend((name, inside) for name in targets(child))
            visit(child, inside or isinstance(child, ast.FunctionDef))

    def targets(node: ast.ImportFrom) -> list[str]:
        if node.level:
            base = package[: len(package) - node.level + 1] + (node.module.split(".") if node.module else [])
        elif (node.module or "").split(".")[0] == "kehoach_parser":
            base = (node.module or "").split(".")[1:]
        else:
            return []
        whole = [".".join([*base, alias.name]) for alias in node.names]
        return [name if name in MODULES else ".".join(base) for name in whole]

    visit(ast.parse(path.read_text(encoding="utf-8")), False)
    return [(name, inside) for name, inside in found if name]


@functools.cache
def importers() -> dict[str, set[str]]:
    """Return for each module the modules that import it."""
    found: dict[str, set[str]] = {}
    for module, path in MODULES.items():
        for name, _ in imports(path, module):
            if name != module:
                found.setdefault(name, set()).add(module)
    return found


@functools.cache
def layer(module: str) -> str | None:
    """Return the layer of ``module``: its own, its package's, or for a helper the lowest that imports it."""
    fits = [name for name in LAYERS if module == name or module.startswith(name + ".")]
    if fits:
        return max(fits, key=len)
    users = {layer(user) for user in importers().get(module, set()) - OUTSIDE}
    return min((one for one in users if one), key=LAYERS.index, default=None)


@pytest.mark.parametrize("module", [name for name in MODULES if name not in OUTSIDE])
def test_a_module_imports_only_from_above(module: str) -> None:
    own = layer(module)
    assert own, f"{module} has no place in LAYERS, and no module imports it"
    for name, inside in imports(MODULES[module], module):
        if name in OUTSIDE:
            continue
        other = layer(name)
        if other is None or (inside and (own, other) in DOORS):
            continue
        assert LAYERS.index(other) <= LAYERS.index(own), f"{module} imports {name}, which stands below it"


def test_only_nlp_knows_spacy_and_underthesea() -> None:
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and is_for_types(node))]
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            heavy = {name.split(".")[0] for name in names} & {"spacy", "underthesea"}
            assert not heavy or module.split(".")[0] == "nlp", f"{module} imports {heavy}; nlp is the only door"


def test_parsing_imports_nothing_heavy() -> None:
    code = (
        "import sys; from kehoach_parser import parse; parse(text='KẾ HOẠCH\\nI. MỤC TIÊU\\n1. Đạt 60% năm 2025.');"
        "print(*{'spacy', 'underthesea', 'pandas', 'numpy', 'rich', 'click', 'torch'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []
