"""Encoders for nodes of a cluster: slow ones, ones that stumble, ones of another processor."""

import os
import time

from support.fake_encoder import FakeEncoder


class SlowEncoder(FakeEncoder):
    """Takes some time for each text, so that there is a middle of a build."""

    at_once = 4

    def encode_passages(self, texts, progress=None):
        time.sleep(0.02 * len(texts))
        return super().encode_passages(texts, progress)


class StumblingEncoder(FakeEncoder):
    """Fails at one word, whatever stands beside it."""

    def encode_passages(self, texts, progress=None):
        if any("stumble" in text for text in texts):
            raise ValueError("a text that cannot be encoded")
        return super().encode_passages(texts, progress)


class ElsewhereEncoder(FakeEncoder):
    """Computes in other numbers in any process but the one that made it."""

    def __init__(self):
        super().__init__()
        self.process = os.getpid()

    @property
    def numeric_mode(self):
        return "float32" if os.getpid() == self.process else "bfloat16"


class OlderEncoder(FakeEncoder):
    """Has other weights in any process but the one that made it."""

    def __init__(self):
        super().__init__()
        self.process = os.getpid()

    def __getstate__(self):
        return vars(self) | {"fingerprint": "fake-0"}
