"""A Ray cluster of several nodes on this machine, any of which can be killed."""

import contextlib
import os
import signal

import psutil

from support.paths import ROOT

NODE = {"num_cpus": 2, "object_store_memory": 150_000_000, "include_dashboard": False}


@contextlib.contextmanager
def several_nodes(n_nodes):
    """So many nodes beside the head, which does no work. Who connects is a part of the head."""
    import ray
    from ray.cluster_utils import Cluster

    # Ray reports its use to its makers, if it may; every process of it inherits this.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # What the nodes run is the checkout, and what the tests share.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    head = NODE | {"num_cpus": 0}
    cluster = Cluster(initialize_head=True, head_node_args=head, connect=False)
    try:
        for _ in range(n_nodes):
            cluster.add_node(wait=True, **NODE)
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


def kill(node):
    """End a node as a power cut does: its raylet, and all that this runs."""
    (raylet,) = node.all_processes["raylet"]
    process = psutil.Process(raylet.process.pid)
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGKILL)
