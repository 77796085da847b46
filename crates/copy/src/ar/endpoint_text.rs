//! What stands outside of the pane.

use crate::{ExtensionText, endpoint_text::Outside};

pub(crate) const fn outside(line: Outside) -> &'static str {
    match line {
        Outside::CodeTitle => "يُرجى كتابة هذا الرمز في الشريط الجانبي لديك",
        Outside::CodeAccount => "سجّلت الدخول إلى {provider} باسم {account} لتوصيله بـ{product}.",
        Outside::CodeWhere => "في شريطك الجانبي فقط. لا يحتاج أحد غيرك إلى هذا الرمز.",
        Outside::StartTitle => "جارٍ فتح صفحة تسجيل الدخول…",
        Outside::NeedsScript => "تحتاج هذه الصفحة إلى JavaScript.",
        Outside::NeedsStorageTitle => "متصفحك يحظر ملفات تعريف الارتباط.",
        Outside::NeedsStorage => {
            "اسمح بملفات تعريف الارتباط وبيانات الموقع لهذا العنوان، ثم افتح تسجيل الدخول مرة أخرى."
        }
        Outside::PressTitle => "هل تريد المتابعة في هذا المتصفح؟",
        Outside::PressWhat => "بعد تسجيل الدخول تعرض هذه النافذة رمزًا تكتبه في شريط {product} الجانبي لديك.",
        Outside::PressOwn => {
            "يُرجى المتابعة فقط إذا طلبت هذه الصفحة للتو من شريطك الجانبي. إذا أرسل إليك أحد الرابط، فيُرجى \
             إغلاقها."
        }
        Outside::PressElsewhere => {
            "الشريط الجانبي الذي طلب هذه الصفحة في شبكة أخرى غير شبكة هذا المتصفح. إذا كان ذلك غير متوقع، فيُرجى \
             إغلاق الصفحة."
        }
        Outside::MailSubject => "فقد {product} الوصول إلى {provider}",
        Outside::MailLost => "لم يعد {product} قادرًا على العمل مع {provider} للحساب {account}.",
        Outside::MailPassOn => {
            "يُرجى تمرير هذه الرسالة إلى المسؤول لديك. وعند تصحيح الأمر، يُرجى فتح هذه الصفحة للمتابعة؛ ويكفي \
             تسجيل دخول واحد:"
        }
        Outside::MailMend => {
            "لإصلاح ذلك، يُرجى فتح هذه الصفحة على أي جهاز وتسجيل الدخول باسم {account}. لا يُقبل أي حساب آخر هناك، \
             ولا يحدث شيء حتى تضغط على الزر:"
        }
        Outside::MailElse => {
            "يمكنك أيضًا فتح شريط {product} الجانبي والضغط على «تجديد». إعداداتك كما هي. تعمل الصفحة لمدة سبعة \
             أيام أو إلى أن يعود الوصول. لا يطلب {product} كلمة مرور بالبريد الإلكتروني أبدًا."
        }
        Outside::MailInSidebar => {
            "لإصلاح ذلك، يُرجى فتح شريط {product} الجانبي بجانب صندوق بريدك واختيار ☰ القائمة ثم إعدادات المزامنة ثم \
             تجديد. تُكتب كلمة مرورك هناك فقط ولا تُكتب في أي مكان آخر. تقول هذه الصفحة الشيء نفسه:"
        }
        Outside::MailNever => {
            "إعداداتك كما هي. لا يطلب {product} كلمة مرور بالبريد الإلكتروني أبدًا، ولا في صفحة تقود إليها رسالة."
        }
        Outside::RepairTitle => "منح {product} الوصول إلى {provider} مجددًا",
        Outside::RepairAccount => "يُرجى تسجيل الدخول إلى {provider} باسم {account}. لن يُقبل حساب آخر، ولن يغيّر شيئًا.",
        Outside::RepairInSidebar => {
            "يُرجى فتح شريط {product} الجانبي بجانب صندوق البريد {account} واختيار ☰ القائمة ثم إعدادات المزامنة ثم \
             تجديد. تُكتب كلمة مرورك هناك؛ ولا تطلبها هذه الصفحة أبدًا."
        }
        Outside::RepairButton => "تسجيل الدخول إلى {provider}",
        Outside::RepairOverTitle => "لم يعد هذا الرابط مطلوبًا.",
        Outside::RepairOver => {
            "عاد الوصول إلى العمل، أو أن الرابط قديم جدًا. يُرجى فتح شريط {product} الجانبي لمعرفة الحالة."
        }
    }
}

pub(crate) const fn extension(text: ExtensionText) -> &'static str {
    match text {
        ExtensionText::Name => "{product}",
        ExtensionText::Description => {
            "يعيد الوصول إلى صندوق بريدك وSalesforce إلى العمل خلال ثوانٍ من اللوحة الجانبية في Gmail."
        }
        ExtensionText::Open => "فتح {product}",
        ExtensionText::Close => "إغلاق {product}",
        ExtensionText::Lost => "فُقد الوصول إلى {provider}. يمكنك فتح {product} لتجديده.",
        ExtensionText::Updated => "تم تحديث {product}. يُرجى إعادة تحميل Gmail لاستخدامه هنا.",
    }
}
