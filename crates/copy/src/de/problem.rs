//! What went wrong with a request, and what to do about it.

use latchkey_wire::ProblemCode;

pub(crate) const fn title(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "Die Anfrage konnte nicht gelesen werden.",
        ProblemCode::BodyTooLarge => "Die Anfrage ist zu groß.",
        ProblemCode::MalformedParameter => "Die Adresse der Anfrage konnte nicht gelesen werden.",
        ProblemCode::NotFound => "Unter dieser Adresse gibt es nichts.",
        ProblemCode::SessionMissing => "Sie sind abgemeldet.",
        ProblemCode::ConnectionNotFound => "Diese Verbindung gehört nicht Ihnen oder existiert nicht mehr.",
        ProblemCode::AuthorizationNotFound => "Diese Anmeldung gehört nicht Ihnen oder existiert nicht mehr.",
        ProblemCode::AuthorizationConflict => "Diese Anmeldung wurde bereits für etwas anderes begonnen.",
        ProblemCode::AuthorizationOver => "Diese Anmeldung ist bereits beendet.",
        ProblemCode::OfferUnknown => "Dieser Dienst ist hier nicht verfügbar.",
        ProblemCode::OfferNotAllowed => "Ihre Administration lässt diese Zugriffsart nicht zu.",
        ProblemCode::SiteMalformed => "Diese Adresse ist nicht gültig.",
        ProblemCode::SiteNotAllowed => "Diese Adresse gehört nicht zum Dienst.",
        ProblemCode::EngineKeyMissing => "Die Anfrage enthält keinen oder keinen gültigen Schlüssel.",
        ProblemCode::TooManyRequests => "Zu viele Anfragen.",
        ProblemCode::StateUnknown => "Diese Anmeldung läuft nicht.",
        ProblemCode::ProviderMismatch => {
            "Die Antwort kam von einem anderen Dienst als dem, bei dem Sie begonnen haben."
        }
        ProblemCode::IssuerMismatch => "Die Antwort wurde nicht von dem Dienst gesendet, den sie nennt.",
        ProblemCode::BrowserMismatch => "Die Anmeldung wurde in einem anderen Browser begonnen.",
        ProblemCode::ProofRejected => "Das belegt nicht, dass Sie sich angemeldet haben.",
        ProblemCode::OriginRefused => "Diese Anfrage kam nicht von unserer eigenen Seite.",
        ProblemCode::KeyRefused => "Dieses Anmeldefenster ist abgelaufen.",
        ProblemCode::SidebarMustAsk => "Ihre Seitenleiste hat nicht reagiert.",
        ProblemCode::WindowOpenElsewhere => "Diese Anmeldung ist in einem anderen Fenster geöffnet.",
        ProblemCode::KeylessNotAllowed => "Ihre Administration lässt die Anmeldung hier nicht zu.",
        ProblemCode::OtherNetwork => "Ihre Seitenleiste ist in einem anderen Netzwerk als dieser Browser.",
        ProblemCode::Internal => "Bei uns ist etwas schiefgegangen.",
        ProblemCode::Unavailable => "Der Dienst ist vorübergehend nicht verfügbar.",
    }
}

pub(crate) const fn detail(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "Senden Sie JSON mit genau den Feldern, die /openapi.json beschreibt.",
        ProblemCode::BodyTooLarge => "Senden Sie weniger Daten auf einmal.",
        ProblemCode::MalformedParameter => "Vergleichen Sie die Adresse mit /openapi.json.",
        ProblemCode::NotFound => "Prüfen Sie die Adresse, oder kehren Sie zur Seitenleiste zurück.",
        ProblemCode::SessionMissing => "Melden Sie sich erneut an. Ihre Verbindungen sind nicht betroffen.",
        ProblemCode::ConnectionNotFound => "Laden Sie die Seitenleiste neu, um Ihre Verbindungen zu sehen.",
        ProblemCode::AuthorizationNotFound => "Kehren Sie zur Seitenleiste zurück und beginnen Sie die Anmeldung dort.",
        ProblemCode::AuthorizationConflict => "Beginnen Sie in der Seitenleiste eine neue Anmeldung.",
        ProblemCode::AuthorizationOver => "Die Seitenleiste zeigt, wie sie ausging.",
        ProblemCode::OfferUnknown => "Laden Sie die Seitenleiste neu und wählen Sie noch einmal.",
        ProblemCode::OfferNotAllowed => "Wählen Sie unter „Ändern“ eine andere.",
        ProblemCode::SiteMalformed => {
            "Geben Sie sie so ein, wie sie in der Adressleiste erscheint, wenn Sie dort angemeldet sind."
        }
        ProblemCode::SiteNotAllowed => {
            "Prüfen Sie die Schreibweise. Wenn sie stimmt, kann Ihre Administration die Domain zu den zulässigen \
             Domains hinzufügen."
        }
        ProblemCode::EngineKeyMissing => {
            "Senden Sie im Header „Authorization“ einen Schlüssel, der mit `latchkey-endpoint keys create` erstellt \
             wurde."
        }
        ProblemCode::TooManyRequests => {
            "Warten Sie einen Moment und versuchen Sie es erneut. Warten Sie nach mehreren falschen Kennwörtern \
             eine Stunde, damit das Konto nicht gesperrt wird."
        }
        ProblemCode::StateUnknown => {
            "Vielleicht ist sie beendet, oder diese Seite wurde zweimal geladen. Beginnen Sie in der Seitenleiste \
             neu."
        }
        ProblemCode::ProviderMismatch => {
            "Es wurde nichts geändert. Schließen Sie dieses Fenster und beginnen Sie in der Seitenleiste neu."
        }
        ProblemCode::IssuerMismatch => {
            "Es wurde nichts geändert. Informieren Sie Ihre Administration, wenn dies erneut auftritt."
        }
        ProblemCode::BrowserMismatch => "Beginnen Sie in der Seitenleiste und bleiben Sie in einem Browser.",
        ProblemCode::ProofRejected => "Geben Sie den Code ein, den Ihr eigenes Anmeldefenster zeigt.",
        ProblemCode::OriginRefused => {
            "Es wurde nichts geändert. Schließen Sie diese Seite und beginnen Sie in der Seitenleiste neu."
        }
        ProblemCode::KeyRefused => "Kehren Sie zur Seitenleiste zurück und wählen Sie „Erneut öffnen“.",
        ProblemCode::SidebarMustAsk => {
            "Schließen Sie die Seitenleiste, öffnen Sie sie wieder und beginnen Sie die Anmeldung dort. Um in einem \
             anderen Browser fortzufahren, wählen Sie in der Seitenleiste „Link kopieren“ und öffnen Sie den Link \
             innerhalb von zwei Minuten."
        }
        ProblemCode::WindowOpenElsewhere => {
            "Schließen Sie sie dort ab, oder brechen Sie sie in der Seitenleiste ab und beginnen Sie neu."
        }
        ProblemCode::KeylessNotAllowed => "Melden Sie sich in dem Fenster an, das die Seitenleiste öffnet.",
        ProblemCode::OtherNetwork => {
            "Ihre Administration lässt das Fortfahren hier nicht zu. Öffnen Sie den Link auf dem Gerät, auf dem Sie \
             die Seitenleiste sehen."
        }
        ProblemCode::Internal => {
            "Versuchen Sie es gleich noch einmal, oder geben Sie die Nummer der Anfrage an Ihre Administration \
             weiter."
        }
        ProblemCode::Unavailable => "Es ist nichts verloren. Versuchen Sie es gleich noch einmal.",
    }
}
