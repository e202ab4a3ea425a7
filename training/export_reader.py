"""Write the reader's weights as they ship: int8 matrices with a scale a row, the rest in half.

    python -m training.export_reader CHECKPOINT...

A checkpoint is a file of `train_reader`, or a folder of those of `train_packed`. Of several the
mean ships. Runs that parted late agree in all but their noise, which the mean takes away (Wortsman
et al., "Model soups", 2022).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors import safe_open
from safetensors.numpy import save_file

from qa.reader.weights import DESCRIPTION, WEIGHTS, reader_folder
from training.tensors import BATCH


def packed(weight: npt.NDArray[np.float32]) -> dict[str, npt.NDArray[np.generic]]:
    """A matrix in int8, each row's greatest magnitude at 127, and the scales of its rows."""
    scale = np.maximum(np.abs(weight).max(axis=1, keepdims=True), 1e-8) / 127
    return {
        "": np.round(weight / scale).astype(np.int8),
        ".scale": scale.astype(np.float32),
    }


def arrays_of(state: dict[str, torch.Tensor]) -> dict[str, npt.NDArray[np.generic]]:
    """What ships of a network's weights: all but the embeddings of words."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, tensor in state.items():
        short = name.removeprefix("bert.")
        values = tensor.float().numpy()
        if short == "embeddings.word_embeddings.weight" or short.endswith("_ids"):
            continue
        if short.startswith("encoder.") and values.ndim == 2:
            arrays |= {short + ending: part for ending, part in packed(values).items()}
        else:
            arrays[short] = values.astype(np.float16 if values.ndim == 2 else np.float32)
    return arrays


def mean_of(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of each weight over networks of one form."""
    return {name: torch.stack([s[name].float() for s in states]).mean(dim=0) for name in states[0]}


def read_checkpoint(path: Path) -> tuple[dict[str, torch.Tensor], int]:
    """The mean weights of a checkpoint, and how many pairs they were learnt from."""
    if path.is_file():
        saved = torch.load(path, weights_only=True)
        return saved["mean"], saved["steps"] * BATCH
    state: dict[str, torch.Tensor] = {}
    pairs = 0
    for part in sorted(path.glob("*.safetensors")):
        with safe_open(part, "pt") as opened:
            pairs = int(opened.metadata()["pairs"])
            state |= {name: opened.get_tensor(name).float() for name in opened.keys()}  # noqa: SIM118
    return state, pairs


def main() -> None:
    """Export the mean weights of one checkpoint or several."""
    states, pairs = zip(*(read_checkpoint(Path(name)) for name in sys.argv[1:]), strict=True)
    path = reader_folder() / WEIGHTS
    common = set.intersection(*map(set, states))
    kept = [{name: state[name] for name in state if name in common} for state in states]
    save_file(arrays_of(mean_of(kept)), path)
    description = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "how": "python -m training.train_reader (see training/README.md)",
        "pairs": max(pairs),
    }
    (reader_folder() / DESCRIPTION).write_text(json.dumps(description, indent=1) + "\n")
    print(f"{path.stat().st_size:,} bytes, {description['pairs']:,} pairs")


if __name__ == "__main__":
    main()
