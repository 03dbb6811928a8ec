# SPDX-License-Identifier: Apache-2.0
#
# Builds Xiangzhi, runs it and tests it; `make help` lists the targets.
#
# All outputs are below $(BUILD), so that several builds can live side by side:
#
#     make BUILD=build-clang CC=clang debug
#
# Files are found by themselves: the program is src/, the tests are src/**/*_test.c and tests/,
# each fuzz/NAME.c is a fuzz target. Warnings are errors in the debug build, which is for
# developers (WERROR=0 lets them pass), and with WERROR=1 in the release build.

export BUILD ?= build
FUZZ_SECONDS ?= 60

ifeq ($(origin CC),default)
CC = gcc
endif
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --no-print-directory --no-builtin-rules -j$(shell nproc)
endif

libraries := libevent libevent_openssl libevent_pthreads openssl sqlite3 libpq libsodium libzip \
    expat xlsxwriter icu-i18n icu-uc pangocairo cairo libqrencode libcurl libcjson zlib
LDLIBS := $(shell pkg-config --libs $(libraries) 2>/dev/null) -lcsv -lm -pthread

language := -std=c17 -D_GNU_SOURCE -Isrc -I. -fno-common -fexceptions -pthread \
    $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(libraries) 2>/dev/null))
warnings := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
    -Wold-style-definition -Wwrite-strings -Wpointer-arith -Wcast-qual -Wformat=2 -Wundef -Wvla \
    -Wswitch-enum -Wimplicit-fallthrough -Wconversion -Wno-sign-conversion -Wredundant-decls
sanitizers := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

release_flags := $(language) $(warnings) -g -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
    -fPIE $(if $(filter 1,$(WERROR)),-Werror)
debug_flags := $(language) $(warnings) -g -O1 $(sanitizers) $(if $(filter 0,$(WERROR)),,-Werror)
fuzz_flags := $(language) -g -O1 $(sanitizers) -fsanitize=fuzzer-no-link
ifeq ($(findstring clang,$(CC)),)
release_flags += -Wlogical-op -Wduplicated-cond -Wnull-dereference
# With sanitizers gcc sees unset variables that are not there, and null pointers.
debug_flags += -Wlogical-op -Wduplicated-cond -Wno-maybe-uninitialized
endif

sources := $(sort $(shell find src -name '*.c'))
test_sources := $(filter %_test.c,$(sources)) $(sort $(wildcard tests/*.c))
part_sources := $(filter-out src/main.c %_test.c,$(sources)) generated/assets.c
fuzz_names := $(filter-out replay,$(patsubst fuzz/%.c,%,$(sort $(wildcard fuzz/*.c))))
bench_programs := $(BUILD)/release/slow_sync.so $(patsubst bench/%.c,$(BUILD)/release/bench-%, \
    $(filter-out bench/slow_sync.c bench/county.c,$(sort $(wildcard bench/*.c))))
torture_shims := bad_disk clock no_memory
torture_helpers := $(torture_shims:%=$(BUILD)/torture/%.so) $(BUILD)/torture/slow_clients \
    $(BUILD)/torture/slow_sync.so
replays := $(fuzz_names:%=$(BUILD)/debug/replay-%)

# What becomes part of the program. A script of assets/bundles/ is packed with what it imports.
bundles := $(patsubst assets/bundles/%,$(BUILD)/generated/%,$(wildcard assets/bundles/*.js))
own_files := $(shell find assets -type f ! -path '*/bundles/*' ! -name '.*' ! -name '*.md'; \
    find data -name '*.csv')
embedded := $(own_files) \
    $(foreach bundle,$(bundles),/assets/$(notdir $(bundle))=$(bundle)) \
    /words/en.mo=$(BUILD)/generated/en.mo

.PHONY: all measures debug run test torture browser check clang-check tidy golden words fuzz bench format clean \
    help
.DELETE_ON_ERROR:
.SECONDARY:

#: make            builds build/xiangzhi
all: $(BUILD)/xiangzhi

#: make measures   builds what make bench measures with
measures: $(bench_programs)

#: make debug      builds everything with sanitizers: build/debug/xiangzhi, build/debug/tests
debug: $(BUILD)/debug/xiangzhi $(BUILD)/debug/tests $(replays) $(torture_helpers)

#: make run        installs what is missing, and serves the sample places
run:
	@tools/setup.sh run
	@$(MAKE) all
	@[ -e var/xiangzhi.db ] || $(BUILD)/xiangzhi sample
	$(BUILD)/xiangzhi serve

#: make test       installs what is missing, checks and tests everything
test:
	@tools/setup.sh test
	@$(MAKE) WERROR=1 all debug measures
	@$(MAKE) check
	@tools/test.sh

#: make check      form, warnings and linters, without running anything
check: debug
	+@tools/check.sh

#: make golden     writes tests/golden/ anew; read the difference
golden: $(BUILD)/debug/tests
	@mkdir -p tests/golden
	@XZ_GOLDEN=rewrite tools/test.sh units
	@git status --short tests/golden

#: make words      brings new sentences into po/en.po, to be written in English there
words:
	@tools/words.sh update

#: make fuzz       looks for crashes for FUZZ_SECONDS=60 a target; finds go to fuzz/corpus/
fuzz: $(fuzz_names:%=fuzz-%)

#: make torture    hurts the program in every way we know; minutes; see docs/reliability.md
torture: all $(torture_helpers)
	@tools/torture.sh

#: make browser    tests the pages in Chromium, as people use them
browser: debug all
	@tools/test.sh browser

#: make bench      measures; see bench/README.md
bench: all measures
	@for script in $(sort $(wildcard bench/*.sh)); do echo $$script; $$script || exit 1; done

#: make format     lays out all C as clang-format 14 does
format:
	@find src tests fuzz bench -name '*.[ch]' | xargs clang-format-14 -i

clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^#: //p' Makefile

$(BUILD)/xiangzhi: $(BUILD)/release/src/main.o $(part_sources:%.c=$(BUILD)/release/%.o)
	@echo link $@
	@$(CC) $(LDFLAGS) -pie -Wl,-z,relro,-z,now,--as-needed $^ $(LDLIBS) -o $@

$(BUILD)/debug/xiangzhi: $(BUILD)/debug/objects/src/main.o
$(BUILD)/debug/tests: $(test_sources:%.c=$(BUILD)/debug/objects/%.o)
$(replays): $(BUILD)/debug/replay-%: $(addprefix $(BUILD)/debug/objects/fuzz/,%.o replay.o)
$(BUILD)/debug/xiangzhi $(BUILD)/debug/tests $(replays): \
    $(part_sources:%.c=$(BUILD)/debug/objects/%.o)
	@echo link $@
	@$(CC) $(LDFLAGS) $(sanitizers) $^ $(LDLIBS) -o $@

$(BUILD)/release/bench-load $(BUILD)/release/bench-disputes: $(BUILD)/release/bench/county.o

$(BUILD)/release/bench-%: $(BUILD)/release/bench/%.o $(part_sources:%.c=$(BUILD)/release/%.o)
	@echo link $@
	@$(CC) $(LDFLAGS) -pie -Wl,--as-needed $^ $(LDLIBS) -o $@

$(BUILD)/release/slow_sync.so: bench/slow_sync.c Makefile
	@mkdir -p $(@D) && echo cc $<
	@$(CC) $(release_flags) -fPIC -shared $< -o $@

$(BUILD)/torture/%.so: tests/torture/%.c tests/torture/next.h Makefile
	@mkdir -p $(@D) && echo cc $<
	@$(CC) $(release_flags) -fPIC -shared $< -o $@

$(BUILD)/torture/slow_sync.so: $(BUILD)/release/slow_sync.so
	@mkdir -p $(@D) && cp $< $@

$(BUILD)/torture/%: tests/torture/%.c Makefile
	@mkdir -p $(@D) && echo cc $<
	@$(CC) $(release_flags) -pie $< -o $@

$(BUILD)/release/%.o: %.c Makefile
	@mkdir -p $(@D) && echo cc $<
	@$(CC) $(release_flags) $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/debug/objects/%.o: %.c Makefile
	@mkdir -p $(@D) && echo debug cc $<
	@$(CC) $(debug_flags) $(CFLAGS) -MMD -MP -c $< -o $@

vpath generated/%.c $(BUILD)
$(BUILD)/generated/assets.c: tools/embed.sh tools/pack.mjs $(own_files) $(bundles) \
    $(BUILD)/generated/en.mo
	@mkdir -p $(@D)
	@node tools/pack.mjs $(@D)/packed $(filter assets/%,$(own_files)) $(bundles)
	@tools/embed.sh $(@D)/packed $(embedded) >$@

$(BUILD)/generated/en.mo: po/en.po
	@mkdir -p $(@D)
	@msgfmt --output-file=$@ $<

# When other packages are wanted, those that are missing are fetched.
node_modules/.package-lock.json: package-lock.json
	@npm install --no-save --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(BUILD)/generated/%.js: assets/bundles/%.js $(wildcard assets/bundles/parts/*.js) \
    node_modules/.package-lock.json
	@mkdir -p $(@D)
	@node_modules/.bin/esbuild --bundle --minify --charset=utf8 --target=es2018 --legal-comments=inline \
	    --log-level=warning $< --outfile=$@

# A second compiler and a linter read each file; what they have read well they mark.
clang-check: $(patsubst %.c,$(BUILD)/clang/%.ok,$(sources) $(wildcard tests/*.c fuzz/*.c))
	@:
$(BUILD)/clang/%.ok: %.c Makefile
	@mkdir -p $(@D)
	@clang -fsyntax-only -Werror $(language) $(warnings) -MMD -MP -MT $@ -MF $(@:.ok=.d) $<
	@touch $@

tidy: $(patsubst %.c,$(BUILD)/tidy/%.ok,$(sources) $(wildcard tests/*.c fuzz/*.c))
	@:
$(BUILD)/tidy/%.ok: %.c Makefile .clang-tidy
	@mkdir -p $(@D)
	@clang-tidy --quiet $< -- $(language) 2>/dev/null
	@clang -MM $(language) -MP -MT $@ -MF $(@:.ok=.d) $<
	@touch $@

# libFuzzer keeps what it learns below $(BUILD); only what breaks a target goes to its corpus.
$(BUILD)/fuzz/objects/%.o: %.c Makefile
	@mkdir -p $(@D)
	@clang $(fuzz_flags) $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/fuzz/target-%: $(BUILD)/fuzz/objects/fuzz/%.o \
    $(part_sources:%.c=$(BUILD)/fuzz/objects/%.o)
	@clang $(LDFLAGS) $(sanitizers) -fsanitize=fuzzer $^ $(LDLIBS) -o $@

fuzz-%: $(BUILD)/fuzz/target-%
	@mkdir -p $(BUILD)/fuzz/corpus/$* fuzz/corpus/$*
	@$< -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=fuzz/corpus/$*/ \
	    $(BUILD)/fuzz/corpus/$* fuzz/corpus/$* >$(BUILD)/fuzz/$*.log 2>&1 || \
	    { tail -n 60 $(BUILD)/fuzz/$*.log; exit 1; }
	@echo fuzz $*: $$(tail -n 1 $(BUILD)/fuzz/$*.log)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
