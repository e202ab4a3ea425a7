"""The reader as it is trained: the embedded encoder's own transformer, with one layer on top."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from qa.encoding.embedded import read_embedded_model
from qa.encoding.preparing import embedded_bert
from qa.reader.weights import ANSWERS, END, EVIDENCE, START, read_weights
from training.tensors import Batch

FROZEN_LAYERS = 2
"""Lowest layers that stay the encoder's: they carry the alignment of the languages."""

ANSWERS_SHARE = 1.0
"""What the loss of the answer's log-odds counts, against 1 for the evidence and for the span."""

_FAR = -1e4


class ReaderNetwork(nn.Module):
    """A transformer and, for each token, four numbers: start, end, evidence, and the answer's."""

    def __init__(self) -> None:
        super().__init__()
        source = read_embedded_model()
        self.bert = embedded_bert(source)
        self.heads = nn.Linear(source.hidden, 4)
        for part in (self.bert.embeddings, *self.bert.encoder.layer[:FROZEN_LAYERS]):
            for parameter in part.parameters():
                parameter.requires_grad = False

    def load_shipped(self) -> None:
        """Take the weights that ship in place of the encoder's, to go on from them."""
        arrays = read_weights()
        state = self.state_dict()
        for name in state:
            short = name.removeprefix("bert.")
            if short in arrays:
                values = arrays[short].astype(np.float32)
                if f"{short}.scale" in arrays:
                    values *= arrays[f"{short}.scale"].astype(np.float32)
                state[name] = torch.from_numpy(values).reshape(state[name].shape)
        self.load_state_dict(state)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """The four numbers of each token, shape (n, length, 4)."""
        states = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types)
        scores: torch.Tensor = self.heads(states.last_hidden_state)
        return scores.float()


def loss_of(scores: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The sum of three losses: the span's (where there is one), the evidence's, the answer's."""
    inner = torch.from_numpy(batch.inner).bool()
    spans = torch.from_numpy(batch.spans)
    spanned = spans[:, 0] >= 0
    loss = ANSWERS_SHARE * functional.binary_cross_entropy_with_logits(
        scores[:, 0, ANSWERS], torch.from_numpy(batch.answers)
    )
    if spanned.any():
        for head, side in ((START, 0), (END, 1)):
            logits = scores[spanned, :, head].masked_fill(~inner[spanned], _FAR)
            loss = loss + 0.5 * functional.cross_entropy(logits, spans[spanned, side])
    counted = inner & torch.from_numpy(batch.judged).bool()[:, None]
    if counted.any():
        evidence = functional.binary_cross_entropy_with_logits(
            scores[..., EVIDENCE][counted], torch.from_numpy(batch.evidence)[counted]
        )
        loss = loss + evidence
    return loss
