# Two steps, so that pip and the sources stay out of the image that runs.
FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /opt/tieline
COPY requirements.lock ./
RUN /opt/tieline/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY graph ./graph
COPY ingest ./ingest
COPY nlp ./nlp
COPY viz ./viz
COPY api ./api
COPY cli ./cli
RUN /opt/tieline/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home tieline && install -d -o tieline -g tieline -m 0700 /data
COPY --from=build /opt/tieline /opt/tieline
# Inside a container the published port arrives from outside, so all addresses are bound. That needs an account, here as
# everywhere; the first one is made before the first start, in the same volume:
#   docker run --rm -it -v tieline-data:/data tieline tieline account create LOGIN --role administrator
ENV PATH=/opt/tieline/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    TIELINE_DATA_DIR=/data \
    TIELINE_HOST=0.0.0.0 \
    TIELINE_PORT=8000
USER tieline
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/api/v1/health', timeout=4)"]
CMD ["tieline", "serve"]
