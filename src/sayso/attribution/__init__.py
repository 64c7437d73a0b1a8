"""Attribution: an article in, the statements that stand in it out.

Each statement says who speaks, by which words, and what is said. Inside, `units` cuts the text, `finder` finds the spans
with the lexicon of `cues`, `chains` reads what nests, `people` who is named and `speakers` who `he` is,
`acts`, `polarity` and `naming` read the grammar, and `extract` puts it together.
"""

from __future__ import annotations

from sayso.attribution.extract import annotate

__all__ = ["annotate"]
