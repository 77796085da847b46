//! Lines in which something is filled in, and the words that they are made of.

use crate::template::Template;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn template(template: Template) -> &'static str {
    match template {
        Template::Welcome => {
            "Verbinden Sie Ihr Konto einmal, und {product} hält es in Betrieb. Sollte der Zugriff verloren gehen, \
             erneuern Sie ihn hier."
        }
        Template::AnotherMailbox => {
            "Sie sehen gerade das Postfach {shown}, verbunden ist hier aber das Postfach {connected}."
        }
        Template::Version => "Version {version}",
        Template::About => "Über {product}",
        Template::YourAccount => "Ihr Konto bei {provider}",
        Template::AccessTypeOf => "Zugriffsart für {provider}",
        Template::AccessTo => "Zugriff auf {provider}",
        Template::ChangeAccountOf => "Konto bei {provider} ändern",
        Template::AddressExample => "Zum Beispiel {example}",
        Template::MailboxIsAt => "Dieses Postfach liegt anscheinend bei {provider}.",
        Template::ContinueWith => "Weiter mit {provider}",
        Template::Step => "Schritt {step} von {of}",
        Template::ConnectOffer => "{provider} verbinden",
        Template::WaitsUntil => "Gewartet wird bis {when}.",
        Template::Unreachable => {
            "{product} ist gerade nicht erreichbar. Was Sie sehen, kann veraltet sein; es wird von selbst wieder \
             versucht."
        }
        Template::WordWorking => "Funktioniert",
        Template::WordEndsSoon => "Endet bald",
        Template::WordRetrying => "Neuer Versuch",
        Template::WordSignIn => "Anmeldung nötig",
        Template::WordAdmin => "Administration nötig",
        Template::WordDisconnected => "Getrennt",
        Template::StateWorking => "{product} hat Zugriff auf {provider}.",
        Template::StateEndsSoon => {
            "Der Zugriff auf {provider} endet am {when}. Melden Sie sich vorher an, dann geht es ohne \
             Unterbrechung weiter."
        }
        Template::StateDisconnected => {
            "Sie haben {provider} am {when} getrennt. Melden Sie sich an, um es wieder zu verbinden."
        }
        Template::LastWorking => "Zuletzt funktioniert: {when}",
        Template::RenewsUntil => "Erneuert sich selbst; ungenutzt funktioniert es bis {when}",
        Template::Renews => "Erneuert sich selbst",
        Template::NoteForAdmin => "{product} kann {provider} für {account} nicht erreichen.",
        Template::Lost => "Ihr Zugriff auf {provider} braucht Sie",
        Template::TitleWaiting => "Bei {provider} anmelden",
        Template::TitleFinishing => "Fast fertig",
        Template::TitleProof => "Code eingeben",
        Template::TitleSwitch => "Zu einem anderen Konto wechseln?",
        Template::TitleSucceeded => "{provider} ist verbunden",
        Template::TitleFailed => "Die Anmeldung bei {provider} wurde nicht abgeschlossen",
        Template::TitleServerFound => "Ihr {provider}-Server wurde gefunden",
        Template::TitleCancelled => "Sie haben die Anmeldung abgebrochen",
        Template::TitleExpired => "Die Zeit für die Anmeldung ist um",
        Template::Waiting => {
            "Schließen Sie die Anmeldung bei {provider} in ihrem eigenen Fenster ab. {product} folgt von selbst."
        }
        Template::Finishing => "Sie sind angemeldet. {product} stellt sicher, dass {provider} funktioniert.",
        Template::Proof => "Das Anmeldefenster zeigt einen Code aus acht Buchstaben. Geben Sie ihn hier ein.",
        Template::CodeWrong => "Das ist nicht der Code im Anmeldefenster. Verbleibende Versuche: {number}.",
        Template::LetIn => {
            "Eine weitere Seitenleiste wurde mit einem Code zugelassen, {when}. Sie sieht {provider} für {account} und \
             sonst nichts. Wenn Sie das nicht waren, beenden Sie sie."
        }
        Template::Switch => {
            "Sie haben sich als {account} angemeldet. Bisher galt diese Verbindung für {expected}. Was Sie \
             eingerichtet haben, bleibt in jedem Fall."
        }
        Template::Succeeded => "{product} hat Zugriff auf {provider} und erneuert ihn von selbst.",
        Template::SucceededByPassword => {
            "{product} hat Zugriff auf {provider}, bis sich das Kennwort ändert. Geben Sie dann hier das neue ein."
        }
        Template::ServerFound => {
            "Es ist {server}. Wenn das stimmt, drücken Sie „Verbinden“; Ihr Kennwort wurde noch nicht dorthin \
             gesendet."
        }
        Template::Cancelled => "Nichts wurde geändert. Sie können jederzeit neu beginnen.",
        Template::Expired => {
            "Die Anmeldung wurde nicht rechtzeitig abgeschlossen und deshalb beendet. Nichts wurde geändert."
        }
        Template::WrongAccount => {
            "Sie haben sich als {account} angemeldet. Diese Verbindung gilt für {expected}. Nichts wurde geändert."
        }
        Template::WrongOrganisation => {
            "Sie haben sich als {account} angemeldet, aber bei einer anderen Organisation als der dieser \
             Verbindung, die für {expected} gilt. Nichts wurde geändert."
        }
        Template::Stuck => {
            "Ist das Fenster verschwunden, oder zeigt es keinen Weg, sich bei {provider} anzumelden? Öffnen Sie es \
             erneut."
        }
        Template::StuckNotInstalled => {
            "Sagt {provider}, dass die App nicht installiert oder nicht erlaubt ist? Dann muss zuerst jemand aus \
             der Administration {product} in Ihrer Organisation bei {provider} installieren; vorher hilft auch \
             eine neue Anmeldung nicht."
        }
        Template::NoteToInstall => {
            "Bitte installieren Sie {product} in unserer Organisation bei {provider} und erlauben Sie es für mich: \
             Bis dahin lehnt {provider} meine Anmeldung ab."
        }
        Template::Reference => "Referenz: {number}",
        Template::NotTicked => {
            "Sie haben bei {provider} nicht alles angekreuzt. Es fehlt: {missing}. {product} braucht alles davon, \
             um zu funktionieren. Nichts wurde geändert."
        }
        Template::SignInAs => "Als {account} anmelden",
        Template::ChangeTo => "Ändern zu {account}",
        Template::SwitchTo => "Wechseln zu {account}",
        Template::Keep => "{account} behalten",
        Template::ActSignInAgain => "Wieder anmelden",
        Template::ActTypeAgain => "Noch einmal eingeben",
        Template::ActTypeNew => "Neues Kennwort eingeben",
        Template::ActVerify => "Anmelden und bestätigen",
        Template::ActAllow => "Anmelden und erlauben",
        Template::ActSetPassword => "Anmelden und Kennwort festlegen",
        Template::ActOther => "Anderes Konto verwenden",
        Template::ActTryAgain => "Erneut versuchen",
        Template::ActStartAgain => "Neu beginnen",
        Template::MayReadMail => "E-Mails lesen",
        Template::MaySendMail => "E-Mails senden",
        Template::MayCalendar => "der Kalender",
        Template::MayContacts => "Kontakte",
        Template::MayRecords => "Kundendaten",
        Template::MayOffline => "Zugriff in Ihrer Abwesenheit",
        Template::MayOther => "eine der Berechtigungen",
        Template::ListBetween => ", ",
        Template::ListLast => " und ",
    }
}
