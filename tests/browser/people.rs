//! The people of the browser tests.

/// The person whose mailbox most tests are about.
pub const ANN: TestPerson = TestPerson { email: "ann@contoso.example", name: "Ann Able", password: "Ann-practice-1" };
/// A colleague.
pub const BEN: TestPerson = TestPerson { email: "ben@contoso.example", name: "Ben Baker", password: "Ben-practice-2" };
/// A person of another organisation.
pub const CLEO: TestPerson =
    TestPerson { email: "cleo@fabrikam.example", name: "Cleo Carter", password: "Cleo-practice-3" };
/// Ann again: her user in the sandbox of Contoso's Salesforce.
pub const ANN_IN_SANDBOX: TestPerson = TestPerson { email: "ann@contoso.example.dev", ..ANN };

/// A person with an account at the practice providers.
#[derive(Clone, Copy)]
pub struct TestPerson {
    /// The address, which is also the name to sign in with.
    pub email: &'static str,
    /// Given name and family name.
    pub name: &'static str,
    /// The password at the practice providers.
    pub password: &'static str,
}
