PYTHON ?= python3
RUN = .venv/bin/python
# What the kernels of nbval need; two of them share the machine.
FAST = COURSE_PROFILE=fast COURSE_DATA=sample TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1 OMP_NUM_THREADS=1

.PHONY: lab test release-check lock setup setup-dev
setup: ; @$(PYTHON) .ci/setup.py
setup-dev: ; @$(PYTHON) .ci/setup.py --dev
lab: setup ; @$(RUN) -m course_utils.cli lab
test: setup-dev ; @$(FAST) $(RUN) -m pytest
release-check: setup-dev ; @$(RUN) .ci/release_check.py
lock: setup-dev ; @$(RUN) .ci/lock.py
