"""The tagger network: an encoder, one label a word and a pointer from spans to their cue.

Student and teacher differ in the encoder alone. Both use the same lower-case word pieces, MPNet's numbers being shifted by four, so that
a window cut once serves both and a teacher's probabilities need no alignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from examples import LABELS, Example
from torch import Tensor, nn
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from sayso.attribution.tagger.windows import FEATURES

__all__ = ["Batch", "Outputs", "TaggerNetwork", "collate", "link_scores", "load_network"]

POINTER_SIZE = 64
DISTANCE_BUCKETS = 41
_MPNET_SHIFT = 4
_MPNET_START, _MPNET_PAD, _MPNET_END, _MPNET_UNKNOWN = 0, 1, 2, 3
_BERT_PAD, _BERT_UNKNOWN, _BERT_START, _BERT_END = 0, 100, 101, 102


@dataclass(slots=True)
class Batch:
    """Padded windows: pieces, mask and features (all windows x pieces) and labels by piece, -100 where there is none."""

    pieces: Tensor
    mask: Tensor
    features: Tensor
    labels: Tensor


@dataclass(slots=True)
class Outputs:
    """Label scores and the two pointer vectors of each piece."""

    labels: Tensor
    query: Tensor
    key: Tensor


def collate(examples: list[Example]) -> Batch:
    """Pad examples to the longest of them."""
    width = max(len(example.window.pieces) for example in examples)
    shape = (len(examples), width)
    empty = [torch.zeros(shape, dtype=torch.long) for _ in range(3)]
    batch = Batch(empty[0], empty[1], empty[2], torch.full(shape, -100))
    for row, example in enumerate(examples):
        size = len(example.window.pieces)
        batch.pieces[row, :size] = torch.tensor(example.window.pieces)
        batch.mask[row, :size] = 1
        batch.features[row, :size] = torch.tensor(example.window.features)
        if example.labels is not None:
            batch.labels[row, torch.tensor(example.window.first)] = torch.tensor(example.labels)
    return batch


def _mpnet_pieces(pieces: Tensor) -> Tensor:
    """Translate BERT's piece numbers to MPNet's."""
    shifted = pieces + _MPNET_SHIFT
    for bert, mpnet in ((_BERT_PAD, _MPNET_PAD), (_BERT_START, _MPNET_START), (_BERT_END, _MPNET_END), (_BERT_UNKNOWN, 104)):
        shifted = torch.where(pieces == bert, mpnet, shifted)
    return shifted


def distance_buckets(positions: Tensor, width: int) -> Tensor:
    """Signed logarithmic buckets of the distance from each position to every piece of a window."""
    distance = (torch.arange(width, device=positions.device)[None] - positions[:, None]).clamp(-80, 80)
    return ((distance.sign() * (distance.abs().float() + 1).log2() * 3) + 20).round().long().clamp(0, DISTANCE_BUCKETS - 1)


class TaggerNetwork(nn.Module):
    """Encoder with feature embeddings, label head and pointer head."""

    def __init__(self, encoder: nn.Module, width: int, shifted: bool, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.shifted = shifted
        self.feature = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.feature.weight)
        self.dropout = nn.Dropout(dropout)
        self.label = nn.Linear(width, len(LABELS))
        self.query = nn.Linear(width, POINTER_SIZE)
        self.key = nn.Linear(width, POINTER_SIZE)
        self.distance = nn.Embedding(DISTANCE_BUCKETS, 1)
        nn.init.zeros_(self.distance.weight)

    def forward(self, pieces: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return label scores, pointer queries and pointer keys for each piece."""
        numbers = _mpnet_pieces(pieces) if self.shifted else pieces
        embedded = self.encoder.embeddings.word_embeddings(numbers) + self.feature(features)
        hidden = self.dropout(self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)
        return self.label(hidden), self.query(hidden), self.key(hidden)


def link_scores(network: TaggerNetwork, query: Tensor, key: Tensor, rows: Tensor, positions: Tensor) -> Tensor:
    """Scores of (row, position) pairs against every piece of their window."""
    dots = torch.einsum("nd,nld->nl", query[rows, positions], key[rows]) / 8
    return dots + network.distance(distance_buckets(positions, key.shape[1])).squeeze(-1)


def load_network(kind: str, folder: Path, layers: int = 0, dropout: float = 0.1, hidden_dropout: float = 0.0) -> TaggerNetwork:
    """Load a pretrained encoder: kind `bert` or `mpnet`; `layers` keeps only the first so many.

    Attention is computed eagerly: on a CPU torch's fused attention in bfloat16 is slower, above all backwards. Dropout inside the
    encoder is off by default: on a CPU drawing it costs about a tenth of a step.
    """
    config_class, model_class = {"bert": (BertConfig, BertModel), "mpnet": (MPNetConfig, MPNetModel)}[kind]
    config = config_class.from_pretrained(folder)
    config.attention_probs_dropout_prob = 0.0
    config.hidden_dropout_prob = hidden_dropout
    if layers:
        config.num_hidden_layers = layers
    encoder = model_class.from_pretrained(folder, config=config, add_pooling_layer=False, attn_implementation="eager")
    return TaggerNetwork(encoder, config.hidden_size, kind == "mpnet", dropout)
