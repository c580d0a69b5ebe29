"""No log holds a key that somebody who reads it could use."""

import datetime as dt
import logging
import runpy
import secrets
import uuid
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.test import Client

from config.logs import masked

CONF = runpy.run_path(str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"))
KEYS = {
    "invitation": secrets.token_urlsafe(32),
    "application": Signer(salt="application", sep=".").sign(uuid.uuid4().hex),
    "password": f"2-cz1abc-{secrets.token_hex(16)}",
}


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_keys_are_left_out_of_the_access_log(key):
    logger = object.__new__(CONF["logger_class"])
    logger.now = lambda: ""
    response = SimpleNamespace(status="200 OK", headers=[], sent=1)
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": f"/join/cct/sign/{key}/",
    }
    atoms = logger.atoms(response, SimpleNamespace(headers=[]), environ, dt.timedelta())
    assert atoms["U"] == "/join/cct/sign/***/"
    assert masked(environ["PATH_INFO"]) == atoms["U"]


def test_an_id_stays_in_the_log():
    path = f"/committees/mae-sai/orders/{uuid.uuid4()}/"
    assert masked(path) == path


def test_a_refused_request_is_logged_without_its_key(db, caplog):
    key = KEYS["application"]
    handler = next(iter(logging.getLogger("django").handlers))
    with caplog.at_level("WARNING"):
        logging.getLogger("django").addHandler(caplog.handler)
        try:
            assert Client().get(f"/join/cct/where/{key}/").status_code == 404
        finally:
            logging.getLogger("django").removeHandler(caplog.handler)
    lines = [record for record in caplog.records if "join" in record.getMessage()]
    assert lines
    for record in lines:
        handler.filter(record)
        assert key not in handler.format(record)
