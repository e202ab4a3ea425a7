"""No regular expression of the program takes time that grows faster than what it reads.

Each is fed long runs of what it is made of. One whose time grows with the square takes minutes of
the processor over such a run; its process is given seconds.
"""

import subprocess
import sys
from pathlib import Path

from support import pattern_feeder


def test_no_pattern_is_slower_than_what_it_reads_is_long():
    done = subprocess.run(
        [sys.executable, Path(pattern_feeder.__file__)],
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    *_, last = done.stdout.splitlines() or [""]
    assert done.returncode == 0, f"{last}: {done.stderr}"
    assert last.endswith(" fed")
    assert int(last.split()[0]) > 50
