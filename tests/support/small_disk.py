"""A disk of a few megabytes, of which a test can take the room there is."""

import gc
import os
import shutil
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path

PAGE_BYTES = 4096  # what it gives room by


class SmallDisk:
    """A disk of its own.

    Attributes:
        folder: Where it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filling = folder / ".filling"

    def fill(self, pages_left: int = 0) -> None:
        """Take all the room but so many pages."""
        gc.collect()  # what is removed but still open would give room back later
        with suppress(OSError), self._filling.open("ab", buffering=0) as filling:
            while True:
                filling.write(bytes(PAGE_BYTES))
        taken = self._filling.stat().st_size
        os.truncate(self._filling, max(0, taken - pages_left * PAGE_BYTES))

    def empty(self) -> None:
        """Give it back."""
        self._filling.unlink(missing_ok=True)

    def pages_free(self) -> int:
        """How much room there is."""
        return shutil.disk_usage(self.folder).free // PAGE_BYTES


@contextmanager
def mounted(folder: Path, megabytes: int = 4):
    """A small disk at a folder that is made; None where this user may not mount one."""
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
    if shutil.which("mount") is None or subprocess.run(mounting, check=False).returncode:
        yield None
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)  # some of it is open yet
