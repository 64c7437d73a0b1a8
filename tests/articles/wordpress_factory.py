"""Pages as a popular publishing system makes them, put together from themes, residue and an invented body; a seed gives one page."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["RESIDUE", "THEMES", "Made", "make_page"]

PLACES = ("Oster", "Port Amel", "Cape Dorn", "Northport", "Lindholm")
SPEAKERS = ("Minister Ilse Maren", "Governor Henrik Sund", "union secretary Orr Vale", "Judge Tamsin Rook", "ambassador Tove Lind")
THINGS = ("the steel mill", "the ferry line", "the harbour contract", "the gold reserve", "the border bridge", "the grain terminal")
OPENINGS = (
    "{speaker} said on {day} that no agreement on {thing} had been signed in {place}.",
    "The foreign ministry of Norland denied that talks about {thing} had been held in {place} on {day}.",
    "Two officials in {place} confirmed that a working group on {thing} would meet again before the winter.",
    "According to the harbour board, the papers about {thing} were lost in a fire in {place} in {year}.",
    "“We have seen no contract,” {speaker} told reporters who had waited in {place} since {day}.",
    "The embassy of Vesturia rejected the report and called the figures for {thing} an invention.",
    "Work on {thing} stopped in {year}, when the river at {place} rose and the engineers went home.",
    "{speaker} conceded that a memorandum on {thing} existed, but not that anybody had paid for it.",
    "Critics in parliament said that the government had told them nothing of {thing} until {day}.",
    "The newspaper in {place} that first reported the sale of {thing} has not withdrawn its story.",
    "A court in {place} will hear the case of {thing} in the spring, a clerk said on {day}.",
    "Nobody was hurt when the gates of {place} were closed on {day}, the police said.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
PARTS = tomllib.loads((Path(__file__).parent.parent / "pages" / "wordpress.toml").read_text(encoding="utf-8"))
RESIDUE: dict[str, str] = PARTS["residue"]
THEMES: dict[str, str] = PARTS["themes"]
BELOW = ("author", "comments", "form", "tags", "widget", "neighbours", "jetpack", "cookies")


@dataclass(frozen=True, slots=True)
class Made:
    """A page, the sentences of its body and the kinds of residue in it."""

    markup: str
    sentences: tuple[str, ...]
    kinds: tuple[str, ...]


def make_page(seed: int) -> Made:
    """One page of the theme that is due, with seven kinds of residue in and below its body."""
    chooser = random.Random(seed)
    theme = sorted(THEMES)[seed % len(THEMES)]
    paragraphs = _body(chooser)
    kinds = tuple(chooser.sample(sorted(RESIDUE), 7))
    inside = [f"<p>{' '.join(sentences)}</p>" for sentences in paragraphs]
    for kind in (kind for kind in kinds if kind not in BELOW):
        at_end = kind in {"flattened form", "footer", "the post", "share"}
        inside.insert(len(inside) if at_end else chooser.randint(1, len(paragraphs)), RESIDUE[kind])
    below = "".join(RESIDUE[kind] for kind in kinds if kind in BELOW)
    headline = f"Doubts over {chooser.choice(THINGS)} in {chooser.choice(PLACES)}"
    page = THEMES[theme].format(headline, "".join(inside), below)
    head = f"<head><meta charset='utf-8'><title>{headline} - The Harbour Gazette</title></head>"
    markup = f"<!doctype html><html lang='en'>{head}<body class='single'><nav class='menu'><a href='/'>Home</a></nav>{page}</body></html>"
    return Made(markup, tuple(sentence for sentences in paragraphs for sentence in sentences), kinds)


def _body(chooser: random.Random) -> list[list[str]]:
    """Six to nine sentences in paragraphs of one or two."""
    chosen = chooser.sample(OPENINGS, chooser.randint(6, 9))
    made = [
        template.format(
            speaker=chooser.choice(SPEAKERS),
            thing=chooser.choice(THINGS),
            place=chooser.choice(PLACES),
            day=chooser.choice(DAYS),
            year=chooser.randint(2015, 2024),
        )
        for template in chosen
    ]
    made = [sentence[0].upper() + sentence[1:] for sentence in made]
    paragraphs: list[list[str]] = []
    while made:
        paragraphs.append([made.pop() for _ in range(min(len(made), chooser.choice((1, 2))))])
    return paragraphs
