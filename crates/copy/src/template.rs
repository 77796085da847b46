//! What the pane says beside its fixed texts: lines in which names, addresses and times are filled in, and the words that
//! such lines are made of.

use crate::texts::texts;

texts! {
    /// A line of the pane. In braces stands what is filled in.
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
    /// The question which way a CRM is reached.
    AccessTypeOf,
    /// Legacy page: heading of the CRM's part.
    AccessTo,
    /// Legacy page: what stands beside the CRM's Change.
    ChangeAccountOf,
    /// Beside the field for a typed address.
    AddressExample,
    /// What a look-up has found.
    MailboxIsAt,
    /// Leads on with what a look-up has found.
    ContinueWith,
    /// Set up Sync: which step this is.
    Step,
    /// A button that connects through an offer.
    ConnectOffer,
    /// Until when a sign-in is waited for.
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
    /// State: it works.
    StateWorking,
    /// State: it ends soon.
    StateEndsSoon,
    /// State: the person ended it.
    StateDisconnected,
    /// When it was last seen to work.
    LastWorking,
    /// What happens next, where disuse ends it.
    RenewsUntil,
    /// What happens next.
    Renews,
    /// What to pass on to an administrator.
    NoteForAdmin,
    /// Heading of the dialog that opens by itself.
    Lost,

    /// Heading: the sign-in is waited for.
    TitleWaiting,
    /// Heading: it is being finished.
    TitleFinishing,
    /// Heading: proof is missing.
    TitleProof,
    /// Heading: another account signed in at a change.
    TitleSwitch,
    /// Heading: it went well.
    TitleSucceeded,
    /// Heading: it did not.
    TitleFailed,
    /// Heading: a mail server was found.
    TitleServerFound,
    /// Heading: the person gave it up.
    TitleCancelled,
    /// Heading: it was not finished in time.
    TitleExpired,
    /// The sign-in is waited for.
    Waiting,
    /// It is being finished.
    Finishing,
    /// The code of the sign-in window is to be typed.
    Proof,
    /// What was typed is not the code.
    CodeWrong,
    /// A sidebar was let in with a code.
    LetIn,
    /// Another account signed in at a change.
    Switch,
    /// It went well.
    Succeeded,
    /// It went well, by password.
    SucceededByPassword,
    /// A mail server was found.
    ServerFound,
    /// The person gave it up.
    Cancelled,
    /// It was not finished in time.
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
    /// What was not allowed, by name.
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
    /// Button: signs in where more is asked.
    ActVerify,
    /// Button: signs in and allows.
    ActAllow,
    /// Button: signs in and chooses a password.
    ActSetPassword,
    /// Button: connects another account.
    ActOther,
    /// Button: tries it again.
    ActTryAgain,
    /// Button: begins anew.
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
    /// Before the last one.
    ListLast,
}
