"""Fixtures of all tests: a small multilingual folder of documents, and what is built of it."""

import signal

import pytest

from qa.indexing.generation import Generation
from qa.indexing.layout import Layout
from qa.knowledge_base import KnowledgeBase
from support.fake_encoder import FakeEncoder
from support.sample_documents import write_seeds
from support.small_disk import mounted


def pytest_addoption(parser):
    """Let what takes minutes be asked for."""
    parser.addoption("--long", action="store_true", help="run what takes minutes too")


def pytest_collection_modifyitems(config, items):
    """Leave out what takes minutes, unless it is asked for."""
    if config.getoption("--long"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable():
    """Let workers tell of half characters too: what they send each other must be UTF-8."""
    return _sendable((yield))


def _sendable(value):
    if isinstance(value, str):
        return value.encode(errors="backslashreplace").decode()
    if isinstance(value, dict):
        return {_sendable(key): _sendable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_sendable, value))
    return value


@pytest.fixture
def seeds(tmp_path):
    """A folder of six documents in as many languages, free to be changed."""
    return write_seeds(tmp_path / "seeds")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 MB that can be filled."""
    with mounted(tmp_path / "disk") as disk:
        if disk is None:
            pytest.skip("this user may not mount a disk")
        yield disk


@pytest.fixture(scope="module")
def generation(index):
    """The build at a test module's own `index`, open."""
    return Generation.open(Layout(index))


@pytest.fixture(scope="module")
def kb(index):
    """A knowledge base over that index alone, which follows no folder."""
    with KnowledgeBase.open(None, index, encoder=FakeEncoder(), reader=False) as opened:
        yield opened


@pytest.fixture(scope="session", autouse=True)
def _interruptible():
    """Let the programs under test hear Ctrl-C.

    A test run in the background of a script ignores SIGINT, and every process it starts would too.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
