"""`qa serve` with the fake encoder at the pace of a real one, in a process of its own.

    python serving_program.py SEEDS INDEX

Parsers are those of `stumbling_parser_worker`: a file can make its parser hang.
"""

import sys
import time

from qa import knowledge_base
from qa.corpus import parser_process
from qa.web.server import serve
from support.fake_encoder import FakeEncoder


class SlowEncoder(FakeEncoder):
    """The fake encoder, as slow as a real one."""

    def encode_passages(self, texts, progress=None):
        time.sleep(0.02 * len(texts))
        return super().encode_passages(texts, progress)

    def encode_question(self, text):
        if "slowly" in text:
            time.sleep(4)
        return super().encode_question(text)


if __name__ == "__main__":
    parser_process._WORKER = "support.stumbling_parser_worker"
    knowledge_base.OpenVinoEncoder = lambda _: SlowEncoder()
    serve(sys.argv[1], sys.argv[2], port=0, reader=False)
