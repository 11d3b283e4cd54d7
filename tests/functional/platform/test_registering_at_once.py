"""Many people register at the same moment, on the real site: each is answered, and none with an error of the server."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

PEOPLE = 24


def register(site: str, number: int) -> int:
    """The status of the page that somebody is led to who filled in the form."""
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser, address = urllib.request.build_opener(cookies), urllib.parse.urljoin(site, "/account/signup/")
    with browser.open(address, timeout=60) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token is not None
    form = {
        "csrfmiddlewaretoken": token[1],
        "email": f"new{number}@example.org",
        "password1": f"harbour lantern {number}",
    }
    try:
        with browser.open(address, urllib.parse.urlencode(form).encode(), timeout=60) as page:
            assert page.url.endswith("/account/confirm-email/"), page.url
            return int(page.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_people_who_register_at_once_are_all_let_in(served_site: Any) -> None:
    with ThreadPoolExecutor(PEOPLE) as together:
        statuses = list(together.map(lambda number: register(served_site.url, number), range(PEOPLE)))
    assert statuses == [200] * PEOPLE
