# One image for web, worker, beat and migrations. Build: docker compose build
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN /venv/bin/pip install --require-hashes -r requirements/base.txt
COPY . .
# The catalogue and the static files are made here, so that a running container writes nothing.
# The key only satisfies Django while it collects files; the running site takes its own.
RUN /venv/bin/python tools/messages.py compile \
 && DJANGO_SETTINGS_MODULE=config.settings.base SECRET_KEY=collecting-files-only \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf requirements tools Makefile Dockerfile docker-compose.yml

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin atip \
 && install --directory --owner atip --mode 0700 /srv/papers
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER atip
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--config", "deploy/gunicorn.conf.py"]
