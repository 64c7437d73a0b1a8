"""The pair network: an encoder over claim and statement, and one of five answers.

Teacher and student differ in the encoder alone; both read the same word pieces, MPNet's numbers being shifted by four.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from sayso.claims.pair_input import ANSWERS

__all__ = ["PairNetwork", "collate", "load_network"]

_STATEMENT = 43
"""The mark where the statement begins; all behind it is the statement."""
_MARKS = 64
"""Marks of the layout are piece numbers below this; what they add is learnt apart, so that the word pieces can stay as they are."""
_SHIFT = 4
_SPECIAL = ((0, 1), (101, 0), (102, 2), (100, 104))
"""BERT's padding, start, separator and unknown piece, and MPNet's."""


class PairNetwork(nn.Module):
    """Encoder, then a linear layer over the first piece and the mean of the statement's pieces."""

    def __init__(self, encoder: nn.Module, width: int, shifted: bool, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.shifted = shifted
        self.kind = nn.Embedding(2, width)
        self.mark = nn.Embedding(_MARKS, width)
        for added in (self.kind, self.mark):
            nn.init.zeros_(added.weight)
        self.dropout = nn.Dropout(dropout)
        self.answer = nn.Linear(2 * width, len(ANSWERS))

    def forward(self, pieces: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """Return the score of each answer; all inputs have shape (pairs, pieces)."""
        marks = torch.where(pieces < _MARKS, pieces, 0)
        embedded = self.encoder.embeddings.word_embeddings(self._numbers(pieces)) + self.kind(kinds) + self.mark(marks)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        inside = ((pieces == _STATEMENT).long().cumsum(1) * mask).unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * inside).sum(1) / inside.sum(1).clamp(min=1)
        answer: Tensor = self.answer(self.dropout(torch.cat([hidden[:, 0], mean], dim=1)))
        return answer

    def _numbers(self, pieces: Tensor) -> Tensor:
        if not self.shifted:
            return pieces
        numbers = pieces + _SHIFT
        for bert, mpnet in _SPECIAL:
            numbers = torch.where(pieces == bert, mpnet, numbers)
        return numbers


def load_network(kind: str, folder: Path, dropout: float = 0.1, hidden_dropout: float = 0.0) -> PairNetwork:
    """Load a pretrained encoder: kind `bert` or `mpnet`."""
    config_class, model_class = {"bert": (BertConfig, BertModel), "mpnet": (MPNetConfig, MPNetModel)}[kind]
    config = config_class.from_pretrained(folder)
    config.attention_probs_dropout_prob = 0.0
    config.hidden_dropout_prob = hidden_dropout
    encoder = model_class.from_pretrained(folder, config=config, add_pooling_layer=False, attn_implementation="eager")
    return PairNetwork(encoder, config.hidden_size, kind == "mpnet", dropout)


def collate(pairs: Sequence[dict[str, Any]]) -> tuple[Tensor, Tensor, Tensor]:
    """Pad pairs to the longest of them; return pieces, mask and kinds."""
    width = max(len(pair["pieces"]) for pair in pairs)
    pieces, mask, kinds = (torch.zeros((len(pairs), width), dtype=torch.long) for _ in range(3))
    for row, pair in enumerate(pairs):
        size = len(pair["pieces"])
        pieces[row, :size] = torch.tensor(pair["pieces"])
        kinds[row, :size] = torch.tensor(pair["kinds"])
        mask[row, :size] = 1
    return pieces, mask, kinds
