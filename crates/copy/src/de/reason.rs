//! Why something does not work, and who must act.

use latchkey_wire::ReasonCode;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn reason(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::SignInEnded => {
            "{provider} akzeptiert die letzte Anmeldung nicht mehr. Melden Sie sich wieder an, um {product} \
             Zugriff zu geben."
        }
        ReasonCode::SignInAgainPolicy => {
            "Ihre Organisation bittet alle, sich von Zeit zu Zeit wieder bei {provider} anzumelden. Jetzt sind Sie \
             an der Reihe."
        }
        ReasonCode::ExtraVerification => {
            "Ihre Organisation möchte, dass {provider} prüft, ob Sie es sind, zum Beispiel mit Ihrem Telefon. \
             Melden Sie sich dafür an."
        }
        ReasonCode::ConsentMissing => {
            "{product} darf dieses Konto bei {provider} nicht mehr verwenden. Melden Sie sich an und erlauben Sie \
             es."
        }
        ReasonCode::PermissionsNotGranted => {
            "Sie haben sich bei {provider} angemeldet, aber nicht alles erlaubt, was {product} braucht. Melden Sie \
             sich wieder an und lassen Sie jedes Kästchen angekreuzt."
        }
        ReasonCode::PasswordExpired => {
            "Ihr Kennwort bei {provider} ist abgelaufen. Wählen Sie bei der Anmeldung bei {provider} ein neues."
        }
        ReasonCode::AccountDisabled => {
            "{provider} meldet, dass dieses Konto ausgeschaltet ist oder nicht zur Organisation gehört. Ihre \
             Administration kann das in Ordnung bringen."
        }
        ReasonCode::AccountLocked => {
            "{provider} hat dieses Konto gesperrt. Warten Sie ein paar Minuten, oder bitten Sie Ihre \
             Administration, es zu entsperren."
        }
        ReasonCode::AdminApproval => {
            "Ihre Administration muss {product} bei {provider} genehmigen, bevor Sie sich verbinden können."
        }
        ReasonCode::AppNotInstalled => {
            "Jemand aus der Administration muss {product} in Ihrer Organisation bei {provider} installieren, bevor \
             Sie sich anmelden können."
        }
        ReasonCode::BlockedByPolicy => {
            "Eine Regel Ihrer Organisation hält {product} davon ab, {provider} hier zu verwenden. Ihre \
             Administration kann das ändern."
        }
        ReasonCode::ProviderDown => {
            "{provider} hat gerade Schwierigkeiten. Sie müssen nichts tun: {product} versucht es weiter."
        }
        ReasonCode::ProviderUnreachable => {
            "{provider} antwortet gerade nicht. Sie müssen nichts tun: {product} versucht es weiter."
        }
        ReasonCode::AnswerLost => {
            "Eine Antwort von {provider} ging unterwegs verloren. Sie müssen nichts tun: {product} versucht es wieder."
        }
        ReasonCode::SignInLost => {
            "Eine Antwort von {provider} ging unterwegs verloren, und mit ihr der Zugriff, den Sie erlaubt haben. Melden Sie \
             sich neu an, damit {product} wieder Zugriff hat."
        }
        ReasonCode::RefusedUnexplained => {
            "{provider} weist {product} gerade ab und sagt nicht, warum. Sie müssen nichts tun: {product} versucht es weiter."
        }
        ReasonCode::AnswerUnusable => {
            "{provider} antwortet so, dass {product} es nicht verwenden kann. Wer {product} für Sie betreibt, muss das klären; \
             was Sie eingerichtet haben, bleibt."
        }
        ReasonCode::Misconfigured => {
            "{provider} nimmt nicht an, wie {product} hier eingerichtet ist. Wer {product} für Sie betreibt, muss \
             das in Ordnung bringen."
        }
        ReasonCode::CancelledAtProvider => {
            "Die Anmeldung wurde bei {provider} abgebrochen. Was vorher funktioniert hat, funktioniert weiter."
        }
        ReasonCode::WrongAccount => {
            "Sie haben sich bei {provider} mit einem anderen Konto angemeldet als dem, für das diese Verbindung \
             gilt. Nichts wurde geändert."
        }
        ReasonCode::WrongOrganisation => {
            "Sie haben sich bei {provider} angemeldet, aber bei einer anderen Organisation als der, für die diese \
             Verbindung gilt. Nichts wurde geändert."
        }
        ReasonCode::SandboxNotProduction => {
            "Sie haben sich bei einer Sandbox von {provider} angemeldet, dies ist aber der Weg zur \
             Produktionsorganisation. Melden Sie sich dort an, oder wählen Sie die Sandbox unter „Ändern“. Nichts \
             wurde geändert."
        }
        ReasonCode::ProductionNotSandbox => {
            "Sie haben sich bei der Produktionsorganisation von {provider} angemeldet, dies ist aber der Weg zu \
             einer Sandbox. Melden Sie sich bei der Sandbox an, oder wählen Sie die Produktion unter „Ändern“. \
             Nichts wurde geändert."
        }
        ReasonCode::AccessTypeNotAllowed => {
            "Der Zugriff auf {provider} ist beendet, und Ihre Administration erlaubt diesen Weg nicht mehr. Wählen \
             Sie einen anderen; was Sie eingerichtet haben, bleibt."
        }
        ReasonCode::AccessRejected => {
            "{provider} weist {product} immer wieder ab, obwohl die Anmeldung noch gilt. Eine neue Anmeldung hilft \
             meistens."
        }
        ReasonCode::PasswordRejected => {
            "{provider} hat diesen Namen und dieses Kennwort nicht akzeptiert. {product} versucht sie nicht noch \
             einmal, damit Ihr Konto nicht gesperrt wird. Prüfen Sie die Adresse, oder geben Sie das neue Kennwort \
             ein."
        }
        ReasonCode::PasswordChangeNeeded => {
            "Ihr Kennwort bei {provider} ist abgelaufen. Ändern Sie es dort, wo Sie es sonst tun, zum Beispiel in \
             Windows oder in Outlook im Web, und geben Sie hier das neue ein."
        }
        ReasonCode::ServerNotFound => {
            "Der {provider}-Server zu dieser Adresse wurde nicht gefunden. Geben Sie seine Adresse unter \
             „Erweiterte Einrichtung“ ein."
        }
        ReasonCode::NotAMailServer => {
            "Unter dieser Adresse gibt es keinen {provider}-Server. Prüfen Sie sie unter „Erweiterte Einrichtung“."
        }
        ReasonCode::ServerUnreachable => {
            "Der {provider}-Server antwortet gerade nicht. Prüfen Sie seine Adresse, oder versuchen Sie es später \
             wieder."
        }
        ReasonCode::CertificateRefused => {
            "Der {provider}-Server kann nicht beweisen, dass er der richtige ist; Ihr Kennwort wurde deshalb nicht \
             dorthin gesendet. Ihre Administration kann sein Zertifikat in Ordnung bringen."
        }
        ReasonCode::ServerNotAllowed => {
            "Ihre Administration erlaubt diesen {provider}-Server nicht. Ihr Kennwort wurde nicht dorthin gesendet."
        }
        ReasonCode::ServerBusy => {
            "Der {provider}-Server ist beschäftigt und bittet zu warten. Versuchen Sie es in ein paar Minuten \
             wieder."
        }
        ReasonCode::ServerMaintenance => {
            "Am {provider}-Server wird gerade gearbeitet. Versuchen Sie es wieder, wenn er zurück ist."
        }
        ReasonCode::PasswordNotTaken => {
            "Der {provider}-Server nimmt kein Kennwort auf eine Weise an, die {product} kennt. Ihre Administration \
             kann NTLM oder Basic für ihn erlauben."
        }
        ReasonCode::MailboxNotOpen => {
            "Sie haben sich bei {provider} angemeldet, aber dieses Konto kann das Postfach nicht öffnen. Prüfen \
             Sie die Adresse."
        }
        ReasonCode::UseAnotherService => {
            "Dieses Postfach liegt in der Microsoft-Cloud, wo Kennwörter für {provider} nicht mehr angenommen \
             werden. Wählen Sie Microsoft Office 365."
        }
        ReasonCode::ConnectedElsewhere => {
            "Dieses Konto bei {provider} ist schon mit der Seitenleiste von jemand anderem verbunden. Melden Sie \
             sich mit einem anderen Konto an."
        }
        ReasonCode::MatchDeclined => {
            "Der Code im Anmeldefenster wurde hier nicht eingegeben, deshalb wurde nichts verbunden. Wenn Sie diese \
             Anmeldung selbst begonnen haben, versuchen Sie es noch einmal."
        }
        ReasonCode::SidebarLimited => {
            "Diese Seitenleiste wurde mit einem Code zugelassen und sieht nur eine Verbindung, deshalb wurde nichts \
             geändert. Verwenden Sie die Seitenleiste von vorher, oder melden Sie sich in einem Fenster an, das diese \
             Seitenleiste selbst öffnet."
        }
        ReasonCode::SignInNotFinished => {
            "Mit der Antwort von {provider} war nichts anzufangen, deshalb wurde nichts geändert. Bitte versuchen \
             Sie es noch einmal."
        }
    }
}
