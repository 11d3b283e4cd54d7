"""How somebody proves who they are: passwords, codes, passkeys, and what guards each of them (OWASP ASVS 5.0, V6)."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sign_in_world import (
    PASSWORD,
    Passkey,
    browser,
    code_in,
    is_in,
    new_account,
    prove,
    settings_with,
    sign_in,
    told_at_once,
    totp_code,
    with_codes,
)
from site_world import client_of, user

pytestmark = pytest.mark.usefixtures("database")

DOCUMENT = Path(__file__).parents[3] / "docs" / "explanation" / "security.md"


@pytest.fixture(autouse=True)
def outbox() -> None:
    from django.core import mail

    mail.outbox.clear()


def refused(password: str, email: str = "amal@example.net") -> bool:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from crosswalk_platform.accounts.models import User

    try:
        validate_password(password, User(email=email))
    except ValidationError:
        return True
    return False


# -- passwords --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("password", "too_short"), [("vq8 Kd2 wp0", True), ("vq8 Kd2 wp01", False)])
def test_a_password_has_at_least_twelve_characters(password: str, too_short: bool) -> None:
    assert refused(password) is too_short


def test_no_common_password_that_is_long_enough_is_taken() -> None:
    """The lists hold more than 3,000 of them; one in twenty is tried, and each of Django's list of leaked ones."""
    import django.contrib.auth
    from zxcvbn.matching import RANKED_DICTIONARIES

    listed = sorted({word for words in RANKED_DICTIONARIES.values() for word in words if len(word) >= 12})
    assert len(listed) > 3_000
    leaked = Path(str(django.contrib.auth.__file__)).parent / "common-passwords.txt.gz"
    known = [word for word in gzip.decompress(leaked.read_bytes()).decode().split() if len(word) >= 12]
    taken = [word for word in (*listed[::20], *known) if not refused(word)]
    assert not taken


@pytest.mark.parametrize(
    "password", ["123456123456", "qwertyuiop[]", "passwordpassword", "P4ssw0rd2026!", "1qaz2wsx3edc", "aaaaaaaaaaaa"]
)
def test_a_pattern_is_no_password(password: str) -> None:
    assert refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "violin tulip harbour eleven", "VIOLINTULIPHARBOURELEVEN", "9204 7716 5503 8821", "كتاب نافذة قهوة جبل",
        "!#%&/()=?+-*<>_;:", "🦉🪁🧶🛶🧭🪑🪴🧊🫖🧩🪀🧵", "q" + "Zk9 wv!" * 20, " blank before and behind ",
    ],
)  # fmt: skip
def test_any_characters_make_a_password_and_none_is_asked_for(password: str) -> None:
    assert not refused(password)


def test_words_that_everybody_expects_here_make_no_password_and_are_documented() -> None:
    from crosswalk_platform.accounts.passwords import CONTEXT_WORDS

    text = DOCUMENT.read_text(encoding="utf-8")
    for word in CONTEXT_WORDS:
        assert word in text, f"{word} is not documented"
        assert refused(f"{word}-{word}!"), word
        assert refused(f"{word.title()}2026!!"), word
    assert refused("amal.haddad.1", "amal.haddad@example.net")


def test_a_password_that_stands_in_the_file_of_breached_ones_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hashlib import sha1

    from crosswalk_platform.accounts import passwords
    from crosswalk_platform.config.installation import installation

    known = [f"stolen word {number} of somebody" for number in range(500)]
    sums = sorted(sha1(each.encode(), usedforsecurity=False).hexdigest().upper() for each in known)
    path = tmp_path / "sums.txt"
    path.write_text("".join(f"{each}:{number}\r\n" for number, each in enumerate(sums)), encoding="ascii")
    assert all(passwords.stands_in(path, each) for each in known)
    assert not any(passwords.stands_in(path, f"{each}!") for each in known)
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert not passwords.stands_in(empty, "anything")
    changed = installation().model_copy(update={"breached_passwords": path})
    monkeypatch.setattr(passwords, "installation", lambda: changed)
    assert refused(known[7])
    assert not refused(known[7] + " and more")


def test_a_password_is_refused_on_every_form_that_sets_one() -> None:
    """Sign-up, change and reset ask the same questions."""
    from django.core import mail

    weak = "P4ssw0rd2026!"
    client = browser()
    assert (
        "easy to guess"
        in client.post("/account/signup/", {"email": "n@example.net", "password1": weak}).content.decode()
    )
    amal = new_account()
    sign_in(client, amal.email)
    prove(client)
    told = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert "easy to guess" in client.post("/account/password/change/", told).content.decode()
    client.post("/account/logout/")
    client.post("/account/password/reset/", {"email": amal.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)
    assert link is not None
    page = client.get(client.get(link[1]).headers["Location"])
    answer = client.post(page.request["PATH_INFO"], {"password1": weak, "password2": weak})
    assert "easy to guess" in answer.content.decode()
    amal.refresh_from_db()
    assert amal.check_password(PASSWORD)


def test_a_password_is_changed_with_the_old_one_only() -> None:
    amal, client = new_account(), browser()
    sign_in(client, amal.email)
    prove(client)
    new = "copper lantern oblique ninety"
    for old in ("", "wrong words altogether here"):
        answer = client.post("/account/password/change/", {"oldpassword": old, "password1": new, "password2": new})
        assert answer.status_code == 200
    amal.refresh_from_db()
    assert amal.check_password(PASSWORD)
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    amal.refresh_from_db()
    assert amal.check_password(new)


@pytest.mark.parametrize(
    "password", ["x" * 300 + " tulip", "Ünïcode pass phrase ﬁ Ⅳ", "  blanks stay where they are  "]
)
def test_a_password_is_taken_to_the_letter(password: str) -> None:
    """Nothing is cut off, folded or trimmed."""
    amal = new_account(password=password)
    for wrong in (password[:-1], password.swapcase(), password.strip() + "x", password + " "):
        client = browser()
        if wrong != password:
            sign_in(client, amal.email, wrong)
            assert not is_in(client), wrong
    client = browser()
    sign_in(client, amal.email, password)
    assert is_in(client)


def test_a_password_never_runs_out() -> None:
    from django.utils import timezone

    amal, client = new_account(), browser()
    long_ago = timezone.now() - timedelta(days=4_000)
    type(amal).objects.filter(pk=amal.pk).update(date_joined=long_ago, last_login=long_ago)
    sign_in(client, amal.email)
    assert is_in(client)
    assert client.get("/account").status_code == 200


def test_every_field_for_a_password_hides_it_and_lets_managers_fill_it_in() -> None:
    """type=password, a word for password managers, and no script that stops pasting."""
    amal, client = new_account(), browser()
    pages = [client.get(f"/account/{where}/").content.decode() for where in ("login", "signup")]
    sign_in(client, amal.email)
    pages.append(client.get("/account/reauthenticate/").content.decode())
    prove(client)
    pages.append(client.get("/account/password/change/").content.decode())
    found = [field for page in pages for field in re.findall(r'<input[^>]* name="(?:old)?password[12]?"[^>]*>', page)]
    assert len(found) >= 6
    for field in found:
        assert 'type="password"' in field, field
        assert re.search(r'autocomplete="(current|new)-password"', field), field
        assert "maxlength" not in field, field
    sources = Path(str(__file__)).parents[3] / "src" / "crosswalk_platform"
    assert not [
        path
        for path in (*sources.rglob("*.js"), *sources.rglob("*.html"))
        if "paste" in path.read_text(encoding="utf-8")
    ]


def test_nobody_is_asked_for_a_hint_or_a_secret_answer() -> None:
    client = browser()
    names = {name for where in ("login", "signup", "password/reset") for name in re.findall(
        r'<(?:input|select|textarea)[^>]* name="(\w+)"', client.get(f"/account/{where}/").content.decode())}  # fmt: skip
    assert names <= {"login", "password", "password1", "email", "csrfmiddlewaretoken", "next", "language", "credential"}


# -- guessing ---------------------------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_even_the_right_one_is_refused_from_there_but_not_from_elsewhere() -> None:
    """Somebody far away cannot lock an account: its owner comes in from their own address."""
    amal, attacker = new_account(), browser()
    for number in range(5):
        sign_in(attacker, amal.email, f"wrong words number {number}", REMOTE_ADDR="203.0.113.9")
    sign_in(attacker, amal.email, REMOTE_ADDR="203.0.113.9")
    assert not is_in(attacker)
    owner = browser()
    sign_in(owner, amal.email, REMOTE_ADDR="198.51.100.7")
    assert is_in(owner)


def test_wrong_passwords_from_one_network_of_ipv6_count_together() -> None:
    amal = new_account()
    for number in range(5):
        sign_in(browser(), amal.email, f"wrong words number {number}", REMOTE_ADDR=f"2001:db8:1:2::{number + 1:x}")
    attacker, owner = browser(), browser()
    sign_in(attacker, amal.email, REMOTE_ADDR="2001:db8:1:2::99")
    assert not is_in(attacker)
    sign_in(owner, amal.email, REMOTE_ADDR="2001:db8:1:3::1")
    assert is_in(owner)


def test_after_five_wrong_codes_even_the_right_one_is_refused() -> None:
    amal, client = new_account(), browser()
    seed, codes = with_codes(amal)
    sign_in(client, amal.email)
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000" if totp_code(seed) != "000000" else "111111"})
    client.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert not is_in(client)


def test_the_code_of_a_letter_is_refused_after_three_wrong_ones() -> None:
    from django.core import mail

    client = browser()
    client.post("/account/signup/", {"email": "n@example.net", "password1": PASSWORD})
    right = code_in(mail.outbox[-1])
    for _ in range(3):
        client.post("/account/confirm-email/", {"code": "BBBB-BBBB"})
    client.post("/account/confirm-email/", {"code": right})
    assert not is_in(client)


def test_who_has_an_account_cannot_be_told_from_who_has_not() -> None:
    """The same page and as much work with passwords, at sign-in, registration and reset."""
    from django.contrib.auth.hashers import ScryptPasswordHasher

    amal = new_account()
    ways = {
        "/account/login/": lambda email: {"login": email, "password": "wrong words altogether"},
        "/account/password/reset/": lambda email: {"email": email},
        "/account/signup/": lambda email: {"email": email, "password1": PASSWORD},
    }
    for address, typed in ways.items():
        told = []
        for email in (amal.email, "nobody@example.net"):
            with pytest.MonkeyPatch.context() as patch:
                worked: list[int] = []
                plain = ScryptPasswordHasher.encode
                patch.setattr(
                    ScryptPasswordHasher, "encode", lambda *a, p=plain, w=worked, **k: (w.append(1), p(*a, **k))[1]
                )
                answer = browser().post(address, typed(email), follow=True)
            text = re.sub(r'value="\w{64}"', "", answer.content.decode()).replace(email, "")
            told.append((answer.status_code, answer.redirect_chain, text, len(worked)))
        one, other = told
        assert one[:3] == other[:3], address
        assert one[3] == other[3] or address == "/account/signup/", address


# -- second proofs ----------------------------------------------------------------------------------------------------


def test_every_page_asks_whoever_sits_in_an_organisation_for_a_second_proof() -> None:
    """With a password alone nobody reads or changes anything of an organisation or its people."""
    from canary_world import Target, routes, url_of

    target = Target("nowhere", dict.fromkeys(("organisation", "person", "consent", "proposal", "membership", "agreement", "merge"), "00000000-0000-0000-0000-00000000dead"))  # fmt: skip
    asked = 0
    with settings_with(SECOND_FACTOR=True):
        for login in ("admin", "caseworker", "records", "employer"):
            client = client_of(login)
            assert "Your organisations" not in client.get("/").content.decode()
            for route, view in routes():
                access = getattr(view, "access", "everybody")
                address = url_of(route, target) if access != "everybody" else None
                if address is None:
                    continue
                for method in ("get", "post"):
                    answer = getattr(client, method)(address)
                    if answer.status_code != 405:
                        assert answer.status_code == 302 and "/2fa/" in answer.headers["Location"], (login, address)
                        asked += 1
    assert asked > 150


def test_a_second_proof_opens_the_pages_of_an_organisation_and_a_password_alone_does_not() -> None:
    adviser = user("caseworker")
    adviser.set_password(PASSWORD)
    adviser.save()
    seed, codes = with_codes(adviser)
    with settings_with(SECOND_FACTOR=True):
        client = browser()
        sign_in(client, adviser.email)
        assert client.get("/people/").status_code == 302
        client.post("/account/2fa/authenticate/", {"code": totp_code(seed)})
        assert client.get("/people/").status_code == 200
        other = browser()
        sign_in(other, adviser.email)
        other.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert other.get("/people/").status_code == 200


def test_whoever_sets_up_a_second_proof_can_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

    told_at_once(monkeypatch)
    adviser = user("caseworker")
    adviser.set_password(PASSWORD)
    adviser.save()
    with settings_with(SECOND_FACTOR=True):
        client = browser()
        sign_in(client, adviser.email)
        assert "second proof" in client.get("/people/", follow=True).content.decode()
        prove(client)
        client.get("/account/2fa/totp/activate/")
        answer = client.post("/account/2fa/totp/activate/", {"code": totp_code(client.session[SECRET_SESSION_KEY])})
        assert answer.status_code == 302
        assert client.get("/people/").status_code == 200


def test_second_proofs_are_asked_for_wherever_the_site_is_reached_over_https() -> None:
    from crosswalk_platform.config.installation import Installation

    settings = (Path(str(__file__)).parents[3] / "src/crosswalk_platform/config/settings.py").read_text(
        encoding="utf-8"
    )
    assert "SECOND_FACTOR = _place.secure if _place.second_factor is None else _place.second_factor" in settings
    assert Installation.model_fields["second_factor"].default is None


def test_the_exception_from_two_proofs_is_documented_with_its_reasons() -> None:
    text = DOCUMENT.read_text(encoding="utf-8").split("**Two proofs.**")[1].split("**Passwords**")[0].replace("\n", " ")
    for said in (
        "Why not everybody",
        "CROSSWALK_SECOND_FACTOR",
        "amr",
        "What protects them besides",
        "set up a second proof",
    ):
        assert said in text, said


def test_a_code_is_taken_once() -> None:
    amal = new_account()
    seed, codes = with_codes(amal)
    for code in (totp_code(seed), codes[0]):
        for comes_in in (True, False):
            client = browser()
            sign_in(client, amal.email)
            client.post("/account/2fa/authenticate/", {"code": code})
            assert is_in(client) is comes_in


@pytest.mark.parametrize("seconds", [-60, -30, 30, 60])
def test_a_code_of_another_half_minute_is_not_taken(seconds: int) -> None:
    """The clock is the server's own: nothing in a request says what time it is."""
    import time

    from allauth.mfa.totp.internal import auth

    seed, now = auth.generate_totp_secret(), 1_800_000_000.0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: now)
        assert auth.validate_totp_code(seed, totp_code(seed, at=now))
        assert not auth.validate_totp_code(seed, totp_code(seed, at=now + seconds))


def test_the_seeds_of_codes_are_sealed_and_codes_are_kept_nowhere() -> None:
    from allauth.mfa.models import Authenticator

    amal = new_account()
    seed, codes = with_codes(amal)
    kept = str(list(Authenticator.objects.filter(user=amal).values_list("data", flat=True)))
    assert seed not in kept
    assert not [code for code in codes if code in kept]
    assert not re.search(r"\b[0-9a-f]{80}\b", kept)


def test_seeds_and_codes_are_random_and_long_enough() -> None:
    """At least 20 bits for a code that people type, 160 for a seed; none comes twice."""
    from allauth.account.adapter import get_adapter
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    seeds = {generate_totp_secret() for _ in range(200)} | {RecoveryCodes.generate_seed() for _ in range(200)}
    assert len(seeds) == 400
    assert min(map(len, seeds)) >= 32
    letters = {get_adapter().generate_email_verification_code() for _ in range(300)}
    assert len(letters) == 300
    assert {len(code.replace("-", "")) for code in letters} == {8}
    assert len(set("".join(letters)) - {"-"}) == 20  # 20 ** 8 codes
    codes = with_codes(new_account())[1]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"\d{8}", code) for code in codes)


def test_the_code_of_a_letter_and_the_link_of_another_run_out() -> None:
    from django.conf import settings
    from django.core import mail

    assert settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT <= 600
    client = browser()
    client.post("/account/signup/", {"email": "n@example.net", "password1": PASSWORD})
    code = code_in(mail.outbox[-1])
    import time

    later = time.time() + 601
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: later)
        client.post("/account/confirm-email/", {"code": code})
    assert not is_in(client)
    from django.contrib.auth.tokens import default_token_generator

    amal = new_account()
    link = default_token_generator.make_token(amal)
    assert default_token_generator.check_token(amal, link)
    from datetime import datetime

    with pytest.MonkeyPatch.context() as patch:
        now = datetime.now() + timedelta(seconds=3_660)  # noqa: DTZ005 - as Django counts
        patch.setattr(default_token_generator, "_now", lambda: now)
        assert not default_token_generator.check_token(amal, link)


def test_the_code_of_a_letter_works_only_in_the_browser_that_asked() -> None:
    from django.core import mail

    asked, other = browser(), browser()
    asked.post("/account/signup/", {"email": "n@example.net", "password1": PASSWORD})
    code = code_in(mail.outbox[-1])
    other.post("/account/signup/", {"email": "m@example.net", "password1": PASSWORD})
    other.post("/account/confirm-email/", {"code": code})
    assert not is_in(other)
    asked.post("/account/confirm-email/", {"code": code})
    assert is_in(asked)
    again = browser()
    again.post("/account/confirm-email/", {"code": code})
    assert not is_in(again)


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once_and_the_second_proof_stays() -> None:
    from django.core import mail

    amal, client = new_account(), browser()
    with_codes(amal)
    client.post("/account/password/reset/", {"email": amal.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)
    assert link is not None
    new = "copper lantern oblique ninety"
    form = client.get(link[1]).headers["Location"]
    client.post(form, {"password1": new, "password2": new})
    assert not is_in(client), "a reset signs nobody in"
    sign_in(client, amal.email, new)
    assert not is_in(client), "the second proof is still asked for"
    again = browser()
    assert "password1" not in again.get(link[1], follow=True).content.decode()


def test_no_letter_signs_anybody_in_and_no_telephone_is_asked_for() -> None:
    from canary_world import routes

    addresses = " ".join(route for route, _ in routes())
    for absent in ("login/code", "phone", "sms", "saml", "push"):
        assert absent not in addresses.replace("login/code/confirm/", "")
    assert browser().get("/account/login/code/confirm/").status_code in {302, 404}


def test_whoever_changes_how_they_sign_in_is_told_by_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core import mail

    told_at_once(monkeypatch)
    amal, client = new_account(), browser()
    sign_in(client, amal.email)
    prove(client)
    new = "copper lantern oblique ninety"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert mail.outbox[-1].to == [amal.email]
    prove(client, new)
    from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

    client.get("/account/2fa/totp/activate/")
    before = len(mail.outbox)
    client.post("/account/2fa/totp/activate/", {"code": totp_code(client.session[SECRET_SESSION_KEY])})
    assert len(mail.outbox) > before
    prove(client, new)
    before = len(mail.outbox)
    client.post("/account/2fa/totp/deactivate/")
    assert len(mail.outbox) > before
    assert all(PASSWORD not in letter.body and new not in letter.body for letter in mail.outbox)


# -- passkeys ---------------------------------------------------------------------------------------------------------


def with_passkey(client: Any, device: Passkey) -> Any:
    """Add a passkey to the account that is signed in."""
    import json

    page = client.get("/account/2fa/webauthn/add/")
    options = json.loads(json.dumps(page.context["js_data"]["creation_options"], default=str))
    answer = client.post(
        "/account/2fa/webauthn/add/",
        {"name": "Telephone", "passwordless": "on", "credential": device.registers(options)},
    )
    assert answer.status_code == 302, answer.content.decode()
    return options


def by_passkey(client: Any, device: Passkey, **how: Any) -> dict[str, Any]:
    """Sign in with it; gives what the site asked."""
    asked = client.get(
        "/account/2fa/webauthn/login/", HTTP_X_REQUESTED_WITH="XMLHttpRequest", HTTP_ACCEPT="application/json"
    )
    options: dict[str, Any] = asked.json()["request_options"]
    client.post("/account/2fa/webauthn/login/", {"credential": device.signs(options, **how)})
    return options


def test_a_passkey_signs_in_by_itself_on_this_site_alone_and_only_when_its_owner_acts() -> None:
    with settings_with(MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=False):
        amal, client, device = new_account(), browser(), Passkey()
        sign_in(client, amal.email)
        prove(client)
        with_passkey(client, device)
        fresh = browser()
        first = by_passkey(fresh, device)
        assert is_in(fresh)
        lured = browser()
        device.origin = "https://testserver.evil.example"
        second = by_passkey(lured, device)
        assert not is_in(lured), "another site's page was signed for"
        device.origin = "https://testserver"
        idle = browser()
        by_passkey(idle, device, verified=False)
        assert not is_in(idle), "its owner did not show who they are"
        challenges = [each["publicKey"]["challenge"] for each in (first, second)]
        assert len(set(challenges)) == 2
        assert all(len(each) * 6 >= 128 for each in challenges)
        replayed = browser()
        replayed.get("/account/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
        replayed.post("/account/2fa/webauthn/login/", {"credential": device.signs(first)})
        assert not is_in(replayed), "an old challenge was answered"


def test_every_second_proof_can_be_taken_away() -> None:
    from allauth.mfa.models import Authenticator
    from django.conf import settings

    amal, client = new_account(), browser()
    sign_in(client, amal.email)
    prove(client)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", True)
        with_passkey(client, Passkey())
    with_codes(amal)
    key = Authenticator.objects.get(user=amal, type="webauthn")
    assert client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/").status_code == 302
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=amal).exists()


def test_lost_proofs_are_replaced_by_recovery_codes_or_by_whoever_runs_the_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The command takes them away, ends the sessions, leaves an event, and its owner is told."""
    from allauth.mfa.models import Authenticator
    from django.core import mail
    from typer.testing import CliRunner

    from crosswalk_platform.cli import django as running
    from crosswalk_platform.cli.accounts import app

    monkeypatch.setattr(running, "start", lambda data: None)  # it runs already
    amal, client = new_account(), browser()
    sign_in(client, amal.email)
    with_codes(amal)
    done = CliRunner().invoke(app, ["remove-proofs", amal.email, "--reason", "seen in person"])
    assert done.exit_code == 0, done.output
    assert not Authenticator.objects.filter(user=amal).exists()
    assert not is_in(client)
    assert mail.outbox[-1].to == [amal.email]


# -- accounts and ways in ---------------------------------------------------------------------------------------------


def test_an_installation_begins_without_accounts() -> None:
    """Nothing but `--example` makes one: no migration, and no code of the site."""
    sources = Path(str(__file__)).parents[3] / "src" / "crosswalk_platform"
    makers = {
        path.relative_to(sources).as_posix()
        for path in sources.rglob("*.py")
        if re.search(
            r"create_user\(|User\.objects\.(create|bulk_create|get_or_create)\(", path.read_text(encoding="utf-8")
        )
    }
    assert makers <= {"cli/example.py", "accounts/models.py"}


def test_passwords_of_the_example_are_random_and_pass_the_rules() -> None:
    from crosswalk_platform.cli import example

    source = Path(str(example.__file__)).read_text(encoding="utf-8")
    assert "secrets.token_urlsafe(12)" in source
    import secrets

    assert not refused(secrets.token_urlsafe(12))


def test_every_way_in_is_documented_with_what_guards_it() -> None:
    """The list in the document is the list of the code: a new way fails here until it is described."""
    from canary_world import routes

    ways = {
        re.split(r"[(<]", route.replace("^", ""), maxsplit=1)[0]
        for route, _ in routes()
        if route.startswith("account/") and re.search(r"login/$|signup/|reset/key/<|2fa/authenticate", route)
    }
    text = DOCUMENT.read_text(encoding="utf-8")
    for way in ways:
        assert f"`/{way}" in text, f"/{way} is not documented"
    from django.conf import settings

    assert settings.AUTHENTICATION_BACKENDS == ["allauth.account.auth_backends.AuthenticationBackend"]
