//! Lines in which something is filled in, and the words that they are made of.

use crate::template::Template;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn template(template: Template) -> &'static str {
    match template {
        Template::Welcome => {
            "Verbinden Sie Ihr Konto einmal, und {product} hält die Verbindung aufrecht. Sollte der Zugriff \
             verloren gehen, erneuern Sie ihn hier."
        }
        Template::AnotherMailbox => {
            "Sie sehen gerade das Postfach {shown}, verbunden ist aber das Postfach {connected}."
        }
        Template::Version => "Version {version}",
        Template::About => "Über {product}",
        Template::YourAccount => "Ihr Konto bei {provider}",
        Template::AccessTypeOf => "Zugriffsart für {provider}",
        Template::AccessTo => "Zugriff auf {provider}",
        Template::ChangeAccountOf => "Konto bei {provider} ändern",
        Template::AddressExample => "Zum Beispiel {example}",
        Template::MailboxIsAt => "Dieses Postfach verwendet anscheinend {provider}.",
        Template::ContinueWith => "Weiter mit {provider}",
        Template::Step => "Schritt {step} von {of}",
        Template::ConnectOffer => "{provider} verbinden",
        Template::WaitsUntil => "Wartet bis {when}.",
        Template::Unreachable => {
            "Diese Seitenleiste kann {product} gerade nicht erreichen und versucht es weiter. Die Anzeige ist \
             möglicherweise veraltet."
        }
        Template::WordWorking => "Funktioniert",
        Template::WordEndsSoon => "Läuft bald ab",
        Template::WordRetrying => "Neuer Versuch",
        Template::WordSignIn => "Anmeldung erforderlich",
        Template::WordAdmin => "Administration erforderlich",
        Template::WordDisconnected => "Getrennt",
        Template::StateWorking => "{product} hat Zugriff auf {provider}.",
        Template::StateEndsSoon => {
            "Der Zugriff auf {provider} läuft am {when} ab. Melden Sie sich vorher an, um eine Unterbrechung zu \
             vermeiden."
        }
        Template::StateDisconnected => {
            "Sie haben {provider} am {when} getrennt. Melden Sie sich an, um die Verbindung wiederherzustellen."
        }
        Template::LastWorking => "Zuletzt funktioniert: {when}",
        Template::RenewsUntil => "Wird automatisch erneuert; läuft bei Nichtnutzung am {when} ab",
        Template::Renews => "Wird automatisch erneuert",
        Template::NoteForAdmin => "{product} kann für {account} nicht auf {provider} zugreifen.",
        Template::Lost => "Ihr Zugriff auf {provider} erfordert Ihre Aufmerksamkeit",
        Template::TitleWaiting => "Bei {provider} anmelden",
        Template::TitleFinishing => "Fast fertig",
        Template::TitleProof => "Code eingeben",
        Template::TitleSwitch => "Zu einem anderen Konto wechseln?",
        Template::TitleSucceeded => "{provider} ist verbunden",
        Template::TitleFailed => "Die Anmeldung bei {provider} wurde nicht abgeschlossen",
        Template::TitleServerFound => "Wir haben Ihren {provider}-Server gefunden",
        Template::TitleCancelled => "Anmeldung abgebrochen",
        Template::TitleExpired => "Zeit für die Anmeldung abgelaufen",
        Template::Waiting => {
            "Schließen Sie die Anmeldung bei {provider} in ihrem eigenen Fenster ab. {product} fährt dann \
             automatisch fort."
        }
        Template::Finishing => "Sie sind angemeldet. {product} prüft, ob {provider} funktioniert.",
        Template::Proof => "Das Anmeldefenster zeigt einen Code aus acht Buchstaben. Geben Sie ihn hier ein.",
        Template::CodeWrong => "Das ist nicht der Code im Anmeldefenster. Verbleibende Versuche: {number}.",
        Template::LetIn => {
            "Eine andere Seitenleiste hat mit einem Code Zugriff erhalten, {when}. Sie sieht nur {provider} für \
             {account}. Wenn Sie das nicht waren, beenden Sie ihre Sitzung."
        }
        Template::Switch => {
            "Sie haben sich als {account} angemeldet. Bisher galt diese Verbindung für {expected}. Ihre \
             Einstellungen bleiben in jedem Fall erhalten."
        }
        Template::Succeeded => "{product} hat Zugriff auf {provider} und erneuert ihn automatisch.",
        Template::SucceededByPassword => {
            "{product} hat Zugriff auf {provider}, bis sich Ihr Kennwort ändert. Geben Sie dann hier das neue \
             Kennwort ein."
        }
        Template::ServerFound => {
            "Der Server ist {server}. Wenn das stimmt, wählen Sie „Verbinden“. Ihr Kennwort wurde noch nicht \
             dorthin gesendet."
        }
        Template::Cancelled => "Es wurde nichts geändert. Sie können jederzeit neu beginnen.",
        Template::Expired => {
            "Die Anmeldung wurde nicht rechtzeitig abgeschlossen und deshalb beendet. Es wurde nichts geändert."
        }
        Template::WrongAccount => {
            "Sie haben sich als {account} angemeldet. Diese Verbindung gilt für {expected}. Es wurde nichts \
             geändert."
        }
        Template::WrongOrganisation => {
            "Sie haben sich als {account} angemeldet, aber in einer anderen Organisation als der dieser Verbindung, \
             die für {expected} gilt. Es wurde nichts geändert."
        }
        Template::Stuck => {
            "Wurde das Fenster geschlossen, oder bietet es keine Anmeldung bei {provider} an? Öffnen Sie es erneut."
        }
        Template::StuckNotInstalled => {
            "Meldet {provider}, dass die App nicht installiert oder nicht zugelassen ist? Dann muss Ihre \
             Administration {product} zuerst in Ihrer {provider}-Organisation installieren. Vorher hilft auch eine \
             erneute Anmeldung nicht."
        }
        Template::NoteToInstall => {
            "Bitte installieren Sie {product} in unserer {provider}-Organisation und lassen Sie es für mich zu. Bis \
             dahin lehnt {provider} meine Anmeldung ab."
        }
        Template::Reference => "Referenz: {number}",
        Template::NotTicked => {
            "Sie haben bei {provider} nicht alle Berechtigungen erteilt. Es fehlt: {missing}. {product} benötigt \
             alle diese Berechtigungen. Es wurde nichts geändert."
        }
        Template::SignInAs => "Als {account} anmelden",
        Template::ChangeTo => "Zu {account} ändern",
        Template::SwitchTo => "Zu {account} wechseln",
        Template::Keep => "{account} behalten",
        Template::ActSignInAgain => "Erneut anmelden",
        Template::ActTypeAgain => "Erneut eingeben",
        Template::ActTypeNew => "Neues Kennwort eingeben",
        Template::ActVerify => "Anmelden und bestätigen",
        Template::ActAllow => "Anmelden und zulassen",
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
