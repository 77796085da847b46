### English, which is built into the pane and is what the others are translated from.
###
### Say what happened and who must act, in words that a reader who has never heard of tokens understands. Never blame, never
### say "error". Name the provider and the product by their placeables. One sentence or more, on one line.

-language = English
    .direction = ltr

## Fixed texts of the pane: buttons, headings, lines in which nothing is filled in.

# Name of the button that opens the menu. The symbol before the word is part of the name.
label-menu = ☰ Menu
# Beside the menu button while access to something is lost.
label-status-lost = Status: Lost
# Menu: opens Set up Sync, until everything that is offered is connected.
label-set-up-sync = Set up Sync
# Menu: opens the Sync settings.
label-sync-settings = Sync settings
# Menu: the help pages.
label-help = Help
# Menu: about this product.
label-about = About
# Menu: reloads everything.
label-refresh-sidebar = Refresh the Sidebar
# Menu: ends this session.
label-log-out = Log out
# Back to the screen before.
label-back = Back
# Closes a notice.
label-dismiss = Close
# Heading of the first screen, over the offers.
label-choose-what-to-connect = Choose what to connect
# An offer for mail and calendar.
label-mailbox = Email and calendar
# An offer for customer records.
label-crm = Customer records
# Heading of the connections on Home.
label-connections = Your connections
# Calls the provider now.
label-check-now = Check now
# While that call is under way.
label-checking = Checking…
# After that call, if it went well.
label-checked-and-working = Checked just now. It's working.
# Leads from Home to the settings.
label-open-sync-settings = Open Sync settings
# First part of the path above the settings.
label-personal-settings = Personal Settings
# The settings page for both connections.
label-my-connectivity = My connectivity
# Tab for the mailbox.
label-email-configuration = Email configuration
# Tab for the CRM.
label-crm-tab = CRM
# Renews the same account in place.
label-refresh = Refresh
# Another account, or another way to reach it.
label-change = Change
# What Change does.
label-change-explained = Use a different account or access type. Your settings are kept.
# The question that Change asks for a mailbox.
label-which-email-service = Which email service do you use?
# The answers to it, as a group.
label-mailbox-access-type = Mailbox access type
# Name of the field for the address to sign in at.
label-site-field = Address
# Continues after a question.
label-continue = Continue
# Closes the dialog about lost access.
label-not-now = Not now
# The form for a password: its field.
label-password = Password
# The form for a password: tries it.
label-connect = Connect
# The form for a password: opens what few people need.
label-advanced-setup = Advanced Setup
# The form for a password: the address of the mail server.
label-server-address = EWS configuration URL
# The form for a password: the name to sign in with.
label-user-name = User name, if different from your email address
# At a field: what was typed there is longer than any such text.
label-too-long = This is too long. Check what you entered.
# Legacy page: its name.
label-sync-dashboard = Sync Dashboard
# Legacy page: the mailbox, in the navigation.
label-email-configuration-legacy = E-Mail Configuration
# Legacy page: the text beside the mailbox's Change.
label-change-mailbox-legacy = Change E-Mail Account or Server
# Legacy page: the answer of a person who does not know their email service.
label-exchange-or-unsure = Microsoft Exchange, Outlook.com or unsure
# Legacy page: name of the field in which that person types an address.
label-your-email-address = Your email address
# Legacy page: looks that address up.
label-find-out = Look up
# Legacy page: after a look-up that found no service.
label-not-found-out = We couldn't tell from the address. Choose your email service:
# After a look-up: the address is of a kind of account that this installation does not take.
label-personal-account = This address belongs to a personal Microsoft account. Only work or school accounts can be connected here. Enter your work or school address, or ask your administrator.
# Change, where there is nothing to choose from.
label-nothing-else-allowed = Your administrator doesn't allow any other way to connect.
# Copies a request to install the app, for an administrator.
label-copy-note-to-install = Copy installation request
# Copies a request to approve the app, for an administrator.
label-copy-note-to-approve = Copy approval request
# Set up Sync: everything is connected.
label-set-up-done = Everything is connected. This sidebar tells you if anything needs your attention.
# What happens next to a connection that works by a password.
label-until-password-changes = Works until your password changes
# Set up Sync: leaves the remaining steps for later.
label-later = Later
# What Refresh does.
label-refresh-explained = Renews access for this account. Your settings are kept.
# The account line of a connection.
label-account = Account
# The provider line of a connection.
label-service = Service
# The setting for reminders.
label-remind-before-end = Remind me before access expires
# Setting of a browser: the session outlives it.
label-stay-signed-in = Stay signed in on this computer
# Setting of a browser: notifications of lost access outside of the pane.
label-notify-of-loss = Notify me when access is lost
# A tab without a connection and without an offer.
label-not-offered = Not available here. Your administrator can add it.
# A tab without a connection, above its offers.
label-not-set-up = Not set up yet.
# The window did not open.
label-window-blocked = Your browser blocked the sign-in window. Open it with this link:
# The host does not answer the pane.
label-host-silent = Outlook isn't responding to the sidebar. You can keep using the sidebar as you would in a browser.
# Name of the link that opens the sign-in by hand.
label-open-sign-in-page = Open the sign-in page
# Opens the sign-in window again.
label-open-again = Open again
# Copies the address of the sign-in.
label-copy-link = Copy link
# After copying.
label-copied = Copied.
# Where copying is not allowed: the text is selected instead.
label-copy-by-hand = Copying isn't allowed here. Select this text and copy it:
# Cancels a sign-in.
label-cancel = Cancel
# After a sign-in was cancelled.
label-sign-in-cancelled = Sign-in cancelled. Nothing was changed.
# Name of the field for the code that the sign-in window shows.
label-code-of-window = Code from the sign-in window
# Ends the session of a sidebar that a code let in.
label-end-it = End session
# After that session was ended.
label-sidebar-ended = The other sidebar was logged out.
# After a session has ended: heading.
label-session-over = You've been logged out
# After a session has ended: what it means.
label-session-over-explained = This sidebar was logged out or hasn't been used for a while. Your connections aren't affected and keep working.
# Leads to the connect buttons after a session has ended.
label-sign-in-again = Sign in again
# While the first overview is on its way.
label-loading = Loading your connections…
# Tries the endpoint again at once.
label-try-now = Try now
# Copies a note for the administrator.
label-copy-for-admin = Copy a note for your administrator
# On the endpoint's page, after the end.
label-close-window = You can close this window.
# On the endpoint's page, when something went wrong: where to continue.
label-back-to-sidebar = Return to the sidebar to continue.

## Lines of the pane in which something is filled in, and the words that they are made of.

# First lines of the first screen.
template-welcome = Connect your account once, and { $product } keeps it working. If access is ever lost, renew it here.
# The host shows another mailbox than the one that is connected.
template-another-mailbox = You're viewing the mailbox { $shown }, but the connected mailbox is { $connected }.
# The line of About that names the version.
template-version = Version { $version }
# Heading of About.
template-about = About { $product }
# Menu: leads to the CRM connection.
template-your-account = Your { $provider } account
# The question which way to connect to a CRM.
template-access-type-of = { $provider } access type
# Legacy page: heading of the CRM's part.
template-access-to = { $provider } Access
# Legacy page: the text beside the CRM's Change.
template-change-account-of = Change { $provider } account
# Beside the field for a typed address.
template-address-example = For example { $example }
# Below an account's address: the name that it signs in with, if that is another one.
template-signs-in-as = Signs in as { $name }
# What a look-up has found.
template-mailbox-is-at = This mailbox appears to use { $provider }.
# Continues with the service that a look-up has found.
template-continue-with = Continue with { $provider }
# Set up Sync: which step this is.
template-step = Step { $step } of { $of }
# A button that connects through an offer.
template-connect-offer = Connect { $provider }
# The time until which the pane waits for a sign-in.
template-waits-until = Waiting until { $when }.
# The endpoint does not answer.
template-unreachable = This sidebar can't reach { $product } right now and keeps trying. What you see may be out of date.
# State, in a word or two.
template-word-working = Working
# State, in a word or two.
template-word-ends-soon = Expires soon
# State, in a word or two.
template-word-retrying = Retrying
# State, in a word or two.
template-word-sign-in = Sign-in needed
# State, in a word or two.
template-word-admin = Administrator needed
# State, in a word or two.
template-word-disconnected = Disconnected
# State: the connection works.
template-state-working = { $product } has access to { $provider }.
# State: the connection ends soon.
template-state-ends-soon = Access to { $provider } expires on { $when }. Sign in before then to avoid an interruption.
# State: the person ended the connection.
template-state-disconnected = You disconnected { $provider } on { $when }. Sign in to reconnect it.
# When the connection was last seen to work.
template-last-working = Last worked { $when }
# What happens next, if the connection ends when it is not used.
template-renews-until = Renews automatically; expires { $when } if unused
# What happens next.
template-renews = Renews automatically
# What to pass on to an administrator.
template-note-for-admin = Please help as our administrator: { $product } can't access { $provider } for { $account }.
# Heading of the dialog that opens when access is lost.
template-lost = Your { $provider } access needs your attention
# Heading: the pane waits for the sign-in.
template-title-waiting = Sign in to { $provider }
# Heading: the endpoint is finishing the sign-in.
template-title-finishing = Almost done
# Heading: proof is missing.
template-title-proof = Enter the code
# Heading: another account signed in at a change.
template-title-switch = Switch to another account?
# Heading: the sign-in succeeded.
template-title-succeeded = { $provider } is connected
# Heading: the sign-in failed.
template-title-failed = Sign-in to { $provider } wasn't completed
# Heading: a mail server was found.
template-title-server-found = We found your { $provider } server
# Heading: the person cancelled the sign-in.
template-title-cancelled = Sign-in cancelled
# Heading: the sign-in was not finished in time.
template-title-expired = Sign-in timed out
# The pane waits for the sign-in.
template-waiting = Finish signing in to { $provider } in its own window. { $product } continues automatically.
# The endpoint is finishing the sign-in.
template-finishing = You're signed in. { $product } is checking that { $provider } works.
# The person has to type the code that the sign-in window shows.
template-proof = The sign-in window shows an eight-letter code. Enter it here.
# The typed code is wrong.
template-code-wrong = That isn't the code in the sign-in window. Attempts left: { $number }.
# A sidebar was let in with a code.
template-let-in = Another sidebar got access with a code, { $when }. It can see only { $provider } for { $account }. If that wasn't you, end its session.
# Another account signed in at a change.
template-switch = You signed in as { $account }. Until now, this connection was for { $expected }. Your settings are kept either way.
# The sign-in succeeded.
template-succeeded = { $product } has access to { $provider } and renews it automatically.
# The sign-in by password succeeded.
template-succeeded-by-password = { $product } has access to { $provider } until your password changes. Then enter the new one here.
# A mail server was found.
template-server-found = The server is { $server }. If that's right, select Connect. Your password hasn't been sent there yet.
# The person cancelled the sign-in.
template-cancelled = Nothing was changed. You can start again at any time.
# The sign-in was not finished in time.
template-expired = The sign-in wasn't completed in time, so it was closed. Nothing was changed.
# Another account signed in.
template-wrong-account = You signed in as { $account }. This connection is for { $expected }. Nothing was changed.
# An account of another organisation signed in.
template-wrong-organisation = You signed in as { $account }, but in a different organisation than this connection's, which is for { $expected }. Nothing was changed.
# An account of another organisation signed in that has the connection's own address.
template-same-address = You signed in as { $account }, but in a different organisation than this connection's. Nothing was changed.
# The window shows no way back.
template-stuck = Did the window close, or does it offer no way to sign in to { $provider }? Open it again.
# The app may have to be installed.
template-stuck-not-installed = Does { $provider } say that the app isn't installed or isn't allowed? Then an administrator must first install { $product } in your { $provider } organisation. Signing in again won't help until then.
# What to pass on to an administrator who can install it.
template-note-to-install = Please install { $product } in our { $provider } organisation and allow it for me. Until then, { $provider } refuses my sign-in.
# The provider may have said on its own page that the app needs approval.
template-stuck-not-approved = Did { $provider } say that an administrator must approve { $product }? Then copy a note for them: signing in helps only after they approve. Otherwise, try again.
# What to pass on to an administrator who can approve it.
template-note-to-approve = Please approve { $product } in { $provider } for our organisation. Until then, { $provider } refuses my sign-in.
# At the end of such a note. The link follows.
template-approve-by-link = Open this link as an administrator:
# At the end of such a note, where there is no link: where to approve the app.
template-approve-in-console = In the { $provider } Admin console, look for { $product } by its name under API controls, and allow it there.
# The provider's own number for a reason.
template-reference = Reference: { $number }
# The names of the permissions that were not granted.
template-not-ticked = You didn't allow { $missing } at { $provider }. { $product } needs all of these permissions to work. Nothing was changed.
# Button: this account signs in.
template-sign-in-as = Sign in as { $account }
# Button: changes to this account.
template-change-to = Change to { $account }
# Button: changes to the account that has the same address in another organisation.
template-change-organisation = Change to the other organisation's account
# Button: the connection goes to this account.
template-switch-to = Switch to { $account }
# Button: the connection stays with this account.
template-keep = Keep { $account }
# Button: signs in again.
template-act-sign-in-again = Sign in again
# Button: types the password again.
template-act-type-again = Enter it again
# Button: types the new password.
template-act-type-new = Enter the new password
# Button: signs in, where the provider asks for more verification.
template-act-verify = Sign in and verify
# Button: signs in and allows.
template-act-allow = Sign in and allow
# Button: signs in and chooses a password.
template-act-set-password = Sign in and set a password
# Button: connects another account.
template-act-other = Use another account
# Button: tries it again.
template-act-try-again = Try again
# Button: starts over.
template-act-start-again = Start again
# A permission.
template-may-read-mail = reading mail
# A permission.
template-may-send-mail = sending mail
# A permission.
template-may-calendar = the calendar
# A permission.
template-may-contacts = contacts
# A permission.
template-may-records = customer records
# A permission.
template-may-offline = access while you're away
# A permission.
template-may-other = one of the permissions
# Between the members of a list.
template-list-between = ,{ " " }
# Before the last member of a list.
template-list-last = { " " }and{ " " }

## Why something does not work, and who must act.

reason-sign-in-ended = { $provider } no longer accepts your last sign-in. Sign in again to give { $product } access.
reason-sign-in-again-policy = Your organisation requires everyone to sign in to { $provider } again from time to time. It's time to sign in.
reason-extra-verification = Your organisation requires { $provider } to verify that it's you, for example with your phone. Sign in to do that.
reason-consent-missing = { $product } is no longer allowed to use this { $provider } account. Sign in and allow it.
reason-permissions-not-granted = You signed in to { $provider }, but didn't allow everything that { $product } needs. Sign in again and leave every box selected.
reason-password-expired = Your { $provider } password has expired. Choose a new one when you sign in to { $provider }.
reason-account-disabled = { $provider } says that this account is disabled or isn't part of the organisation. An administrator can fix this.
reason-account-locked = { $provider } has locked this account. It may be unlocked in a few minutes, or an administrator can unlock it.
reason-admin-approval = An administrator must approve { $product } in { $provider } before this account can be connected.
reason-app-not-installed = An administrator must install { $product } in the { $provider } organisation before this account can sign in.
reason-blocked-by-policy = Your organisation's policy prevents { $product } from using { $provider } here. An administrator can change that.
reason-outside-allowed-hours = Your organisation allows { $provider } at certain hours only, and not now. It works again within those hours, and an administrator can change them.
reason-network-not-allowed = Your organisation doesn't allow { $provider } from this network. An administrator can change that.
reason-verification-set-up-needed = Your organisation wants you to set up extra verification for { $provider } first, from a place or a device that it allows. Do that, and then sign in again.
reason-mailbox-missing = { $provider } has no mailbox for this account any more. An administrator can check whether it was deleted, moved or switched off.
reason-licence-ended = This account's { $provider } licence no longer includes what { $product } needs. An administrator can assign one that does.
reason-api-disabled = Your organisation has switched off access to { $provider } for apps such as { $product }. An administrator can switch it on.
reason-api-limit-reached = Your organisation has used all the requests that { $provider } allows it for now. You don't need to do anything: { $product } keeps trying.
reason-provider-down = { $provider } is having problems right now. You don't need to do anything: { $product } keeps trying.
reason-provider-unreachable = { $provider } isn't responding right now. You don't need to do anything: { $product } keeps trying.
reason-answer-lost = A response from { $provider } was lost on the way. You don't need to do anything: { $product } is trying again.
reason-sign-in-lost = A response from { $provider } was lost on the way, and the access that you gave was lost with it. Sign in again to give { $product } access.
reason-refused-unexplained = { $provider } is refusing access right now without giving a reason. You don't need to do anything: { $product } keeps trying.
reason-answer-unusable = { $provider } responds in a way that { $product } can't use. The people who run { $product } need to look into it. All settings are kept.
reason-misconfigured = { $provider } doesn't accept how { $product } is set up here. The people who run { $product } need to fix this.
reason-cancelled-at-provider = The sign-in was cancelled at { $provider }. Anything that worked before still works.
reason-wrong-account = You signed in to { $provider } with a different account than this connection is for. Nothing was changed.
reason-wrong-organisation = You signed in to { $provider }, but in a different organisation than this connection is for. Nothing was changed.
reason-sandbox-not-production = You signed in to a { $provider } sandbox, but this connection is for production. Sign in to production, or select Change to use a sandbox. Nothing was changed.
reason-production-not-sandbox = You signed in to { $provider } production, but this connection is for a sandbox. Sign in to the sandbox, or select Change to use production. Nothing was changed.
reason-access-type-not-allowed = Access to { $provider } has ended, and your administrator no longer allows this access type. Choose another one. Your settings are kept.
reason-access-rejected = { $provider } keeps refusing access for { $product }, although your sign-in is still valid. Signing in again usually helps.
reason-password-rejected = { $provider } didn't accept this name and password. { $product } won't try them again, so that your account isn't locked. Check the address, or enter the new password.
reason-password-change-needed = Your { $provider } password has expired. Change it where you usually do, for example in Windows or Outlook on the web, and enter the new one here.
reason-server-not-found = We couldn't find the { $provider } server for this address. Enter its EWS configuration URL under Advanced Setup.
reason-not-a-mail-server = There's no { $provider } server at this address. Check it under Advanced Setup.
reason-server-unreachable = The { $provider } server isn't responding right now. Check its address, or try again later.
reason-certificate-refused = The { $provider } server couldn't prove its identity, so the password wasn't sent there. An administrator can fix its certificate.
reason-server-not-allowed = An administrator hasn't allowed this { $provider } server. The password wasn't sent there.
reason-server-busy = The { $provider } server is busy and asked us to wait. Try again in a few minutes.
reason-server-maintenance = The { $provider } server is under maintenance. Try again later.
reason-password-not-taken = The { $provider } server doesn't accept passwords in a way that { $product } supports. An administrator can allow NTLM or Basic for it.
reason-mailbox-not-open = You signed in to { $provider }, but this account can't open that mailbox. Check the address.
reason-use-another-service = This mailbox is in the Microsoft cloud, which no longer accepts { $provider } passwords. Choose Microsoft Office 365.
reason-connected-elsewhere = This { $provider } account is already connected to another person's sidebar. Sign in with a different account.
reason-match-declined = The code from the sign-in window wasn't entered here, so nothing was connected. If you started this sign-in yourself, try again.
reason-sidebar-limited = This sidebar got access to one connection with a code, so nothing was changed. Use the sidebar that you used before, or sign in from a window that this sidebar opens.
reason-sign-in-not-finished = We couldn't use the response from { $provider }, so nothing was changed. Try again.

## What went wrong with a request, and what to do about it.

problem-malformed-body = We couldn't read the request.
    .detail = Send JSON with exactly the fields that /openapi.json describes.
problem-body-too-large = The request is too large.
    .detail = Send less data at a time.
problem-malformed-parameter = We couldn't read the address of the request.
    .detail = Check the address against /openapi.json.
problem-not-found = There's nothing at this address.
    .detail = Check the address, or return to the sidebar.
problem-session-missing = You're logged out.
    .detail = Sign in again. Your connections aren't affected.
problem-connection-not-found = This connection isn't yours or no longer exists.
    .detail = Refresh the sidebar to see your connections.
problem-authorization-not-found = This sign-in isn't yours or no longer exists.
    .detail = Return to the sidebar and start the sign-in there.
problem-authorization-conflict = This sign-in was already started for something else.
    .detail = Start a new sign-in from the sidebar.
problem-authorization-over = This sign-in has already ended.
    .detail = The sidebar shows how it ended.
problem-offer-unknown = This service isn't available here.
    .detail = Refresh the sidebar and choose again.
problem-offer-not-allowed = Your administrator doesn't allow this access type.
    .detail = Select Change to choose another one.
problem-site-malformed = This address isn't valid.
    .detail = Enter it as it appears in the address bar when you're signed in there.
problem-site-not-allowed = This address doesn't belong to the service.
    .detail = Check the spelling. If it's right, your administrator can add its domain to the allowed domains.
problem-engine-key-missing = The request has no key, or its key isn't valid.
    .detail = Send a key created with `latchkey-endpoint keys create` in the Authorization header.
problem-too-many-requests = Too many requests.
    .detail = Nothing was changed. Try again in a few minutes. If this comes again, wait for an hour.
problem-state-unknown = This sign-in isn't in progress.
    .detail = It may have ended, or this page was loaded twice. Start again from the sidebar.
problem-provider-mismatch = The response came from a different service than the one you started with.
    .detail = Nothing was changed. Close this window and start again from the sidebar.
problem-issuer-mismatch = The response wasn't sent by the service that it names.
    .detail = Nothing was changed. Tell your administrator if you see this again.
problem-browser-mismatch = The sign-in was started in a different browser.
    .detail = Start from the sidebar and stay in one browser.
problem-proof-rejected = This doesn't show that you're the person who signed in.
    .detail = Enter the code that your own sign-in window shows.
problem-origin-refused = This request didn't come from our own page.
    .detail = Nothing was changed. Close this page and start again from the sidebar.
problem-key-refused = This sign-in window has expired.
    .detail = Return to the sidebar and select “Open again”.
problem-sidebar-must-ask = Your sidebar didn't respond.
    .detail = Close the sidebar, open it again and start the sign-in there. To continue in another browser, select “Copy link” in the sidebar and open the link within two minutes.
problem-window-open-elsewhere = This sign-in is open in another window.
    .detail = Finish it there, or cancel it in the sidebar and start again.
problem-keyless-not-allowed = Your administrator doesn't allow signing in here.
    .detail = Sign in from the window that the sidebar opens.
problem-other-network = Your sidebar is on a different network than this browser.
    .detail = Your administrator doesn't allow continuing here. Open the link on the device where you see the sidebar.
problem-internal = Something went wrong on our side.
    .detail = Try again in a moment, or give the request number to your administrator.
problem-unavailable = The service is temporarily unavailable.
    .detail = Nothing is lost. Try again in a moment.

## The endpoint's own pages and its e-mail.

# Code page: heading.
page-code-title = Enter this code in your sidebar
# Code page: who signed in, and to what.
page-code-account = You signed in to { $provider } as { $account } to connect it to { $product }.
# Code page: where to type the code.
page-code-where = Enter it only in your own sidebar. No one else needs this code.
# Heading of the window's first page, while it asks its sidebar.
page-start-title = Opening the sign-in page…
# First page: what it says if scripts are switched off.
page-needs-script = This page needs JavaScript.
# First page: heading if the browser stores nothing.
page-needs-storage-title = Your browser is blocking cookies.
page-needs-storage = Allow cookies and site data for this address, then open the sign-in again.
# Heading of the question whether to continue without an answer from the sidebar.
page-press-title = Continue in this browser?
# That question: what happens if the person continues.
page-press-what = After you sign in, this window shows a code that you enter in your { $product } sidebar.
# That question: when not to continue.
page-press-own = Continue only if you just opened this page from your own sidebar. If someone sent you here, close the page.
# That question: a warning that the sidebar is in another network.
page-press-elsewhere = The sidebar that asked for this page is on a different network than this browser. If you didn't expect that, close the page.
# E-mail: subject.
page-mail-subject = { $product } has lost access to { $provider }
# E-mail: which access is lost, and whose.
page-mail-lost = { $product } can no longer access { $provider } for { $account }.
# E-mail: what to do if an administrator must act first. The whole message is forwarded, so no link to a page of the person follows.
page-mail-pass-on = Forward this message to your administrator; there is nothing in it that only you may have. When the problem is fixed, open the { $product } sidebar, choose ☰ Menu, Sync settings, and select Check now or Refresh. Your settings are kept. { $product } never asks for a password by email.
# E-mail: what to do. The link follows.
page-mail-mend = To restore access, open this page on any device and sign in as { $account }. No other account is accepted there, and nothing happens until you select the button:
# E-mail: what to do if the password is typed in the sidebar. A link follows, to a page that says the same.
page-mail-in-sidebar = To restore access, open the { $product } sidebar next to your mailbox and choose ☰ Menu, Sync settings, Refresh. Enter your password there and nowhere else. This page says the same:
# E-mail: what else the person can do, and what the sender never asks for.
page-mail-else = You can also open the { $product } sidebar and select Refresh. Your settings are kept. The page works for seven days or until access is restored. { $product } never asks for a password by email.
# E-mail: what the sender never asks for, if the password is typed in the sidebar.
page-mail-never = Your settings are kept. { $product } never asks for a password by email or on a page that an email links to.
# Repair page: heading.
page-repair-title = Restore access to { $provider } for { $product }
# Repair page: whose sign-in it is about.
page-repair-account = Sign in to { $provider } as { $account }. No other account is accepted, and nothing changes if you use one.
# Repair page: where to go, because a password is typed only in the sidebar.
page-repair-in-sidebar = Open the { $product } sidebar next to the mailbox { $account } and choose ☰ Menu, Sync settings, Refresh. Enter your password there. This page never asks for it.
# Repair page: its button.
page-repair-button = Sign in to { $provider }
# Repair page: heading when access works again, or the link has expired.
page-repair-over-title = This link is no longer needed.
# Repair page: what to do then.
page-repair-over = Access is working again, or the link has expired. Open the { $product } sidebar to check.
# Page for an administrator who has approved the app at a provider: heading.
page-approval-given-title = Thank you. Approval was given.
# That page: what to do now.
page-approval-given = Tell the person who asked you that they can now connect from their { $product } sidebar. You can close this window.
# Page for an administrator who has not approved the app: heading.
page-approval-declined-title = Approval wasn't given.
# That page: what to do now.
page-approval-declined = Nothing was changed. To approve { $product } later, open the link in the note again.
# E-mail to the administrator: subject before the client secret's last day.
page-secret-subject = The client secret for { $provider } ends on { $when }
# E-mail to the administrator: subject after that day.
page-secret-ended-subject = The client secret for { $provider } has ended
# E-mail to the administrator: when the secret ends, and what happens then.
page-secret-ends = The last day of the client secret that { $product } uses at { $provider } is { $when } (UTC). Without a new one, { $product } can't renew connections to { $provider } after that day, and people can't sign in there.
# E-mail to the administrator: the secret has ended, and what that means.
page-secret-ended = The last day of the client secret that { $product } uses at { $provider } was { $when } (UTC). Without a new one, { $product } can't renew connections to { $provider }, and people can't sign in there. No connection is lost: all of them continue with a new secret.
# To the administrator, in the e-mail, the log and the check: how to replace the secret. The names are settings.
page-secret-replace = Create a new client secret at the provider. In the section { $section } of the configuration, put it into next_client_secret, set client_secret_ends to its last day, and restart the endpoint. No one has to sign in again.
# The same, where the next secret is in the configuration already.
page-secret-next-is-set = The next client secret is set already, in next_client_secret. In the section { $section } of the configuration, set client_secret_ends to the last day of the next secret, and restart the endpoint if it still runs without that secret. Then remove the old one at the provider. No one has to sign in again.

## What the browser shows of the extension, outside of the pane.

# The product's name.
extension-name = { $product }
# What the extension is for, in the browser's list and in the store: at most 132 letters.
extension-description = Restores your mailbox and Salesforce access in seconds, from Gmail's side panel.
# Opens the panel.
extension-open = Open { $product }
# Closes the panel within Gmail.
extension-close = Close { $product }
# Access to a provider's account is lost.
extension-lost = Access to { $provider } is lost. Open { $product } to renew it.
# The extension was updated while this page was open.
extension-updated = { $product } was updated. Reload Gmail to use it here.
