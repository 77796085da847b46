//! Lines in which something is filled in, and the words that they are made of.

use crate::template::Template;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn template(template: Template) -> &'static str {
    match template {
        Template::Welcome => {
            "يكفي توصيل حسابك مرة واحدة، ويحافظ {product} على استمرار الاتصال. إذا فُقد الوصول، فيمكنك تجديده هنا."
        }
        Template::AnotherMailbox => "أنت تعرض صندوق البريد {shown}، لكن صندوق البريد الموصول هو {connected}.",
        Template::Version => "الإصدار {version}",
        Template::About => "حول {product}",
        Template::YourAccount => "حسابك في {provider}",
        Template::AccessTypeOf => "نوع الوصول إلى {provider}",
        Template::AccessTo => "الوصول إلى {provider}",
        Template::ChangeAccountOf => "تغيير حساب {provider}",
        Template::AddressExample => "على سبيل المثال {example}",
        Template::MailboxIsAt => "يبدو أن صندوق البريد هذا يستخدم {provider}.",
        Template::ContinueWith => "المتابعة مع {provider}",
        Template::Step => "الخطوة {step} من {of}",
        Template::ConnectOffer => "توصيل {provider}",
        Template::WaitsUntil => "الانتظار حتى {when}.",
        Template::Unreachable => {
            "لا يستطيع هذا الشريط الجانبي الوصول إلى {product} في الوقت الحالي ويستمر في المحاولة. قد يكون ما تراه \
             قديمًا."
        }
        Template::WordWorking => "يعمل",
        Template::WordEndsSoon => "ينتهي قريبًا",
        Template::WordRetrying => "جارٍ إعادة المحاولة",
        Template::WordSignIn => "يلزم تسجيل الدخول",
        Template::WordAdmin => "يلزم المسؤول",
        Template::WordDisconnected => "مفصول",
        Template::StateWorking => "لدى {product} وصول إلى {provider}.",
        Template::StateEndsSoon => "ينتهي الوصول إلى {provider} في {when}. يُرجى تسجيل الدخول قبل ذلك لتجنب الانقطاع.",
        Template::StateDisconnected => "لقد فصلت {provider} في {when}. يمكنك تسجيل الدخول لإعادة توصيله.",
        Template::LastWorking => "آخر عمل: {when}",
        Template::RenewsUntil => "يتجدد تلقائيًا؛ وينتهي في {when} إذا لم يُستخدم",
        Template::Renews => "يتجدد تلقائيًا",
        Template::NoteForAdmin => "لا يستطيع {product} الوصول إلى {provider} للحساب {account}.",
        Template::Lost => "الوصول إلى {provider} يحتاج إلى انتباهك",
        Template::TitleWaiting => "تسجيل الدخول إلى {provider}",
        Template::TitleFinishing => "أوشكنا على الانتهاء",
        Template::TitleProof => "إدخال الرمز",
        Template::TitleSwitch => "هل تريد التبديل إلى حساب آخر؟",
        Template::TitleSucceeded => "تم توصيل {provider}",
        Template::TitleFailed => "لم يكتمل تسجيل الدخول إلى {provider}",
        Template::TitleServerFound => "عثرنا على خادم {provider} الخاص بك",
        Template::TitleCancelled => "تم إلغاء تسجيل الدخول",
        Template::TitleExpired => "انتهت مهلة تسجيل الدخول",
        Template::Waiting => "يُرجى إكمال تسجيل الدخول إلى {provider} في نافذته. وسيتابع {product} تلقائيًا.",
        Template::Finishing => "تم تسجيل دخولك. يتحقق {product} من أن {provider} يعمل.",
        Template::Proof => "تعرض نافذة تسجيل الدخول رمزًا من ثمانية أحرف. يُرجى إدخاله هنا.",
        Template::CodeWrong => "هذا ليس الرمز المعروض في نافذة تسجيل الدخول. المحاولات المتبقية: {number}.",
        Template::LetIn => {
            "حصل شريط جانبي آخر على الوصول برمز، {when}. يمكنه رؤية {provider} للحساب {account} فقط. إذا لم يكن ذلك \
             أنت، فيُرجى إنهاء جلسته."
        }
        Template::Switch => {
            "سجّلت الدخول باسم {account}. كان هذا الاتصال حتى الآن مخصصًا للحساب {expected}. تبقى إعداداتك كما هي \
             في كلتا الحالتين."
        }
        Template::Succeeded => "لدى {product} وصول إلى {provider} ويجدده تلقائيًا.",
        Template::SucceededByPassword => {
            "لدى {product} وصول إلى {provider} إلى أن تتغير كلمة مرورك. يُرجى عندها إدخال كلمة المرور الجديدة هنا."
        }
        Template::ServerFound => {
            "الخادم هو {server}. إذا كان هذا صحيحًا، فيُرجى اختيار «توصيل». لم تُرسل كلمة مرورك إلى هناك بعد."
        }
        Template::Cancelled => "لم يتغير شيء. يمكنك البدء من جديد في أي وقت.",
        Template::Expired => "لم يكتمل تسجيل الدخول في الوقت المحدد، لذلك أُغلق. لم يتغير شيء.",
        Template::WrongAccount => "سجّلت الدخول باسم {account}. هذا الاتصال مخصص للحساب {expected}. لم يتغير شيء.",
        Template::WrongOrganisation => {
            "سجّلت الدخول باسم {account}، ولكن في مؤسسة أخرى غير مؤسسة هذا الاتصال المخصص للحساب {expected}. لم \
             يتغير شيء."
        }
        Template::Stuck => "هل أُغلقت النافذة، أو لا تتيح تسجيل الدخول إلى {provider}؟ يُرجى فتحها مرة أخرى.",
        Template::StuckNotInstalled => {
            "هل يقول {provider} إن التطبيق غير مثبت أو غير مسموح به؟ يجب إذًا أن يثبّت المسؤول {product} أولًا في \
             مؤسستك على {provider}. لن يفيد تسجيل الدخول مجددًا قبل ذلك."
        }
        Template::NoteToInstall => {
            "يُرجى تثبيت {product} في مؤسستنا على {provider} والسماح لي باستخدامه. حتى ذلك الحين يرفض {provider} \
             تسجيل دخولي."
        }
        Template::Reference => "المرجع: {number}",
        Template::NotTicked => {
            "لم تسمح بكل الأذونات في {provider}. الناقص: {missing}. يحتاج {product} إلى هذه الأذونات كلها ليعمل. لم \
             يتغير شيء."
        }
        Template::SignInAs => "تسجيل الدخول باسم {account}",
        Template::ChangeTo => "تغيير إلى {account}",
        Template::SwitchTo => "التبديل إلى {account}",
        Template::Keep => "الإبقاء على {account}",
        Template::ActSignInAgain => "تسجيل الدخول مجددًا",
        Template::ActTypeAgain => "إعادة الإدخال",
        Template::ActTypeNew => "إدخال كلمة المرور الجديدة",
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
