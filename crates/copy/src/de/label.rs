//! Fixed texts.

use crate::Label;

pub(crate) const fn label(label: Label) -> &'static str {
    match label {
        Label::Menu => "☰ Menü",
        Label::StatusLost => "Zugriff fehlt",
        Label::SetUpSync => "Sync einrichten",
        Label::SyncSettings => "Sync-Einstellungen",
        Label::Help => "Hilfe",
        Label::About => "Info",
        Label::RefreshSidebar => "Seitenleiste neu laden",
        Label::LogOut => "Abmelden",
        Label::Back => "Zurück",
        Label::Dismiss => "Schließen",
        Label::ChooseWhatToConnect => "Wählen Sie, was Sie verbinden möchten",
        Label::Mailbox => "E-Mail und Kalender",
        Label::Crm => "Kundendaten",
        Label::Connections => "Ihre Verbindungen",
        Label::CheckNow => "Jetzt prüfen",
        Label::Checking => "Wird geprüft …",
        Label::CheckedAndWorking => "Gerade geprüft: Es funktioniert.",
        Label::OpenSyncSettings => "Sync-Einstellungen öffnen",
        Label::PersonalSettings => "Persönliche Einstellungen",
        Label::MyConnectivity => "Meine Verbindungen",
        Label::EmailConfiguration => "E-Mail-Konfiguration",
        Label::CrmTab => "CRM",
        Label::Refresh => "Erneuern",
        Label::Change => "Ändern",
        Label::ChangeExplained => {
            "Ein anderes Konto verwenden oder es auf einem anderen Weg erreichen. Was Sie eingerichtet haben, \
             bleibt."
        }
        Label::WhichEmailService => "Welchen E-Mail-Dienst verwenden Sie?",
        Label::MailboxAccessType => "Zugriffsart des Postfachs",
        Label::SiteField => "Adresse",
        Label::Continue => "Weiter",
        Label::NotNow => "Nicht jetzt",
        Label::Password => "Kennwort",
        Label::Connect => "Verbinden",
        Label::AdvancedSetup => "Erweiterte Einrichtung",
        Label::ServerAddress => "EWS-Adresse",
        Label::UserName => "Benutzername, falls er nicht Ihre E-Mail-Adresse ist",
        Label::SyncDashboard => "Sync-Dashboard",
        Label::EmailConfigurationLegacy => "E-Mail-Einrichtung",
        Label::ChangeMailboxLegacy => "E-Mail-Konto oder Server ändern",
        Label::ExchangeOrUnsure => "Microsoft Exchange, Outlook.com oder nicht sicher",
        Label::YourEmailAddress => "Ihre E-Mail-Adresse",
        Label::FindOut => "Herausfinden",
        Label::NotFoundOut => "An der Adresse war es nicht zu erkennen. Wählen Sie Ihren E-Mail-Dienst:",
        Label::NothingElseAllowed => "Ihre Administration erlaubt hier keinen anderen Weg, sich zu verbinden.",
        Label::CopyNoteToInstall => "Notiz für die Administration kopieren",
        Label::SetUpDone => "Alles ist verbunden. Wenn Sie einmal gebraucht werden, meldet sich diese Seitenleiste.",
        Label::UntilPasswordChanges => "Funktioniert, bis sich das Kennwort ändert",
        Label::Later => "Später",
        Label::RefreshExplained => {
            "Erneuert den Zugriff für dieses Konto. Nichts, was Sie eingerichtet haben, geht verloren."
        }
        Label::Account => "Konto",
        Label::Service => "Dienst",
        Label::RemindBeforeEnd => "Vor dem Ende des Zugriffs erinnern",
        Label::StaySignedIn => "Auf diesem Computer angemeldet bleiben",
        Label::NotifyOfLoss => "Benachrichtigen, wenn der Zugriff verloren geht",
        Label::NotOffered => {
            "Nicht eingerichtet. Diese Installation bietet es nicht an; Ihre Administration kann es hinzufügen."
        }
        Label::NotSetUp => "Noch nicht eingerichtet.",
        Label::WindowBlocked => {
            "Ihr Browser hat das Anmeldefenster nicht geöffnet. Öffnen Sie es selbst mit diesem Link:"
        }
        Label::HostSilent => {
            "Das Programm, das diese Seitenleiste zeigt, antwortet ihr nicht. Die Seitenleiste funktioniert \
             trotzdem, wie in einem Browser."
        }
        Label::OpenSignInPage => "Anmeldeseite öffnen",
        Label::OpenAgain => "Erneut öffnen",
        Label::CopyLink => "Link kopieren",
        Label::Copied => "Kopiert.",
        Label::CopyByHand => "Kopieren ist hier nicht erlaubt. Markieren und kopieren Sie diesen Text:",
        Label::Cancel => "Abbrechen",
        Label::SignInCancelled => "Sie haben die Anmeldung abgebrochen. Nichts wurde geändert.",
        Label::CodeOfWindow => "Code aus dem Anmeldefenster",
        Label::EndIt => "Beenden",
        Label::SidebarEnded => "Diese Seitenleiste wurde abgemeldet.",
        Label::SessionOver => "Sie wurden abgemeldet",
        Label::SessionOverExplained => {
            "Diese Seitenleiste wurde abgemeldet oder eine Weile nicht benutzt. Ihre Verbindungen sind unberührt \
             und funktionieren weiter."
        }
        Label::SignInAgain => "Wieder anmelden",
        Label::Loading => "Ihre Verbindungen werden geladen …",
        Label::TryNow => "Jetzt versuchen",
        Label::CopyForAdmin => "Notiz für Ihre Administration kopieren",
        Label::CloseWindow => "Sie können dieses Fenster schließen.",
        Label::BackToSidebar => "Kehren Sie zu Ihrer Seitenleiste zurück, um fortzufahren.",
    }
}
