"""Builds an index and tells every step, to be killed on the way.

    python slow_build.py SEEDS INDEX MODEL [grow]

The last line is the number of texts it encoded. With "grow" it builds in growing batches.
"""

import sys
import time
from pathlib import Path

from fake_encoder import FakeEncoder, build, grow

from qa.encoding.encoder import OpenVinoEncoder
from qa.indexing import batching, embedding
from qa.reports import Progress


class SlowEncoder(FakeEncoder):
    """The fake encoder, at the pace of a real one."""

    def encode_passages(self, texts, progress=None):
        time.sleep(0.005 * len(texts))
        return super().encode_passages(texts, progress)


if __name__ == "__main__":
    seeds, index, model, *growing = sys.argv[1:]
    embedding.KEPT_AT_ONCE = SlowEncoder.at_once = 4
    encoder = SlowEncoder() if model == "fake" else OpenVinoEncoder(model)

    def tell(progress):
        sys.stdout.write(f"{progress.stage} {progress.done}\n")
        sys.stdout.flush()

    tell(Progress("preparing", 0, 0))
    batching.FIRST_SECONDS = batching._FASTEST_SECONDS = 1 / 30  # some passages a batch
    work = grow if growing else build
    reports = work(Path(seeds), Path(index), encoder, progress=tell)
    n_encoded = sum(r.n_encoded for r in (reports if growing else [reports]))
    sys.stdout.write(f"{n_encoded}\n")
