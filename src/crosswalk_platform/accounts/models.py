"""An account: an e-mail address, a password or passkey, a language. Nothing else is known of whoever signs in."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from crosswalk_platform.authorization.fields import Audience, classified

__all__ = ["User"]


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account with this address; without a password it can only be entered by a link or a passkey."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. There are no superusers: everything goes through roles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_addresses_in_small_letters"),
        )

    classification = classified(
        Audience.SELF,
        "id email password last_login language is_active date_joined",
        retention="until it is closed by whoever has it, or 30 days after a mail that nobody has used it for 23 months;"
        " 30 days where its address was never confirmed",
    )

    def __str__(self) -> str:
        return str(self.pk)
