//! Why something does not work, and who must act.

use latchkey_wire::ReasonCode;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn reason(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::SignInEnded => {
            "لم يعد {provider} يقبل تسجيل دخولك الأخير. يُرجى تسجيل الدخول مجددًا لمنح {product} الوصول."
        }
        ReasonCode::SignInAgainPolicy => {
            "تطلب مؤسستك من الجميع تسجيل الدخول إلى {provider} مجددًا من وقت إلى آخر. يُرجى تسجيل الدخول الآن."
        }
        ReasonCode::ExtraVerification => {
            "تشترط مؤسستك أن يتحقق {provider} من هويتك، بهاتفك مثلًا. يُرجى تسجيل الدخول لإجراء ذلك."
        }
        ReasonCode::ConsentMissing => {
            "لم يعد مسموحًا لـ {product} باستخدام هذا الحساب في {provider}. يُرجى تسجيل الدخول والسماح بالوصول."
        }
        ReasonCode::PermissionsNotGranted => {
            "سجّلت الدخول إلى {provider}، ولكنك لم تسمح بكل ما يحتاج إليه {product}. يُرجى تسجيل الدخول مجددًا وترك \
             كل المربعات محددة."
        }
        ReasonCode::PasswordExpired => {
            "انتهت صلاحية كلمة مرورك في {provider}. يُرجى اختيار كلمة مرور جديدة عند تسجيل الدخول إلى {provider}."
        }
        ReasonCode::AccountDisabled => {
            "يفيد {provider} بأن هذا الحساب معطّل أو لا ينتمي إلى المؤسسة. يمكن للمسؤول لديك إصلاح ذلك."
        }
        ReasonCode::AccountLocked => {
            "قفل {provider} هذا الحساب. يُرجى الانتظار بضع دقائق أو الطلب من المسؤول لديك فتح قفله."
        }
        ReasonCode::AdminApproval => "يجب أن يوافق المسؤول لديك على {product} في {provider} قبل أن تتمكن من التوصيل.",
        ReasonCode::AppNotInstalled => {
            "يجب أن يثبّت المسؤول {product} في مؤسستك على {provider} قبل أن تتمكن من تسجيل الدخول."
        }
        ReasonCode::BlockedByPolicy => {
            "تمنع سياسة مؤسستك {product} من استخدام {provider} هنا. يمكن للمسؤول لديك تغيير ذلك."
        }
        ReasonCode::ProviderDown => {
            "يواجه {provider} مشكلات في الوقت الحالي. لا يلزمك فعل أي شيء: يستمر {product} في المحاولة."
        }
        ReasonCode::ProviderUnreachable => {
            "لا يستجيب {provider} في الوقت الحالي. لا يلزمك فعل أي شيء: يستمر {product} في المحاولة."
        }
        ReasonCode::AnswerLost => "ضاع رد من {provider} في الطريق. لا يلزمك فعل أي شيء: يحاول {product} مجددًا.",
        ReasonCode::SignInLost => {
            "ضاع رد من {provider} في الطريق، وضاع معه الوصول الذي منحته. يُرجى تسجيل الدخول مجددًا لمنح {product} الوصول."
        }
        ReasonCode::RefusedUnexplained => {
            "يرفض {provider} الوصول في الوقت الحالي دون ذكر السبب. لا يلزمك فعل أي شيء: يستمر {product} في \
             المحاولة."
        }
        ReasonCode::AnswerUnusable => {
            "يرد {provider} بطريقة لا يستطيع {product} استخدامها. يجب أن ينظر القائمون على تشغيل {product} لديك في \
             ذلك. تبقى إعداداتك كما هي."
        }
        ReasonCode::Misconfigured => {
            "لا يقبل {provider} طريقة إعداد {product} هنا. يجب أن يصلح القائمون على تشغيل {product} لديك ذلك."
        }
        ReasonCode::CancelledAtProvider => "أُلغي تسجيل الدخول في {provider}. كل ما كان يعمل من قبل ما زال يعمل.",
        ReasonCode::WrongAccount => {
            "سجّلت الدخول إلى {provider} بحساب آخر غير الحساب المخصص له هذا الاتصال. لم يتغير شيء."
        }
        ReasonCode::WrongOrganisation => {
            "سجّلت الدخول إلى {provider}، ولكن في مؤسسة أخرى غير المؤسسة المخصص لها هذا الاتصال. لم يتغير شيء."
        }
        ReasonCode::SandboxNotProduction => {
            "سجّلت الدخول إلى بيئة اختبار في {provider}، لكن هذا الاتصال مخصص لبيئة الإنتاج. يُرجى تسجيل الدخول إلى \
             بيئة الإنتاج، أو اختيار «تغيير» لاستخدام بيئة اختبار. لم يتغير شيء."
        }
        ReasonCode::ProductionNotSandbox => {
            "سجّلت الدخول إلى بيئة الإنتاج في {provider}، لكن هذا الاتصال مخصص لبيئة اختبار. يُرجى تسجيل الدخول إلى \
             بيئة الاختبار، أو اختيار «تغيير» لاستخدام بيئة الإنتاج. لم يتغير شيء."
        }
        ReasonCode::AccessTypeNotAllowed => {
            "انتهى الوصول إلى {provider}، ولم يعد المسؤول لديك يسمح بنوع الوصول هذا. يُرجى اختيار نوع آخر. تبقى \
             إعداداتك كما هي."
        }
        ReasonCode::AccessRejected => {
            "يستمر {provider} في رفض وصول {product}، مع أن تسجيل دخولك ما زال صالحًا. يفيد عادةً تسجيل الدخول \
             مجددًا."
        }
        ReasonCode::PasswordRejected => {
            "لم يقبل {provider} هذا الاسم وكلمة المرور هذه. لن يجرّبهما {product} مرة أخرى، كي لا يُقفل حسابك. \
             يُرجى التحقق من العنوان، أو إدخال كلمة المرور الجديدة."
        }
        ReasonCode::PasswordChangeNeeded => {
            "انتهت صلاحية كلمة مرورك في {provider}. يُرجى تغييرها بالطريقة المعتادة، في Windows أو في Outlook على \
             الويب مثلًا، ثم إدخال الجديدة هنا."
        }
        ReasonCode::ServerNotFound => {
            "لم نعثر على خادم {provider} لهذا العنوان. يُرجى إدخال عنوان URL لتهيئة EWS في «إعداد متقدم»."
        }
        ReasonCode::NotAMailServer => "لا يوجد خادم {provider} في هذا العنوان. يُرجى التحقق منه في «إعداد متقدم».",
        ReasonCode::ServerUnreachable => {
            "لا يستجيب خادم {provider} في الوقت الحالي. يُرجى التحقق من عنوانه أو المحاولة لاحقًا."
        }
        ReasonCode::CertificateRefused => {
            "لم يتمكن خادم {provider} من إثبات هويته، لذلك لم تُرسل كلمة مرورك إليه. يمكن للمسؤول لديك إصلاح \
             شهادته."
        }
        ReasonCode::ServerNotAllowed => "لا يسمح المسؤول لديك بخادم {provider} هذا. لم تُرسل كلمة مرورك إليه.",
        ReasonCode::ServerBusy => "خادم {provider} مشغول وطلب الانتظار. يُرجى المحاولة بعد بضع دقائق.",
        ReasonCode::ServerMaintenance => "يخضع خادم {provider} للصيانة. يُرجى المحاولة لاحقًا.",
        ReasonCode::PasswordNotTaken => {
            "لا يقبل خادم {provider} كلمات المرور بطريقة يدعمها {product}. يمكن للمسؤول لديك السماح له باستخدام \
             NTLM أو Basic."
        }
        ReasonCode::MailboxNotOpen => {
            "سجّلت الدخول إلى {provider}، لكن هذا الحساب لا يستطيع فتح صندوق البريد ذاك. يُرجى التحقق من العنوان."
        }
        ReasonCode::UseAnotherService => {
            "صندوق البريد هذا في سحابة Microsoft التي لم تعد تقبل كلمات مرور {provider}. يُرجى اختيار Microsoft \
             Office 365."
        }
        ReasonCode::ConnectedElsewhere => {
            "حساب {provider} هذا موصول بالفعل بالشريط الجانبي لشخص آخر. يُرجى تسجيل الدخول بحساب آخر."
        }
        ReasonCode::MatchDeclined => {
            "لم يُدخل هنا الرمز المعروض في نافذة تسجيل الدخول، لذلك لم يوصَّل شيء. إذا بدأت تسجيل الدخول هذا بنفسك، \
             فيُرجى المحاولة مجددًا."
        }
        ReasonCode::SidebarLimited => {
            "حصل هذا الشريط الجانبي برمز على الوصول إلى اتصال واحد فقط، لذلك لم يتغير شيء. يُرجى استخدام الشريط \
             الجانبي السابق، أو تسجيل الدخول في نافذة يفتحها هذا الشريط الجانبي."
        }
        ReasonCode::SignInNotFinished => {
            "تعذّر علينا استخدام الرد الوارد من {provider}، لذلك لم يتغير شيء. يُرجى المحاولة مجددًا."
        }
    }
}
