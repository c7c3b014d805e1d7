# Each recipe is plain shell: without `just`, type what stands below its name. `just` alone lists them.

_list:
    @just --list --unsorted

# Serves the demo and builds it again when a source, template or asset changes
dev *args:
    .ci/dev {{ args }}

# Runs the integration tests whose path holds the words, on SQLite
test *words:
    cargo test --locked --test it -- {{ words }}

# The same on a throw-away PostgreSQL server
test-postgres *words:
    .ci/postgres cargo test --locked --test it -- {{ words }}

# Makes the files of a migration
new-migration name:
    folder=migrations/$(date -u +%Y-%m-%d-%H%M%S)_{{ name }} && mkdir "$folder" && touch "$folder/up.sql" "$folder/down.sql"

# Looks at formats and lints
lint:
    cargo fmt --all --check
    cargo clippy --locked --all-targets -- -D warnings

# Takes screenshots of a running site into tests/browser/shots
shots *args:
    cd tests/browser && npm ci --no-audit --no-fund && node shots.mjs {{ args }}

# Lets git run .githooks before each commit of this clone
hooks:
    git config core.hooksPath .githooks

# Does all that must hold before a release: see .ci/run
ci:
    .ci/run
