# One command builds (make build), one runs the main job (make run DIR=.), one checks everything (make test).
CONFIGURATION := Release
OUT := $(CURDIR)/out
BIN := $(OUT)/bin
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
export DOTNET_SKIP_FIRST_TIME_EXPERIENCE := 1
# A build server that outlives the build holds the output files of the next one.
BUILD_FLAGS := -c $(CONFIGURATION) -v quiet --nologo "-clp:ErrorsOnly;NoSummary" -p:UseSharedCompilation=false -nodeReuse:false

.PHONY: all build build-tests man completions flake picture run test fuzz soak bench format lint clean
all: build

## build: everything runnable, under out/bin
build:
	@scripts/require dotnet gcc ld
	@dotnet build src/Sandbox.Executor $(BUILD_FLAGS)
	@dotnet build src/Sandbox.Guest $(BUILD_FLAGS)
	@dotnet build src/Sandbox.Starter $(BUILD_FLAGS)
	@dotnet build src/Sandbox.Probe $(BUILD_FLAGS)
	@dotnet publish src/Sandbox.Cli $(BUILD_FLAGS) -o $(OUT)/publish
	@mkdir -p $(BIN)
	@install -m 755 src/Sandbox.Starter/bin/$(CONFIGURATION)/net10.0/claude-sandbox $(BIN)/claude-sandbox
	@ln -sfn claude-sandbox $(BIN)/claude-sandbox-container
	@install -m 755 $(OUT)/publish/claude-sandbox-cli $(BIN)/claude-sandbox-cli
	@install -m 755 src/Sandbox.Executor/bin/$(CONFIGURATION)/net10.0/claude-sandbox-exec $(BIN)/claude-sandbox-exec
	@install -m 755 src/Sandbox.Probe/bin/$(CONFIGURATION)/net10.0/claude-sandbox-probe $(BIN)/claude-sandbox-probe
	@ln -sfn claude-sandbox $(BIN)/claude-sandbox-vm
	@install -m 755 src/Sandbox.Guest/bin/$(CONFIGURATION)/net10.0/claude-sandbox-guest $(BIN)/claude-sandbox-guest

## man: the manual pages, under out/share/man
man: build
	@$(BIN)/claude-sandbox man --out $(OUT)/share/man

## completions: for bash, zsh and fish, under out/share, where packages take them from
completions: build
	@install -d $(OUT)/share/bash-completion/completions $(OUT)/share/zsh/site-functions $(OUT)/share/fish/vendor_completions.d
	@$(BIN)/claude-sandbox completions bash > $(OUT)/share/bash-completion/completions/claude-sandbox
	@$(BIN)/claude-sandbox completions zsh > $(OUT)/share/zsh/site-functions/_claude-sandbox
	@$(BIN)/claude-sandbox completions fish > $(OUT)/share/fish/vendor_completions.d/claude-sandbox.fish

## flake: flake.nix and nix/, of nix/flake.json and the templates (nix/package.nix is written by hand)
flake: build
	@$(BIN)/claude-sandbox generate --out . --config nix/flake.json

## picture: the terminal in the README, drawn from a real session (needs tmux)
picture: build
	@scripts/picture

## run: the agent in DIR (default: a demonstration project); what is missing is set up first
run: export SANDBOX_DIRECTORY := $(value DIR)
run: build
	@scripts/run "$$SANDBOX_DIRECTORY"

build-tests: build
	@dotnet build Sandbox.sln $(BUILD_FLAGS)

## test: installs what the tests need, runs all of them
test: build-tests
	@scripts/test-dependencies
	@scripts/run-tests $(CONFIGURATION)

## fuzz: every parser that reads what a sandbox sends, SECONDS each
SECONDS := 120
fuzz: build-tests
	@FUZZ_SECONDS=$(SECONDS) dotnet test tests/Sandbox.Egress.Tests -c $(CONFIGURATION) --no-build --nologo --filter "FullyQualifiedName~Fuzz"

## soak: kills, failing system calls and launches by the thousand, with new seeds, SECONDS in all (an hour)
soak: SECONDS := 3600
soak: build-tests
	@scripts/soak $(CONFIGURATION) $(SECONDS)

## bench: against the installed peers, in one interleaved run; writes docs/benchmarks.md (SUITES="network ..." only those, to out/bench/benchmarks.md)
SUITES :=
bench: build
	@scripts/bench $(CONFIGURATION) $(SUITES)

format:
	@dotnet format Sandbox.sln --no-restore

lint: build-tests
	@dotnet format Sandbox.sln --no-restore --verify-no-changes

clean:
	@rm -rf $(OUT)
	@find src tests bench -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
