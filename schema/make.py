"""Write the JSON Schema of what ``kehoach parse`` and ``kehoach check`` print, from the models: ``make schema``.

The files are named by ``SCHEMA_VERSION``. A change of the models that is not written here fails the tests; which change
asks for which version stands in docs/schema.md.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kehoach_parser import Plan, Report
from kehoach_parser.models import SCHEMA_VERSION

FOLDER = Path(__file__).resolve().parent
FILES: dict[str, tuple[type[BaseModel], str]] = {
    f"kehoach-{SCHEMA_VERSION}.schema.json": (Plan, "plan"),
    f"kehoach-report-{SCHEMA_VERSION}.schema.json": (Report, "report"),
}


def make_schema(model: type[BaseModel], name: str) -> str:
    """Return the schema of ``model`` as the text of its file."""
    schema: dict[str, Any] = model.model_json_schema(mode="serialization")
    for one in (schema, *schema["$defs"].values()):  # of a docstring the first paragraph; examples are for Python
        if "description" in one:
            one["description"] = " ".join(one["description"].partition("\n\n")[0].split())
    root = schema["$defs"].pop(model.__name__) if "$ref" in schema else schema
    definitions = schema["$defs"]
    root = {key: value for key, value in root.items() if key != "$defs"}
    root["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kehoach-parser:{name}:{SCHEMA_VERSION}",
    }
    text = json.dumps({**head, **root, "$defs": definitions}, ensure_ascii=False, indent=1, sort_keys=True)
    # A report holds reports: what names itself is the root of the file.
    return text.replace(f'"#/$defs/{model.__name__}"', '"#"') + "\n"


def main() -> int:
    """Write the files; with ``--check`` only say which of them differ."""
    wrong = 0
    for file, (model, name) in FILES.items():
        path, text = FOLDER / file, make_schema(model, name)
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        wrong += 1
        if "--check" in sys.argv[1:]:
            print(f"{path.name} is not what the models say: run make schema")
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.name}")
    return wrong if "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
