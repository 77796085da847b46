//! What there is a sentence for. Each list is an enum; a language answers every member of it in an exhaustive `match`.

/// An enum of texts that knows all of its members, in the order of their declaration; `when test`, only tests ask for them.
macro_rules! texts {
    ($(#[$about:meta])* $kind:ident $(when $when:ident)?: $($(#[$doc:meta])* $name:ident,)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum $kind { $($(#[$doc])* $name,)* }

        $(#[cfg($when)])?
        impl $kind {
            /// Every one of them, in the order in which a table of sentences holds them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

pub(crate) use texts;
