//! The texts of the endpoint's own pages, of its e-mail and of the extension.

use crate::{ExtensionText, endpoint_text::EndpointText};

pub(crate) const fn endpoint_text(text: EndpointText) -> &'static str {
    match text {
        EndpointText::CodeTitle => "Geben Sie diesen Code in Ihrer Seitenleiste ein",
        EndpointText::CodeAccount => {
            "Sie haben sich bei {provider} als {account} angemeldet, um das Konto mit {product} zu verbinden."
        }
        EndpointText::CodeWhere => {
            "Geben Sie ihn nur in Ihrer eigenen Seitenleiste ein. Niemand sonst benötigt diesen Code."
        }
        EndpointText::StartTitle => "Die Anmeldeseite wird geöffnet …",
        EndpointText::NeedsScript => "Diese Seite benötigt JavaScript.",
        EndpointText::NeedsStorageTitle => "Ihr Browser blockiert Cookies.",
        EndpointText::NeedsStorage => {
            "Lassen Sie Cookies und Websitedaten für diese Adresse zu und öffnen Sie die Anmeldung erneut."
        }
        EndpointText::PressTitle => "In diesem Browser fortfahren?",
        EndpointText::PressWhat => {
            "Nach der Anmeldung zeigt dieses Fenster einen Code, den Sie in Ihrer {product}-Seitenleiste eingeben."
        }
        EndpointText::PressOwn => {
            "Fahren Sie nur fort, wenn Sie diese Seite gerade aus Ihrer eigenen Seitenleiste geöffnet haben. Wenn \
             Ihnen jemand den Link geschickt hat, schließen Sie die Seite."
        }
        EndpointText::PressElsewhere => {
            "Die Seitenleiste, die diese Seite angefordert hat, befindet sich in einem anderen Netzwerk als dieser \
             Browser. Wenn Sie das nicht erwartet haben, schließen Sie die Seite."
        }
        EndpointText::MailSubject => "{product} hat den Zugriff auf {provider} verloren",
        EndpointText::MailLost => "{product} kann für {account} nicht mehr auf {provider} zugreifen.",
        EndpointText::MailPassOn => {
            "Leiten Sie diese Nachricht an Ihre Administration weiter. Wenn das Problem behoben ist, öffnen Sie \
             diese Seite und melden Sie sich einmal an, um fortzufahren:"
        }
        EndpointText::MailMend => {
            "Um den Zugriff wiederherzustellen, öffnen Sie diese Seite auf einem beliebigen Gerät und melden Sie \
             sich als {account} an. Kein anderes Konto wird dort akzeptiert, und es geschieht nichts, bis Sie die \
             Schaltfläche wählen:"
        }
        EndpointText::MailElse => {
            "Sie können auch die {product}-Seitenleiste öffnen und „Erneuern“ wählen. Ihre Einstellungen bleiben \
             erhalten. Die Seite funktioniert sieben Tage lang oder bis der Zugriff wiederhergestellt ist. \
             {product} fragt nie per E-Mail nach einem Kennwort."
        }
        EndpointText::MailInSidebar => {
            "Um den Zugriff wiederherzustellen, öffnen Sie die {product}-Seitenleiste neben Ihrem Postfach und \
             wählen Sie ☰ Menü, Sync-Einstellungen, Erneuern. Geben Sie Ihr Kennwort dort und nirgendwo sonst ein. \
             Diese Seite sagt dasselbe:"
        }
        EndpointText::MailNever => {
            "Ihre Einstellungen bleiben erhalten. {product} fragt nie per E-Mail nach einem Kennwort, auch nicht \
             auf einer Seite, auf die eine E-Mail verweist."
        }
        EndpointText::RepairTitle => "Zugriff auf {provider} für {product} wiederherstellen",
        EndpointText::RepairAccount => {
            "Melden Sie sich bei {provider} als {account} an. Ein anderes Konto wird nicht akzeptiert und ändert \
             nichts."
        }
        EndpointText::RepairInSidebar => {
            "Öffnen Sie die {product}-Seitenleiste neben dem Postfach {account} und wählen Sie ☰ Menü, \
             Sync-Einstellungen, Erneuern. Geben Sie Ihr Kennwort dort ein. Diese Seite fragt nie danach."
        }
        EndpointText::RepairButton => "Bei {provider} anmelden",
        EndpointText::RepairOverTitle => "Dieser Link wird nicht mehr benötigt.",
        EndpointText::RepairOver => {
            "Der Zugriff funktioniert wieder, oder der Link ist abgelaufen. Öffnen Sie die {product}-Seitenleiste, \
             um den Status zu prüfen."
        }
    }
}

pub(crate) const fn extension(text: ExtensionText) -> &'static str {
    match text {
        ExtensionText::Name => "{product}",
        ExtensionText::Description => {
            "Stellt den Zugriff auf Ihr Postfach und auf Salesforce in Sekunden wieder her, in der Seitenleiste von \
             Gmail."
        }
        ExtensionText::Open => "{product} öffnen",
        ExtensionText::Close => "{product} schließen",
        ExtensionText::Lost => "Der Zugriff auf {provider} ist verloren. Öffnen Sie {product}, um ihn zu erneuern.",
        ExtensionText::Updated => "{product} wurde aktualisiert. Laden Sie Gmail neu, um es hier zu verwenden.",
    }
}
