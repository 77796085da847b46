//! The pane's sentences with placeholders for names, addresses and times, and the words that are filled into them.

use crate::texts::texts;

texts! {
    /// A sentence of the pane, with placeholders in braces.
    Template:
    /// First lines of the first screen.
    Welcome,
    /// The host shows another mailbox than the one that is connected.
    AnotherMailbox,
    /// The line of About that names the version.
    Version,
    /// Heading of About.
    About,
    /// Menu: leads to the CRM connection.
    YourAccount,
    /// The question which way to connect to a CRM.
    AccessTypeOf,
    /// Legacy page: heading of the CRM's part.
    AccessTo,
    /// Legacy page: the text beside the CRM's Change.
    ChangeAccountOf,
    /// Beside the field for a typed address.
    AddressExample,
    /// What a look-up has found.
    MailboxIsAt,
    /// Continues with the service that a look-up has found.
    ContinueWith,
    /// Set up Sync: which step this is.
    Step,
    /// A button that connects through an offer.
    ConnectOffer,
    /// The time until which the pane waits for a sign-in.
    WaitsUntil,
    /// The endpoint does not answer.
    Unreachable,

    /// State, in a word or two.
    WordWorking,
    /// State, in a word or two.
    WordEndsSoon,
    /// State, in a word or two.
    WordRetrying,
    /// State, in a word or two.
    WordSignIn,
    /// State, in a word or two.
    WordAdmin,
    /// State, in a word or two.
    WordDisconnected,
    /// State: the connection works.
    StateWorking,
    /// State: the connection ends soon.
    StateEndsSoon,
    /// State: the person ended the connection.
    StateDisconnected,
    /// When the connection was last seen to work.
    LastWorking,
    /// What happens next, if the connection ends when it is not used.
    RenewsUntil,
    /// What happens next.
    Renews,
    /// What to pass on to an administrator.
    NoteForAdmin,
    /// Heading of the dialog that opens when access is lost.
    Lost,

    /// Heading: the pane waits for the sign-in.
    TitleWaiting,
    /// Heading: the endpoint is finishing the sign-in.
    TitleFinishing,
    /// Heading: proof is missing.
    TitleProof,
    /// Heading: another account signed in at a change.
    TitleSwitch,
    /// Heading: the sign-in succeeded.
    TitleSucceeded,
    /// Heading: the sign-in failed.
    TitleFailed,
    /// Heading: a mail server was found.
    TitleServerFound,
    /// Heading: the person cancelled the sign-in.
    TitleCancelled,
    /// Heading: the sign-in was not finished in time.
    TitleExpired,
    /// The pane waits for the sign-in.
    Waiting,
    /// The endpoint is finishing the sign-in.
    Finishing,
    /// The person has to type the code that the sign-in window shows.
    Proof,
    /// The typed code is wrong.
    CodeWrong,
    /// A sidebar was let in with a code.
    LetIn,
    /// Another account signed in at a change.
    Switch,
    /// The sign-in succeeded.
    Succeeded,
    /// The sign-in by password succeeded.
    SucceededByPassword,
    /// A mail server was found.
    ServerFound,
    /// The person cancelled the sign-in.
    Cancelled,
    /// The sign-in was not finished in time.
    Expired,
    /// Another account signed in.
    WrongAccount,
    /// An account of another organisation signed in.
    WrongOrganisation,
    /// The window shows no way back.
    Stuck,
    /// The app may have to be installed.
    StuckNotInstalled,
    /// What to pass on to an administrator who can install it.
    NoteToInstall,
    /// The provider's own number for a reason.
    Reference,
    /// The names of the permissions that were not granted.
    NotTicked,

    /// Button: this account signs in.
    SignInAs,
    /// Button: changes to this account.
    ChangeTo,
    /// Button: the connection goes to this account.
    SwitchTo,
    /// Button: the connection stays with this account.
    Keep,
    /// Button: signs in again.
    ActSignInAgain,
    /// Button: types the password again.
    ActTypeAgain,
    /// Button: types the new password.
    ActTypeNew,
    /// Button: signs in, where the provider asks for more verification.
    ActVerify,
    /// Button: signs in and allows.
    ActAllow,
    /// Button: signs in and chooses a password.
    ActSetPassword,
    /// Button: connects another account.
    ActOther,
    /// Button: tries it again.
    ActTryAgain,
    /// Button: starts over.
    ActStartAgain,

    /// A permission.
    MayReadMail,
    /// A permission.
    MaySendMail,
    /// A permission.
    MayCalendar,
    /// A permission.
    MayContacts,
    /// A permission.
    MayRecords,
    /// A permission.
    MayOffline,
    /// A permission.
    MayOther,
    /// Between the members of a list.
    ListBetween,
    /// Before the last member of a list.
    ListLast,
}
