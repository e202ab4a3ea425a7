"""How the code is laid out: its modules, the arrows between them, its longest functions.

    python benchmarks/code_shape.py [FOLDER]

FOLDER is a package of ours (qa by default; qa/web, say). A room is a module or a folder directly in
it. An arrow from a module (or room) to another is counted once, however many names it imports;
`floors` is the longest chain of arrows between rooms, counted in rooms, and a circle is rooms that
import each other.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

LONGEST = 10
"""Functions that are listed."""


def module_name(path: Path) -> str:
    """The dotted name of a file under the current folder."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path, known: frozenset[str]) -> set[str]:
    """Those of the known modules that a file imports."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            named.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            named.add(node.module)
            named.update(f"{node.module}.{alias.name}" for alias in node.names)
    return (named & known) - {module_name(path)}


def functions(path: Path) -> Iterator[tuple[int, str]]:
    """Lines and name of each function, its decorators left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{path}:{node.name}"


def floors(arrows: dict[str, set[str]]) -> str:
    """The longest chain of rooms, or the rooms of a circle."""
    try:
        order = list(TopologicalSorter(arrows).static_order())
    except CycleError as error:
        return f"a circle: {' → '.join(error.args[1])}"
    height: dict[str, int] = {}
    for room in order:
        height[room] = 1 + max((height[below] for below in arrows.get(room, ())), default=0)
    return f"{max(height.values(), default=0)} floors, no circle"


def main() -> None:
    """Count, and print."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "qa")
    paths = sorted(folder.rglob("*.py"))
    modules = {module_name(path): path for path in paths}
    depth = len(folder.parts)
    room = {name: (*name.split("."), "__init__")[depth] for name in modules}
    arrows = {name: imported(path, frozenset(modules)) for name, path in modules.items()}
    between: dict[str, set[str]] = {own: set() for own in room.values()}
    for name, targets in arrows.items():
        between[room[name]] |= {room[target] for target in targets} - {room[name]}
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)
    print(f"{folder}: {len(paths)} modules, {lines:,} lines")
    print(f"  arrows between modules: {sum(map(len, arrows.values()))}")
    print(f"  rooms: {len(between)}, arrows between them: {sum(map(len, between.values()))}")
    print(f"  {floors(between)}")
    print("  longest functions:")
    longest = sorted((found for path in paths for found in functions(path)), reverse=True)
    for n_lines, name in longest[:LONGEST]:
        print(f"  {n_lines:6} {name}")


if __name__ == "__main__":
    main()
