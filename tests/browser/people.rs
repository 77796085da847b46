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

/// A person with two names at Microsoft: she signs in by this one, and her mail has other addresses.
pub const ADA: TestPerson =
    TestPerson { email: "ada.lovelace@contoso.onmicrosoft.example", name: "Ada Lovelace", password: "Ada-practice-4" };
/// The main address of Ada's mailbox.
pub const ADAS_MAIL: &str = "ada@contoso.example";
/// Another address of Ada's mailbox.
pub const ADAS_ALIAS: &str = "ada.king@contoso.example";
/// A person whose sign-in name at Microsoft is no address.
pub const DORA: TestPerson = TestPerson { email: "d1042", name: "Dora Delgado", password: "Dora-practice-5" };
/// The address of Dora's mailbox.
pub const DORAS_MAIL: &str = "dora@contoso.example";
/// A person with a personal account at Microsoft.
pub const OLGA: TestPerson =
    TestPerson { email: "olga.ortega@outlook.com", name: "Olga Ortega", password: "Olga-practice-6" };

/// A person with an account at the practice providers.
#[derive(Clone, Copy)]
pub struct TestPerson {
    /// The name to sign in with: of most people the address, too.
    pub email: &'static str,
    /// Given name and family name.
    pub name: &'static str,
    /// The password at the practice providers.
    pub password: &'static str,
}
