"""Charts: what the picture holds, what it may load, and that its table says the same."""

import re
from xml.etree import ElementTree

import pytest
from django.test import RequestFactory

from committees.charts import SCALE, Chart, Series, percent, plain, served, shown, svg

TITLE = "ความพึงพอใจ <b>&"
CHART = Chart(
    "bar",
    TITLE,
    ["เห็นด้วย", "<script>alert(1)</script>", "ไม่เห็นด้วย"],
    [Series("2568", [3, 0, 5]), Series("2569", [4.5, None, 2])],
    description="คำตอบของสมาชิก",
)
SVG = "{http://www.w3.org/2000/svg}"


def parsed(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314  (our own)


def texts(content: bytes) -> list[str]:
    return ["".join(node.itertext()) for node in parsed(content).iter(SVG + "text")]


@pytest.mark.parametrize("kind", ["bar", "stacked", "line"])
def test_a_picture_is_the_same_each_time_and_names_itself(kind):
    chart = Chart(kind, TITLE, CHART.labels, CHART.series, colours=SCALE)
    content = svg(chart)
    assert content == svg(chart)
    root = parsed(content)
    assert root.find(SVG + "title").text == TITLE
    assert root.get("role") == "img"
    assert "เห็นด้วย" in texts(content)


def test_a_picture_holds_no_script_and_no_address():
    content = svg(CHART).decode()
    bare = re.sub(r"base64,[\w+/=]+", "", content)
    assert "<script" not in bare
    assert "xlink:" not in bare
    assert set(re.findall(r"https?://[^\s\"']+", bare)) == {"http://www.w3.org/2000/svg"}
    assert re.findall(r"url\(.{15}", bare) == ['url("data:font/woff']
    assert "<script>alert(1)</script>" in texts(svg(CHART))  # as words


def test_figures_stand_at_the_bars():
    assert {"3", "5", "4.5", "2"} <= set(texts(svg(CHART)))


def test_long_labels_are_cut_by_what_is_seen_of_them():
    thai = "ที่" * 29  # three letters each to the machine, one to the eye
    chart = Chart("bar", "x", ["ก" * 29, "ที่" * 28, thai], [Series("a", [1, 2, 3])])
    found = texts(svg(chart))
    assert "ก" * 28 + "…" in found
    assert "ที่" * 28 in found
    assert thai not in found


def test_the_answer_may_do_nothing_and_is_kept_for_nobody_else():
    answer = served(RequestFactory().get("/"), CHART)
    assert answer["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"
    again = served(RequestFactory().get("/", headers={"if-none-match": answer["ETag"]}), CHART)
    assert (again.status_code, again.content) == (304, b"")


def test_the_table_says_what_the_picture_says():
    table = shown(CHART, "/chart.svg", first="คำตอบ")
    assert table["headers"] == ["2568", "2569"]
    assert table["rows"][1] == ("<script>alert(1)</script>", ["0", "–"])
    assert table["rows"][0] == ("เห็นด้วย", ["3", "4.5"])


def test_figures_are_written_plainly():
    assert [plain(value) for value in (3, 3.0, 3.25, 1234, None)] == ["3", "3", "3.2", "1,234", "–"]
    assert [percent(value) for value in (33.4, None)] == ["33 %", "–"]
