//! The texts that every language has. Each list is an enum, which each language covers with an exhaustive `match`.

/// Declares an enum of texts with a list of all its members, in the order of declaration. `when test`: only tests use the list.
macro_rules! texts {
    ($(#[$about:meta])* $kind:ident $(when $when:ident)?: $($(#[$doc:meta])* $name:ident,)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum $kind { $($(#[$doc])* $name,)* }

        $(#[cfg($when)])?
        impl $kind {
            /// All members, in the order of the sentence tables.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
        }
    };
}

pub(crate) use texts;
