"""Builds an index slowly enough to be killed on the way: python slow_build.py SEEDS INDEX MODEL."""

import sys
import time
from pathlib import Path

from fake_encoder import FakeEncoder, build

from qa.encoding.encoder import OpenVinoEncoder
from qa.indexing import building


class SlowEncoder(FakeEncoder):
    """The fake encoder, at the pace of a real one."""

    def encode_passages(self, texts, progress=None):
        time.sleep(0.005 * len(texts))
        return super().encode_passages(texts, progress)


if __name__ == "__main__":
    seeds, index, model = sys.argv[1:]
    building._ENCODED_AT_ONCE = 4
    encoder = SlowEncoder() if model == "fake" else OpenVinoEncoder(model)
    sys.stdout.write("started\n")
    sys.stdout.flush()
    sys.stdout.write(f"{build(Path(seeds), Path(index), encoder).n_encoded}\n")
