//! Lines in which something is filled in, and the words that they are made of.

use crate::line::Line;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn line(line: Line) -> &'static str {
    match line {
        Line::Welcome => {
            "يكفي توصيل حسابك مرة واحدة، ويحافظ {product} على عمله. وإذا فُقد الوصول يومًا، فيمكنك تجديده هنا."
        }
        Line::AnotherMailbox => "أنت تطّلع على صندوق البريد {shown}، لكن صندوق البريد الموصول هنا هو {connected}.",
        Line::Version => "الإصدار {version}",
        Line::About => "حول {product}",
        Line::YourAccount => "حسابك في {provider}",
        Line::AccessTypeOf => "نوع الوصول إلى {provider}",
        Line::AccessTo => "الوصول إلى {provider}",
        Line::ChangeAccountOf => "تغيير حساب {provider}",
        Line::AddressExample => "على سبيل المثال {example}",
        Line::MailboxIsAt => "يبدو أن صندوق البريد هذا لدى {provider}.",
        Line::ContinueWith => "المتابعة مع {provider}",
        Line::Step => "الخطوة {step} من {of}",
        Line::ConnectOffer => "توصيل {provider}",
        Line::WaitsUntil => "الانتظار حتى {when}.",
        Line::Unreachable => {
            "لا يمكن الوصول إلى {product} في الوقت الحالي. قد يكون ما تراه قديمًا؛ تُعاد المحاولة تلقائيًا."
        }
        Line::WordWorking => "يعمل",
        Line::WordEndsSoon => "ينتهي قريبًا",
        Line::WordRetrying => "تُعاد المحاولة",
        Line::WordSignIn => "يلزم تسجيل الدخول",
        Line::WordAdmin => "يلزم المسؤول",
        Line::WordDisconnected => "مفصول",
        Line::StateWorking => "لدى {product} وصول إلى {provider}.",
        Line::StateEndsSoon => "ينتهي الوصول إلى {provider} في {when}. إذا سجّلت الدخول قبل ذلك، فسيستمر دون انقطاع.",
        Line::StateDisconnected => "لقد فصلت {provider} في {when}. يمكنك تسجيل الدخول لتوصيله مجددًا.",
        Line::LastWorking => "آخر عمل: {when}",
        Line::RenewsUntil => "يتجدد تلقائيًا؛ ويعمل حتى {when} إذا لم يُستخدم",
        Line::Renews => "يتجدد تلقائيًا",
        Line::NoteForAdmin => "لا يستطيع {product} الوصول إلى {provider} للحساب {account}.",
        Line::Lost => "الوصول إلى {provider} يحتاج إليك",
        Line::TitleWaiting => "تسجيل الدخول إلى {provider}",
        Line::TitleFinishing => "أوشكنا على الانتهاء",
        Line::TitleProof => "إدخال الرمز",
        Line::TitleSwitch => "هل تريد التبديل إلى حساب آخر؟",
        Line::TitleSucceeded => "تم توصيل {provider}",
        Line::TitleFailed => "لم يكتمل تسجيل الدخول إلى {provider}",
        Line::TitleServerFound => "تم العثور على خادم {provider} الخاص بك",
        Line::TitleCancelled => "لقد ألغيت تسجيل الدخول",
        Line::TitleExpired => "انتهى وقت تسجيل الدخول",
        Line::Waiting => "يُرجى إكمال تسجيل الدخول إلى {provider} في نافذته. ويتابع {product} تلقائيًا.",
        Line::Finishing => "تم تسجيل دخولك. يتأكد {product} من أن {provider} يعمل.",
        Line::Proof => "تعرض نافذة تسجيل الدخول رمزًا من ثمانية أحرف. يُرجى كتابته هنا.",
        Line::CodeWrong => "ليس هذا هو الرمز المعروض في نافذة تسجيل الدخول. المحاولات المتبقية: {number}.",
        Line::LetIn => {
            "سُمح لشريط جانبي آخر بالدخول برمز، {when}. يرى {provider} لحساب {account} ولا شيء غيره. إذا لم تكن أنت، \
             فيُرجى إنهاؤه."
        }
        Line::Switch => {
            "سجّلت الدخول باسم {account}. كان هذا الاتصال حتى الآن مخصصًا للحساب {expected}. يبقى ما أعددته في \
             كلتا الحالتين."
        }
        Line::Succeeded => "لدى {product} وصول إلى {provider} ويجدده تلقائيًا.",
        Line::SucceededByPassword => {
            "لدى {product} وصول إلى {provider} إلى أن تتغير كلمة المرور. يُرجى عندها كتابة كلمة المرور الجديدة هنا."
        }
        Line::ServerFound => "إنه {server}. إذا كان هذا صحيحًا، فاضغط على «توصيل»؛ لم تُرسل كلمة المرور إلى هناك بعد.",
        Line::Cancelled => "لم يتغير شيء. يمكنك البدء من جديد متى شئت.",
        Line::Expired => "لم يكتمل تسجيل الدخول في الوقت المحدد، لذلك أُغلق. لم يتغير شيء.",
        Line::WrongAccount => "سجّلت الدخول باسم {account}. هذا الاتصال مخصص للحساب {expected}. لم يتغير شيء.",
        Line::WrongOrganisation => {
            "سجّلت الدخول باسم {account}، ولكن في مؤسسة أخرى غير مؤسسة هذا الاتصال المخصص للحساب {expected}. لم \
             يتغير شيء."
        }
        Line::Stuck => "هل اختفت النافذة، أو لا تعرض طريقة لتسجيل الدخول إلى {provider}؟ يمكنك فتحها مرة أخرى.",
        Line::StuckNotInstalled => {
            "هل يقول {provider} إن التطبيق غير مثبت أو غير مسموح به؟ يجب إذًا أن يثبّت المسؤول {product} في مؤسستك \
             على {provider} أولًا؛ ولا يفيد تسجيل الدخول مجددًا قبل ذلك."
        }
        Line::NoteToInstall => {
            "يُرجى تثبيت {product} في مؤسستنا على {provider} والسماح لي باستخدامه: يرفض {provider} تسجيل دخولي حتى \
             ذلك الحين."
        }
        Line::Reference => "المرجع: {number}",
        Line::NotTicked => {
            "لم تحدد كل المربعات في {provider}. الناقص: {missing}. يحتاج {product} إليها كلها ليعمل. لم يتغير شيء."
        }
        Line::SignInAs => "تسجيل الدخول باسم {account}",
        Line::ChangeTo => "تغيير إلى {account}",
        Line::SwitchTo => "التبديل إلى {account}",
        Line::Keep => "الإبقاء على {account}",
        Line::ActSignInAgain => "تسجيل الدخول مجددًا",
        Line::ActTypeAgain => "الكتابة مرة أخرى",
        Line::ActTypeNew => "كتابة كلمة المرور الجديدة",
        Line::ActVerify => "تسجيل الدخول والتحقق",
        Line::ActAllow => "تسجيل الدخول والسماح",
        Line::ActSetPassword => "تسجيل الدخول وتعيين كلمة مرور",
        Line::ActOther => "استخدام حساب آخر",
        Line::ActTryAgain => "إعادة المحاولة",
        Line::ActStartAgain => "البدء من جديد",
        Line::MayReadMail => "قراءة البريد",
        Line::MaySendMail => "إرسال البريد",
        Line::MayCalendar => "التقويم",
        Line::MayContacts => "جهات الاتصال",
        Line::MayRecords => "سجلات العملاء",
        Line::MayOffline => "الوصول أثناء غيابك",
        Line::MayOther => "أحد الأذونات",
        Line::ListBetween => "، ",
        Line::ListLast => " و",
    }
}
