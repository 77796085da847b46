//! What went wrong with a request, and what to do about it.

use latchkey_wire::ProblemCode;

pub(crate) const fn title(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "Die Anfrage konnte nicht gelesen werden.",
        ProblemCode::BodyTooLarge => "Die Anfrage ist zu groß.",
        ProblemCode::MalformedParameter => "Die Adresse der Anfrage konnte nicht gelesen werden.",
        ProblemCode::NotFound => "Unter dieser Adresse gibt es nichts.",
        ProblemCode::SessionMissing => "Sie sind abgemeldet.",
        ProblemCode::ConnectionNotFound => "Diese Verbindung gehört nicht Ihnen, oder es gibt sie nicht mehr.",
        ProblemCode::AuthorizationNotFound => "Diese Anmeldung gehört nicht Ihnen, oder es gibt sie nicht mehr.",
        ProblemCode::AuthorizationConflict => "Diese Anmeldung wurde schon für etwas anderes begonnen.",
        ProblemCode::AuthorizationOver => "Diese Anmeldung ist schon beendet.",
        ProblemCode::OfferUnknown => "Dieser Dienst wird hier nicht angeboten.",
        ProblemCode::OfferNotAllowed => "Ihre Administration erlaubt diesen Weg nicht, sich zu verbinden.",
        ProblemCode::SiteMalformed => "Diese Adresse ist nicht zu lesen.",
        ProblemCode::SiteNotAllowed => "Diese Adresse gehört nicht zum Dienst.",
        ProblemCode::EngineKeyMissing => "Bei dieser Anfrage ist kein Schlüssel, oder er passt nicht.",
        ProblemCode::TooManyRequests => "Das wurde zu oft gefragt.",
        ProblemCode::StateUnknown => "Diese Anmeldung läuft nicht.",
        ProblemCode::ProviderMismatch => {
            "Die Antwort kam von einem anderen Dienst als dem, bei dem die Anmeldung begonnen wurde."
        }
        ProblemCode::IssuerMismatch => "Die Antwort hat nicht der Dienst gesendet, den sie nennt.",
        ProblemCode::BrowserMismatch => "Die Anmeldung wurde in einem anderen Browser begonnen.",
        ProblemCode::ProofRejected => "Das zeigt nicht, dass Sie sich angemeldet haben.",
        ProblemCode::OriginRefused => "Diese Anfrage kam nicht von unserer eigenen Seite.",
        ProblemCode::KeyRefused => "Dieses Anmeldefenster ist zu alt.",
        ProblemCode::SidebarMustAsk => "Laden Sie die Seitenleiste neu.",
        ProblemCode::WindowOpenElsewhere => "Diese Anmeldung läuft in einem anderen Fenster.",
        ProblemCode::KeylessNotAllowed => "Ihre Administration erlaubt nicht, sich hier anzumelden.",
        ProblemCode::OtherNetwork => "Ihre Seitenleiste ist in einem anderen Netzwerk als dieser Browser.",
        ProblemCode::Internal => "Auf unserer Seite ist etwas schiefgegangen.",
        ProblemCode::Unavailable => "Der Dienst macht eine kurze Pause.",
    }
}

pub(crate) const fn detail(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "Senden Sie JSON mit genau den Feldern, die /openapi.json beschreibt.",
        ProblemCode::BodyTooLarge => "Senden Sie weniger auf einmal.",
        ProblemCode::MalformedParameter => "Vergleichen Sie die Adresse mit /openapi.json.",
        ProblemCode::NotFound => "Prüfen Sie die Adresse, oder kehren Sie zur Seitenleiste zurück.",
        ProblemCode::SessionMissing => "Melden Sie sich wieder an; Ihre Verbindungen sind unberührt.",
        ProblemCode::ConnectionNotFound => "Laden Sie die Seitenleiste neu, um Ihre Verbindungen zu sehen.",
        ProblemCode::AuthorizationNotFound => "Kehren Sie zur Seitenleiste zurück und beginnen Sie die Anmeldung dort.",
        ProblemCode::AuthorizationConflict => "Beginnen Sie in der Seitenleiste eine neue Anmeldung.",
        ProblemCode::AuthorizationOver => "Die Seitenleiste zeigt, wie sie ausging.",
        ProblemCode::OfferUnknown => "Laden Sie die Seitenleiste neu und wählen Sie noch einmal.",
        ProblemCode::OfferNotAllowed => "Wählen Sie unter „Ändern“ einen anderen.",
        ProblemCode::SiteMalformed => {
            "Geben Sie sie so ein, wie sie in der Adresszeile steht, wenn Sie dort angemeldet sind."
        }
        ProblemCode::SiteNotAllowed => {
            "Prüfen Sie die Schreibweise. Wenn sie stimmt, kann Ihre Administration die Domain zu den erlaubten \
             hinzufügen."
        }
        ProblemCode::EngineKeyMissing => {
            "Senden Sie im Header „Authorization“ einen Schlüssel, den `latchkey-endpoint keys create` angelegt \
             hat."
        }
        ProblemCode::TooManyRequests => {
            "Warten Sie einen Moment und fragen Sie dann noch einmal. Nach mehreren falschen Kennwörtern warten Sie eine \
             Stunde, damit das Konto nicht gesperrt wird."
        }
        ProblemCode::StateUnknown => {
            "Vielleicht ist sie beendet, oder diese Seite wurde zweimal geladen. Beginnen Sie in der Seitenleiste \
             von vorn."
        }
        ProblemCode::ProviderMismatch => {
            "Nichts wurde geändert. Schließen Sie dieses Fenster und beginnen Sie in der Seitenleiste von vorn."
        }
        ProblemCode::IssuerMismatch => {
            "Nichts wurde geändert. Sagen Sie Ihrer Administration Bescheid, wenn Sie dies noch einmal sehen."
        }
        ProblemCode::BrowserMismatch => "Beginnen Sie in der Seitenleiste, und bleiben Sie in einem Browser.",
        ProblemCode::ProofRejected => "Geben Sie den Code ein, den Ihr eigenes Anmeldefenster zeigt.",
        ProblemCode::OriginRefused => {
            "Nichts wurde geändert. Schließen Sie diese Seite und beginnen Sie in der Seitenleiste von vorn."
        }
        ProblemCode::KeyRefused => "Kehren Sie zur Seitenleiste zurück und wählen Sie „Erneut öffnen“.",
        ProblemCode::SidebarMustAsk => {
            "Keine Seitenleiste hat diesem Fenster geantwortet. Schließen Sie die Seitenleiste, öffnen Sie sie \
             wieder und beginnen Sie die Anmeldung dort. Um in einem anderen Browser fortzufahren, wählen Sie in \
             der Seitenleiste „Link kopieren“ und öffnen Sie den Link innerhalb von zwei Minuten."
        }
        ProblemCode::WindowOpenElsewhere => {
            "Schließen Sie sie dort ab, oder brechen Sie sie in der Seitenleiste ab und beginnen Sie von vorn."
        }
        ProblemCode::KeylessNotAllowed => "Melden Sie sich in dem Fenster an, das die Seitenleiste selbst öffnet.",
        ProblemCode::OtherNetwork => {
            "Ihre Administration erlaubt nicht, so fortzufahren. Öffnen Sie den Link auf dem Gerät, auf dem Sie \
             die Seitenleiste sehen."
        }
        ProblemCode::Internal => {
            "Versuchen Sie es gleich noch einmal, oder geben Sie die Nummer der Anfrage an Ihre Administration \
             weiter."
        }
        ProblemCode::Unavailable => "Nichts ist verloren. Versuchen Sie es gleich noch einmal.",
    }
}
