"""What people decide: checked before it is kept, and replayed over what the machine derives, each time anew."""

from sayso.judging.applying import Decided, decided
from sayso.judging.checking import article_of, checked, place_of
from sayso.judging.conflicts import CONFLICT
from sayso.judging.force import absorbed, in_force
from sayso.judging.kinds import KINDS, KindRow, Targets, Value, row_of
from sayso.judging.places import content_of, parsed_place, written_place

__all__ = [
    "CONFLICT",
    "KINDS",
    "Decided",
    "KindRow",
    "Targets",
    "Value",
    "absorbed",
    "article_of",
    "checked",
    "content_of",
    "decided",
    "in_force",
    "parsed_place",
    "place_of",
    "row_of",
    "written_place",
]
