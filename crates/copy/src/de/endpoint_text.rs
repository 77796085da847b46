//! The texts of the endpoint's own pages, of its e-mail and of the extension.

use crate::{ExtensionText, endpoint_text::EndpointText};

pub(crate) const fn endpoint_text(text: EndpointText) -> &'static str {
    match text {
        EndpointText::CodeTitle => "Geben Sie diesen Code in Ihrer Seitenleiste ein",
        EndpointText::CodeAccount => {
            "Sie haben sich bei {provider} als {account} angemeldet, um das Konto mit {product} zu verbinden."
        }
        EndpointText::CodeWhere => "Nur in Ihrer eigenen Seitenleiste. Niemand sonst braucht diesen Code.",
        EndpointText::StartTitle => "Die Anmeldeseite wird geöffnet …",
        EndpointText::NeedsScript => "Diese Seite braucht JavaScript.",
        EndpointText::NeedsStorageTitle => "Ihr Browser blockiert Cookies.",
        EndpointText::NeedsStorage => {
            "Lassen Sie Cookies und Websitedaten für diese Adresse zu und öffnen Sie die Anmeldung erneut."
        }
        EndpointText::PressTitle => "In diesem Browser fortfahren?",
        EndpointText::PressWhat => {
            "Nach der Anmeldung zeigt dieses Fenster einen Code, den Sie in Ihrer Seitenleiste von {product} \
             eingeben."
        }
        EndpointText::PressOwn => {
            "Fahren Sie nur fort, wenn Sie diese Seite gerade in Ihrer eigenen Seitenleiste verlangt haben. Wenn \
             Ihnen jemand den Link geschickt hat, schließen Sie sie."
        }
        EndpointText::PressElsewhere => {
            "Die Seitenleiste, die diese Seite verlangt hat, ist in einem anderen Netzwerk als dieser Browser. \
             Wenn Sie das überrascht, schließen Sie die Seite."
        }
        EndpointText::MailSubject => "{product} hat den Zugriff auf {provider} verloren",
        EndpointText::MailLost => "{product} kann für {account} nicht mehr mit {provider} arbeiten.",
        EndpointText::MailPassOn => {
            "Geben Sie diese Nachricht an Ihre Administration weiter. Wenn es in Ordnung gebracht ist, öffnen Sie \
             diese Seite, um fortzufahren; es braucht eine Anmeldung:"
        }
        EndpointText::MailMend => {
            "Um es zu beheben, öffnen Sie diese Seite auf einem beliebigen Gerät und melden Sie sich als {account} \
             an. Kein anderes Konto wird dort akzeptiert, und es geschieht nichts, bis Sie die Schaltfläche \
             drücken:"
        }
        EndpointText::MailElse => {
            "Sie können auch die Seitenleiste von {product} öffnen und „Erneuern“ drücken. Ihre Einstellungen sind \
             unberührt. Die Seite funktioniert sieben Tage lang, oder bis der Zugriff wieder funktioniert. \
             {product} fragt nie per E-Mail nach einem Kennwort."
        }
        EndpointText::MailInSidebar => {
            "Um es zu beheben, öffnen Sie die Seitenleiste von {product} neben Ihrem Postfach und wählen Sie ☰ Menü, \
             Sync-Einstellungen, Erneuern. Ihr Kennwort wird dort eingegeben und nirgends sonst. Diese Seite sagt \
             dasselbe:"
        }
        EndpointText::MailNever => {
            "Ihre Einstellungen sind unberührt. {product} fragt nie per E-Mail nach einem Kennwort, und auch nicht auf \
             einer Seite, zu der eine E-Mail führt."
        }
        EndpointText::RepairTitle => "Geben Sie {product} wieder Zugriff auf {provider}",
        EndpointText::RepairAccount => {
            "Melden Sie sich bei {provider} als {account} an. Ein anderes Konto wird nicht akzeptiert und ändert \
             nichts."
        }
        EndpointText::RepairInSidebar => {
            "Öffnen Sie die Seitenleiste von {product} neben dem Postfach {account} und wählen Sie ☰ Menü, \
             Sync-Einstellungen, Erneuern. Ihr Kennwort wird dort eingegeben; diese Seite fragt nie danach."
        }
        EndpointText::RepairButton => "Bei {provider} anmelden",
        EndpointText::RepairOverTitle => "Dieser Link wird nicht mehr gebraucht.",
        EndpointText::RepairOver => {
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
