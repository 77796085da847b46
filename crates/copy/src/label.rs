//! Fixed texts: nothing is filled in, so they are plain strings.

use crate::texts::texts;

texts! {
    /// A fixed text of the pane or of a page of the endpoint.
    Label:
    /// Name of the button that opens the menu. The symbol before the word is part of the name.
    Menu,
    /// Beside the menu button while access to something is lost.
    StatusLost,
    /// Menu: opens Set up Sync, until everything that is offered is connected.
    SetUpSync,
    /// Menu: opens the Sync settings.
    SyncSettings,
    /// Menu: the help pages.
    Help,
    /// Menu: about this product.
    About,
    /// Menu: reloads everything.
    RefreshSidebar,
    /// Menu: ends this session.
    LogOut,
    /// Back to the screen before.
    Back,
    /// Closes a notice.
    Dismiss,
    /// Heading of the first screen, over the offers.
    ChooseWhatToConnect,
    /// An offer for mail and calendar.
    Mailbox,
    /// An offer for customer records.
    Crm,
    /// Heading of the connections on Home.
    Connections,
    /// Calls the provider now.
    CheckNow,
    /// While that call is under way.
    Checking,
    /// After that call, if it went well.
    CheckedAndWorking,
    /// Leads from Home to the settings.
    OpenSyncSettings,
    /// First part of the path above the settings.
    PersonalSettings,
    /// The settings page for both connections.
    MyConnectivity,
    /// Tab for the mailbox.
    EmailConfiguration,
    /// Tab for the CRM.
    CrmTab,
    /// Renews the same account in place.
    Refresh,
    /// Another account, or another way to reach it.
    Change,
    /// What Change does.
    ChangeExplained,
    /// The question that Change asks for a mailbox.
    WhichEmailService,
    /// The answers to it, as a group.
    MailboxAccessType,
    /// Name of the field for the address to sign in at.
    SiteField,
    /// Continues after a question.
    Continue,
    /// Closes the dialog about lost access.
    NotNow,
    /// The form for a password: its field.
    Password,
    /// The form for a password: tries it.
    Connect,
    /// The form for a password: opens what few people need.
    AdvancedSetup,
    /// The form for a password: the address of the mail server.
    ServerAddress,
    /// The form for a password: the name to sign in with.
    UserName,
    /// Legacy page: its name.
    SyncDashboard,
    /// Legacy page: the mailbox, in the navigation.
    EmailConfigurationLegacy,
    /// Legacy page: the text beside the mailbox's Change.
    ChangeMailboxLegacy,
    /// Legacy page: the answer of a person who does not know their email service.
    ExchangeOrUnsure,
    /// Legacy page: name of the field in which that person types an address.
    YourEmailAddress,
    /// Legacy page: looks that address up.
    FindOut,
    /// Legacy page: after a look-up that found no service.
    NotFoundOut,
    /// Change, where there is nothing to choose from.
    NothingElseAllowed,
    /// Copies a request to install the app, for an administrator.
    CopyNoteToInstall,
    /// Set up Sync: everything is connected.
    SetUpDone,
    /// What happens next to a connection that works by a password.
    UntilPasswordChanges,
    /// Set up Sync: leaves the remaining steps for later.
    Later,
    /// What Refresh does.
    RefreshExplained,
    /// The account line of a connection.
    Account,
    /// The provider line of a connection.
    Service,
    /// The setting for reminders.
    RemindBeforeEnd,
    /// Setting of a browser: the session outlives it.
    StaySignedIn,
    /// Setting of a browser: notifications of lost access outside of the pane.
    NotifyOfLoss,
    /// A tab without a connection and without an offer.
    NotOffered,
    /// A tab without a connection, above its offers.
    NotSetUp,
    /// The window did not open.
    WindowBlocked,
    /// The host does not answer the pane.
    HostSilent,
    /// Name of the link that opens the sign-in by hand.
    OpenSignInPage,
    /// Opens the sign-in window again.
    OpenAgain,
    /// Copies the address of the sign-in.
    CopyLink,
    /// After copying.
    Copied,
    /// Where copying is not allowed: the text is selected instead.
    CopyByHand,
    /// Cancels a sign-in.
    Cancel,
    /// After a sign-in was cancelled.
    SignInCancelled,
    /// Name of the field for the code that the sign-in window shows.
    CodeOfWindow,
    /// Ends the session of a sidebar that a code let in.
    EndIt,
    /// After that session was ended.
    SidebarEnded,
    /// After a session has ended: heading.
    SessionOver,
    /// After a session has ended: what it means.
    SessionOverExplained,
    /// Leads to the connect buttons after a session has ended.
    SignInAgain,
    /// While the first overview is on its way.
    Loading,
    /// Tries the endpoint again at once.
    TryNow,
    /// Copies a note for the administrator.
    CopyForAdmin,
    /// On the endpoint's page, after the end.
    CloseWindow,
    /// On the endpoint's page, when something went wrong: where to continue.
    BackToSidebar,
}
