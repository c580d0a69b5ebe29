"""Pages that are put together from the parts of every noun keep their number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.guards.test_urls import signed_in

pytestmark = pytest.mark.django_db

MOST = 12
PEOPLE = ("pranee", "somchai", "nok", "kanda", "cct_secretary", "cct_chair", "cct_member", "nuan",
          "two_hats", "national_observer")  # fmt: skip
PAGES = ("/", "/committees/mae-sai/", "/committees/cct/", "/committees/chiang-rai/",
         "/province/57/", "/organisations/")  # fmt: skip
FRAMING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@pytest.mark.laid("nouns")
def test_with_rows_of_every_noun_each_page_takes_at_most_twelve_queries(world):
    over = {}
    for person in PEOPLE:
        client = signed_in(world.people[person])
        for page in PAGES:
            client.get(page)
            with CaptureQueriesContext(connection) as context:
                client.get(page)
            asked = [
                query["sql"]
                for query in context.captured_queries
                if not query["sql"].startswith(FRAMING)
            ]
            if len(asked) > MOST:
                over[person, page] = len(asked)
    assert not over
