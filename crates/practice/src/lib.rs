//! Practice providers: stand-ins for demo, tests and rehearsals.
