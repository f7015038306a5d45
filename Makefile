PYTHON ?= python3
RUN = .venv/bin/python

.PHONY: lab test release-check lock setup setup-dev
setup: ; @$(PYTHON) .ci/setup.py
setup-dev: ; @$(PYTHON) .ci/setup.py --dev
lab: setup ; @$(RUN) -m course_utils.cli lab
test: setup-dev ; @$(RUN) -m pytest
release-check: setup-dev ; @$(RUN) .ci/release_check.py
lock: setup-dev ; @$(RUN) .ci/lock.py
