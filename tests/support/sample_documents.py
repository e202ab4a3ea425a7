"""A small multilingual folder of documents."""

from pathlib import Path

SEEDS = {
    "ar/انسحاب.md": (
        "# اتفاق الانسحاب\n\n"
        "تنتهي المرحلة الأولى من الانسحاب في سبتمبر 2025. وتبقى قوات محدودة في أربيل حتى "
        "سبتمبر 2026.\n\n"
        "## الدور التركي\n\n"
        "قال المتحدث إن «أنقرة» تراقب الوضع، وإن المحادثات مستمرة؛ ولم يحدد موعداً للجولة "
        "التالية. هل تنجح المحادثات؟ لا أحد يعلم!\n"
    ),
    "en/library.md": (
        "# The library\n\n"
        "The library was founded in 1998 by Dr. A. Salem. It lends books for two weeks, and a "
        "loan can be extended once.\n\n"
        "## Opening hours\n\n"
        "It opens at eight in the morning and closes at ten at night. On Fridays it opens at "
        "two.\n\n"
        "## Fees\n\nMembership is free of charge.\n"
    ),
    "zh/图书馆.md": (
        "# 图书馆\n\n"
        "图书馆成立于1998年。每天早上八点开门，晚上十点关门。借书期限为两周，可以续借一次。\n"
    ),
    "th/ห้องสมุด.md": ("# ห้องสมุด\n\nห้องสมุดก่อตั้งขึ้นในปี 1998 เปิดทุกวันเวลาแปดโมงเช้า ยืมหนังสือได้สองสัปดาห์\n"),
    "hi/पुस्तकालय.txt": (
        "पुस्तकालय\n\n"
        "पुस्तकालय की स्थापना १९९८ में हुई थी। यह सुबह आठ बजे खुलता है। "
        "पुस्तकें दो सप्ताह के लिए मिलती हैं।\n"
    ),
    "fr/guide.txt": (
        "Guide\n\n"
        "La bibliothèque a été fondée en 1998. Les livres sont prêtés pour deux semaines.\n"
    ),
}


def write_seeds(folder: Path) -> Path:
    """Write the six documents into a folder."""
    for path, text in SEEDS.items():
        location = folder / path
        location.parent.mkdir(parents=True, exist_ok=True)
        location.write_text(text, encoding="utf-8")
    return folder
