//! The pane.
