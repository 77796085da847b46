//! One file per provider kind; requests out, responses in, no I/O of their own.
