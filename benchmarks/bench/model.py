"""The model that everyone uses: the program's weights, as the folder of a SentenceTransformer."""

from __future__ import annotations

import json
from pathlib import Path

from qa.encoding.preparing import embedded_sentence_transformer

_MODULES = ("Transformer", "Pooling", "Normalize")


def save_model(folder: Path) -> None:
    """Write the embedded model where any version of sentence-transformers can load it."""
    embedded_sentence_transformer().save(str(folder))
    # The names under which versions 5 and 6 both know them.
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    for module, name in zip(modules, _MODULES, strict=True):
        module["type"] = f"sentence_transformers.models.{name}"
    (folder / "modules.json").write_text(json.dumps(modules, indent=1), encoding="utf-8")
    _change(folder / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast"})
    # `encode_document` takes the prompt "document", and by default that is empty.
    prompts = embedded_prompts(folder)
    _change(
        folder / "config_sentence_transformers.json",
        {"prompts": {**prompts, "document": prompts["passage"]}},
    )


def embedded_prompts(folder: Path) -> dict[str, str]:
    """What a saved model puts before texts, by kind."""
    path = folder / "config_sentence_transformers.json"
    prompts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["prompts"]
    return prompts


def _change(path: Path, fields: dict[str, object]) -> None:
    values = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**values, **fields}, indent=1), encoding="utf-8")
