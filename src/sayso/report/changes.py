"""The list of what changed, as lines for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from sayso.model import Change
from sayso.report.words import isolated_if_needed

__all__ = ["change_lines"]


def change_lines(changes: Sequence[Change], width: int) -> tuple[str, ...]:
    """Return one paragraph a change: when and of what kind, then the sentence, then the rule's reason where there is one.

    >>> from sayso.model import ChangeKind
    >>> made = Change("c", ChangeKind.STANDING, "2031-05-29T09:30:12+00:00", "It was reported.", because="Norland denies it.")
    >>> change_lines([made], 80)
    ('2031-05-29 09:30  standing', '  It was reported.', '  Because: Norland denies it.')
    """
    return tuple(line for change in changes for line in _paragraph(change, width))


def _paragraph(change: Change, width: int) -> Iterable[str]:
    yield f"{change.moment[:16].replace('T', ' ')}  {change.kind.value.replace('-', ' ')}"
    for text in (change.sentence, f"Because: {change.because}" if change.because else ""):
        shown = isolated_if_needed(" ".join(text.split()))
        yield from wrap(shown, width, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
