//! The cases: a workload and the program that does it.

use std::fmt;

/// The kind of request.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Workload {
    /// A constant answer: the best that axum can do.
    Constant,
    /// A constant answer of the length of one with a token.
    ConstantToken,
    /// One request to the token endpoint for each incoming one, and nothing stored.
    OnePost,
    /// Handing out a token that is still valid.
    HandOut,
    /// Exchanging a code for tokens, which are encrypted and stored.
    Exchange,
    /// Handing out a token that has expired: it is renewed, encrypted and stored first.
    Refresh,
}

/// The program that is measured.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum MeasuredProgram {
    /// The program of [`crate::limit`].
    Limit,
    /// The endpoint. Every write is on the disk before it is answered.
    Latchkey,
    /// A rival, by its library.
    Node {
        /// Its OAuth client.
        library: ClientLibrary,
        /// Whether writes are on the disk before they are answered. By default the rivals' are not.
        synced: bool,
    },
}

/// The OAuth client of a rival.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ClientLibrary {
    /// simple-oauth2 with keep-alive, which is not its default.
    SimpleKeepAlive,
    /// simple-oauth2 with its defaults.
    Simple,
    /// openid-client.
    OpenidClient,
    /// Hand-written on undici: the fastest that Node can do.
    Undici,
}

/// A workload by a program: a line of the report.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Case {
    pub work: Workload,
    pub program: MeasuredProgram,
}

impl Case {
    /// All cases, with or without rivals.
    pub fn all(with_rivals: bool) -> Vec<Self> {
        use ClientLibrary as L;
        let mut cases: Vec<_> = [Workload::Constant, Workload::ConstantToken, Workload::OnePost]
            .map(|work| Self { work, program: MeasuredProgram::Limit })
            .into();
        for work in [Workload::HandOut, Workload::Exchange, Workload::Refresh] {
            cases.push(Self { work, program: MeasuredProgram::Latchkey });
            let libraries: &[L] = match work {
                _ if !with_rivals => &[],
                Workload::HandOut => &[L::SimpleKeepAlive],
                _ => &[L::SimpleKeepAlive, L::Simple, L::OpenidClient, L::Undici],
            };
            let node =
                |library: &L, synced| Self { work, program: MeasuredProgram::Node { library: *library, synced } };
            cases.extend(libraries.iter().map(|library| node(library, false)));
            if with_rivals && work != Workload::HandOut {
                cases.extend([L::SimpleKeepAlive, L::Undici].iter().map(|library| node(library, true)));
            }
        }
        cases
    }
}

impl ClientLibrary {
    /// The value that the rivals' program takes.
    pub fn word(self) -> &'static str {
        match self {
            Self::SimpleKeepAlive => "simple-ka",
            Self::Simple => "simple",
            Self::OpenidClient => "openid",
            Self::Undici => "undici",
        }
    }
}

impl fmt::Display for Workload {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Constant => "constant",
            Self::ConstantToken => "constant token",
            Self::OnePost => "one post",
            Self::HandOut => "hand-out",
            Self::Exchange => "exchange",
            Self::Refresh => "refresh",
        })
    }
}

impl fmt::Display for Case {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.program {
            MeasuredProgram::Limit => format!("{}: axum", self.work),
            MeasuredProgram::Latchkey => format!("{}: latchkey (synced)", self.work),
            MeasuredProgram::Node { library, synced } => {
                let library = if self.work == Workload::HandOut { "fastify" } else { library.word() };
                format!("{}: node {library}{}", self.work, if synced { " (synced)" } else { "" })
            }
        };
        out.pad(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_different_and_rivals_can_be_left_out() {
        let mut names: Vec<_> = Case::all(true).iter().map(ToString::to_string).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(Case::all(false).iter().all(|case| !matches!(case.program, MeasuredProgram::Node { .. })));
    }
}
