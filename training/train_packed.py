"""Train the reader from a pack on one GPU, for a time that is given.

    python -m training.train_packed .training/pack OUT --seconds 480

It needs torch, transformers, numpy and safetensors alone. First the encoder finds the passages like
each question (`near.npy`, kept for the next run); then the weights that ship are trained further,
all layers, the lower ones more slowly. What comes out is the running mean of the weights in half
precision, in files of at most 16 MB, for `export_reader`.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import load_file, save_file
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset
from transformers import BertConfig, BertModel

from qa.reader.weights import ANSWERS, END, EVIDENCE, START, WEIGHTS, reader_folder
from training.packed_examples import Ints, Pack, PackedExamples, batches, holds

RATE = 1e-4
LOWER = 0.9
"""The learning rate of a layer, as a share of that of the layer above it."""

WARM_UP = 0.03
AVERAGED = 0.999
RANKED = 0.5
"""What the loss of telling a passage from the one beside it counts, against 1 for the answer's."""

LIKE = 12
"""Passages that are near a question."""

EMBEDDED_TOKENS = 160
FILE_BYTES = 15_000_000
_FAR = -1e4
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
"""A run on a processor only shows that it would run."""

Batch = dict[str, torch.Tensor]


class Network(nn.Module):
    """The transformer over the packed words, and four numbers for each token."""

    def __init__(self, folder: Path, described: dict[str, Any], dropout: float) -> None:
        super().__init__()
        words = word_embeddings(folder, described["hidden"])
        config = BertConfig(
            vocab_size=len(words),
            hidden_size=described["hidden"],
            num_hidden_layers=described["layers"],
            num_attention_heads=described["heads"],
            intermediate_size=described["feed_forward"],
            max_position_embeddings=described["positions"],
            type_vocab_size=described["token_types"],
            layer_norm_eps=described["layer_norm_epsilon"],
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
        )
        self.bert = BertModel(config, add_pooling_layer=False)
        self.heads = nn.Linear(described["hidden"], 4)
        self.bert.embeddings.word_embeddings.weight.data = torch.from_numpy(words)
        for parameter in self.bert.embeddings.parameters():
            parameter.requires_grad = False

    def load(self, path: Path) -> None:
        """Take the weights of a file: int8 with a scale a row, or plain."""
        arrays, state = load_file(path), self.state_dict()
        for name, old in state.items():
            short = name.removeprefix("bert.")
            if short in arrays:
                values = arrays[short].astype(np.float32)
                if f"{short}.scale" in arrays:
                    values = values * arrays[f"{short}.scale"].astype(np.float32)
                state[name] = torch.from_numpy(values).reshape(old.shape)
        self.load_state_dict(state)

    def states(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """The last layer's state of each token."""
        states: torch.Tensor = self.bert(
            input_ids=ids, attention_mask=mask, token_type_ids=types
        ).last_hidden_state
        return states

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """The four numbers of each token, shape (n, length, 4)."""
        scores: torch.Tensor = self.heads(self.states(ids, mask, types))
        return scores.float()

    def groups(self) -> list[dict[str, object]]:
        """The weights that move, with their learning rates."""
        groups: list[dict[str, object]] = [{"params": list(self.heads.parameters()), "share": 1.0}]
        layers = list(self.bert.encoder.layer)
        for i, layer in enumerate(layers):
            share = LOWER ** (len(layers) - 1 - i)
            groups.append({"params": list(layer.parameters()), "share": share})
        return groups


def word_embeddings(folder: Path, hidden: int) -> npt.NDArray[np.float32]:
    """The embeddings of the packed words, shape (words, hidden)."""
    saved = np.load(folder / "words.npz")
    levels, scales = saved["levels"], saved["scales"].astype(np.float32)
    blocks = np.empty((len(levels), 32), dtype=np.float32)
    blocks[:, ::2], blocks[:, 1::2] = levels & 15, levels >> 4
    rows: npt.NDArray[np.float32] = ((blocks - 8) * scales).reshape(-1, hidden)
    return rows


class _Stream(IterableDataset[Batch]):
    """Batches of one worker of a loader; each draws others."""

    def __init__(self, pack: Pack, near: Ints, described: dict[str, Any], seed: int) -> None:
        self.pack, self.near, self.described, self.seed = pack, near, described, seed

    def __iter__(self) -> Iterator[Batch]:
        worker = torch.utils.data.get_worker_info()
        seed = self.seed * 1000 + (worker.id if worker else 0)
        stream = PackedExamples(self.pack, self.near, self.described, seed)
        for batch in batches(stream.examples()):
            yield {name: torch.from_numpy(values) for name, values in batch.items()}


def losses(scores: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The losses of the answer, the span, the evidence, and of pairs told apart."""
    size, inner_first, first, last, low, high = batch["places"].T[:, :, None]
    place = torch.arange(scores.shape[1], device=scores.device)[None]
    inner = (place >= inner_first) & (place < size - 1)
    log_odds = scores[:, 0, ANSWERS]
    answer = functional.binary_cross_entropy_with_logits(log_odds, batch["answers"])
    spanned = first[:, 0] >= 0
    span = scores.new_zeros(())
    for head, side in ((START, first), (END, last)):
        logits = scores[spanned, :, head].masked_fill(~inner[spanned], _FAR)
        span = span + 0.5 * functional.cross_entropy(logits, side[spanned, 0])
    counted = inner & (batch["judged"][:, None] > 0)
    told = ((place >= low) & (place < high)).float()
    evidence = functional.binary_cross_entropy_with_logits(
        scores[..., EVIDENCE][counted], told[counted]
    )
    better, worse = batch["pairs"].T
    ranked = functional.softplus(log_odds[worse] - log_odds[better]).mean()
    return torch.stack([answer, span, evidence, RANKED * ranked])


def near_questions(network: Network, pack: Pack, described: dict[str, Any]) -> Ints:
    """For each question the passages of its group nearest to it that do not hold its answer."""
    prompts = described["prompts"]
    texts = [pack.tokens(i)[:EMBEDDED_TOKENS] for i in range(len(pack.passages))]
    passages = embedded(network, texts, prompts["passage"])
    asked = [pack.spelling(int(row[4])) for row in pack.questions]
    questions = embedded(network, asked, prompts["query"])
    near = np.full((len(asked), LIKE), -1, dtype=np.int32)
    group_of = pack.passages[pack.questions[:, 0], 0]
    for group in np.unique(group_of):
        members = np.flatnonzero(pack.passages[:, 0] == group)
        for part in np.array_split(np.flatnonzero(group_of == group), 8):
            scores = questions[part] @ passages[members].T
            best = scores.topk(min(2 * LIKE, len(members))).indices.cpu().numpy()
            for number, places in zip(part.tolist(), best, strict=True):
                kept = _not_holding(pack, number, members[places])
                near[number, : len(kept)] = kept
    return near


def _not_holding(pack: Pack, number: int, candidates: npt.NDArray[np.int64]) -> list[int]:
    passage, first, last = map(int, pack.questions[number, :3])
    said = pack.tokens(passage)[first : last + 1] if first >= 0 else np.empty(0, np.int32)
    kept = [
        int(one)
        for one in candidates
        if one != passage and not (len(said) and holds(pack.tokens(int(one)), said))
    ]
    return kept[:LIKE]


@torch.no_grad()
def embedded(network: Network, texts: list[Ints], prompt: list[int]) -> torch.Tensor:
    """Their vectors, each the mean of its tokens' states, of length 1."""
    vectors = torch.empty(len(texts), network.heads.in_features, device=DEVICE)
    order = np.argsort([len(text) for text in texts], kind="stable")
    for part in np.array_split(order, max(1, len(texts) // 512)):
        rows = [np.concatenate([[0], prompt, texts[i], [2]]) for i in part]
        ids = np.ones((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)], mask[i, : len(row)] = row, 1
        there = torch.from_numpy(mask).to(DEVICE)
        with torch.autocast(DEVICE, dtype=torch.bfloat16):
            states = network.states(
                torch.from_numpy(ids).to(DEVICE), there, torch.zeros_like(there)
            )
        summed = (states.float() * there[..., None]).sum(1)
        vectors[torch.from_numpy(part).to(DEVICE)] = functional.normalize(summed, dim=-1)
    return vectors


def train(
    network: Network, loader: DataLoader[Batch], seconds: float, highest: float
) -> tuple[Network, int]:
    """Learn for some seconds; the running mean of the weights, and how many rows were seen."""
    mean, n_rows, steps = copy.deepcopy(network).eval(), 0, 0
    optimiser = torch.optim.AdamW(network.groups(), lr=highest, weight_decay=0.01, fused=True)
    moving = [
        (a, b)
        for a, b in zip(mean.parameters(), network.parameters(), strict=True)
        if b.requires_grad
    ]
    averaged, now = [a for a, _ in moving], [b for _, b in moving]
    begun, shown = time.monotonic(), torch.zeros(4, device=DEVICE)
    for loaded in loader:
        done = (time.monotonic() - begun) / seconds
        if done >= 1:
            break
        rate = highest * min(1.0, (done + 1e-4) / WARM_UP) * 0.5 * (1 + math.cos(math.pi * done))
        for group in optimiser.param_groups:
            group["lr"] = rate * group["share"]
        batch = {name: values.to(DEVICE, non_blocking=True) for name, values in loaded.items()}
        size, inner = batch["places"][:, :1], batch["places"][:, 1:2]
        place = torch.arange(batch["ids"].shape[1], device=DEVICE)[None]
        mask, types = (place < size).long(), ((place >= inner) & (place < size)).long()
        with torch.autocast(DEVICE, dtype=torch.bfloat16):
            scores = network(batch["ids"].long(), mask, types)
        parts = losses(scores, batch)
        optimiser.zero_grad()
        parts.sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(now, 1.0)
        optimiser.step()
        steps, n_rows = steps + 1, n_rows + len(batch["ids"])
        with torch.no_grad():
            kept = min(AVERAGED, steps / (steps + 10))
            torch._foreach_lerp_(
                [p.detach() for p in averaged], [p.detach() for p in now], 1 - kept
            )
        shown += parts.detach()
        if steps % 200 == 0:
            means = " ".join(f"{value:.3f}" for value in (shown / 200).tolist())
            print(f"{n_rows:,} rows, {time.monotonic() - begun:.0f} s, losses {means}", flush=True)
            shown.zero_()
    return mean, n_rows


def save(network: Network, folder: Path, name: str, n_rows: int) -> None:
    """Write all but the embeddings of words, in half precision, in files that are not large."""
    part: dict[str, npt.NDArray[np.float16]] = {}
    parts = [part]
    for key, tensor in network.state_dict().items():
        if "word_embeddings" in key or key.endswith("_ids"):
            continue
        values = tensor.cpu().numpy().astype(np.float16)
        if sum(one.nbytes for one in parts[-1].values()) + values.nbytes > FILE_BYTES:
            parts.append({})
        parts[-1][key] = values
    for i, part in enumerate(parts):
        save_file(part, folder / f"{name}-{i}.safetensors", {"pairs": str(n_rows)})


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description="Train the reader from a pack.")
    parser.add_argument("pack", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=480)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--workers", type=int, default=13)
    parser.add_argument("--name", default="mean")
    arguments = parser.parse_args()
    described = json.loads((arguments.pack / "pack.json").read_text(encoding="utf-8"))
    torch.manual_seed(arguments.seed)
    pack, network = (
        Pack(arguments.pack),
        Network(arguments.pack, described, arguments.dropout).to(DEVICE),
    )
    known = arguments.pack / "near.npy"
    if not known.is_file():
        network.load(arguments.pack / "encoder.safetensors")
        np.save(known, near_questions(network.eval(), pack, described))
    near = np.load(known)
    network.load(reader_folder() / WEIGHTS)
    stream = _Stream(pack, near, described, arguments.seed)
    loader = DataLoader(
        stream,
        batch_size=None,
        num_workers=arguments.workers,
        prefetch_factor=8 if arguments.workers else None,
        pin_memory=DEVICE == "cuda",
    )
    mean, n_rows = train(network.train(), loader, arguments.seconds, arguments.rate)
    save(mean, arguments.out, arguments.name, n_rows)
    print(f"{n_rows:,} rows", flush=True)


if __name__ == "__main__":
    main()
