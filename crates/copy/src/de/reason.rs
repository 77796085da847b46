//! Why something does not work, and who must act.

use latchkey_wire::ReasonCode;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn reason(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::SignInEnded => {
            "{provider} akzeptiert Ihre letzte Anmeldung nicht mehr. Melden Sie sich erneut an, um {product} \
             Zugriff zu geben."
        }
        ReasonCode::SignInAgainPolicy => {
            "Ihre Organisation verlangt, dass sich alle von Zeit zu Zeit erneut bei {provider} anmelden. Melden Sie \
             sich jetzt an."
        }
        ReasonCode::ExtraVerification => {
            "Ihre Organisation verlangt, dass {provider} Ihre Identität bestätigt, zum Beispiel mit Ihrem Telefon. \
             Melden Sie sich dafür an."
        }
        ReasonCode::ConsentMissing => {
            "{product} darf dieses {provider}-Konto nicht mehr verwenden. Melden Sie sich an und lassen Sie den \
             Zugriff zu."
        }
        ReasonCode::PermissionsNotGranted => {
            "Sie haben sich bei {provider} angemeldet, aber nicht alles zugelassen, was {product} benötigt. Melden \
             Sie sich erneut an und lassen Sie alle Kästchen aktiviert."
        }
        ReasonCode::PasswordExpired => {
            "Ihr Kennwort für {provider} ist abgelaufen. Wählen Sie bei der Anmeldung bei {provider} ein neues."
        }
        ReasonCode::AccountDisabled => {
            "{provider} meldet, dass dieses Konto deaktiviert ist oder nicht zur Organisation gehört. Ihre \
             Administration kann das beheben."
        }
        ReasonCode::AccountLocked => {
            "{provider} hat dieses Konto gesperrt. Warten Sie ein paar Minuten, oder bitten Sie Ihre \
             Administration, es zu entsperren."
        }
        ReasonCode::AdminApproval => {
            "Ihre Administration muss {product} in {provider} genehmigen, bevor Sie eine Verbindung herstellen \
             können."
        }
        ReasonCode::AppNotInstalled => {
            "Ihre Administration muss {product} in Ihrer {provider}-Organisation installieren, bevor Sie sich \
             anmelden können."
        }
        ReasonCode::BlockedByPolicy => {
            "Eine Richtlinie Ihrer Organisation hindert {product} daran, {provider} hier zu verwenden. Ihre \
             Administration kann das ändern."
        }
        ReasonCode::ProviderDown => {
            "{provider} hat gerade Probleme. Sie müssen nichts tun: {product} versucht es weiter."
        }
        ReasonCode::ProviderUnreachable => {
            "{provider} reagiert gerade nicht. Sie müssen nichts tun: {product} versucht es weiter."
        }
        ReasonCode::AnswerLost => {
            "Eine Antwort von {provider} ging unterwegs verloren. Sie müssen nichts tun: {product} versucht es \
             erneut."
        }
        ReasonCode::SignInLost => {
            "Eine Antwort von {provider} ging unterwegs verloren, und mit ihr der von Ihnen erteilte Zugriff. \
             Melden Sie sich erneut an, um {product} Zugriff zu geben."
        }
        ReasonCode::RefusedUnexplained => {
            "{provider} verweigert gerade den Zugriff, ohne einen Grund zu nennen. Sie müssen nichts tun: {product} \
             versucht es weiter."
        }
        ReasonCode::AnswerUnusable => {
            "{provider} antwortet auf eine Weise, die {product} nicht verarbeiten kann. Die Betreiber von {product} \
             müssen das prüfen. Ihre Einstellungen bleiben erhalten."
        }
        ReasonCode::Misconfigured => {
            "{provider} akzeptiert nicht, wie {product} hier eingerichtet ist. Die Betreiber von {product} müssen \
             das beheben."
        }
        ReasonCode::CancelledAtProvider => {
            "Die Anmeldung wurde bei {provider} abgebrochen. Alles, was vorher funktioniert hat, funktioniert \
             weiter."
        }
        ReasonCode::WrongAccount => {
            "Sie haben sich bei {provider} mit einem anderen Konto angemeldet als dem, für das diese Verbindung \
             gilt. Es wurde nichts geändert."
        }
        ReasonCode::WrongOrganisation => {
            "Sie haben sich bei {provider} angemeldet, aber in einer anderen Organisation als der, für die diese \
             Verbindung gilt. Es wurde nichts geändert."
        }
        ReasonCode::SandboxNotProduction => {
            "Sie haben sich bei einer Sandbox von {provider} angemeldet, diese Verbindung gilt aber für die \
             Produktion. Melden Sie sich bei der Produktion an, oder wählen Sie „Ändern“, um eine Sandbox zu \
             verwenden. Es wurde nichts geändert."
        }
        ReasonCode::ProductionNotSandbox => {
            "Sie haben sich bei der Produktion von {provider} angemeldet, diese Verbindung gilt aber für eine \
             Sandbox. Melden Sie sich bei der Sandbox an, oder wählen Sie „Ändern“, um die Produktion zu verwenden. \
             Es wurde nichts geändert."
        }
        ReasonCode::AccessTypeNotAllowed => {
            "Der Zugriff auf {provider} ist beendet, und Ihre Administration lässt diese Zugriffsart nicht mehr zu. \
             Wählen Sie eine andere. Ihre Einstellungen bleiben erhalten."
        }
        ReasonCode::AccessRejected => {
            "{provider} verweigert {product} immer wieder den Zugriff, obwohl Ihre Anmeldung noch gilt. Eine \
             erneute Anmeldung hilft meistens."
        }
        ReasonCode::PasswordRejected => {
            "{provider} hat diesen Namen und dieses Kennwort nicht akzeptiert. {product} versucht sie nicht noch \
             einmal, damit Ihr Konto nicht gesperrt wird. Prüfen Sie die Adresse, oder geben Sie das neue Kennwort \
             ein."
        }
        ReasonCode::PasswordChangeNeeded => {
            "Ihr Kennwort für {provider} ist abgelaufen. Ändern Sie es wie gewohnt, zum Beispiel in Windows oder in \
             Outlook im Web, und geben Sie hier das neue ein."
        }
        ReasonCode::ServerNotFound => {
            "Wir haben den {provider}-Server für diese Adresse nicht gefunden. Geben Sie seine \
             EWS-Konfigurations-URL unter „Erweiterte Einrichtung“ ein."
        }
        ReasonCode::NotAMailServer => {
            "Unter dieser Adresse gibt es keinen {provider}-Server. Prüfen Sie sie unter „Erweiterte Einrichtung“."
        }
        ReasonCode::ServerUnreachable => {
            "Der {provider}-Server reagiert gerade nicht. Prüfen Sie seine Adresse, oder versuchen Sie es später \
             erneut."
        }
        ReasonCode::CertificateRefused => {
            "Der {provider}-Server konnte seine Identität nicht nachweisen, deshalb wurde Ihr Kennwort nicht \
             dorthin gesendet. Ihre Administration kann das Zertifikat korrigieren."
        }
        ReasonCode::ServerNotAllowed => {
            "Ihre Administration lässt diesen {provider}-Server nicht zu. Ihr Kennwort wurde nicht dorthin \
             gesendet."
        }
        ReasonCode::ServerBusy => {
            "Der {provider}-Server ist ausgelastet und bittet um Geduld. Versuchen Sie es in ein paar Minuten \
             erneut."
        }
        ReasonCode::ServerMaintenance => "Der {provider}-Server wird gerade gewartet. Versuchen Sie es später erneut.",
        ReasonCode::PasswordNotTaken => {
            "Der {provider}-Server akzeptiert Kennwörter nicht auf eine Weise, die {product} unterstützt. Ihre \
             Administration kann NTLM oder Basic dafür zulassen."
        }
        ReasonCode::MailboxNotOpen => {
            "Sie haben sich bei {provider} angemeldet, aber dieses Konto kann das Postfach nicht öffnen. Prüfen Sie \
             die Adresse."
        }
        ReasonCode::UseAnotherService => {
            "Dieses Postfach liegt in der Microsoft-Cloud, die {provider}-Kennwörter nicht mehr akzeptiert. Wählen \
             Sie Microsoft Office 365."
        }
        ReasonCode::ConnectedElsewhere => {
            "Dieses {provider}-Konto ist bereits mit der Seitenleiste einer anderen Person verbunden. Melden Sie \
             sich mit einem anderen Konto an."
        }
        ReasonCode::MatchDeclined => {
            "Der Code aus dem Anmeldefenster wurde hier nicht eingegeben, deshalb wurde nichts verbunden. Wenn Sie \
             diese Anmeldung selbst begonnen haben, versuchen Sie es erneut."
        }
        ReasonCode::SidebarLimited => {
            "Diese Seitenleiste hat mit einem Code Zugriff auf nur eine Verbindung erhalten, deshalb wurde nichts \
             geändert. Verwenden Sie die bisherige Seitenleiste, oder melden Sie sich in einem Fenster an, das \
             diese Seitenleiste öffnet."
        }
        ReasonCode::SignInNotFinished => {
            "Die Antwort von {provider} war nicht verwendbar, deshalb wurde nichts geändert. Versuchen Sie es \
             erneut."
        }
    }
}
