"""A request of any shape is answered or refused; none makes the server stumble."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from support.fuzz_samples import CUTS, cut
from support.raw_requests import EXAMPLES, raw_server, whole
from support.web_stand_in import ENGLISH, StandIn, app_for

HOST = b"Host: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    seeds = tmp_path_factory.mktemp("seeds")
    (seeds / "guide.md").write_text(ENGLISH, encoding="utf-8")
    with raw_server(app_for(StandIn(), seeds)) as served:
        yield served


@pytest.mark.parametrize("request_bytes", EXAMPLES, ids=lambda request: request.split(b"HTTP")[0])
def test_what_is_in_order_is_answered(server, request_bytes):
    assert 200 <= server.ask(request_bytes) < 500


def stumbles_nowhere(n_tries):
    """A test of so many requests that are out of order."""

    @settings(max_examples=n_tries, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(EXAMPLES), st.lists(CUTS, max_size=4), st.booleans())
    @example(b"GET /%ff%00?q=%ed%a0%80 HTTP/1.1\r\n" + HOST, [], False)
    @example(b"GET /document?path=%ed%a0%80 HTTP/1.1\r\n" + HOST, [], False)
    @example(b"GET http://elsewhere.example/ HTTP/1.1\r\n" + HOST, [], False)
    @example(b"TRACE / HTTP/1.1\r\n" + HOST, [], False)
    @example(b"GET / HTTP/1.1\r\nCookie: sanad_language=\xff; a\r\n" + HOST, [], False)
    def test(server, request_bytes, cuts, mended):
        changed = cut(cuts)(request_bytes)
        server.ask(whole(changed) if mended else changed, patience=0.3)

    return test


test_any_request_is_answered_or_refused = stumbles_nowhere(40)
test_thousands_of_requests_are_answered_or_refused = pytest.mark.long(stumbles_nowhere(3_000))
