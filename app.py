"""Open the chat: `python app.py`, then http://127.0.0.1:7860 in a browser.

`qa serve` does the same and takes options.
"""

from __future__ import annotations

import sys

from qa.errors import QAError
from qa.systems import check_system


def main() -> None:
    """Serve the page over `seeds/` and `index/` on this machine."""
    try:
        check_system()
        from qa.web.server import serve  # noqa: PLC0415 (where the system may have its parts)

        serve()
    except QAError as error:
        sys.exit(f"app.py: {error}")


if __name__ == "__main__":
    main()
