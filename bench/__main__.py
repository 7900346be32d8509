"""`python -m bench [NAME …]`: run every bench of this folder (or those named), a JSON line each, a table at the end.

A module with a function `benches()` takes part; it yields dictionaries with at least `bench`. Lines go to stdout as
they come; progress and the table go to stderr.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

Bench = Callable[[], Iterator[dict[str, Any]]]


def modules() -> dict[str, Bench]:
    """The benches of this folder by module name."""
    found = {}
    for file in sorted(Path(__file__).parent.glob("[!_]*.py")):
        if "def benches(" in file.read_text(encoding="utf-8"):
            found[file.stem] = import_module(f"bench.{file.stem}").benches
    return found


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table of the columns they have."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [columns, ["---"] * len(columns)]
    lines += [[str(row.get(column, "")) for column in columns] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main(names: list[str]) -> int:
    """Run and print; the exit code is 2 for a name there is not."""
    known = modules()
    if unknown := [name for name in names if name not in known]:
        print(f"There is no bench {', '.join(unknown)}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    rows = []
    for name in names or known:
        for row in known[name]():
            row = {**row, "load": round(os.getloadavg()[0], 1)}
            rows.append(row)
            print(json.dumps(row), flush=True)
    print(table(rows), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
