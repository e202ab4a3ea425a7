"""The OpenAPI description says what is: a live server is asked all that it allows, and what not."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from support.web_stand_in import StandIn, app_for
from support.web_visit import serving

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
HEALTH = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    folder = tmp_path_factory.mktemp("openapi")
    (folder / "seeds").mkdir()
    app = app_for(StandIn(), folder / "seeds", feedback=folder / "feedback.jsonl")
    with serving(app) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


def ask_all(schema, examples):
    """Ask each route so often, and compare each answer with what is described."""
    load_all_checks()
    asked = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        asked.add(operation.label)

        @settings(
            max_examples=examples,
            deadline=None,
            suppress_health_check=HEALTH,
            phases=[Phase.generate],
            database=None,
        )
        @given(case=operation.as_strategy())
        def one(case):
            # What a form cannot say (a question of spaces) is refused all the same.
            case.call_and_validate(timeout=30, excluded_checks=[positive_data_acceptance])

        one()
    return asked


def test_a_live_server_answers_as_its_description_says(schema):
    asked = ask_all(schema, 8)
    assert {"POST /api/ask", "GET /healthz", "PUT /api/document"} <= asked
    assert len(asked) >= 15


@pytest.mark.long
def test_it_does_so_for_long(schema):
    ask_all(schema, 400)
