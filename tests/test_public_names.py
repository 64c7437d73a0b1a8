"""Every module lists its public names, sorted, and each of them exists."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import sayso

ROOT = Path(__file__).parents[1] / "src" / "sayso"
MODULES = sorted(
    ".".join(("sayso", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
    if path.name != "__main__.py"
)


def natural(name: str) -> tuple[bool, bool, str]:
    """Order as ruff does: CONSTANTS, then Classes, then the rest."""
    return (not name.isupper(), not name[0].isupper(), name)


@pytest.mark.parametrize("name", MODULES)
def test_public_names_are_sorted_and_exist(name: str) -> None:
    """`__all__` is sorted, without repeats, and every name in it can be had."""
    module = importlib.import_module(name)
    names = list(module.__all__)
    assert names == sorted(set(names), key=natural)
    assert [public for public in names if not hasattr(module, public)] == []


def test_public_names_of_the_package_are_documented() -> None:
    """What the package offers has a docstring, so that `help(sayso.Ledger)` helps."""
    bare = [name for name in sayso.__all__ if name != "__version__" and not getattr(sayso, name).__doc__]
    assert bare == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as it would in any module."""
    with pytest.raises(AttributeError, match="no attribute 'Leger'"):
        _ = sayso.Leger


@pytest.mark.parametrize("module", ["sayso", "sayso.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    """Importing the package or its command line loads no parser, no database layer and no model."""
    heavy = "trafilatura sqlalchemy lxml numpy onnxruntime tokenizers jinja2 sentencex rich".split()
    code = f"import sys, {module}; print(*sorted(set({heavy!r}) & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
