# Two commands do everything: `make demo` and `make test`. Both make .venv when it is missing.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SHARED ?= ../shared/data
PORT ?= 7860

.PHONY: demo demo-movies test check format clean

demo: $(VENV)/ready
	$(BIN)/mmrec demo --port $(PORT)

demo-movies: $(VENV)/ready
	$(BIN)/mmrec demo --home mmrec-home-movies --port $(PORT) \
	  --config configs/movies.yaml --items $(SHARED)/movies/items.csv \
	  --events $(SHARED)/movies/events.csv --images $(SHARED)/posters

test: check
	$(BIN)/mmrec weights fetch
	$(BIN)/python -m pytest

check: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mmrec needs Python 3.11 or newer; name one: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info
