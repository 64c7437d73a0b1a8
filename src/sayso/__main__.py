"""`python -m sayso`, for where the `sayso` command is not on the path."""

from __future__ import annotations

from sayso.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
