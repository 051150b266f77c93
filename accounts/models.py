"""The user of the portal, known by an e-mail address, and the sealed letters of the sign-in."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """The address is stored in lower case; without a password the person signs in by code."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Somebody who signs in: a remote worker, or staff through groups and memberships."""

    username = None
    first_name = None
    last_name = None
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", _("French")), ("en", _("English"))], default="fr")
    wants_reminders = models.BooleanField(_("reminder on the evening before"), default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class LetterQuerySet(models.QuerySet["Letter"]):
    def valid(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now)

    def expired(self, now: datetime) -> Self:
        return self.filter(expires_at__lte=now)


class Letter(models.Model):
    """What a mail about signing in has to say, sealed, for as long as it is of use."""

    key = models.CharField(max_length=32, unique=True)
    sealed = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed letter")
        verbose_name_plural = _("sealed letters")
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class SheetQuerySet(models.QuerySet["Sheet"]):
    def of(self, user: User, now: datetime) -> Self:
        return self.filter(user=user, expires_at__gt=now)

    def expired(self, now: datetime) -> Self:
        return self.filter(expires_at__lte=now)


class Sheet(models.Model):
    """A file that somebody is about to import, as it was read: what is confirmed is what was shown."""

    key = models.UUIDField(unique=True, default=uuid4)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    about = models.CharField(max_length=60)  # the model, as app.model
    file_name = models.CharField(max_length=100)
    head = models.JSONField()
    rows = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("file to import")
        verbose_name_plural = _("files to import")
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name
