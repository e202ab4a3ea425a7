"""Train the reader.

    python -m training.train_reader ../shared/datasets .training --pairs 120000

Checkpoints are written to the folder every few minutes, and a run that was stopped goes on from
there. The learning rate rises for 200 steps, stays, and falls to zero over the last quarter of the
pairs; what ships is the mean of the weights of the last steps.
"""

from __future__ import annotations

import argparse
import copy
import os
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch

from qa.encoding.embedded import read_embedded_tokenizer
from qa.encoding.encoder import OpenVinoEncoder
from training.examples import ExampleStream
from training.network import ReaderNetwork, loss_of
from training.sets import read_sets
from training.tensors import BATCH, Batch, batches

RATE = 1e-4
WARM_UP = 200
FALLING = 0.25
AVERAGED = 0.998
"""Share that the mean of the weights keeps of itself at each step: some 500 steps."""

SAVED_SECONDS = 300
SEED = 11


@dataclass
class Run:
    """A training run: the network, the mean of its weights, and how far it is."""

    network: ReaderNetwork
    mean: ReaderNetwork
    optimiser: torch.optim.Optimizer
    steps: int = 0

    @classmethod
    def begin(cls, *, shipped: bool) -> Run:
        """A run from the encoder's weights, or from those of the reader that ships."""
        torch.manual_seed(SEED)
        network = ReaderNetwork()
        if shipped:
            network.load_shipped()
        moving = [p for p in network.parameters() if p.requires_grad]
        optimiser = torch.optim.AdamW(moving, lr=RATE, weight_decay=0.01, fused=True)
        return cls(network, copy.deepcopy(network), optimiser)

    def save(self, path: Path) -> None:
        """Write it whole or not at all."""
        part = path.with_suffix(".part")
        torch.save(
            {
                "network": self.network.state_dict(),
                "mean": self.mean.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "steps": self.steps,
            },
            part,
        )
        os.replace(part, path)  # noqa: PTH105

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        saved = torch.load(path, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.mean.load_state_dict(saved["mean"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.steps = saved["steps"]

    def step(self, batch: Batch, rate: float) -> float:
        """Learn from one batch; the loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self.network(*map(torch.from_numpy, (batch.ids, batch.mask, batch.types)))
        loss = loss_of(scores, batch)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.steps += 1
        kept = min(AVERAGED, self.steps / (self.steps + 10))
        with torch.no_grad():
            for mine, now in zip(self.mean.parameters(), self.network.parameters(), strict=True):
                if now.requires_grad:
                    mine.lerp_(now, 1 - kept)
        return float(loss.detach())


def rate_at(step: int, last: int) -> float:
    """The learning rate of a step."""
    falling = max(1, int(last * FALLING))
    return RATE * min(1.0, (step + 1) / WARM_UP, max(0.0, (last - step) / falling))


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=240_000)
    parser.add_argument("--shipped", action="store_true", help="begin from the weights that ship")
    parser.add_argument("--seed", type=int, default=SEED, help="draws other examples")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.folder / "checkpoint.pt"
    run = Run.begin(shipped=arguments.shipped)
    if checkpoint.is_file():
        run.load(checkpoint)
    last = arguments.pairs // BATCH
    falls_at = last - int(last * FALLING)
    # Another seed for what follows a checkpoint: nothing is skipped over, nothing seen twice.
    sets, seed = list(read_sets(arguments.data)), arguments.seed + run.steps
    stream = ExampleStream(sets, seed, OpenVinoEncoder(), arguments.folder / "vectors")
    tokenizer = read_embedded_tokenizer()
    saved, shown, lost = time.monotonic(), time.monotonic(), 0.0
    for batch in islice(batches(iter(stream), tokenizer), last - run.steps):
        lost += run.step(batch, rate_at(run.steps, last))
        if run.steps % 100 == 0:
            pace = 100 * BATCH / (time.monotonic() - shown)
            print(f"{run.steps * BATCH:,} pairs, loss {lost / 100:.3f}, {pace:.1f}/s", flush=True)
            shown, lost = time.monotonic(), 0.0
        if time.monotonic() - saved > SAVED_SECONDS:
            run.save(checkpoint)
            saved = time.monotonic()
        if run.steps == falls_at:
            run.save(arguments.folder / "before_falling.pt")
    run.save(checkpoint)


if __name__ == "__main__":
    main()
