"""Builds an index and tells every step, to be killed on the way.

    python slow_build.py SEEDS INDEX MODEL

The last line is the number of texts it encoded.
"""

import sys
import time
from pathlib import Path

from fake_encoder import FakeEncoder, build

from qa.encoding.encoder import OpenVinoEncoder
from qa.indexing import building
from qa.reports import Progress


class SlowEncoder(FakeEncoder):
    """The fake encoder, at the pace of a real one."""

    def encode_passages(self, texts, progress=None):
        time.sleep(0.005 * len(texts))
        return super().encode_passages(texts, progress)


if __name__ == "__main__":
    seeds, index, model = sys.argv[1:]
    building._ENCODED_AT_ONCE = 4
    encoder = SlowEncoder() if model == "fake" else OpenVinoEncoder(model)

    def tell(progress):
        sys.stdout.write(f"{progress.stage} {progress.done}\n")
        sys.stdout.flush()

    tell(Progress("preparing", 0, 0))
    report = build(Path(seeds), Path(index), encoder, progress=tell)
    sys.stdout.write(f"{report.n_encoded}\n")
