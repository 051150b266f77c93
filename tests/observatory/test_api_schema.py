"""
Schemathesis asks the interface whatever its description allows, and much that it does not: all checks hold.

The application is called in process, with few examples; README names the command for a longer run against a portal.
"""

from copy import deepcopy
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.core.failures import FailureGroup

from cantal_network.wsgi import application
from observatory.api import v1
from tests import factories


def somebodys(environ, start_response):
    """A server says from where somebody asks, which this test client does not; and it cannot unpack what is packed."""
    return application(environ | {"REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": ""}, start_response)


schema = schemathesis.openapi.from_dict(v1.document())
schema.app = somebodys


@pytest.fixture
def interface(db, now, settings, murat, allanche, three_indicators):
    """With a few records of each kind, and without a rate that the examples would reach."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api": "1000000/m/ip"}
    factories.make_offer(today=now.date(), telecentres=[murat], features=["quiet"])
    factories.make_event(starts_at=now + timedelta(days=2), telecentre=murat)
    # A request that ends would close the connection, and with it the transaction of the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case, interface):
    case.call_and_validate()


def test_control_an_answer_unlike_its_description_is_noticed(interface):
    """The same question beside a description that says something else of one field."""
    document = deepcopy(v1.document())
    document["components"]["schemas"]["TelecentrePage"]["properties"]["count"]["type"] = "string"
    wrong = schemathesis.openapi.from_dict(document)
    wrong.app = somebodys

    schema["/api/v1/telecentres"]["GET"].Case().call_and_validate()
    with pytest.raises(FailureGroup):
        wrong["/api/v1/telecentres"]["GET"].Case().call_and_validate()
