//! The program. Everything it does stands in the library (src/cli.rs).

use std::process::ExitCode;

/// A server at rest should be small again after its work: see the reason in Cargo.toml.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    storyplus::cli::main()
}
