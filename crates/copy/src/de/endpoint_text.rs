//! What stands outside of the pane.

use crate::{ExtensionText, endpoint_text::Outside};

pub(crate) const fn outside(line: Outside) -> &'static str {
    match line {
        Outside::CodeTitle => "Geben Sie diesen Code in Ihrer Seitenleiste ein",
        Outside::CodeAccount => {
            "Sie haben sich bei {provider} als {account} angemeldet, um das Konto mit {product} zu verbinden."
        }
        Outside::CodeWhere => "Nur in Ihrer eigenen Seitenleiste. Niemand sonst braucht diesen Code.",
        Outside::StartTitle => "Die Anmeldeseite wird geöffnet …",
        Outside::NeedsScript => "Diese Seite braucht JavaScript.",
        Outside::NeedsStorageTitle => "Ihr Browser blockiert Cookies.",
        Outside::NeedsStorage => {
            "Lassen Sie Cookies und Websitedaten für diese Adresse zu und öffnen Sie die Anmeldung erneut."
        }
        Outside::PressTitle => "In diesem Browser fortfahren?",
        Outside::PressWhat => {
            "Nach der Anmeldung zeigt dieses Fenster einen Code, den Sie in Ihrer Seitenleiste von {product} \
             eingeben."
        }
        Outside::PressOwn => {
            "Fahren Sie nur fort, wenn Sie diese Seite gerade in Ihrer eigenen Seitenleiste verlangt haben. Wenn \
             Ihnen jemand den Link geschickt hat, schließen Sie sie."
        }
        Outside::PressElsewhere => {
            "Die Seitenleiste, die diese Seite verlangt hat, ist in einem anderen Netzwerk als dieser Browser. \
             Wenn Sie das überrascht, schließen Sie die Seite."
        }
        Outside::MailSubject => "{product} hat den Zugriff auf {provider} verloren",
        Outside::MailLost => "{product} kann für {account} nicht mehr mit {provider} arbeiten.",
        Outside::MailPassOn => {
            "Geben Sie diese Nachricht an Ihre Administration weiter. Wenn es in Ordnung gebracht ist, öffnen Sie \
             diese Seite, um fortzufahren; es braucht eine Anmeldung:"
        }
        Outside::MailMend => {
            "Um es zu beheben, öffnen Sie diese Seite auf einem beliebigen Gerät und melden Sie sich als {account} \
             an. Kein anderes Konto wird dort akzeptiert, und es geschieht nichts, bis Sie die Schaltfläche \
             drücken:"
        }
        Outside::MailElse => {
            "Sie können auch die Seitenleiste von {product} öffnen und „Erneuern“ drücken. Ihre Einstellungen sind \
             unberührt. Die Seite funktioniert sieben Tage lang, oder bis der Zugriff wieder funktioniert. \
             {product} fragt nie per E-Mail nach einem Kennwort."
        }
        Outside::MailInSidebar => {
            "Um es zu beheben, öffnen Sie die Seitenleiste von {product} neben Ihrem Postfach und wählen Sie ☰ Menü, \
             Sync-Einstellungen, Erneuern. Ihr Kennwort wird dort eingegeben und nirgends sonst. Diese Seite sagt \
             dasselbe:"
        }
        Outside::MailNever => {
            "Ihre Einstellungen sind unberührt. {product} fragt nie per E-Mail nach einem Kennwort, und auch nicht auf \
             einer Seite, zu der eine E-Mail führt."
        }
        Outside::RepairTitle => "Geben Sie {product} wieder Zugriff auf {provider}",
        Outside::RepairAccount => {
            "Melden Sie sich bei {provider} als {account} an. Ein anderes Konto wird nicht akzeptiert und ändert \
             nichts."
        }
        Outside::RepairInSidebar => {
            "Öffnen Sie die Seitenleiste von {product} neben dem Postfach {account} und wählen Sie ☰ Menü, \
             Sync-Einstellungen, Erneuern. Ihr Kennwort wird dort eingegeben; diese Seite fragt nie danach."
        }
        Outside::RepairButton => "Bei {provider} anmelden",
        Outside::RepairOverTitle => "Dieser Link wird nicht mehr gebraucht.",
        Outside::RepairOver => {
            "Der Zugriff funktioniert wieder, oder der Link ist zu alt. Öffnen Sie die Seitenleiste von {product}, \
             um zu sehen, wie es steht."
        }
    }
}

pub(crate) const fn extension(text: ExtensionText) -> &'static str {
    match text {
        ExtensionText::Name => "{product}",
        ExtensionText::Description => {
            "Bringt Ihren Zugriff auf Postfach und Salesforce in Sekunden wieder in Gang, in der Seitenleiste von \
             Gmail."
        }
        ExtensionText::Open => "{product} öffnen",
        ExtensionText::Close => "{product} schließen",
        ExtensionText::Lost => "Der Zugriff auf {provider} ist verloren. Öffnen Sie {product}, um ihn zu erneuern.",
        ExtensionText::Updated => "{product} wurde aktualisiert. Laden Sie Gmail neu, um es hier zu verwenden.",
    }
}
