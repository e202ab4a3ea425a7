"""What docs/scaling.md says of more passages is what its measured figures multiply to."""

import re

from cluster_sizing import Costs, size_of, table
from support.paths import ROOT

TEXT = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")


def costs():
    found = re.findall(r"^\| `(\w+)` \| ([\d,.]+) \|", TEXT, re.MULTILINE)
    return Costs(**{name: float(value.replace(",", "")) for name, value in found})


def test_the_table_is_the_product_of_the_measured_figures():
    for line in table([10**7, 10**8, 10**9], costs()):
        assert line in TEXT.splitlines(), line


def test_memory_decides_how_many_nodes_there_are():
    told = costs()
    size = size_of(10**8, told)
    held = 2 * 10**8 * told.node_bytes / size.nodes
    assert 0.85 * 32e9 < held <= 32e9
    assert size_of(1_000, told).nodes == 2
