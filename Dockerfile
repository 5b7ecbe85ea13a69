# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
RUN python -m venv /venv
COPY requirements/base.txt /tmp/base.txt
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/base.txt

FROM python:3.13-slim
# A number, so that orchestrators can see that it is not root.
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin portal \
 && install -d -o 10001 -g 10001 -m 0750 /data /data/checkpoints /data/journal /data/vault
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py LICENSE ./
COPY accounts accounts
COPY audit audit
COPY config config
COPY deploy deploy
COPY dsar_portal dsar_portal
COPY fulfillment fulfillment
COPY jobs jobs
COPY locale locale
COPY notifications notifications
COPY outbound outbound
COPY reports reports
COPY requests_app requests_app
COPY static static
COPY templates templates
COPY vault vault
COPY verification verification
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=dsar_portal.settings DSAR_DATA_DIR=/data DSAR_STATIC_ROOT=/app/static-root
# Collecting static files opens no database and no key; the settings only want the names to be there.
RUN echo build > /tmp/build-key \
 && DSAR_SECRET_KEY_FILE=/tmp/build-key DSAR_FIELD_KEYS_FILE=/tmp/build-key \
    DATABASE_URL=postgresql://build@localhost/build REDIS_URL=redis://localhost:6379/0 \
    python manage.py collectstatic --no-input --skip-checks \
 && rm /tmp/build-key
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["/app/deploy/entrypoint.sh"]
CMD ["gunicorn", "dsar_portal.wsgi:application", "--config", "/app/deploy/gunicorn.conf.py"]
