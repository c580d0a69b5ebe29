"""What the walks share: people's browsers, and mail."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.stack import Stack
from tests.stories.walk import PEOPLE, Browsers, Mailbox, Walker

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browsers(browser: "Browser", stack: Stack) -> Browsers:
    """The browsers of this session."""
    return Browsers(browser, stack.url)


@pytest.fixture
def walker(browsers: Browsers, stack: Stack, request: pytest.FixtureRequest) -> Iterator[Walker]:
    """Opens browsers for people; a complaint of a browser or a failing server fails the test."""
    walking = Walker(browsers, stack)
    failed = request.session.testsfailed
    yield walking
    walking.close(keep=request.session.testsfailed == failed)
    assert not walking.errors, walking.errors


@pytest.fixture
def mailbox(stack: Stack) -> Callable[[str], Mailbox]:
    """`box = mailbox("somchai")`: his mail from now on."""
    return lambda who: Mailbox(stack, PEOPLE.get(who, who))
