"""Run the notebooks anew and keep their outputs: ``python notebooks/run.py``. The tests compare what they print."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent
# What says when and where a notebook was run, and nothing about the plans.
_LANGUAGE = {"name": "python"}
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def run(path: Path) -> nbformat.NotebookNode:
    """Return the notebook in ``path`` with all cells run in its folder; CellExecutionError when one fails."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=120,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    notebook.metadata = {"kernelspec": _KERNEL, "language_info": _LANGUAGE}
    return notebook


if __name__ == "__main__":
    for path in [*map(Path, sys.argv[1:])] or sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(run(path), path)
