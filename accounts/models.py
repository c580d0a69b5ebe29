"""People who sign in. What they may do comes from their seats, never from this table."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.thai import sort_key


class UserManager(BaseUserManager["User"]):
    """Makes and finds people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create and save a person; without a password nobody can sign in as them yet."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=(username or "").strip())


class Language(models.TextChoices):
    """The languages of the product, each named in itself."""

    THAI = "th", "ไทย"
    ENGLISH = "en", "English"


class NoticeMode(models.TextChoices):
    """When notices come by e-mail."""

    AT_ONCE = "at_once", _("At once, one e-mail for each")
    DAILY = "daily", _("Once a day, everything in one e-mail")


class ChaseMode(models.TextChoices):
    """How often one is reminded of work that is overdue."""

    DAILY = "daily", _("Every day")
    SECOND_DAY = "second_day", _("Every second day")
    WEEKLY = "weekly", _("Once a week")


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address. Names are kept in Thai and English."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name_th = models.CharField(_("name in Thai"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    sort_key = models.CharField(max_length=600, editable=False, db_collation="C")
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.THAI
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    notice_mode = models.CharField(
        _("e-mail notices"), max_length=10, choices=NoticeMode.choices, default=NoticeMode.AT_ONCE
    )
    task_chase = models.CharField(
        _("reminders of overdue tasks"),
        max_length=10,
        choices=ChaseMode.choices,
        default=ChaseMode.SECOND_DAY,
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name_th"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_th)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name in the language of the page; the Thai name where no English one is known."""
        return self.name_in(get_language())

    def name_in(self, language: str | None) -> str:
        return self.name_en if language == "en" and self.name_en else self.name_th
