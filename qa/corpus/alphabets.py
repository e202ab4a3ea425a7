"""Which letters each language adds to ASCII, and the old encodings that it was written in."""

from __future__ import annotations

# Letters that a language writes beyond ASCII, the commonest first, by the encodings it was written
# in. One line for each language, not for each encoding: Spanish read as Polish gives letters that
# each exist in Central Europe, but in no language together. Of equal scores the first wins.
_ARABIC = "اليمونرتبعدهفسةكقحجأىشطصخإذضغثءظئزؤآـًٌٍَُِّْ"
_PERSIAN = "ايرندمهوتسبشزکكگخفپقعجحچصطژضلظغثذءئآ"
_URDU = "اکیرہنےوسمتلبدںجپھقعئشگچحفٹخذزصآطضغثڑظڈءؤۓأ۔"
_RUSSIAN = "оеаинтсрвлкмдпуяызьбгчйхжшюцщэфъёіїєґўАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯІЇЄ"
LANGUAGES: tuple[tuple[str, str], ...] = (
    ("windows-1252", "éèàêçôîûùâïëœüÉÈÀÊÇÔÎÛÂŒ"),  # French
    ("windows-1252", "äüößÄÜÖé"),  # German
    ("windows-1252", "óíáéñúüÁÉÍÓÚÑºª"),  # Spanish
    ("windows-1252", "ãçáéíóêõâàúôÁÉÍÓÚÃÕÇÂÊÔºª"),  # Portuguese
    ("windows-1252", "àèéìòùÀÈÉÌÒÙ"),  # Italian
    ("windows-1252", "åäöøæéÅÄÖØÆ"),  # the Nordic languages
    ("windows-1252", "íáðþéóúýöæÍÁÐÞÉÓÚÝÖÆ"),  # Icelandic and Faroese
    ("windows-1252", "àéèòóíúçïüÀÉÈÒÓÍÚÇ"),  # Catalan
    ("windows-1252", "ëéïöèüçêËÉÇ"),  # Dutch and Albanian
    ("windows-1256", _ARABIC),
    ("windows-1256", _PERSIAN),
    ("windows-1256", _URDU),
    ("iso-8859-6", _ARABIC),
    ("mac-arabic", _ARABIC),
    ("mac-arabic", _PERSIAN),
    ("cp720", _ARABIC),
    ("cp864", _ARABIC),
    ("windows-1251", _RUSSIAN),
    ("koi8-r", _RUSSIAN),
    ("cp866", _RUSSIAN),
    ("windows-1250", "ąęłśżóćńźŁŚŻÓĆŹĄĘŃ"),  # Polish
    ("windows-1250", "áíéýěčřšžůúťďňóľôäĺŕÁÍÉÝČŘŠŽŮÚŤĎŇÓĽ"),  # Czech and Slovak
    ("windows-1250", "áéóöőíüúűÁÉÓÖŐÍÜÚŰ"),  # Hungarian
    ("windows-1250", "čćžšđČĆŽŠĐ"),  # Croatian and Slovene
    ("windows-1250", "ăâîşţĂÂÎŞŢ"),  # Romanian
    ("iso-8859-2", "ąęłśżóćńźŁŚŻÓĆŹĄĘŃ"),
    ("iso-8859-2", "áíéýěčřšžůúťďňóľôäĺŕÁÍÉÝČŘŠŽŮÚŤĎŇÓĽ"),
    ("windows-1254", "ışüğöçİŞÜĞÖÇâîû"),  # Turkish
    ("windows-1253", "αοιετσνηυρπκλμςωάίόέήύώθδγφχβξζψΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏϊϋ"),
    ("windows-1255", "יוהלאתרםבשמנחעדקפכטסצגזןךץף"),  # Hebrew
)
PRIOR = {
    "iso-8859-6": -0.2,
    "iso-8859-2": -0.1,
    "mac-arabic": -0.3,
    "cp720": -0.3,
    "cp864": -0.3,
    "windows-1255": 0.3,
    "windows-1257": -0.1,
    "windows-1258": -0.1,
}
"""Points added or taken off: few files are in the ISO, Macintosh and DOS encodings, and short texts
fit them by chance; Hebrew reads as well-formed Russian, but Russian breaks Hebrew's rule of final
letters."""
