//! The program. Everything it does stands in the library (src/cli.rs).

use std::process::ExitCode;

fn main() -> ExitCode {
    storyplus::cli::main()
}
