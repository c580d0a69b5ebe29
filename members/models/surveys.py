"""The annual survey of a committee: its questions, who has answered, and the answers without names.

While the survey is open, an organisation's answers stand on its ballot, which only those who speak
for it can read. Closing takes every ballot apart: each answer becomes a row of its own, in an order
left to chance, with nothing that says whose it was or which others came with it, and the ballots
are gone. From then on answers are reached by `app_survey_counts` and `app_survey_texts` alone,
which give nothing for fewer than `LEAST` answers.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.links import link
from committees.models import Area, Committee
from committees.querysets import ScopedQuerySet
from committees.roles import ROLES, Permission
from members.models.organisations import Organisation
from members.querysets.surveys import InsideSurveyQuerySet
from members.workflow import surveys as way

# Fewer answers than these show nothing, nowhere.
LEAST = 4
SCALE = (1, 2, 3, 4, 5)


class SurveyState(models.TextChoices):
    """Where a survey stands; the way between them is `workflow.surveys.SURVEY`."""

    DRAFT = way.DRAFT, _("being written")
    OPEN = way.OPEN, _("open for answers")
    CLOSED = way.CLOSED, _("closed")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", _("scale from 1 to 5")
    SINGLE = "single", _("one choice")
    SEVERAL = "several", _("several choices")
    TEXT = "text", _("in one's own words")


class Survey(models.Model):
    """A committee's survey of a fiscal year.

    `asked` and `answered` are written when it is closed; with them alone the row is seen from
    above, which is when `above` is set.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=False, editable=False)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    intro_th = models.TextField(_("introduction in Thai"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    last_day = models.DateField(_("last day for answers"), null=True)
    state = models.CharField(max_length=15, choices=SurveyState.choices, default=SurveyState.DRAFT)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    asked = models.PositiveSmallIntegerField(default=0)
    answered = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE"
    )
    row_functions = (
        # The surveys whose answers the actor may read together: closed, inside, enough answers.
        f"""
        CREATE OR REPLACE FUNCTION app_survey_shown(wanted bigint) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT EXISTS (
            SELECT 1 FROM members_survey s
            WHERE s.id = wanted AND s.state = '{way.CLOSED}' AND s.answered >= {LEAST}
              AND (app_system() OR s.committee_id = ANY(app_inside()))
          )
        $$
        """,
        # How often each number was chosen; only of questions with enough answers.
        f"""
        CREATE OR REPLACE FUNCTION app_survey_counts(wanted bigint)
        RETURNS TABLE (question_id bigint, answers int, number int, chosen int)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          WITH enough AS (
            SELECT a.question_id, count(*)::int AS answers
            FROM members_surveyanswer a
            WHERE a.survey_id = wanted AND app_survey_shown(wanted)
            GROUP BY a.question_id HAVING count(*) >= {LEAST}
          )
          SELECT e.question_id, e.answers, n.number::int, count(n.number)::int
          FROM enough e
          JOIN members_surveyanswer a ON a.question_id = e.question_id
          LEFT JOIN LATERAL unnest(a.numbers) AS n(number) ON true
          GROUP BY e.question_id, e.answers, n.number
        $$
        """,
        # What was written, in the order of numbers drawn by chance.
        f"""
        CREATE OR REPLACE FUNCTION app_survey_texts(wanted bigint)
        RETURNS TABLE (question_id bigint, words text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT a.question_id, a.words
          FROM members_surveyanswer a
          WHERE a.survey_id = wanted AND a.words <> '' AND app_survey_shown(wanted)
            AND a.question_id IN (
              SELECT b.question_id FROM members_surveyanswer b
              WHERE b.survey_id = wanted AND b.words <> ''
              GROUP BY b.question_id HAVING count(*) >= {LEAST}
            )
          ORDER BY a.question_id, a.id
        $$
        """,
    )

    class Meta:
        verbose_name = _("annual survey")
        ordering = ["-fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="survey_id_committee"),
            models.UniqueConstraint(
                fields=["committee", "fiscal_year"],
                name="survey_once_a_year",
                violation_error_message=_("This year already has a survey."),
            ),
            models.CheckConstraint(
                condition=Q(above=False) | Q(state=way.CLOSED), name="survey_above_once_closed"
            ),
            models.CheckConstraint(
                condition=Q(state=way.DRAFT) | Q(last_day__isnull=False),
                name="survey_open_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answered__lte=F("asked")), name="survey_answered_of_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["province", "committee"], name="survey_province"),
            models.Index(
                fields=["last_day"], condition=Q(state=way.OPEN), name="survey_open_by_day"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label()

    def get_absolute_url(self) -> str:
        return link("survey", self.committee.slug, self.fiscal_year)

    def audit_label(self) -> str:
        """How the history and notices name it."""
        return str(_("the annual survey %(year)s") % {"year": self.fiscal_year})

    @property
    def intro(self) -> str:
        return in_language(self.intro_th, self.intro_en)


def in_language(th: str, en: str) -> str:
    """The text in the language of the page; the other where there is none."""
    return (en or th) if get_language() == "en" else (th or en)


class SurveyQuestion(models.Model):
    """One question. `key` stays when a question is copied into the next year's survey, so that the
    answers of two years can be laid side by side.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    # Made with the empty form: sending it twice adds one question.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices)
    text_th = models.CharField(_("question in Thai"), max_length=400)
    text_en = models.CharField(_("question in English"), max_length=400, blank=True)
    low_th = models.CharField(_("what 1 means, in Thai"), max_length=80, blank=True)
    low_en = models.CharField(_("what 1 means, in English"), max_length=80, blank=True)
    high_th = models.CharField(_("what 5 means, in Thai"), max_length=80, blank=True)
    high_en = models.CharField(_("what 5 means, in English"), max_length=80, blank=True)
    choices_th = ArrayField(models.CharField(max_length=150), default=list, blank=True)
    choices_en = ArrayField(models.CharField(max_length=150), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    version = models.PositiveIntegerField(default=1)

    objects = InsideSurveyQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE)

    class Meta:
        verbose_name = _("question")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="survey_question_id"),
            models.UniqueConstraint(fields=["survey", "key"], name="survey_question_key_once"),
            models.UniqueConstraint(
                fields=["survey", "form_key"], name="survey_question_form_key_once"
            ),
        ]
        indexes = [models.Index(fields=["survey", "position"], name="survey_question_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self.text_th, self.text_en)

    @property
    def low(self) -> str:
        return in_language(self.low_th, self.low_en)

    @property
    def high(self) -> str:
        return in_language(self.high_th, self.high_en)

    @property
    def choices(self) -> list[str]:
        """What can be chosen, in the language of the page."""
        english = self.choices_en if len(self.choices_en) == len(self.choices_th) else ()
        return [
            in_language(th, english[at] if english else "") for at, th in enumerate(self.choices_th)
        ]

    @property
    def options(self) -> list[tuple[int, str]]:
        """(number, words) of what can be chosen; the ends of a scale say what they mean."""
        if self.kind == QuestionKind.SCALE:
            ends = {SCALE[0]: self.low, SCALE[-1]: self.high}
            return [
                (number, f"{number} {ends[number]}" if ends.get(number) else str(number))
                for number in SCALE
            ]
        return list(enumerate(self.choices))

    def is_like(self, other: SurveyQuestion) -> bool:
        """Whether answers to both can be laid side by side: the same question, asked as before."""
        return (self.key, self.kind, self.choices_th) == (other.key, other.kind, other.choices_th)


class SurveyParticipation(models.Model):
    """That an organisation was asked, and whether it has answered. Not what, and not when."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answered = models.BooleanField(default=False)

    objects = InsideSurveyQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, DELETE, UPDATE (answered, organisation_id)",
    )

    class Meta:
        verbose_name = _("part in a survey")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "organisation"], name="survey_organisation_once"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name


_TAKING_PART = ", ".join(
    f"'{slug}'" for slug, role in ROLES.items() if Permission.TAKE_PART in role.holds
)


class SurveyBallot(models.Model):
    """An organisation's answers while the survey is open; gone when it is closed.

    `kept` is what was written last, `handed_in` what counts. Both map a question's id to a number,
    a list of numbers, or words. No time is kept.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kept = models.JSONField(default=dict)
    handed_in = models.JSONField(null=True)
    # The open page that wrote last: it may write again before it has heard of its own version.
    writer = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    # Not listed for anybody: a page reads the one ballot it has been authorised for.
    objects = models.Manager()

    # Nobody but those who speak for the organisation, as `policy.speaking` says it.
    row_security = rls.RowSecurity(
        read=(
            f"({rls.OWN_COMMITTEE} AND (committee_id || ':' || organisation_id)"
            " = ANY((SELECT app_speaking())::text[]))"
        ),
        grants="SELECT, INSERT, UPDATE, DELETE",
    )
    row_functions = (
        f"""
        CREATE OR REPLACE FUNCTION app_speaking() RETURNS text[]
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT coalesce(array_agg(own.committee_id || ':' || own.organisation_id), '{{}}')
          FROM members_seat own
          WHERE own.person_id = app_user_id() AND own.role IN ({_TAKING_PART})
            AND own.ended_at IS NULL AND own.starts <= app_today()
            AND (own.ends IS NULL OR own.ends >= app_today())
            AND (own.heads OR NOT EXISTS (
              SELECT 1 FROM members_seat head
              WHERE head.committee_id = own.committee_id AND head.role IN ({_TAKING_PART})
                AND head.organisation_id = own.organisation_id AND head.heads
                AND head.ended_at IS NULL AND head.starts <= app_today()
                AND (head.ends IS NULL OR head.ends >= app_today())
            ))
        $$
        """,
    )

    class Meta:
        verbose_name = _("answers of an organisation")
        constraints = [
            models.UniqueConstraint(fields=["survey", "organisation"], name="survey_ballot_once"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class SurveyAnswer(models.Model):
    """One answer to one question of a closed survey. Whose it was is known to nobody any more.

    Nobody reads these rows: the functions of `Survey` count them, for surveys with enough answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    numbers = ArrayField(models.SmallIntegerField(), default=list)
    words = models.TextField(blank=True)

    objects = models.Manager()

    row_security = rls.RowSecurity(read="false", grants="SELECT, INSERT")

    class Meta:
        verbose_name = _("answer")
        indexes = [models.Index(fields=["survey", "question"], name="survey_answer_question")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class SurveyReminder(models.Model):
    """A stage at which those who had not answered were reminded; each stage once.

    `stage` is the days before the last day with that day, or the day on which somebody reminded by
    hand.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12)

    objects = InsideSurveyQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT")

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint(fields=["survey", "stage"], name="survey_reminded_once")
        ]

    def __str__(self) -> str:
        return self.stage
