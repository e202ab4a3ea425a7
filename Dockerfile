# The chat in a container: no root, nothing to write but its volumes, and no torch (see docs/deploy/README.md).
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/sanad \
    && /opt/sanad/bin/pip install --no-cache-dir --requirement docs/deploy/requirements-serving.txt \
    && /opt/sanad/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin sanad \
    && install --directory --owner 10001 --group 10001 /seeds /index /cache
COPY --from=build /opt/sanad /opt/sanad
ENV PATH=/opt/sanad/bin:$PATH \
    HOME=/tmp \
    SANAD_CACHE=/cache \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
VOLUME ["/seeds", "/index", "/cache"]
EXPOSE 7860
# It is alive as soon as it listens. The first start prepares the model, and reads the documents behind.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["qa"]
# Whoever reaches the port is asked for a password; `qa password` makes the file.
CMD ["serve", "--seeds", "/seeds", "--index", "/index", "--host", "0.0.0.0", "--log-json", \
     "--password-file", "/run/secrets/sanad-passwords"]
