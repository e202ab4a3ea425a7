"""Open the chat: `python app.py`, then http://127.0.0.1:7860 in a browser.

`qa serve` does the same and takes options.
"""

from __future__ import annotations

from qa.web.server import serve


def main() -> None:
    """Serve the page over `seeds/` and `index/` on this machine."""
    serve()


if __name__ == "__main__":
    main()
