"""A browser is told how to ask here, at the address that it came by."""

import pytest
from lxml import etree
from starlette.testclient import TestClient

from qa.web.access.options import AccessOptions
from qa.web.html.locales import STRINGS
from support.parsed_html import BOTH
from support.web_stand_in import StandIn, app_for

SPEC = "{http://a9.com/-/spec/opensearch/1.1/}"


def asked(base, **options):
    with TestClient(app_for(StandIn(), **options), base_url=base) as client:
        answers = {
            language: client.get(
                "/opensearch.xml", headers={"cookie": f"sanad_language={language}"}
            )
            for language in STRINGS
        }
        linked = [client.get(path).text for path in ("/", "/documents", "/api")]
    return answers, linked


@pytest.fixture(scope="module")
def served():
    return asked("http://127.0.0.1:7860")


@BOTH
def test_a_browser_can_add_the_page_to_its_search_engines(served, strings):
    answer = served[0][strings.language]
    assert answer.headers["content-type"] == "application/opensearchdescription+xml"
    root = etree.fromstring(answer.content)
    assert root.tag == f"{SPEC}OpenSearchDescription"
    told = {child.tag.removeprefix(SPEC): child.text for child in root}
    assert told["ShortName"] == strings.name
    assert len(strings.name) <= 16  # what the specification allows
    assert told["Description"] == strings.tagline
    assert told["Language"] == strings.language
    templates = [url.get("template") for url in root.iter(f"{SPEC}Url")]
    assert templates[0] == "http://127.0.0.1:7860/?q={searchTerms}"


def test_every_page_links_to_the_description(served):
    for html in served[1]:
        assert 'rel="search" type="application/opensearchdescription+xml"' in html
        assert 'href="opensearch.xml" title="سند"' in html


def test_behind_a_proxy_the_addresses_are_the_public_ones():
    access = AccessOptions(root_path="/sanad", allowed_hosts=("docs.example.org",))
    answers, _ = asked("https://docs.example.org", access=access)
    root = etree.fromstring(answers["en"].content)
    templates = [url.get("template") for url in root.iter(f"{SPEC}Url")]
    assert templates == [
        "https://docs.example.org/sanad/?q={searchTerms}",
        "https://docs.example.org/sanad/opensearch.xml",
    ]
