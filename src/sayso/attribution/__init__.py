"""Attribution: an article in, the statements that stand in it out.

Each statement says who speaks, by which words, and what is said. Inside, `units` cuts the text, `tagger` finds the spans, `findings` puts
them in their place, `colons` and `continued` read what only the layout tells, `cue_readings` looks cues up in the lexicon of `cues`,
`people` knows who is named and `speakers` who `he` is, `acts`, `polarity`, `modality` and `naming` read the grammar, `extract` puts
it together, and `version` says which reader it was.
"""

from __future__ import annotations

from sayso.attribution.extract import annotate
from sayso.attribution.findings import shipped_tagger
from sayso.attribution.tagger import Tagger
from sayso.attribution.version import reader_version

__all__ = ["Tagger", "annotate", "reader_version", "shipped_tagger"]
