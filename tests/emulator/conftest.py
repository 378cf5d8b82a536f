"""A program and a browser in front of the local Microsoft 365."""

from __future__ import annotations

import pytest
from signin_driver import Application, Browser

from local_microsoft365.server import LocalMicrosoft365


@pytest.fixture
def application(microsoft365: LocalMicrosoft365) -> Application:
    return Application(microsoft365)


@pytest.fixture
def browser(microsoft365: LocalMicrosoft365) -> Browser:
    return Browser(microsoft365)
