//! Who takes part.

/// The person whose mailbox most tests are about.
pub const ANN: Person = Person { email: "ann@contoso.example", name: "Ann Able", password: "Ann-practice-1" };
/// A colleague.
pub const BEN: Person = Person { email: "ben@contoso.example", name: "Ben Baker", password: "Ben-practice-2" };

/// Somebody with an account at the practice providers.
#[derive(Clone, Copy)]
pub struct Person {
    /// Signs in with it.
    pub email: &'static str,
    /// Given name and family name.
    pub name: &'static str,
    /// For practice only.
    pub password: &'static str,
}
