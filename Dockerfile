# Two stages: the first installs the pinned dependencies and builds the dataset, the second only serves.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/stated
RUN python -m venv .venv
COPY locks/serve.txt locks/serve.txt
RUN .venv/bin/pip install --require-hashes -r locks/serve.txt
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY migrations migrations
COPY seed seed
RUN .venv/bin/pip install --no-deps --no-build-isolation --no-index -e . \
 && .venv/bin/stated publish --preview --images \
 && .venv/bin/python -m compileall -q app migrations \
 && .venv/bin/python -c 'from app.html.templating import compile_templates; compile_templates()' \
 && .venv/bin/pip uninstall -y pip

FROM python:3.13-slim
# Nothing is written at run time: a read-only root filesystem is fine.
ENV PATH=/srv/stated/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8000
WORKDIR /srv/stated
COPY --from=build /srv/stated /srv/stated
USER 65532:65532
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/ready', timeout=2)"]
CMD ["stated", "serve"]
