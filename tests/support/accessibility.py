"""Faults of accessibility in an open page, by axe-core."""

from importlib.resources import files

import axe_playwright_python as axe


def serious_faults(page):
    """Id and places of each serious or critical one."""
    page.evaluate((files(axe) / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]][:4])
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
