"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from config.charset import only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

application = only_utf8(get_wsgi_application())

from config.checks import refuse_unsafe_role  # noqa: E402 - only once Django is set up

refuse_unsafe_role()
