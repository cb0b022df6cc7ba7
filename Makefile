# Everything is built with these tags, which stand here and nowhere else:
#   sqlite_fts5      full-text search in the SQLite driver
#   no_animations    no animation of the toolkit holds a result back
#   migrated_fynedo  the program keeps to fyne.Do, so Fyne need not check each call
#   no_emoji         Fyne's own font for emoji takes 10 MB of memory; Galley has another
TAGS := sqlite_fts5,no_animations,migrated_fynedo,no_emoji

# Tests that need more than Go have tags of their own: readers those in which other
# programs read what Galley wrote, window those in a real window. These need a
# virtual display, which macOS does not have.
ifeq ($(shell uname -s),Darwin)
TEST_TAGS := $(TAGS),readers
SCREEN := yes
else
TEST_TAGS := $(TAGS),readers,window
SCREEN := $(DISPLAY)$(WAYLAND_DISPLAY)
endif

SAMPLE := out/sample.galley

.PHONY: run build test quick hunt bench journey pictures
.DELETE_ON_ERROR:

# Opens Galley on the sample corpus.
ifneq ($(SCREEN),)
run: build $(SAMPLE)
	bin/galley $(SAMPLE)
else
run:
	@echo 'There is no display here. Galley does the same work on a virtual one: it imports articles,'
	@echo 'annotates and exports them, and leaves a picture of the window and the data sets in out/.'
	@$(MAKE) --no-print-directory journey
endif

# Made once and then left alone, since it holds what the user did in it.
$(SAMPLE): | build
	@mkdir -p $(@D)
	bin/galleyctl new $@ --schema conflict-news --name Sample --guideline assets/sample/guideline.md
	bin/galleyctl import $@ assets/sample/sample.jsonl

build:
	@.ci/setup.sh build
	go build -tags $(TAGS) -o bin/ ./cmd/galley ./cmd/galleyctl

# Every test there is: all packages, again with the race detector, with the
# formats' own readers, in a real window, and each benchmark once so that none rots.
# Laws draw the same cases each time, so that a commit passes or fails for good;
# make hunt draws others.
test: export RAPID_SEED = 1
test:
	@.ci/setup.sh test
	@files=$$(gofmt -l .) || exit 1; [ -z "$$files" ] || { echo "not formatted by gofmt:"; echo "$$files"; exit 1; }
	go vet -tags $(TEST_TAGS) ./...
	go vet .ci/bench.go .ci/bench_test.go
	go test .ci/bench.go .ci/bench_test.go
	go test -tags $(TAGS) -timeout 20m ./...
	go test -tags $(TAGS) -timeout 20m -race -short ./annotate/... ./app/... ./store/...
	go test -tags $(TEST_TAGS) -timeout 20m -count 1 ./annotate/format/interop
	go test -tags $(TEST_TAGS) -timeout 20m -short -run '^$$' -bench Writers -benchtime 1x ./cmd/galleyctl
ifeq ($(findstring window,$(TEST_TAGS)),)
	@echo 'The tests in a real window need a virtual display and are not part of this run on macOS.'
else
	go test -tags $(TEST_TAGS) -timeout 20m -count 1 ./cmd/galley
endif
	go test -tags $(TAGS) -timeout 20m -run '^$$' -bench . -benchtime 1x ./...

# The inner loop: what needs neither a window nor a server.
quick:
	go test -tags $(TAGS) $$(go list -tags $(TAGS) ./... | grep -v '^galley/cmd/galley$$')

# Looks for what breaks a law, in many cases that nobody has tried yet.
CHECKS := 2000
hunt:
	RAPID_CHECKS=$(CHECKS) go test -tags $(TAGS) -timeout 0 -count 1 -short $$(go list -tags $(TAGS) ./annotate/... ./store/...)

# The benchmarks, beside the budgets in .ci/budgets.tsv. Go's own lines are kept
# in out/bench.txt, for benchstat.
bench:
	@.ci/setup.sh test
	@mkdir -p out
	@go test -tags $(TEST_TAGS) -timeout 60m -run '^$$' -bench . -benchmem ./... | \
		tee out/bench.txt | go run .ci/bench.go .ci/budgets.tsv

ifeq ($(TEST_TAGS),$(TAGS))
journey pictures:
	@echo 'make $@ needs a virtual display, which macOS does not have.'; exit 1
else
# Does the main job in a window on a virtual display and keeps its picture and
# its exports in out/.
journey: build
	@.ci/setup.sh test
	GALLEY_JOURNEY_OUT='$(CURDIR)/out' go test -tags $(TEST_TAGS) -timeout 10m -count 1 -run '^TestJourney$$' ./cmd/galley

# Draws the pictures in docs/pictures anew.
pictures:
	@.ci/setup.sh test
	GALLEY_PICTURES_OUT='$(CURDIR)/docs/pictures' go test -tags $(TEST_TAGS) -timeout 10m -count 1 -run '^TestPictures$$' ./cmd/galley
endif
