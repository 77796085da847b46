//! Lines in which something is filled in, and the words that they are made of.

use crate::template::Template;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn template(template: Template) -> &'static str {
    match template {
        Template::Welcome => {
            "يكفي توصيل حسابك مرة واحدة، ويحافظ {product} على عمله. وإذا فُقد الوصول يومًا، فيمكنك تجديده هنا."
        }
        Template::AnotherMailbox => "أنت تطّلع على صندوق البريد {shown}، لكن صندوق البريد الموصول هنا هو {connected}.",
        Template::Version => "الإصدار {version}",
        Template::About => "حول {product}",
        Template::YourAccount => "حسابك في {provider}",
        Template::AccessTypeOf => "نوع الوصول إلى {provider}",
        Template::AccessTo => "الوصول إلى {provider}",
        Template::ChangeAccountOf => "تغيير حساب {provider}",
        Template::AddressExample => "على سبيل المثال {example}",
        Template::MailboxIsAt => "يبدو أن صندوق البريد هذا لدى {provider}.",
        Template::ContinueWith => "المتابعة مع {provider}",
        Template::Step => "الخطوة {step} من {of}",
        Template::ConnectOffer => "توصيل {provider}",
        Template::WaitsUntil => "الانتظار حتى {when}.",
        Template::Unreachable => {
            "لا يمكن الوصول إلى {product} في الوقت الحالي. قد يكون ما تراه قديمًا؛ تُعاد المحاولة تلقائيًا."
        }
        Template::WordWorking => "يعمل",
        Template::WordEndsSoon => "ينتهي قريبًا",
        Template::WordRetrying => "تُعاد المحاولة",
        Template::WordSignIn => "يلزم تسجيل الدخول",
        Template::WordAdmin => "يلزم المسؤول",
        Template::WordDisconnected => "مفصول",
        Template::StateWorking => "لدى {product} وصول إلى {provider}.",
        Template::StateEndsSoon => {
            "ينتهي الوصول إلى {provider} في {when}. إذا سجّلت الدخول قبل ذلك، فسيستمر دون انقطاع."
        }
        Template::StateDisconnected => "لقد فصلت {provider} في {when}. يمكنك تسجيل الدخول لتوصيله مجددًا.",
        Template::LastWorking => "آخر عمل: {when}",
        Template::RenewsUntil => "يتجدد تلقائيًا؛ ويعمل حتى {when} إذا لم يُستخدم",
        Template::Renews => "يتجدد تلقائيًا",
        Template::NoteForAdmin => "لا يستطيع {product} الوصول إلى {provider} للحساب {account}.",
        Template::Lost => "الوصول إلى {provider} يحتاج إليك",
        Template::TitleWaiting => "تسجيل الدخول إلى {provider}",
        Template::TitleFinishing => "أوشكنا على الانتهاء",
        Template::TitleProof => "إدخال الرمز",
        Template::TitleSwitch => "هل تريد التبديل إلى حساب آخر؟",
        Template::TitleSucceeded => "تم توصيل {provider}",
        Template::TitleFailed => "لم يكتمل تسجيل الدخول إلى {provider}",
        Template::TitleServerFound => "تم العثور على خادم {provider} الخاص بك",
        Template::TitleCancelled => "لقد ألغيت تسجيل الدخول",
        Template::TitleExpired => "انتهى وقت تسجيل الدخول",
        Template::Waiting => "يُرجى إكمال تسجيل الدخول إلى {provider} في نافذته. ويتابع {product} تلقائيًا.",
        Template::Finishing => "تم تسجيل دخولك. يتأكد {product} من أن {provider} يعمل.",
        Template::Proof => "تعرض نافذة تسجيل الدخول رمزًا من ثمانية أحرف. يُرجى كتابته هنا.",
        Template::CodeWrong => "ليس هذا هو الرمز المعروض في نافذة تسجيل الدخول. المحاولات المتبقية: {number}.",
        Template::LetIn => {
            "سُمح لشريط جانبي آخر بالدخول برمز، {when}. يرى {provider} لحساب {account} ولا شيء غيره. إذا لم تكن أنت، \
             فيُرجى إنهاؤه."
        }
        Template::Switch => {
            "سجّلت الدخول باسم {account}. كان هذا الاتصال حتى الآن مخصصًا للحساب {expected}. يبقى ما أعددته في \
             كلتا الحالتين."
        }
        Template::Succeeded => "لدى {product} وصول إلى {provider} ويجدده تلقائيًا.",
        Template::SucceededByPassword => {
            "لدى {product} وصول إلى {provider} إلى أن تتغير كلمة المرور. يُرجى عندها كتابة كلمة المرور الجديدة هنا."
        }
        Template::ServerFound => {
            "إنه {server}. إذا كان هذا صحيحًا، فاضغط على «توصيل»؛ لم تُرسل كلمة المرور إلى هناك بعد."
        }
        Template::Cancelled => "لم يتغير شيء. يمكنك البدء من جديد متى شئت.",
        Template::Expired => "لم يكتمل تسجيل الدخول في الوقت المحدد، لذلك أُغلق. لم يتغير شيء.",
        Template::WrongAccount => "سجّلت الدخول باسم {account}. هذا الاتصال مخصص للحساب {expected}. لم يتغير شيء.",
        Template::WrongOrganisation => {
            "سجّلت الدخول باسم {account}، ولكن في مؤسسة أخرى غير مؤسسة هذا الاتصال المخصص للحساب {expected}. لم \
             يتغير شيء."
        }
        Template::Stuck => "هل اختفت النافذة، أو لا تعرض طريقة لتسجيل الدخول إلى {provider}؟ يمكنك فتحها مرة أخرى.",
        Template::StuckNotInstalled => {
            "هل يقول {provider} إن التطبيق غير مثبت أو غير مسموح به؟ يجب إذًا أن يثبّت المسؤول {product} في مؤسستك \
             على {provider} أولًا؛ ولا يفيد تسجيل الدخول مجددًا قبل ذلك."
        }
        Template::NoteToInstall => {
            "يُرجى تثبيت {product} في مؤسستنا على {provider} والسماح لي باستخدامه: يرفض {provider} تسجيل دخولي حتى \
             ذلك الحين."
        }
        Template::Reference => "المرجع: {number}",
        Template::NotTicked => {
            "لم تحدد كل المربعات في {provider}. الناقص: {missing}. يحتاج {product} إليها كلها ليعمل. لم يتغير شيء."
        }
        Template::SignInAs => "تسجيل الدخول باسم {account}",
        Template::ChangeTo => "تغيير إلى {account}",
        Template::SwitchTo => "التبديل إلى {account}",
        Template::Keep => "الإبقاء على {account}",
        Template::ActSignInAgain => "تسجيل الدخول مجددًا",
        Template::ActTypeAgain => "الكتابة مرة أخرى",
        Template::ActTypeNew => "كتابة كلمة المرور الجديدة",
        Template::ActVerify => "تسجيل الدخول والتحقق",
        Template::ActAllow => "تسجيل الدخول والسماح",
        Template::ActSetPassword => "تسجيل الدخول وتعيين كلمة مرور",
        Template::ActOther => "استخدام حساب آخر",
        Template::ActTryAgain => "إعادة المحاولة",
        Template::ActStartAgain => "البدء من جديد",
        Template::MayReadMail => "قراءة البريد",
        Template::MaySendMail => "إرسال البريد",
        Template::MayCalendar => "التقويم",
        Template::MayContacts => "جهات الاتصال",
        Template::MayRecords => "سجلات العملاء",
        Template::MayOffline => "الوصول أثناء غيابك",
        Template::MayOther => "أحد الأذونات",
        Template::ListBetween => "، ",
        Template::ListLast => " و",
    }
}
