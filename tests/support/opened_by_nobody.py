"""Opens an index as a user who may not write it, and says what comes of that.

Run as `opened_by_nobody.py SEEDS INDEX MODE`: "refused" as a user without rights where it can be
one, "full" with no room for a single byte. Prints one line of JSON.
"""

import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from qa.errors import QAError
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder

NOBODY = 65_534


def main(seeds: str, index: str, mode: str) -> None:
    """Open the index, ask it, and print what was found."""
    # What is loaded late is loaded now, while everything may still be read and written.
    with KnowledgeBase.open(None, index, encoder=FakeEncoder(), reader=False) as kb:
        kb.ask("library")
    if mode == "refused" and os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if mode == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    said: dict[str, object] = {"writable": os.access(Path(index), os.W_OK)}
    try:
        with KnowledgeBase.open(seeds, index, encoder=FakeEncoder(), reader=False) as kb:
            hits = kb.search("library")
            said["stale"] = asdict(kb.stale) if kb.stale else None
            said["found"] = [hit.passage.text for hit in hits]
    except QAError as error:
        said["error"] = [type(error).__name__, str(error)]
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
