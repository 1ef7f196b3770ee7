"""The demo's invented names, in English and Persian side by side. No real company is meant."""

from __future__ import annotations

Pair = tuple[str, str]


def _pairs(text: str) -> tuple[Pair, ...]:
    pairs = (entry.strip().split(":") for entry in text.split(","))
    return tuple((english, persian) for english, persian in pairs)


BRANDS = _pairs(
    "Arvand:اروند, Bamdad:بامداد, Chakad:چکاد, Damavand:دماوند, Elvand:الوند, Firouz:فیروز, Golestan:گلستان, "
    "Hirkan:هیرکان, Ivan:ایوان, Jahan:جهان, Kavir:کویر, Lotus:لوتوس, Mehr:مهر, Nahal:نهال, Omid:امید, Pars:پارس, "
    "Rayan:رایان, Sahand:سهند, Tabesh:تابش, Urmia:ارومیه, Varesh:وارش, Yalda:یلدا, Zagros:زاگرس, Aftab:آفتاب, "
    "Baran:باران, Chinar:چنار, Darya:دریا, Ettehad:اتحاد, Farda:فردا, Gohar:گوهر, Homa:هما, Kian:کیان, "
    "Laleh:لاله, Mahtab:مهتاب, Negin:نگین, Parto:پرتو, Roshan:روشن, Simorgh:سیمرغ, Talash:تلاش, Vista:ویستا"
)
SERIES = _pairs(
    "Nova:نوا, Classic:کلاسیک, Plus:پلاس, Prime:پرایم, Royal:سلطنتی, Eco:اکو, Smart:هوشمند, Light:سبک, Pro:پرو, "
    "Max:مکس, Mini:مینی, Home:خانگی, Studio:استودیو, Heritage:میراث, Nature:طبیعت, Urban:شهری, Sky:آسمان, "
    "Ocean:اقیانوس, Spring:بهار, Aurora:شفق, Atlas:اطلس, Gold:طلایی, Silver:نقره‌ای, Pearl:مروارید"
)
VENDOR_NAMES = _pairs(
    "Bazaar:بازار, Sepid:سپید, Toranj:ترنج, Pardis:پردیس, Shahr:شهر, Niloufar:نیلوفر, Saman:سامان, Aban:آبان, "
    "Mina:مینا, Kohan:کهن, Sarv:سرو, Raz:راز, Avin:آوین, Barg:برگ, Setareh:ستاره, Khorshid:خورشید, Arya:آریا, "
    "Noor:نور, Parand:پرند, Nasim:نسیم, Simin:سیمین, Behesht:بهشت, Keyhan:کیهان, Ofogh:افق, Anar:انار"
)
VENDOR_TRADES = _pairs(
    "House:سرا, Store:فروشگاه, Gallery:گالری, Trading:بازرگانی, Market:مارکت, Workshop:کارگاه, Collection:کلکسیون, "
    "Supply:تأمین"
)
CITIES = _pairs(
    "Tehran:تهران, Isfahan:اصفهان, Shiraz:شیراز, Tabriz:تبریز, Mashhad:مشهد, Yazd:یزد, Rasht:رشت, Kerman:کرمان, "
    "Ahvaz:اهواز, Qazvin:قزوین, Hamadan:همدان, Sari:ساری"
)
COLOURS = _pairs(
    "Black:مشکی, White:سفید, Red:قرمز, Blue:آبی, Green:سبز, Sand:کرم, Grey:خاکستری, Turquoise:فیروزه‌ای"
)
SIZES = _pairs("S:کوچک, M:متوسط, L:بزرگ, XL:خیلی بزرگ")
STORAGES = _pairs("64 GB:۶۴ گیگابایت, 128 GB:۱۲۸ گیگابایت, 256 GB:۲۵۶ گیگابایت, 512 GB:۵۱۲ گیگابایت")
PACKS = _pairs("250 g:۲۵۰ گرم, 500 g:۵۰۰ گرم, 1 kg:یک کیلوگرم, Gift box:جعبه هدیه")
MATERIALS = _pairs(
    "Cotton:نخ, Leather:چرم, Wood:چوب, Steel:فولاد, Glass:شیشه, Ceramic:سرامیک, Linen:کتان, Aluminium:آلومینیوم"
)
ORIGINS = _pairs(
    "Isfahan workshops:کارگاه‌های اصفهان, Tabriz:تبریز, Gilan farms:مزارع گیلان, Khorasan:خراسان, Yazd:یزد, Kashan:کاشان"
)
DESCRIPTIONS: tuple[Pair, ...] = (
    (
        "{noun} by {brand}, made for every day: it does its work quietly, lasts for years and is easy to care for.",
        "{noun} {brand} برای استفاده هر روزه: بی‌دردسر کار می‌کند، سال‌ها دوام دارد و نگهداری آن آسان است.",
    ),
    (
        "A {noun} with an eye for detail. {brand} chose the materials with care and checks each piece by hand.",
        "{noun} با توجه به جزئیات؛ {brand} مواد را با وسواس انتخاب و هر قطعه را با دست بررسی می‌کند.",
    ),
    (
        "The {series} line of {brand} is loved for a fair price and honest quality; this {noun} is its best seller.",
        "سری {series} از {brand} به قیمت منصفانه و کیفیت خوب شناخته می‌شود و این {noun} پرفروش‌ترین آن است.",
    ),
    (
        "Light, sturdy and good to look at: a {noun} that makes a fine gift and an even better companion.",
        "سبک، محکم و خوش‌ظاهر: {noun} که هدیه‌ای زیبا و همراهی بهتر است.",
    ),
)
