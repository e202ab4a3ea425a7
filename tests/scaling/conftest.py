"""A Ray cluster for all tests of this folder; without Ray they are skipped, and say so."""

import pytest

from support.ray_cluster import several_nodes


@pytest.fixture(scope="session")
def ray_cluster():
    """A head and two nodes of two processors each. Whoever kills a node adds one first."""
    pytest.importorskip("ray", reason="needs Ray: `make test-ray` installs it")
    with several_nodes(2) as started:
        yield started


@pytest.fixture(scope="session")
def cluster(ray_cluster):
    """The program's connection to it."""
    from qa.scaling.cluster import Cluster

    return Cluster(ray_cluster.address)
