"""Preparing a model: a SentenceTransformer in, an OpenVINO graph and a tokenizer file out.

sentence-transformers is how any other model than the embedded one is defined and loaded (a local
folder, a hub name); torch and it are needed here only, once for each model. The result is a folder
that `OpenVinoEncoder` runs on its own. The embedded model is here as a SentenceTransformer too: for
training, and as what its graph is compared with.

The only module that imports sentence_transformers, transformers and torch.
"""

from __future__ import annotations

import re
import tempfile
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import torch
from huggingface_hub import constants as hub
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from transformers.utils import logging as transformers_logging

from qa.encoding.embedded import EmbeddedModel, read_embedded_model
from qa.encoding.embedded_graph import E5_PROMPTS
from qa.encoding.graph import save_graph, traced_graph
from qa.encoding.prepared import GRAPH, TOKENIZER, PreparedModel, make_prepared
from qa.errors import ModelError

_HUB_SECONDS = 5.0  # how long the hub may take to answer before it counts as out of reach


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the model libraries' progress bars, log lines and warnings off the user's terminal."""
    verbosity = transformers_logging.get_verbosity()
    shows_bars = transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        transformers_logging.set_verbosity(verbosity)
        if shows_bars:
            transformers_logging.enable_progress_bar()


class _Sentences(torch.nn.Module):
    """A SentenceTransformer as a function of two tensors giving two, for tracing."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
        vectors = torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)
        return vectors, features["token_embeddings"]


def embedded_bert(source: EmbeddedModel) -> BertModel:
    """The embedded model's transformer with its weights, and no dropout where it is trained on."""
    config = BertConfig(
        vocab_size=source.vocabulary,
        hidden_size=source.hidden,
        num_hidden_layers=source.layers,
        num_attention_heads=source.heads,
        intermediate_size=source.feed_forward,
        max_position_embeddings=source.positions,
        type_vocab_size=source.token_types,
        layer_norm_eps=source.layer_norm_epsilon,
        # Drawing its random numbers costs two thirds of a training step.
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    bert = BertModel(config, add_pooling_layer=False)
    shapes = bert.state_dict()
    bert.load_state_dict(
        {
            name: torch.from_numpy(values).reshape(shapes[name].shape)
            for name, values in source.weights.items()
        }
    )
    return bert


@_quiet()
def embedded_sentence_transformer() -> SentenceTransformer:
    """The embedded model as a SentenceTransformer: BERT, mean pooling, unit length.

    Raises:
        ModelError: Its weights are not installed or not the expected ones.
    """
    source = read_embedded_model()
    bert = embedded_bert(source)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=source.tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=source.positions,
    )
    with tempfile.TemporaryDirectory() as folder:
        bert.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        transformer = Transformer(folder, max_seq_length=source.positions)
    modules = [transformer, Pooling(source.hidden, pooling_mode="mean"), Normalize()]
    return SentenceTransformer(modules=modules, prompts=dict(E5_PROMPTS), device="cpu")


@_quiet()
def load_sentence_transformer(name_or_path: str) -> SentenceTransformer:
    """Load a SentenceTransformer from a folder or, where the network allows, from the hub.

    Raises:
        ModelError: There is no such model, or it cannot be loaded.
    """
    if not name_or_path:
        raise ModelError("The model's name is empty. Leave --model out to use the embedded model.")
    try:
        is_here = (
            Path(name_or_path).is_dir() or not _hub_answers()
        )  # else the hub's own cache may do
        return SentenceTransformer(name_or_path, device="cpu", local_files_only=is_here)
    except Exception as error:
        raise ModelError(
            f"Cannot load the model '{name_or_path}': {_first_line(error)}. Give the folder of a "
            "SentenceTransformer or a name on the Hugging Face hub (which needs the network), "
            "or leave --model out to use the embedded model."
        ) from error


@_quiet()
def prepare_model(model: SentenceTransformer, fingerprint: str, target: Path) -> None:
    """Export a model into the folder `target`, complete or not at all.

    Raises:
        ModelError: The model cannot be traced, or its tokenizer is not a fast one.
    """
    make_prepared(target, partial(_fill_folder, model, fingerprint))


def _fill_folder(model: SentenceTransformer, fingerprint: str, folder: Path) -> PreparedModel:
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise ModelError("The model has no fast tokenizer (tokenizer.json), which Sanad needs.")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / TOKENIZER))
    ids = torch.ones((2, 8), dtype=torch.long)
    try:
        example = {"input_ids": ids, "attention_mask": ids}
        save_graph(traced_graph(_Sentences(model).eval(), example), folder / GRAPH)
    except (RuntimeError, TypeError, ValueError, KeyError) as error:
        raise ModelError(f"The model cannot be exported: {_first_line(error)}.") from error
    return _describe(model, fingerprint)


def _hub_answers() -> bool:
    """Whether the hub can be reached: asked once, where its client would retry for minutes."""
    if hub.HF_HUB_OFFLINE:
        return False
    try:
        with urllib.request.urlopen(hub.ENDPOINT, timeout=_HUB_SECONDS):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False


def _describe(model: SentenceTransformer, fingerprint: str) -> PreparedModel:
    prompts = {key: value for key, value in model.prompts.items() if value}
    if not prompts and re.search(r"\be5\b", fingerprint) and "instruct" not in fingerprint:
        prompts = E5_PROMPTS  # E5 on the hub does not say that it needs them
    dimension = model.get_sentence_embedding_dimension()
    return PreparedModel(
        fingerprint=fingerprint,
        dimension=int(dimension or 0),
        max_tokens=int(model.max_seq_length or 512),
        pad_id=int(model.tokenizer.pad_token_id or 0),
        question_prompt=prompts.get("query", ""),
        passage_prompt=prompts.get("passage", prompts.get("document", "")),
    )


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
