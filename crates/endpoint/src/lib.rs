//! The token-exchange endpoint: library and program.
