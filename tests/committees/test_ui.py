"""The look: what is decided once stays decided, and no page goes around it."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from actionplans.models import QuarterPlan
from committees.templatetags import ui

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
SPRITE = Path(settings.BASE_DIR) / "static" / "icons" / "sprite.svg"


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def icons() -> set[str]:
    root = ElementTree.parse(SPRITE).getroot()  # noqa: S314 - our own file
    return {symbol.attrib["id"] for symbol in root.iter("{http://www.w3.org/2000/svg}symbol")}


def test_every_state_of_a_quarterly_plan_has_its_look() -> None:
    states = QuarterPlan._meta.get_field("state").choices or []
    assert {code for code, _ in states} <= set(ui.STATUSES)


@pytest.mark.parametrize("code", sorted(ui.STATUSES))
def test_a_state_is_icon_and_word_and_tone(code: str) -> None:
    look = ui.STATUSES[code]
    assert look.icon in icons()
    assert look.tone in {"neutral", "info", "attention", "good", "bad"}
    with translation.override("th"):
        shown = render("{% status code %}", code=code)
        assert re.search(r"[\u0e00-\u0e7f]", shown), "the word is not in Thai"
    assert f"#{look.icon}" in shown
    assert f"status-{look.tone}" in shown


def test_an_unknown_state_is_shown_as_itself() -> None:
    assert "&lt;b&gt;" in render("{% status code %}", code="<b>")


def test_icons_named_in_templates_exist() -> None:
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r'{%\s*icon "([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named <= icons()


def test_short_values_are_marked_whole_and_with_words() -> None:
    shown = render("{% changed old new %}", old="10,000", new="12,000")
    assert "<del>" in shown and "<ins>" in shown
    assert re.sub(r"<[^>]+>", "", shown) != "10,000 12,000", "colour alone says nothing"


def test_long_texts_are_compared_phrase_by_phrase() -> None:
    old = "อบรมเครือข่ายเฝ้าระวัง ในหมู่บ้านชายแดน ร่วมกับโรงเรียน และองค์กรปกครองส่วนท้องถิ่นทุกแห่ง"
    new = old.replace("ร่วมกับโรงเรียน", "ร่วมกับวัด")
    shown = render("{% changed old new %}", old=old, new=new)
    assert shown.count("<del>") == shown.count("<ins>") == 1
    assert "ร่วมกับวัด</ins>" in shown


@pytest.mark.parametrize(
    ("old", "new"), [("", "<b>"), ("<b>", ""), ("a <b> " * 20, "a <i> " * 20), (None, "<b>")]
)
def test_marked_text_is_escaped(old: object, new: object) -> None:
    assert not re.search(r"<[bi]>", render("{% changed old new %}", old=old, new=new))


def test_equal_values_carry_no_mark() -> None:
    assert render("{% changed a a %}", a="x & y") == "x &amp; y"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(84000, "84,000"), ("1234.5", "1,234.50"), (0, "0"), (None, "–"), ("x", "–"), ("NaN", "–")],
)
def test_money(value: object, shown: str) -> None:
    assert ui.money(value) == shown


def test_the_query_keeps_the_rest() -> None:
    request = RequestFactory().get("/plans/", {"q": "แม่สาย", "state": "draft", "after": "9"})
    shown = render('{% qs "after" state=None page=2 %}', request=request)
    assert shown.startswith("?")
    assert "after" not in shown and "state" not in shown
    assert "page=2" in shown and "q=%E0%B9%81" in shown


class Pair(forms.Form):
    title = forms.CharField(label="Title", help_text="Short.")
    where = forms.MultipleChoiceField(
        label="Where", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )


def test_the_summary_leads_into_every_field() -> None:
    form = Pair({})
    html = render('{% include "_components/error_summary.html" %}{% fields form %}', form=form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["id_title", "id_where_0"]
    for target in targets:
        assert f'id="{target}"' in html


def test_a_field_says_hint_and_message_to_those_who_listen() -> None:
    html = render("{% field form.title %}", form=Pair({}))
    assert 'aria-invalid="true"' in html
    for part in re.findall(r'aria-describedby="([^"]+)"', html)[0].split():
        assert f'id="{part}"' in html


@pytest.mark.parametrize("name", ["400", "403_csrf", "413", "429", "500"])
def test_pages_for_failures_need_no_context(name: str) -> None:
    html = Template("{% extends name %}").render(Context({"name": f"{name}.html"}))
    assert "<h1>" in html and "data-error-page" in html
