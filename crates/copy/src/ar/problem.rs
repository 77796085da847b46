//! What went wrong with a request, and what to do about it.

use latchkey_wire::ProblemCode;

pub(crate) const fn title(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "تعذّرت قراءة الطلب.",
        ProblemCode::BodyTooLarge => "الطلب كبير جدًا.",
        ProblemCode::MalformedParameter => "تعذّرت قراءة عنوان الطلب.",
        ProblemCode::NotFound => "لا يوجد شيء في هذا العنوان.",
        ProblemCode::SessionMissing => "تم تسجيل خروجك.",
        ProblemCode::ConnectionNotFound => "هذا الاتصال ليس لك، أو لم يعد موجودًا.",
        ProblemCode::AuthorizationNotFound => "تسجيل الدخول هذا ليس لك، أو لم يعد موجودًا.",
        ProblemCode::AuthorizationConflict => "سبق بدء تسجيل الدخول هذا لغرض آخر.",
        ProblemCode::AuthorizationOver => "انتهى تسجيل الدخول هذا بالفعل.",
        ProblemCode::OfferUnknown => "هذه الخدمة غير متوفرة هنا.",
        ProblemCode::OfferNotAllowed => "لا يسمح المسؤول لديك بنوع الوصول هذا.",
        ProblemCode::SiteMalformed => "هذا العنوان ليس عنوانًا صالحًا.",
        ProblemCode::SiteNotAllowed => "هذا العنوان لا ينتمي إلى الخدمة.",
        ProblemCode::EngineKeyMissing => "لا يحتوي الطلب على مفتاح، أو مفتاحه ليس صالحًا.",
        ProblemCode::TooManyRequests => "الطلبات كثيرة جدًا.",
        ProblemCode::StateUnknown => "تسجيل الدخول هذا ليس قيد التقدم.",
        ProblemCode::ProviderMismatch => "جاء الرد من خدمة أخرى غير التي بدأت بها.",
        ProblemCode::IssuerMismatch => "لم ترسل الرد الخدمة المذكورة فيه.",
        ProblemCode::BrowserMismatch => "بدأ تسجيل الدخول في متصفح آخر.",
        ProblemCode::ProofRejected => "لا يثبت هذا أنك من سجّل الدخول.",
        ProblemCode::OriginRefused => "لم يأت هذا الطلب من صفحتنا.",
        ProblemCode::KeyRefused => "انتهت صلاحية نافذة تسجيل الدخول هذه.",
        ProblemCode::SidebarMustAsk => "لم يستجب الشريط الجانبي لديك.",
        ProblemCode::WindowOpenElsewhere => "تسجيل الدخول هذا مفتوح في نافذة أخرى.",
        ProblemCode::KeylessNotAllowed => "لا يسمح المسؤول لديك بتسجيل الدخول هنا.",
        ProblemCode::OtherNetwork => "الشريط الجانبي لديك على شبكة أخرى غير شبكة هذا المتصفح.",
        ProblemCode::Internal => "حدثت مشكلة من جانبنا.",
        ProblemCode::Unavailable => "الخدمة غير متوفرة مؤقتًا.",
    }
}

pub(crate) const fn detail(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "يُرجى إرسال JSON بالحقول الموصوفة في /openapi.json دون غيرها.",
        ProblemCode::BodyTooLarge => "يُرجى إرسال بيانات أقل في المرة الواحدة.",
        ProblemCode::MalformedParameter => "يُرجى مطابقة العنوان مع /openapi.json.",
        ProblemCode::NotFound => "يُرجى التحقق من العنوان أو العودة إلى الشريط الجانبي.",
        ProblemCode::SessionMissing => "يُرجى تسجيل الدخول مجددًا. لم تتأثر اتصالاتك.",
        ProblemCode::ConnectionNotFound => "يُرجى إعادة تحميل الشريط الجانبي لرؤية اتصالاتك.",
        ProblemCode::AuthorizationNotFound => "يُرجى العودة إلى الشريط الجانبي وبدء تسجيل الدخول من هناك.",
        ProblemCode::AuthorizationConflict => "يُرجى بدء تسجيل دخول جديد من الشريط الجانبي.",
        ProblemCode::AuthorizationOver => "يعرض الشريط الجانبي كيف انتهى.",
        ProblemCode::OfferUnknown => "يُرجى إعادة تحميل الشريط الجانبي والاختيار من جديد.",
        ProblemCode::OfferNotAllowed => "يُرجى اختيار نوع آخر من «تغيير».",
        ProblemCode::SiteMalformed => "يُرجى إدخاله كما يظهر في شريط العنوان وأنت مسجّل الدخول هناك.",
        ProblemCode::SiteNotAllowed => {
            "يُرجى التحقق من الكتابة. إذا كانت صحيحة، فيمكن للمسؤول لديك إضافة النطاق إلى النطاقات المسموح بها."
        }
        ProblemCode::EngineKeyMissing => {
            "يُرجى إرسال مفتاح أنشأه الأمر `latchkey-endpoint keys create` في الترويسة Authorization."
        }
        ProblemCode::TooManyRequests => {
            "يُرجى الانتظار قليلًا ثم المحاولة مجددًا. بعد عدة كلمات مرور خاطئة يُرجى الانتظار ساعة، كي لا يُقفل \
             الحساب."
        }
        ProblemCode::StateUnknown => "ربما انتهى، أو تم تحميل هذه الصفحة مرتين. يُرجى البدء من جديد من الشريط الجانبي.",
        ProblemCode::ProviderMismatch => "لم يتغير شيء. يُرجى إغلاق هذه النافذة والبدء من جديد من الشريط الجانبي.",
        ProblemCode::IssuerMismatch => "لم يتغير شيء. يُرجى إخبار المسؤول لديك إذا ظهر هذا مرة أخرى.",
        ProblemCode::BrowserMismatch => "يُرجى البدء من الشريط الجانبي والبقاء في متصفح واحد.",
        ProblemCode::ProofRejected => "يُرجى إدخال الرمز المعروض في نافذة تسجيل الدخول لديك.",
        ProblemCode::OriginRefused => "لم يتغير شيء. يُرجى إغلاق هذه الصفحة والبدء من جديد من الشريط الجانبي.",
        ProblemCode::KeyRefused => "يُرجى العودة إلى الشريط الجانبي واختيار «فتح مرة أخرى».",
        ProblemCode::SidebarMustAsk => {
            "يُرجى إغلاق الشريط الجانبي وفتحه من جديد وبدء تسجيل الدخول من هناك. للمتابعة في متصفح آخر، يُرجى \
             اختيار «نسخ الرابط» في الشريط الجانبي وفتح الرابط خلال دقيقتين."
        }
        ProblemCode::WindowOpenElsewhere => "يُرجى إكماله هناك، أو إلغاؤه في الشريط الجانبي والبدء من جديد.",
        ProblemCode::KeylessNotAllowed => "يُرجى تسجيل الدخول من النافذة التي يفتحها الشريط الجانبي.",
        ProblemCode::OtherNetwork => {
            "لا يسمح المسؤول لديك بالمتابعة هنا. يُرجى فتح الرابط على الجهاز الذي ترى فيه الشريط الجانبي."
        }
        ProblemCode::Internal => "يُرجى المحاولة بعد قليل، أو إعطاء رقم الطلب للمسؤول لديك.",
        ProblemCode::Unavailable => "لم يُفقد شيء. يُرجى المحاولة بعد قليل.",
    }
}
