# synthgate in a small image: it runs as nobody, needs no network, and writes nowhere but where its
# reports go. `docker build --tag synthgate .`, and then
#
#   docker run --rm --read-only --network none --volume "$PWD:/work:ro" synthgate scan cdk.out
#
# It has no git: neither --accepted-from nor --against of a revision works in it.
# tests/ci/test_image.py runs its steps one by one.
ARG PYTHON=python:3.13-slim

FROM ${PYTHON} AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
COPY requirements/action.txt requirements/package.txt requirements/
RUN python3 -I -m venv /build
RUN /build/bin/python -I -m pip install --quiet --only-binary :all: --require-hashes --requirement requirements/action.txt
COPY pyproject.toml hatch_build.py README.md CHANGELOG.md LICENSE ./
COPY scanner scanner
COPY rules rules
COPY reports reports
RUN /build/bin/python -I -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels .
# What runs has neither pip nor what builds.
RUN python3 -I -m venv --without-pip /opt/synthgate
RUN /build/bin/python -I -m pip --python /opt/synthgate/bin/python install --quiet --only-binary :all: --require-hashes --requirement requirements/package.txt
RUN /build/bin/python -I -m pip --python /opt/synthgate/bin/python install --quiet --no-deps --no-index /wheels/*.whl

FROM ${PYTHON}
COPY --from=build /opt/synthgate /opt/synthgate
ENV HOME=/nonexistent PYTHONDONTWRITEBYTECODE=1 SYNTHGATE_CACHE=off
WORKDIR /work
USER 65534:65534
ENTRYPOINT ["/opt/synthgate/bin/synthgate"]
CMD ["scan"]
