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
        Label::CheckedAndWorking => "Gerade geprüft. Alles funktioniert.",
        Label::OpenSyncSettings => "Sync-Einstellungen öffnen",
        Label::PersonalSettings => "Persönliche Einstellungen",
        Label::MyConnectivity => "Meine Verbindungen",
        Label::EmailConfiguration => "E-Mail-Konfiguration",
        Label::CrmTab => "CRM",
        Label::Refresh => "Erneuern",
        Label::Change => "Ändern",
        Label::ChangeExplained => {
            "Ein anderes Konto oder eine andere Zugriffsart verwenden. Ihre Einstellungen bleiben erhalten."
        }
        Label::WhichEmailService => "Welchen E-Mail-Dienst verwenden Sie?",
        Label::MailboxAccessType => "Zugriffsart des Postfachs",
        Label::SiteField => "Adresse",
        Label::Continue => "Weiter",
        Label::NotNow => "Nicht jetzt",
        Label::Password => "Kennwort",
        Label::Connect => "Verbinden",
        Label::AdvancedSetup => "Erweiterte Einrichtung",
        Label::ServerAddress => "EWS-Konfigurations-URL",
        Label::UserName => "Benutzername, falls abweichend von Ihrer E-Mail-Adresse",
        Label::SyncDashboard => "Sync-Dashboard",
        Label::EmailConfigurationLegacy => "E-Mail-Einrichtung",
        Label::ChangeMailboxLegacy => "E-Mail-Konto oder Server ändern",
        Label::ExchangeOrUnsure => "Microsoft Exchange, Outlook.com oder nicht sicher",
        Label::YourEmailAddress => "Ihre E-Mail-Adresse",
        Label::FindOut => "Suchen",
        Label::NotFoundOut => "Anhand der Adresse war der Dienst nicht zu erkennen. Wählen Sie Ihren E-Mail-Dienst:",
        Label::NothingElseAllowed => "Ihre Administration lässt keine andere Verbindungsart zu.",
        Label::CopyNoteToInstall => "Installationsanfrage kopieren",
        Label::SetUpDone => {
            "Alles ist verbunden. Diese Seitenleiste meldet sich, wenn etwas Ihre Aufmerksamkeit erfordert."
        }
        Label::UntilPasswordChanges => "Funktioniert, bis sich Ihr Kennwort ändert",
        Label::Later => "Später",
        Label::RefreshExplained => "Erneuert den Zugriff für dieses Konto. Ihre Einstellungen bleiben erhalten.",
        Label::Account => "Konto",
        Label::Service => "Dienst",
        Label::RemindBeforeEnd => "Vor Ablauf des Zugriffs erinnern",
        Label::StaySignedIn => "Auf diesem Computer angemeldet bleiben",
        Label::NotifyOfLoss => "Benachrichtigen, wenn der Zugriff verloren geht",
        Label::NotOffered => "Hier nicht verfügbar. Ihre Administration kann es hinzufügen.",
        Label::NotSetUp => "Noch nicht eingerichtet.",
        Label::WindowBlocked => "Ihr Browser hat das Anmeldefenster blockiert. Öffnen Sie es mit diesem Link:",
        Label::HostSilent => {
            "Outlook reagiert nicht auf die Seitenleiste. Sie können die Seitenleiste weiter wie in einem Browser \
             verwenden."
        }
        Label::OpenSignInPage => "Anmeldeseite öffnen",
        Label::OpenAgain => "Erneut öffnen",
        Label::CopyLink => "Link kopieren",
        Label::Copied => "Kopiert.",
        Label::CopyByHand => "Kopieren ist hier nicht zulässig. Markieren und kopieren Sie diesen Text:",
        Label::Cancel => "Abbrechen",
        Label::SignInCancelled => "Anmeldung abgebrochen. Es wurde nichts geändert.",
        Label::CodeOfWindow => "Code aus dem Anmeldefenster",
        Label::EndIt => "Sitzung beenden",
        Label::SidebarEnded => "Die andere Seitenleiste wurde abgemeldet.",
        Label::SessionOver => "Sie wurden abgemeldet",
        Label::SessionOverExplained => {
            "Diese Seitenleiste wurde abgemeldet oder längere Zeit nicht verwendet. Ihre Verbindungen sind nicht \
             betroffen und funktionieren weiter."
        }
        Label::SignInAgain => "Erneut anmelden",
        Label::Loading => "Ihre Verbindungen werden geladen …",
        Label::TryNow => "Jetzt versuchen",
        Label::CopyForAdmin => "Notiz für Ihre Administration kopieren",
        Label::CloseWindow => "Sie können dieses Fenster schließen.",
        Label::BackToSidebar => "Kehren Sie zur Seitenleiste zurück, um fortzufahren.",
    }
}
