"""The Thai catalogue, without the gettext programs: `compile`, `update` and `check`.

Strings are found in Python by Babel and in templates by Django's own conversion of templates to
something Babel reads, so that a machine with nothing but Python can do all three.
"""

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

BASE_DIR = Path(__file__).resolve().parent.parent
SOURCES = ("accounts", "actionplans", "committees", "config", "members", "templates")
CATALOGUES = [BASE_DIR / "locale" / "th" / "LC_MESSAGES" / "django.po"]
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def read(path: Path) -> Catalog:
    """Read a catalogue; one that is not there yet is empty."""
    if not path.exists():
        return Catalog(locale=path.parent.parent.name, domain="django", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain="django")


def compile_all() -> int:
    """Write each catalogue's binary twin, when it is older; fuzzy entries are left out."""
    for path in CATALOGUES:
        target = path.with_suffix(".mo")
        if not path.exists():
            continue
        if target.exists() and target.stat().st_mtime > path.stat().st_mtime:
            continue
        partial = target.with_suffix(".mo.new")
        with partial.open("wb") as file:
            write_mo(file, read(path))
        partial.replace(target)
    return 0


def files() -> Iterator[Path]:
    """Every file that may hold a string for people."""
    for name in SOURCES:
        for path in sorted((BASE_DIR / name).rglob("*")):
            if (
                path.suffix in {".py", ".html", ".txt", ".typ", ".svg"}
                and "migrations" not in path.parts
            ):
                yield path


def messages(path: Path) -> Iterator[Any]:
    """Line, function, strings and comments of each marked string in a file."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - needs settings

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of the markup keeps its indentation, which means nothing to Python.
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.lstrip() for line in lines)
    yield from extract_python(
        BytesIO(text.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
    )


def arguments(function: str, given: Any) -> tuple[str | None, Any] | None:
    """Context and string(s) of one call; nothing when a string is not written out."""
    values = list(given) if isinstance(given, (tuple, list)) else [given]
    context = None
    if "pgettext" in function:
        context, *values = values
        if not isinstance(context, str):
            return None
    values = values[:2] if "ngettext" in function or "npgettext" in function else values[:1]
    if not values or not all(isinstance(value, str) and value for value in values):
        return None
    return context, tuple(values) if len(values) > 1 else values[0]


def extract() -> Catalog:
    """Every string of the sources, with where it stands."""
    catalogue = Catalog(domain="django", charset="utf-8")
    for path in files():
        place = str(path.relative_to(BASE_DIR))
        for _line, function, given, comments in messages(path):
            call = arguments(function, given)
            if call is not None:
                context, string = call
                # Without line numbers: they change with every edit and tell a translator nothing.
                catalogue.add(
                    string, locations=[(place, 0)], context=context, auto_comments=comments
                )
    return catalogue


def update() -> int:
    """Bring each catalogue up to date with the sources; what was translated stays."""
    found = extract()
    for path in CATALOGUES:
        catalogue = read(path)
        # The date would change with every run and hide what did.
        catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, include_lineno=False, sort_output=True)
        print(f"{path.relative_to(BASE_DIR)}: {len(untranslated(catalogue))} to translate")
    return 0


def untranslated(catalogue: Iterable[Message]) -> list[str]:
    """The strings without a (complete) translation."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and not all(message.string if isinstance(message.string, tuple) else [message.string])
    ]


def placeholders(catalogue: Catalog) -> list[str]:
    """Translations whose placeholders differ from the string's."""
    return [
        f"{message.id!r}: {error}"
        for message in catalogue
        if message.id and message.string
        for error in message.check(catalogue)
    ]


def check() -> int:
    """Fail on a string that is missing, untranslated, fuzzy, or no longer there."""
    found = {(m.context, m.id) for m in extract() if m.id}
    problems: list[str] = []
    for path in CATALOGUES:
        catalogue = read(path)
        name = path.relative_to(BASE_DIR)
        known = {(m.context, m.id) for m in catalogue if m.id}
        for label, strings in (
            ("missing", sorted(str(i) for _c, i in found - known)),
            ("no longer in the sources", sorted(str(i) for _c, i in known - found)),
            ("untranslated", untranslated(catalogue)),
            ("fuzzy", [str(m.id) for m in catalogue if m.id and m.fuzzy]),
            ("wrong placeholders", placeholders(catalogue)),
        ):
            problems += [f"{name}: {label}: {string!r}" for string in strings]
    for problem in problems:
        print(problem)
    if problems:
        print(
            f"{len(problems)} strings need work; `python tools/messages.py update` adds new ones."
        )
    return 1 if problems else 0


def main() -> int:
    """Run the command named on the command line."""
    commands = {"compile": compile_all, "update": update, "check": check}
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in commands:
        print("Usage: tools/messages.py compile | update | check", file=sys.stderr)
        return 2
    if name != "compile":
        from django.conf import settings  # noqa: PLC0415 - only what reads templates needs it

        settings.configure(USE_I18N=True)
    return commands[name]()


if __name__ == "__main__":
    sys.exit(main())
