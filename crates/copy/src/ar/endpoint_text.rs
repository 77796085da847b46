//! The texts of the endpoint's own pages, of its e-mail and of the extension.

use crate::{ExtensionText, endpoint_text::EndpointText};

pub(crate) const fn endpoint_text(text: EndpointText) -> &'static str {
    match text {
        EndpointText::CodeTitle => "يُرجى إدخال هذا الرمز في الشريط الجانبي لديك",
        EndpointText::CodeAccount => "سجّلت الدخول إلى {provider} باسم {account} لتوصيله بـ{product}.",
        EndpointText::CodeWhere => "يُرجى إدخاله في شريطك الجانبي فقط. لا يحتاج أحد غيرك إلى هذا الرمز.",
        EndpointText::StartTitle => "جارٍ فتح صفحة تسجيل الدخول…",
        EndpointText::NeedsScript => "تحتاج هذه الصفحة إلى JavaScript.",
        EndpointText::NeedsStorageTitle => "متصفحك يحظر ملفات تعريف الارتباط.",
        EndpointText::NeedsStorage => {
            "يُرجى السماح بملفات تعريف الارتباط وبيانات الموقع لهذا العنوان، ثم فتح تسجيل الدخول مرة أخرى."
        }
        EndpointText::PressTitle => "هل تريد المتابعة في هذا المتصفح؟",
        EndpointText::PressWhat => "بعد تسجيل الدخول تعرض هذه النافذة رمزًا تُدخله في شريط {product} الجانبي لديك.",
        EndpointText::PressOwn => {
            "يُرجى المتابعة فقط إذا فتحت هذه الصفحة للتو من شريطك الجانبي. إذا أرسل إليك أحد الرابط، فيُرجى إغلاق \
             الصفحة."
        }
        EndpointText::PressElsewhere => {
            "الشريط الجانبي الذي طلب هذه الصفحة على شبكة أخرى غير شبكة هذا المتصفح. إذا لم تتوقع ذلك، فيُرجى إغلاق \
             الصفحة."
        }
        EndpointText::MailSubject => "فقد {product} الوصول إلى {provider}",
        EndpointText::MailLost => "لم يعد {product} قادرًا على الوصول إلى {provider} للحساب {account}.",
        EndpointText::MailPassOn => {
            "يُرجى إعادة توجيه هذه الرسالة إلى المسؤول لديك. وعند حل المشكلة، يُرجى فتح هذه الصفحة وتسجيل الدخول \
             مرة واحدة للمتابعة:"
        }
        EndpointText::MailMend => {
            "لاستعادة الوصول، يُرجى فتح هذه الصفحة على أي جهاز وتسجيل الدخول باسم {account}. لا يُقبل أي حساب آخر \
             هناك، ولا يحدث شيء حتى تختار الزر:"
        }
        EndpointText::MailElse => {
            "يمكنك أيضًا فتح شريط {product} الجانبي واختيار «تجديد». تبقى إعداداتك كما هي. تعمل الصفحة لمدة سبعة \
             أيام أو إلى أن يُستعاد الوصول. لا يطلب {product} كلمة مرور بالبريد الإلكتروني أبدًا."
        }
        EndpointText::MailInSidebar => {
            "لاستعادة الوصول، يُرجى فتح شريط {product} الجانبي بجانب صندوق بريدك واختيار ☰ القائمة ثم إعدادات \
             المزامنة ثم تجديد. يُرجى إدخال كلمة مرورك هناك فقط وليس في أي مكان آخر. تقول هذه الصفحة الشيء نفسه:"
        }
        EndpointText::MailNever => {
            "تبقى إعداداتك كما هي. لا يطلب {product} كلمة مرور بالبريد الإلكتروني أبدًا، ولا في صفحة يؤدي إليها \
             رابط في رسالة."
        }
        EndpointText::RepairTitle => "استعادة الوصول إلى {provider} لـ {product}",
        EndpointText::RepairAccount => {
            "يُرجى تسجيل الدخول إلى {provider} باسم {account}. لن يُقبل حساب آخر، ولن يغيّر شيئًا."
        }
        EndpointText::RepairInSidebar => {
            "يُرجى فتح شريط {product} الجانبي بجانب صندوق البريد {account} واختيار ☰ القائمة ثم إعدادات المزامنة ثم \
             تجديد. يُرجى إدخال كلمة مرورك هناك. لا تطلبها هذه الصفحة أبدًا."
        }
        EndpointText::RepairButton => "تسجيل الدخول إلى {provider}",
        EndpointText::RepairOverTitle => "لم يعد هذا الرابط مطلوبًا.",
        EndpointText::RepairOver => {
            "عاد الوصول إلى العمل، أو انتهت صلاحية الرابط. يُرجى فتح شريط {product} الجانبي للتحقق من الحالة."
        }
    }
}

pub(crate) const fn extension(text: ExtensionText) -> &'static str {
    match text {
        ExtensionText::Name => "{product}",
        ExtensionText::Description => "يستعيد الوصول إلى صندوق بريدك وSalesforce خلال ثوانٍ من اللوحة الجانبية في Gmail.",
        ExtensionText::Open => "فتح {product}",
        ExtensionText::Close => "إغلاق {product}",
        ExtensionText::Lost => "فُقد الوصول إلى {provider}. يمكنك فتح {product} لتجديده.",
        ExtensionText::Updated => "تم تحديث {product}. يُرجى إعادة تحميل Gmail لاستخدامه هنا.",
    }
}
