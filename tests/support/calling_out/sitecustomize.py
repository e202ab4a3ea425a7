"""Has every Python program whose path leads here try to reach another machine, as a library might.

The address is nobody's (RFC 5737).
"""

import contextlib
import socket
import threading
import time


def _call_out():
    for _ in range(1_200):
        time.sleep(0.1)
        with contextlib.suppress(OSError), socket.socket() as calling:
            calling.settimeout(0.1)
            calling.connect(("192.0.2.7", 80))


threading.Thread(target=_call_out, daemon=True).start()
