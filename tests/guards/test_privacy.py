"""Every field of free text passes the check of personal numbers, or stands here with its reason."""

import ast
import importlib
import pkgutil

import pytest
from django import forms
from django.core.exceptions import ValidationError

from committees.fields import TextField
from config.settings.base import BASE_DIR
from members import import_cells
from tests.guards.source import APPS

AN_ID = "1-1017-00230-70-8"

# Django's own fields of text that hold no free text.
NO_FREE_TEXT = (forms.UUIDField, forms.EmailField)
# Others of them, by (module, form and field), and why they are not ours.
PLAIN = {
    ("accounts.forms", "ProfileForm.name_th"): "a person's own name, which only that person writes",
    ("accounts.forms", "ProfileForm.name_en"): "a person's own name, which only that person writes",
    ("accounts.forms", "ProfileForm.phone"): "a person's own telephone number",
    ("members.forms.applications", "JoinForm.fax"): "filled by machines; never kept",
    ("members.forms.seats", "PasswordForm.password"): "a password; never kept as text",
    ("members.forms.seats", "PasswordForm.again"): "a password; never kept as text",
    ("members.forms.orders", "PostForm.email"): "an address to invite somebody by",
    ("members.forms.workshops", "StepForm.seen"): "hidden; a number of our own making",
}
# Fields of ours that take everything, by class or by (module, form, field).
ALLOWED = {
    "committees.fields.WebsiteField": "numbers in an address name pages",
    "members.forms.memberships.DaysField": "takes short numbers and nothing else",
    "members.forms.team.ClockField": "takes a time and nothing else",
}


def _modules():
    for app in APPS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            parts = found.name.split(".")
            if "forms" in parts or parts[-1] in {"fields", "papers"}:
                yield importlib.import_module(found.name)


def _classes(base):
    for module in _modules():
        for thing in vars(module).values():
            own = isinstance(thing, type) and thing.__module__ == module.__name__
            if own and issubclass(thing, base):
                yield thing


FORMS = sorted(set(_classes(forms.BaseForm)), key=lambda form: (form.__module__, form.__name__))


def test_there_are_forms_to_look_at():
    assert len(FORMS) > 60


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_free_text_of_a_form_is_checked(form):
    for name, field in {**getattr(form, "base_fields", {}), **_declared(form)}.items():
        if not isinstance(field, forms.CharField) or isinstance(field, NO_FREE_TEXT):
            continue
        where = (form.__module__, f"{form.__name__}.{name}")
        if isinstance(field, TextField):
            kind = f"{type(field).__module__}.{type(field).__name__}"
            assert field.personal != "allowed" or kind in ALLOWED or where in ALLOWED, where
        else:
            assert where in PLAIN, f"{where}: use the fields of committees.fields"


def _declared(form):
    return getattr(form, "declared_fields", {})


OURS = sorted(set(_classes(TextField)), key=lambda field: (field.__module__, field.__name__))


@pytest.mark.parametrize("field", OURS, ids=lambda field: f"{field.__module__}.{field.__name__}")
def test_a_class_of_fields_refuses_an_id_or_has_a_reason(field):
    kind = f"{field.__module__}.{field.__name__}"
    if kind in ALLOWED:
        assert field.personal == "allowed"
        return
    with pytest.raises(ValidationError) as refused:
        field(label="x").clean(f"เธอชื่อ ก เลข {AN_ID}")
    assert [error.code for error in refused.value.error_list] == ["personal"]


# Made while a form is made, so that no class of forms shows it: looked for in the source.
def _made_in_source():
    for app in APPS:
        for path in sorted((BASE_DIR / app).rglob("*.py")):
            if not {"migrations", "models", "demo"} & set(path.parts) and path.stem != "models":
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    if isinstance(node, ast.Call):
                        yield path, node


def test_no_form_makes_a_text_field_that_is_not_checked():
    listed = {module for module, _field in PLAIN}
    found = [
        f"{path.relative_to(BASE_DIR)}:{call.lineno}"
        for path, call in _made_in_source()
        if ast.unparse(call.func) in {"forms.CharField", "forms.RegexField", "forms.SlugField"}
        and ".".join(path.relative_to(BASE_DIR).with_suffix("").parts) not in listed
    ]
    assert found == []


def test_what_takes_everything_says_so_in_one_place():
    """`personal="allowed"` stands nowhere but where a reason is listed."""
    found = [
        f"{path.relative_to(BASE_DIR)}:{call.lineno}"
        for path, call in _made_in_source()
        for keyword in call.keywords
        if keyword.arg == "personal" and ast.unparse(keyword.value) == "'allowed'"
    ]
    assert found == []


@pytest.mark.parametrize("key", sorted(import_cells.LINES.keys() - {"website"}))
def test_a_cell_of_a_list_that_is_brought_in_is_checked(key):
    with pytest.raises(import_cells.Problem, match="looks like"):
        import_cells.read_line(key, f"ก {AN_ID}")
