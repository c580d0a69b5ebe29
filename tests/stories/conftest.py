"""What the walks share: people's browsers, and mail."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.stack import Stack
from tests.stories.walk import PEOPLE, Mailbox, Walker

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """The session cookies of who has signed in already."""
    return {}


@pytest.fixture
def walker(browser: "Browser", stack: Stack, sessions: dict[str, Any]) -> Iterator[Walker]:
    """Opens browsers for people; a complaint of a browser or a failing server fails the test."""
    walking = Walker(browser, stack, sessions)
    yield walking
    walking.close()
    assert not walking.errors, walking.errors


@pytest.fixture
def mailbox(stack: Stack) -> Callable[[str], Mailbox]:
    """`box = mailbox("somchai")`: his mail from now on."""
    return lambda who: Mailbox(stack, PEOPLE.get(who, who))
