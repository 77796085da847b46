//! Where grants are kept: one trait, its backends, one conformance suite.
