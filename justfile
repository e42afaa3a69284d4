# Shortcuts for contributors. Everything here is a command that works without `just`.

# What there is
default:
    @just --list

# Play the shipped scenarios
play *ARGS:
    cargo run --release -- {{ARGS}}

# What CI runs
ci:
    .ci/run

# The tests, quietly
test:
    cargo test --workspace --quiet

# Format, then what clippy says
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Keep what the scenarios look like, and show what that changes
bless *PATHS="scenarios/cases":
    cargo run --release -- bless {{PATHS}}
    git diff --stat -- scenarios/cases

# Write the generated references anew
references:
    UPDATE_REFERENCE=1 cargo test -p gateway-xml --test reference
    INSTA_UPDATE=always cargo test -p tests --test tidy

# The emulator and, in another terminal, `just gateway`
tserver-sim:
    cargo run -p tserver-sim -- --world scenarios/worlds/acme.toml --listen 127.0.0.1:7001

# The gateway in front of it
gateway:
    cargo run -p gateway -- --config gateway/gateway.toml

# The Debian package (needs cargo-deb), with what the program writes about itself
deb:
    cargo build --release --locked -p gateway
    mkdir -p gateway/package/written
    target/release/gateway man > gateway/package/written/gateway.1
    target/release/gateway schema > gateway/package/written/gateway.schema.json
    for shell in bash fish zsh; do \
        target/release/gateway completions $shell > gateway/package/written/gateway.$shell; \
    done
    cargo deb --no-build --locked -p gateway

# Random days that CI does not draw
explore:
    cargo test -p tests --test model -- --ignored

# Licences, duplicates, advisories (needs cargo-deny), and spelling (needs typos)
audit:
    cargo deny check
    typos
