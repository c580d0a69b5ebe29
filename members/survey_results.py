"""The results of a closed survey, as far as they may be shown at all.

Everything that shows results (page, charts, exports, comparison) starts from `results_of`, which
reads no answer itself: two functions of the database do, and they keep back what too few have
answered (`members.models.surveys`). A question that is kept back has no figures here, so none can
slip through.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.db import connection
from django.utils.translation import gettext as _

from committees import charts
from committees.models import Committee
from committees.querysets import Scope
from members.models import LEAST, QuestionKind, Survey, SurveyQuestion
from members.workflow.surveys import CLOSED


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question; `answers` is None where too few answered to say."""

    number: int
    question: SurveyQuestion
    answers: int | None = None
    counts: dict[int, int] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    before: QuestionResult | None = None

    @property
    def shown(self) -> bool:
        return self.answers is not None

    @property
    def mean(self) -> float | None:
        """The mean of a scale."""
        if self.answers is None or self.question.kind != QuestionKind.SCALE:
            return None
        return sum(number * count for number, count in self.counts.items()) / self.answers

    @property
    def shares(self) -> list[float | None]:
        """Of each option, how many of a hundred chose it."""
        if not self.answers:
            return [None for _option in self.question.options]
        return [
            100 * self.counts.get(number, 0) / self.answers
            for number, _words in self.question.options
        ]

    @property
    def rows(self) -> list[tuple[str, int, float | None]]:
        """(option, how many, of a hundred)."""
        return [
            (words, self.counts.get(number, 0), share)
            for (number, words), share in zip(self.question.options, self.shares, strict=True)
        ]

    @property
    def reworded(self) -> bool:
        """Whether last year's question stood in other words."""
        return self.before is not None and self.before.question.text_th != self.question.text_th


def previous_of(survey: Survey, scope: Scope) -> Survey | None:
    """The newest closed survey of the committee before this one, that the person may see inside."""
    rows = Survey.objects.visible_to(scope).filter(
        committee_id=survey.committee_id, fiscal_year__lt=survey.fiscal_year, state=CLOSED
    )
    found: Survey | None = rows.order_by("-fiscal_year").first()
    return found


def results_of(survey: Survey, scope: Scope, before: Survey | None = None) -> list[QuestionResult]:
    """What may be shown of each question, in their order; beside it what `before` showed.

    Two queries for a survey, and two more for the one before.
    """
    ids = [survey.pk] if before is None else [survey.pk, before.pk]
    questions = SurveyQuestion.objects.visible_to(scope).filter(survey_id__in=ids)
    asked: dict[int, list[SurveyQuestion]] = {pk: [] for pk in ids}
    for question in questions.order_by("position", "pk"):
        asked[question.survey_id].append(question)
    found = _results(survey, asked[survey.pk])
    if before is None:
        return found
    earlier = {
        result.question.key: result for result in _results(before, asked[before.pk]) if result.shown
    }
    return [_beside(result, earlier.get(result.question.key)) for result in found]


def _beside(result: QuestionResult, before: QuestionResult | None) -> QuestionResult:
    """A result with last year's, where both are shown and the question is the same."""
    if before is None or not result.shown or not result.question.is_like(before.question):
        return result
    return replace(result, before=before)


def _results(survey: Survey, questions: list[SurveyQuestion]) -> list[QuestionResult]:
    if survey.state != CLOSED or survey.answered < LEAST:
        return [QuestionResult(number, row) for number, row in enumerate(questions, start=1)]
    answers, counts, texts = _read(survey.pk)
    return [
        QuestionResult(
            number,
            row,
            len(texts[row.pk]) if row.pk in texts else answers.get(row.pk),
            counts.get(row.pk, {}),
            tuple(texts.get(row.pk, ())),
        )
        for number, row in enumerate(questions, start=1)
    ]


def _read(
    survey_id: int,
) -> tuple[dict[int, int], dict[int, dict[int, int]], dict[int, list[str]]]:
    answers: dict[int, int] = {}
    counts: dict[int, dict[int, int]] = {}
    texts: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app_survey_counts(%s)", [survey_id])
        for question_id, total, number, chosen in cursor.fetchall():
            answers[question_id] = total
            if number is not None:
                counts.setdefault(question_id, {})[number] = chosen
        cursor.execute("SELECT * FROM app_survey_texts(%s)", [survey_id])
        for question_id, words in cursor.fetchall():
            texts.setdefault(question_id, []).append(words)
    return answers, counts, texts


# --- Charts ---------------------------------------------------------------------------------------


def chart_of(result: QuestionResult, survey: Survey, before: Survey | None) -> charts.Chart | None:
    """How often each option was chosen, beside last year where there is one; None without any."""
    if not result.shown or result.question.kind == QuestionKind.TEXT:
        return None
    labels = [words for _number, words in result.question.options]
    title = f"{result.number}. {result.question.text}"
    if result.before is not None and before is not None:
        return charts.Chart(
            "bar",
            title,
            labels,
            [
                charts.Series(str(survey.fiscal_year), result.shares),
                charts.Series(str(before.fiscal_year), result.before.shares),
            ],
            formatter=charts.percent,
        )
    counts = [float(result.counts.get(number, 0)) for number, _words in result.question.options]
    return charts.Chart("bar", title, labels, [charts.Series(_("Answers"), counts)])


def overview_of(
    results: list[QuestionResult], survey: Survey, before: Survey | None
) -> charts.Chart | None:
    """The means of all scales, beside last year's; None where no scale is shown."""
    scales = [result for result in results if result.mean is not None]
    if not scales:
        return None
    series = [charts.Series(str(survey.fiscal_year), [result.mean for result in scales])]
    if before is not None and any(result.before for result in scales):
        means = [result.before.mean if result.before else None for result in scales]
        series.append(charts.Series(str(before.fiscal_year), means))
    return charts.Chart(
        "bar",
        _("Means of the scales, 1 to 5"),
        [f"{result.number}. {result.question.text}" for result in scales],
        series,
        most=5,
        formatter=mean_words,
    )


def mean_words(value: float | None) -> str:
    """A mean with one place, a dash where there is none."""
    return "–" if value is None else f"{value:.1f}"


def print_name(committee: Committee, survey: Survey) -> str:
    """How files of the results are called."""
    return _("Annual survey %(year)s of %(committee)s") % {
        "year": survey.fiscal_year,
        "committee": committee.short,
    }
