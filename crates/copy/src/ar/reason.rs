//! Why something does not work, and who must act.

use latchkey_wire::ReasonCode;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn reason(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::SignInEnded => {
            "لم يعد {provider} يقبل تسجيل الدخول الأخير. يُرجى تسجيل الدخول مجددًا لمنح {product} الوصول."
        }
        ReasonCode::SignInAgainPolicy => {
            "تطلب مؤسستك من الجميع تسجيل الدخول إلى {provider} مجددًا من وقت إلى آخر. وقد حان دورك."
        }
        ReasonCode::ExtraVerification => {
            "تريد مؤسستك أن يتحقق {provider} من هويتك، بهاتفك مثلًا. يُرجى تسجيل الدخول لإجراء ذلك."
        }
        ReasonCode::ConsentMissing => {
            "لم يعد مسموحًا لـ {product} باستخدام هذا الحساب في {provider}. يُرجى تسجيل الدخول والسماح بذلك."
        }
        ReasonCode::PermissionsNotGranted => {
            "سجّلت الدخول إلى {provider}، ولكن لم يُسمح بكل ما يحتاج إليه {product}. يُرجى تسجيل الدخول مجددًا \
             وترك كل المربعات محددة."
        }
        ReasonCode::PasswordExpired => {
            "انتهت صلاحية كلمة مرورك في {provider}. يُرجى اختيار كلمة مرور جديدة في {provider} أثناء تسجيل الدخول."
        }
        ReasonCode::AccountDisabled => {
            "يقول {provider} إن هذا الحساب متوقف أو لا ينتمي إلى المؤسسة. يمكن للمسؤول لديك تصحيح ذلك."
        }
        ReasonCode::AccountLocked => {
            "قفل {provider} هذا الحساب. يُرجى الانتظار بضع دقائق أو الطلب من المسؤول لديك فتح قفله."
        }
        ReasonCode::AdminApproval => "يجب أن يوافق المسؤول لديك على {product} في {provider} قبل أن تتمكن من التوصيل.",
        ReasonCode::AppNotInstalled => {
            "يجب أن يثبّت المسؤول {product} في مؤسستك على {provider} قبل أن تتمكن من تسجيل الدخول."
        }
        ReasonCode::BlockedByPolicy => {
            "تمنع إحدى قواعد مؤسستك {product} من استخدام {provider} هنا. يمكن للمسؤول لديك تغيير ذلك."
        }
        ReasonCode::ProviderDown => {
            "يواجه {provider} مشكلات في الوقت الحالي. لا يلزمك فعل أي شيء: يستمر {product} في المحاولة."
        }
        ReasonCode::ProviderUnreachable => {
            "لا يرد {provider} في الوقت الحالي. لا يلزمك فعل أي شيء: يستمر {product} في المحاولة."
        }
        ReasonCode::AnswerLost => "ضاع رد من {provider} في الطريق. لا يلزمك فعل أي شيء: يحاول {product} مجددًا.",
        ReasonCode::SignInLost => {
            "ضاع رد من {provider} في الطريق، وضاع معه الوصول الذي منحته. يُرجى تسجيل الدخول مجددًا لمنح {product} الوصول."
        }
        ReasonCode::RefusedUnexplained => {
            "يرفض {provider} الطلب في الوقت الحالي ولا يقول لماذا. لا يلزمك فعل أي شيء: يستمر {product} في المحاولة."
        }
        ReasonCode::AnswerUnusable => {
            "يرد {provider} بطريقة لا يستطيع {product} استخدامها. يجب أن ينظر في ذلك من يشغّل {product} لديك، ويبقى ما أعددته."
        }
        ReasonCode::Misconfigured => {
            "لا يقبل {provider} طريقة إعداد {product} هنا. يجب أن يصحح ذلك من يشغّل {product} لديك."
        }
        ReasonCode::CancelledAtProvider => "أُلغي تسجيل الدخول في {provider}. ما كان يعمل من قبل ما زال يعمل.",
        ReasonCode::WrongAccount => {
            "سجّلت الدخول إلى {provider} بحساب آخر غير الحساب المخصص له هذا الاتصال. لم يتغير شيء."
        }
        ReasonCode::WrongOrganisation => {
            "سجّلت الدخول إلى {provider}، ولكن في مؤسسة أخرى غير المؤسسة المخصص لها هذا الاتصال. لم يتغير شيء."
        }
        ReasonCode::SandboxNotProduction => {
            "سجّلت الدخول إلى بيئة اختبار في {provider}، لكن هذه هي الطريق إلى مؤسسة الإنتاج. يُرجى تسجيل الدخول \
             هناك، أو اختيار بيئة الاختبار من «تغيير». لم يتغير شيء."
        }
        ReasonCode::ProductionNotSandbox => {
            "سجّلت الدخول إلى مؤسسة الإنتاج في {provider}، لكن هذه هي الطريق إلى بيئة اختبار. يُرجى تسجيل الدخول \
             إلى بيئة الاختبار، أو اختيار الإنتاج من «تغيير». لم يتغير شيء."
        }
        ReasonCode::AccessTypeNotAllowed => {
            "انتهى الوصول إلى {provider}، ولم يعد المسؤول لديك يسمح بطريقة التوصيل هذه. يُرجى اختيار طريقة أخرى؛ \
             ويبقى ما أعددته."
        }
        ReasonCode::AccessRejected => {
            "يستمر {provider} في رفض خدمة {product}، مع أن تسجيل الدخول ما زال صالحًا. يفيد عادةً تسجيل الدخول \
             مجددًا."
        }
        ReasonCode::PasswordRejected => {
            "لم يقبل {provider} هذا الاسم وكلمة المرور هذه. لا يجرّبهما {product} مرة أخرى، كي لا يُقفل حسابك. \
             يُرجى التحقق من العنوان، أو كتابة كلمة المرور الجديدة."
        }
        ReasonCode::PasswordChangeNeeded => {
            "انتهت صلاحية كلمة مرورك في {provider}. يُرجى تغييرها حيث تفعل ذلك عادةً، في Windows أو في Outlook على \
             الويب مثلًا، ثم كتابة الجديدة هنا."
        }
        ReasonCode::ServerNotFound => {
            "تعذّر العثور على خادم {provider} لهذا العنوان. يُرجى كتابة عنوان الخادم في «إعداد متقدم»."
        }
        ReasonCode::NotAMailServer => "لا يوجد خادم {provider} في هذا العنوان. يُرجى التحقق منه في «إعداد متقدم».",
        ReasonCode::ServerUnreachable => {
            "لا يرد خادم {provider} في الوقت الحالي. يُرجى التحقق من عنوانه أو المحاولة لاحقًا."
        }
        ReasonCode::CertificateRefused => {
            "لا يستطيع خادم {provider} إثبات أنه الخادم الصحيح، لذلك لم تُرسل كلمة مرورك إليه. يمكن للمسؤول لديك \
             تصحيح شهادته."
        }
        ReasonCode::ServerNotAllowed => "لا يسمح المسؤول لديك بخادم {provider} هذا. لم تُرسل كلمة مرورك إليه.",
        ReasonCode::ServerBusy => "خادم {provider} مشغول ويطلب الانتظار. يُرجى المحاولة بعد بضع دقائق.",
        ReasonCode::ServerMaintenance => "تجري أعمال صيانة على خادم {provider}. يُرجى المحاولة عند عودته.",
        ReasonCode::PasswordNotTaken => {
            "لا يقبل خادم {provider} كلمة مرور بطريقة يعرفها {product}. يمكن للمسؤول لديك السماح له باستخدام NTLM \
             أو Basic."
        }
        ReasonCode::MailboxNotOpen => {
            "سجّلت الدخول إلى {provider}، لكن هذا الحساب لا يستطيع فتح صندوق البريد ذاك. يُرجى التحقق من العنوان."
        }
        ReasonCode::UseAnotherService => {
            "صندوق البريد هذا في سحابة Microsoft، حيث لم تعد كلمات مرور {provider} مقبولة. يُرجى اختيار Microsoft \
             Office 365."
        }
        ReasonCode::ConnectedElsewhere => {
            "حساب {provider} هذا موصول بالفعل بالشريط الجانبي لشخص آخر. يُرجى تسجيل الدخول بحساب آخر."
        }
        ReasonCode::MatchDeclined => {
            "لم يُكتب هنا الرمز المعروض في نافذة تسجيل الدخول، لذلك لم يوصَّل شيء. إذا بدأت تسجيل الدخول هذا بنفسك، \
             فيُرجى المحاولة مجددًا."
        }
        ReasonCode::SidebarLimited => {
            "سُمح لهذا الشريط الجانبي بالدخول برمز وهو يرى اتصالًا واحدًا فقط، لذلك لم يتغير شيء. يُرجى استخدام الشريط \
             الجانبي السابق، أو تسجيل الدخول في نافذة يفتحها هذا الشريط بنفسه."
        }
        ReasonCode::SignInNotFinished => {
            "تعذّر استخدام الرد الوارد من {provider}، لذلك لم يتغير شيء. يُرجى المحاولة مجددًا."
        }
    }
}
