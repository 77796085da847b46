//! The sentences that people read, one for each code and language.
