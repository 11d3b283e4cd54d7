"""Cryptography (OWASP ASVS 5.0, V11): what is used stands in docs/explanation/security.md, and fails shut."""

from __future__ import annotations

import ast
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

ROOT = Path(__file__).parents[3]
SITE = ROOT / "src" / "crosswalk_platform"
DOCS = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
SECTION = DOCS.partition("## Keys and ciphers")[2].partition("\n## ")[0]
#: Modules of Python and libraries that do cryptography, or make what nobody shall guess.
CRYPTOGRAPHY = {
    "hashlib",
    "hmac",
    "secrets",
    "ssl",
    "cryptography",
    "jwt",
    "fido2",
    "random",
    "crypt",
    "nacl",
    "Crypto",
}
HASHES = {"sha256", "sha384", "sha512", "sha3_256", "blake2b", "file_digest"}

pytestmark = pytest.mark.usefixtures("database")


def trees() -> list[tuple[str, ast.Module]]:
    return [
        (path.relative_to(SITE).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(SITE.rglob("*.py"))
    ]


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return found


def users_of_cryptography() -> set[str]:
    return {
        where
        for where, tree in trees()
        if {each.split(".")[0] for each in imported(tree)} & CRYPTOGRAPHY
        or any(each.startswith("django.core.signing") or each == "django.core.signing" for each in imported(tree))
        or any(
            isinstance(node, ast.Attribute) and node.attr in {"urandom", "get_random_string"} for node in ast.walk(tree)
        )
    }


def documented() -> set[str]:
    table = SECTION.partition("**Life of a key.**")[0]
    return {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([^`]+)`", row.split("|")[1])
    }


def test_every_place_that_uses_cryptography_stands_in_the_inventory() -> None:
    named = documented()
    forgotten = [
        each for each in users_of_cryptography() if not any(each == one or each.startswith(f"{one}/") for one in named)
    ]
    assert not forgotten
    gone = [one for one in named if not (SITE / one).exists()]
    assert not gone


def test_every_secret_has_a_life_in_the_docs_and_is_made_of_enough_bits() -> None:
    from crosswalk_platform.config.installation import installation, secret

    secret("signing")
    kept = {
        re.sub(r"\d+$", "N", path.name) for path in (installation().data / "secrets").iterdir() if path.name[0] != "."
    }
    asked = set()
    for _where, tree in trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"secret", "fernet_key"}
            ):
                asked |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    rows = [row for row in SECTION.partition("**Life of a key.**")[2].splitlines() if row.startswith("|")]
    told = {name for row in rows for name in re.findall(r"^\| `([^`]+)`", row)}
    assert kept | asked <= told
    assert all(len(row.split("|")[4].strip()) > 3 for row in rows[2:]), "each says when it is replaced"
    for path in (installation().data / "secrets").iterdir():
        assert len(path.read_text()) >= 64, "384 bits"
    assert "ML-KEM" in SECTION and "SP 800-57" in SECTION


def test_nothing_is_hashed_with_a_broken_hash_and_nothing_is_random_by_a_guessable_generator() -> None:
    for where, tree in trees():
        assert "random" not in {each.split(".")[0] for each in imported(tree)}, where
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
            ):
                if node.func.value.id == "hashlib" and node.func.attr not in HASHES:
                    said = {each.arg: getattr(each.value, "value", None) for each in node.keywords}
                    assert said.get("usedforsecurity") is False, f"{where}:{node.lineno}"
                if node.func.value.id == "secrets" and node.args and isinstance(node.args[0], ast.Constant):
                    temporary = where == "config/installation.py" and node.args[0].value == 8  # a name of a file
                    assert node.args[0].value >= 12 or temporary, f"{where}:{node.lineno}"


def test_only_ciphers_that_notice_a_change_are_used() -> None:
    allowed = {
        "cryptography.exceptions.InvalidTag", "cryptography.fernet.Fernet", "cryptography.fernet.InvalidToken",
        "cryptography.hazmat.primitives.ciphers.aead.AESGCM", "cryptography.hazmat.primitives.kdf.scrypt.Scrypt",
    }  # fmt: skip
    for where, tree in trees():
        assert {each for each in imported(tree) if each.startswith("cryptography")} <= allowed, where


def test_whatever_byte_is_changed_nothing_opens_and_the_answer_is_one() -> None:
    from crosswalk_platform.people.keys import SealError, open_sealed, seal

    person = uuid4()
    key, sealed = seal({"reasons": "words"}, person)
    answers = set()
    for place in range(len(sealed)):
        with pytest.raises(SealError) as caught:
            open_sealed(key, sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :], person)
        answers.add(str(caught.value))
    for cut in (b"", sealed[:12], sealed[:-1], sealed + b"\0"):
        with pytest.raises((SealError, ValueError)):
            open_sealed(key, cut, person)
    assert len(answers) == 1
    assert open_sealed(key, sealed, person) == {"reasons": "words"}


def test_no_two_seals_share_their_single_use_number_under_load() -> None:
    from crosswalk_platform.people import keys

    keys.seal({}, uuid4())
    name = keys.newest_key()
    text = keys.secret(name)
    assert len(keys._key(text)) == 32
    from crosswalk_platform.organisations.actions import secrets

    with ThreadPoolExecutor(8) as threads:
        tokens = list(threads.map(lambda _: secrets.token_urlsafe(32), range(4_000)))
    assert len(set(tokens)) == 4_000
    numbers = {keys.seal({"a": 1}, uuid4())[1][:12] for _ in range(300)}
    assert len(numbers) == 300


def test_a_backup_of_secrets_changed_in_any_byte_stays_shut(tmp_path: Path) -> None:
    from crosswalk.errors import InputError
    from crosswalk_platform.retention import secrets_file

    path = tmp_path / "site.secrets"
    secrets_file.write_secrets(path, "five words that nobody guesses")
    whole = path.read_bytes()
    derived = secrets_file._key
    secrets_file._key = lambda *_: b"k" * 32  # the derivation takes a tenth of a second each time
    try:
        secrets_file.write_secrets(path, "five words that nobody guesses")
        whole = path.read_bytes()
        for place in range(0, len(whole), 3):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            if place in range(20, 36):
                continue  # the salt goes into the derivation, which is not done here
            with pytest.raises(InputError):
                secrets_file.read_secrets(path, "five words that nobody guesses")
    finally:
        secrets_file._key = derived
    path.write_bytes(whole)
    with pytest.raises(InputError):
        secrets_file.read_secrets(path, "another passphrase altogether")


#: What OWASP's cheat sheet asks of scrypt: cost and parallelism that go together at a block size of 8.
SCRYPT = {2**17: 1, 2**16: 2, 2**15: 3, 2**14: 5, 2**13: 10}


def test_passwords_and_the_passphrase_cost_what_current_guidance_asks() -> None:
    from django.contrib.auth.hashers import get_hasher, identify_hasher, make_password

    told = get_hasher().decode(make_password("a long password of no use"))
    assert identify_hasher(make_password("x" * 12)).algorithm == "scrypt"
    assert told["block_size"] == 8
    assert told["parallelism"] >= SCRYPT[told["work_factor"]]
    assert len(make_password("x").split("$")[2]) * 5.9 > 120, "a salt of 128 bits"
    tree = ast.parse((SITE / "retention" / "secrets_file.py").read_text())
    (call,) = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Scrypt"
    ]
    given = {each.arg: ast.unparse(each.value) for each in call.keywords}
    assert (given["n"], given["r"], given["length"]) == ("2 ** 16", "8", "32")
    assert int(given["p"]) >= SCRYPT[2**16]


def test_a_password_kept_at_a_lower_cost_is_hashed_anew_at_the_next_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import ScryptPasswordHasher, check_password, make_password

    weak = ScryptPasswordHasher()
    old = weak.encode("a long password", weak.salt(), n=2**10)
    renewed: list[str] = []
    assert check_password("a long password", old, setter=lambda raw: renewed.append(make_password(raw)))
    assert "$" in renewed[0] and old.split("$")[1] != renewed[0].split("$")[1]


def test_a_passkey_is_asked_for_approved_signatures_only() -> None:
    from fido2.cose import CoseKey

    approved = {-7, -8, -19, -35, -36, -37, -38, -39, -47, -48, -49, -50, -51, -52, -53, -9, -257, -258, -259}
    assert set(CoseKey.supported_algorithms()) <= approved
    assert -65535 not in CoseKey.supported_algorithms(), "RS1 signs with SHA-1"


def test_the_chain_of_the_log_is_of_hashes_that_nobody_collides() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest FROM (SELECT audit_hash(row(1, now(), null, null, 'x', '', null, '', '{}', '', '')::audit_event, '')) AS told (digest)"
        )
        (found,) = cursor.fetchone()
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'audit_hash'")
        assert "sha256(" in cursor.fetchone()[0]
    assert len(bytes(found)) == 32


def test_secrets_are_compared_by_the_database_or_in_constant_time() -> None:
    """No module holds a digest, a token or a code against another with ==, which stops at the first difference."""
    names = re.compile(r"(digest|token|signature|secret|passphrase|nonce|otp)$")
    for where, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and any(isinstance(each, ast.Eq | ast.NotEq) for each in node.ops):
                sides = [ast.unparse(each) for each in (node.left, *node.comparators)]
                asked = [side for side in sides if names.search(side) and not side.startswith("'")]
                assert not asked or where == "retention/restore.py", f"{where}:{node.lineno}: {ast.unparse(node)}"


def test_what_is_sealed_names_its_key_so_that_the_cipher_can_be_changed() -> None:
    from crosswalk_platform.people.rotation import sealed_models

    assert {model._meta.label for model in sealed_models()} >= {"people.Confided", "mail.Letter"}
    for model in sealed_models():
        assert model._meta.get_field("key").max_length >= 20


def test_the_seeds_of_codes_are_sealed_and_a_changed_one_stays_shut() -> None:
    from allauth.mfa.adapter import get_adapter
    from cryptography.fernet import InvalidToken

    kept = get_adapter().encrypt("CANARYSEED")
    assert "CANARY" not in kept
    assert kept != get_adapter().encrypt("CANARYSEED")
    assert get_adapter().decrypt(kept) == "CANARYSEED"
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(kept[:-4] + "AAA=")
    assert json.dumps(kept)
