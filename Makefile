# make gallery: an environment, vizpipe, and the whole gallery in outputs/.   make test: what CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help gallery test test-notebook test-recording lint types pytest looks bench soak format wheel release clean
.DEFAULT_GOAL := help

help: ## list these tasks
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

gallery: $(VENV)/run.stamp ## build the whole gallery into outputs/, its page in docs/, its site in site/
	$(BIN)/vizpipe build --gallery
	$(BIN)/python docs/make_gallery.py
	$(BIN)/python docs/make_vocabulary.py
	$(BIN)/python docs/make_api.py
	$(BIN)/vizpipe build -C docs/gallery
	$(BIN)/vizpipe gallery --gallery

test: $(VENV)/test.stamp ## set up and run everything that CI runs
	$(MAKE) --no-print-directory -j 2 lint types pytest

lint: $(VENV)/test.stamp ## ruff, all rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/test.stamp ## mypy, strict
	$(BIN)/mypy vizpipe recipes tests benchmarks docs

# three processes share the cores
pytest soak: export OPENBLAS_NUM_THREADS = 1

pytest: $(VENV)/test.stamp ## the tests alone
	$(BIN)/pytest -m 'not soak'

test-notebook: export OPENBLAS_NUM_THREADS = 1

test-notebook: $(VENV)/notebook.stamp ## what notebooks show, in a real kernel, published and looked at in a browser
	$(BIN)/pytest -m notebook

test-recording: $(VENV)/recording.stamp ## record trainings with PyTorch, Keras and scikit-learn, 12 scripts; takes minutes
	KERAS_BACKEND=torch OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/pytest -n 0 -s tests/recording

looks: $(VENV)/test.stamp ## look at every picture at every size, in light, dark and print, and at what the measures see
	$(BIN)/vizpipe check --pictures --gallery || test $$? = 4
	$(BIN)/vizpipe check --pictures --gallery --preset all || test $$? = 4
	$(BIN)/vizpipe check --pictures --gallery --seeds 9 --theme light || test $$? = 4
	$(BIN)/python benchmarks/faults.py

bench: $(VENV)/bench.stamp ## measure every target beside its peers; writes benchmarks/RESULTS.md
	$(BIN)/python benchmarks/bench.py

soak: $(VENV)/test.stamp ## try every point where a build can be hurt; takes about half an hour
	$(BIN)/pytest -m soak
	$(BIN)/python tests/sweeps

format: $(VENV)/test.stamp ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: $(VENV)/test.stamp ## build a wheel into dist/
	$(BIN)/python -m build --wheel

release: $(VENV)/release.stamp ## build a wheel, check it, and draw with it in an empty environment; with TAG=v1.2.3 refuses another version
	$(BIN)/python -c 'import sys, vizpipe; tag = sys.argv[1]; sys.exit(tag not in ("", f"v{vizpipe.__version__}") and f"the tag is {tag}, the version {vizpipe.__version__}")' "$(TAG)"
	rm -rf dist build/wheel
	$(BIN)/python -m build --wheel
	$(BIN)/twine check --strict dist/*.whl
	$(PYTHON) -m venv build/wheel
	build/wheel/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt dist/*.whl
	VIZPIPE_CACHE=build/wheel/cache build/wheel/bin/vizpipe doctor
	VIZPIPE_CACHE=build/wheel/cache build/wheel/bin/vizpipe run gates -o build/wheel/gates.png

clean: ## remove the environment and what was built; keeps what git keeps
	rm -rf $(VENV) build dist *.egg-info
	git clean -fdXq outputs

$(VENV)/made.stamp: constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "vizpipe needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade -c constraints.txt pip
	touch $@

$(VENV)/run.stamp: $(VENV)/made.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[gallery]'
	touch $@

$(VENV)/test.stamp: $(VENV)/made.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,all]'
	touch $@ $(VENV)/run.stamp

$(VENV)/notebook.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[notebook]'
	touch $@

$(VENV)/recording.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[recording]'
	touch $@

$(VENV)/release.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[release]'
	touch $@

$(VENV)/bench.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	touch $@
