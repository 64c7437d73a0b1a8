"""Holds the shape of the package: imports flow one way, modules say why they exist, files and functions stay small."""

from __future__ import annotations

import ast
import graphlib
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "sayso"
MODULES = sorted(ROOT.rglob("*.py"))
STAGES = {"articles", "attribution", "claims", "ledger"}
LAYERS = {
    "model": 0,
    "errors": 0,
    "__init__": 0,  # names are looked up lazily, so that it imports nothing of ours
    "text": 1,
    "addresses": 1,
    "countries": 1,
    "domains": 1,
    "articles": 2,
    "attribution": 2,
    "claims": 2,
    "ledger": 2,
    "annotations": 3,
    "case_files": 3,
    "claim_files": 3,
    "derivation": 3,
    "judging": 3,
    "matching": 3,
    "notices": 3,
    "versions": 3,
    "pipeline": 3,
    "read_summary": 3,
    "reading_pool": 3,
    "report": 3,
    "demo": 4,
    "network": 4,
    "testing": 4,
    "web": 4,
    "cli_output": 5,
    "cli_views": 5,
    "cli_desk": 5,
    "cli_judge": 5,
    "cli_network": 5,
    "cli_serve": 5,
    "cli": 6,
    "__main__": 7,
}
WAYS_OUT = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpcore",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "urllib.request",
    "urllib3",
    "websockets",
}
"""Modules that open connections; only the network package may use them."""
LONGEST_FILE = 400
LONGER_WITH_REASON = {"sayso.model": 860}  # every record in one place, and half of its lines are the sentence that explains a field
LONGEST_FUNCTION = 40


def name_of(path: Path) -> str:
    """Return the dotted name of a module file."""
    parts = ("sayso", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """Return the stage or top-level module that a dotted name belongs to."""
    return module.split(".")[1] if "." in module else "__init__"


def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


NAMES = {name_of(path) for path in MODULES}


def targets(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Yield the modules of ours that an import statement loads."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "sayso")
    elif (node.module or "").split(".")[0] == "sayso":
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner in NAMES else str(node.module)


def imports(path: Path) -> set[str]:
    """Return the modules of ours that a module imports, anywhere in it."""
    found = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Import | ast.ImportFrom))
    return {target for node in found for target in targets(node)}


def foreign_imports(path: Path) -> set[str]:
    """Return the dotted names that a module imports, with those of the modules around them."""
    nodes = list(ast.walk(tree_of(path)))
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    parts = [name.split(".") for name in found]
    return {".".join(part[: end + 1]) for part in parts for end in range(len(part))}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_flow_one_way(path: Path) -> None:
    """No module imports a layer above its own; the four stages never import each other."""
    own = part_of(name_of(path))
    against = [
        target
        for target in sorted(imports(path))
        if (other := part_of(target)) != own and other != "__init__" and (LAYERS[other] > LAYERS[own] or {own, other} <= STAGES)
    ]
    assert against == [], f"{name_of(path)} must not import these; the layers stand in CONTRIBUTING.md"


def test_the_package_itself_is_imported_by_the_command_line_only() -> None:
    """Inside the package names come from the module they live in; only the command line asks for the version."""
    asking = {part_of(name_of(path)) for path in MODULES if "sayso" in imports(path)}
    assert asking <= {"cli", "cli_network", "report"}


def test_only_the_network_package_can_go_out() -> None:
    """No other module of ours imports what opens connections, and only the commands fetch and watch import the network package."""
    outside = [path for path in MODULES if part_of(name_of(path)) != "network"]
    opening = {name_of(path): found for path in outside if (found := foreign_imports(path) & WAYS_OUT)}
    assert opening == {}
    asking = {name_of(path) for path in outside if any(part_of(target) == "network" for target in imports(path))}
    assert asking <= {"sayso.cli_network"}


def test_there_are_no_import_cycles() -> None:
    """The modules can be put in an order in which each imports only what stands before it."""
    graph = {name_of(path): imports(path) - {name_of(path), "sayso"} for path in MODULES if name_of(path) != "sayso"}
    order = list(graphlib.TopologicalSorter(graph).static_order())
    assert sorted(order) == sorted(NAMES - {"sayso"})


@pytest.mark.parametrize("path", [path for path in MODULES if not path.stem.startswith("cli")], ids=name_of)
def test_imports_stand_at_the_top(path: Path) -> None:
    """Only the command line may import inside functions, so that `--help` answers at once."""
    nodes = (node for function in functions(tree_of(path)) for node in ast.walk(function))
    inside = [node.lineno for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    assert inside == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_say_why_they_exist_and_stay_small(path: Path) -> None:
    """Every module begins with a docstring and has at most 400 lines, save one with a reason."""
    assert ast.get_docstring(tree_of(path)), "a docstring is missing"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGER_WITH_REASON.get(name_of(path), LONGEST_FILE)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_stay_small(path: Path) -> None:
    """No function is longer than 40 lines without its docstring."""
    long = {node.name: length(node) for node in functions(tree_of(path)) if length(node) > LONGEST_FUNCTION}
    assert long == {}


def test_the_median_function_is_short(record_property: Callable[[str, object], None]) -> None:
    """Half of all functions have at most 10 lines; the figure goes into the test report."""
    median = statistics.median(length(node) for path in MODULES for node in functions(tree_of(path)))
    record_property("median function length", median)
    assert median <= 10
