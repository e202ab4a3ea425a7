"""The web page: its layout, rendering, strings, styles and HTTP routes."""

import os

# Read when gradio is imported, so set before: no telemetry, and no endless list of timings.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "100")
