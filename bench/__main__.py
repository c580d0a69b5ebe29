"""`python -m bench`, which `make bench` runs: how fast the pages are at national scale."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

import django

django.setup()

from bench.run import main  # noqa: E402 - after the settings are there

sys.exit(main())
