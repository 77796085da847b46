//! The endpoint's program.

fn main() -> std::process::ExitCode {
    latchkey_endpoint::cli::main()
}
