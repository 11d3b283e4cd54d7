"""What holds for every page, write, table and field of the site."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("database")

#: Pages of libraries: sign-in, which guards its own pages, and the choice of a language.
OTHERS = ("/account/", "/language")
#: Tables without row-level security: sign-in and sessions come before it is known who asks; the rest hold no people.
OPEN_TABLES = {
    "account_emailaddress", "account_emailconfirmation", "accounts_user", "auth_group", "auth_group_permissions",
    "auth_permission", "django_content_type", "django_migrations", "django_session", "django_tasks_database_dbtaskresult",
    "mfa_authenticator", "site_counts", "socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken",
    "usersessions_usersession",
}  # fmt: skip


def views() -> Iterator[tuple[str, Any]]:
    from django.urls import URLPattern, get_resolver

    def walk(patterns: list[Any], before: str) -> Iterator[tuple[str, Any]]:
        for each in patterns:
            where = before + str(each.pattern)
            yield from [(where, each.callback)] if isinstance(each, URLPattern) else walk(each.url_patterns, where)

    yield from walk(get_resolver().url_patterns, "/")


def modules(name: str) -> Iterator[Any]:
    root = Path(__file__).parents[3] / "src" / "crosswalk_platform"
    for path in sorted(root.glob(f"*/{name}.py")):
        yield importlib.import_module(f"crosswalk_platform.{path.parent.name}.{name}")


def test_every_page_says_who_may_open_it() -> None:
    silent = [where for where, view in views() if not hasattr(view, "access") and not where.startswith(OTHERS)]
    assert not silent


def test_every_write_names_who_does_it_and_what_it_takes() -> None:
    for module in modules("actions"):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name not in module.__all__:
                continue
            assert hasattr(function, "permission"), f"{name} is not marked with @action"
            parameters = inspect.signature(function).parameters.values()
            assert all(each.kind is each.KEYWORD_ONLY for each in parameters), f"{name} takes positions"
            assert "by" in inspect.signature(function).parameters, f"{name} does not say by whom"


def test_every_field_of_the_site_is_classified() -> None:
    from django.apps import apps

    for model in apps.get_models():
        if not model.__module__.startswith("crosswalk_platform"):
            continue
        fields = {field.name for field in model._meta.get_fields() if field.concrete}
        assert set(model.classification) == fields, f"{model.__name__}: classify every field, and no other"


def test_every_table_of_the_site_stands_behind_a_wall() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                       " AND NOT relrowsecurity")  # fmt: skip
        without = {row[0] for row in cursor.fetchall()}
    assert without == OPEN_TABLES


def test_the_site_works_as_a_role_that_owns_nothing() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = user")
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = user")
        assert cursor.fetchone() == (0,)


def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
