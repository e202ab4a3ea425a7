"""A visit to the page in a real Chromium.

A visit ends with three claims: nothing was asked of another server, no script failed, and no
dialog was opened.
"""

import os
import shutil
import socket
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import expect

CHROMIUM = os.environ.get("SANAD_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

# What a page is asked: whether it is wider than its window (which a phone makes as wide as the
# page), and which hostile scripts have run.
WIDE = "document.documentElement.scrollWidth > Math.min(innerWidth, screen.width)"
MARKERS = "Object.keys(window).filter(name => name.startsWith('__pwn'))"

WAIT_MS = 30_000  # long enough for a busy machine; a quick one never waits it out
expect.set_options(timeout=WAIT_MS)


@contextmanager
def serving(app):
    """The address at which the application is served meanwhile."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = server.force_exit = True
    thread.join(10)
    listener.close()


class Visit:
    """An open page, and everything it asked for, said or complained of."""

    def __init__(self, browser, address, *, language="ar", viewport=DESKTOP, **options):
        self.context = browser.new_context(locale="en-US", viewport=viewport, **options)
        self.context.set_default_timeout(WAIT_MS)
        self.requests, self.dialogs, self.faults = [], [], []
        self.address = address
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", self._dismiss)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._note)
        self.page.goto(f"{address}/language/{language}" if language != "ar" else address)
        self.box = self.page.locator("#question textarea")
        self.box.wait_for()
        self.asked = 0

    def ask(self, question):
        self.box.fill(question)
        self.box.press("Enter")
        self.asked += 1
        bubble = self.page.locator("#chat .answer").nth(self.asked - 1)
        bubble.wait_for()
        return bubble

    def _dismiss(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _note(self, message):
        # Leaving the page cuts a stream that Gradio may still hold open, and it logs that.
        left = message.text.startswith("AbortError") or "Connection errored out" in message.text
        if message.type == "error" and not left:
            self.faults.append(message.text)

    def foreign(self):
        own = urlsplit(self.address).netloc
        parts = [urlsplit(url) for url in self.requests]
        return [p.geturl() for p in parts if p.scheme not in {"data", "blob"} and p.netloc != own]
