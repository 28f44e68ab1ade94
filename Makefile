# make run: the app on http://localhost:8501   make test: everything is tested   make bench: speed is measured
PYTHON ?= python3.11
VENV   ?= .venv
BIN     = $(VENV)/bin

.PHONY: run test bench screenshots lint install install-dev

$(VENV)/run.stamp: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/bench.stamp: requirements.txt requirements-dev.txt requirements-bench.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	touch $@

install: $(VENV)/run.stamp
install-dev: $(VENV)/dev.stamp

run: install
	$(BIN)/python -m data build
	$(BIN)/python -m streamlit run app.py --server.port 8501

test: install-dev
	sh tests/browser/install_chromium.sh
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -n auto --dist loadfile

bench: $(VENV)/bench.stamp
	sh tests/browser/install_chromium.sh
	$(BIN)/python -m bench $(BENCH)

screenshots: install-dev
	sh tests/browser/install_chromium.sh
	$(BIN)/python -m docs.screenshots

lint: install-dev
	$(BIN)/ruff check .
