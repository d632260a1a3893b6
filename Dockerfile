# One image for web, worker and beat. The processes differ by their command only (docker-compose.yml).
FROM debian:bookworm-slim

# the same system packages as script/server, from the same list
COPY script/packages/server.txt /tmp/packages.txt
RUN apt-get update \
    && xargs -a /tmp/packages.txt env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/* /tmp/packages.txt

RUN useradd --system --uid 10001 --create-home --home-dir /home/desk desk \
    && install -d -o desk -g desk -m 700 /data /ledger

WORKDIR /app
COPY requirements.txt ./
RUN python3 -m venv /app/.venv \
    && /app/.venv/bin/python -m pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt

COPY manage.py ./
COPY config config
COPY dsr dsr
COPY locale locale
COPY seeds seeds
COPY static static
COPY templates templates

# the static files are collected while building, with keys that only serve this step
RUN SECRET_KEY=only-for-collecting-static-files-while-the-image-is-built \
    DSR_MASTER_KEYS=build:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    .venv/bin/python manage.py collectstatic --no-input --verbosity 0

ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp/cache \
    DSR_ENV=production \
    DSR_DATA=/data \
    DSR_BIND=0.0.0.0:8000
USER desk
VOLUME /data /ledger
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn"]
