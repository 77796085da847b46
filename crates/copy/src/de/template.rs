//! Lines in which something is filled in, and the words that they are made of.

use crate::line::Line;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn line(line: Line) -> &'static str {
    match line {
        Line::Welcome => {
            "Verbinden Sie Ihr Konto einmal, und {product} hält es in Betrieb. Sollte der Zugriff verloren gehen, \
             erneuern Sie ihn hier."
        }
        Line::AnotherMailbox => {
            "Sie sehen gerade das Postfach {shown}, verbunden ist hier aber das Postfach {connected}."
        }
        Line::Version => "Version {version}",
        Line::About => "Über {product}",
        Line::YourAccount => "Ihr Konto bei {provider}",
        Line::AccessTypeOf => "Zugriffsart für {provider}",
        Line::AccessTo => "Zugriff auf {provider}",
        Line::ChangeAccountOf => "Konto bei {provider} ändern",
        Line::AddressExample => "Zum Beispiel {example}",
        Line::MailboxIsAt => "Dieses Postfach liegt anscheinend bei {provider}.",
        Line::ContinueWith => "Weiter mit {provider}",
        Line::Step => "Schritt {step} von {of}",
        Line::ConnectOffer => "{provider} verbinden",
        Line::WaitsUntil => "Gewartet wird bis {when}.",
        Line::Unreachable => {
            "{product} ist gerade nicht erreichbar. Was Sie sehen, kann veraltet sein; es wird von selbst wieder \
             versucht."
        }
        Line::WordWorking => "Funktioniert",
        Line::WordEndsSoon => "Endet bald",
        Line::WordRetrying => "Neuer Versuch",
        Line::WordSignIn => "Anmeldung nötig",
        Line::WordAdmin => "Administration nötig",
        Line::WordDisconnected => "Getrennt",
        Line::StateWorking => "{product} hat Zugriff auf {provider}.",
        Line::StateEndsSoon => {
            "Der Zugriff auf {provider} endet am {when}. Melden Sie sich vorher an, dann geht es ohne \
             Unterbrechung weiter."
        }
        Line::StateDisconnected => {
            "Sie haben {provider} am {when} getrennt. Melden Sie sich an, um es wieder zu verbinden."
        }
        Line::LastWorking => "Zuletzt funktioniert: {when}",
        Line::RenewsUntil => "Erneuert sich selbst; ungenutzt funktioniert es bis {when}",
        Line::Renews => "Erneuert sich selbst",
        Line::NoteForAdmin => "{product} kann {provider} für {account} nicht erreichen.",
        Line::Lost => "Ihr Zugriff auf {provider} braucht Sie",
        Line::TitleWaiting => "Bei {provider} anmelden",
        Line::TitleFinishing => "Fast fertig",
        Line::TitleProof => "Code eingeben",
        Line::TitleSwitch => "Zu einem anderen Konto wechseln?",
        Line::TitleSucceeded => "{provider} ist verbunden",
        Line::TitleFailed => "Die Anmeldung bei {provider} wurde nicht abgeschlossen",
        Line::TitleServerFound => "Ihr {provider}-Server wurde gefunden",
        Line::TitleCancelled => "Sie haben die Anmeldung abgebrochen",
        Line::TitleExpired => "Die Zeit für die Anmeldung ist um",
        Line::Waiting => {
            "Schließen Sie die Anmeldung bei {provider} in ihrem eigenen Fenster ab. {product} folgt von selbst."
        }
        Line::Finishing => "Sie sind angemeldet. {product} stellt sicher, dass {provider} funktioniert.",
        Line::Proof => "Das Anmeldefenster zeigt einen Code aus acht Buchstaben. Geben Sie ihn hier ein.",
        Line::CodeWrong => "Das ist nicht der Code im Anmeldefenster. Verbleibende Versuche: {number}.",
        Line::LetIn => {
            "Eine weitere Seitenleiste wurde mit einem Code zugelassen, {when}. Sie sieht {provider} für {account} und \
             sonst nichts. Wenn Sie das nicht waren, beenden Sie sie."
        }
        Line::Switch => {
            "Sie haben sich als {account} angemeldet. Bisher galt diese Verbindung für {expected}. Was Sie \
             eingerichtet haben, bleibt in jedem Fall."
        }
        Line::Succeeded => "{product} hat Zugriff auf {provider} und erneuert ihn von selbst.",
        Line::SucceededByPassword => {
            "{product} hat Zugriff auf {provider}, bis sich das Kennwort ändert. Geben Sie dann hier das neue ein."
        }
        Line::ServerFound => {
            "Es ist {server}. Wenn das stimmt, drücken Sie „Verbinden“; Ihr Kennwort wurde noch nicht dorthin \
             gesendet."
        }
        Line::Cancelled => "Nichts wurde geändert. Sie können jederzeit neu beginnen.",
        Line::Expired => {
            "Die Anmeldung wurde nicht rechtzeitig abgeschlossen und deshalb beendet. Nichts wurde geändert."
        }
        Line::WrongAccount => {
            "Sie haben sich als {account} angemeldet. Diese Verbindung gilt für {expected}. Nichts wurde geändert."
        }
        Line::WrongOrganisation => {
            "Sie haben sich als {account} angemeldet, aber bei einer anderen Organisation als der dieser \
             Verbindung, die für {expected} gilt. Nichts wurde geändert."
        }
        Line::Stuck => {
            "Ist das Fenster verschwunden, oder zeigt es keinen Weg, sich bei {provider} anzumelden? Öffnen Sie es \
             erneut."
        }
        Line::StuckNotInstalled => {
            "Sagt {provider}, dass die App nicht installiert oder nicht erlaubt ist? Dann muss zuerst jemand aus \
             der Administration {product} in Ihrer Organisation bei {provider} installieren; vorher hilft auch \
             eine neue Anmeldung nicht."
        }
        Line::NoteToInstall => {
            "Bitte installieren Sie {product} in unserer Organisation bei {provider} und erlauben Sie es für mich: \
             Bis dahin lehnt {provider} meine Anmeldung ab."
        }
        Line::Reference => "Referenz: {number}",
        Line::NotTicked => {
            "Sie haben bei {provider} nicht alles angekreuzt. Es fehlt: {missing}. {product} braucht alles davon, \
             um zu funktionieren. Nichts wurde geändert."
        }
        Line::SignInAs => "Als {account} anmelden",
        Line::ChangeTo => "Ändern zu {account}",
        Line::SwitchTo => "Wechseln zu {account}",
        Line::Keep => "{account} behalten",
        Line::ActSignInAgain => "Wieder anmelden",
        Line::ActTypeAgain => "Noch einmal eingeben",
        Line::ActTypeNew => "Neues Kennwort eingeben",
        Line::ActVerify => "Anmelden und bestätigen",
        Line::ActAllow => "Anmelden und erlauben",
        Line::ActSetPassword => "Anmelden und Kennwort festlegen",
        Line::ActOther => "Anderes Konto verwenden",
        Line::ActTryAgain => "Erneut versuchen",
        Line::ActStartAgain => "Neu beginnen",
        Line::MayReadMail => "E-Mails lesen",
        Line::MaySendMail => "E-Mails senden",
        Line::MayCalendar => "der Kalender",
        Line::MayContacts => "Kontakte",
        Line::MayRecords => "Kundendaten",
        Line::MayOffline => "Zugriff in Ihrer Abwesenheit",
        Line::MayOther => "eine der Berechtigungen",
        Line::ListBetween => ", ",
        Line::ListLast => " und ",
    }
}
