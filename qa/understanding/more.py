"""Whether a message asks for more of the last answer: "tell me more", «المزيد», "encore"."""

from __future__ import annotations

from qa.understanding.closed_classes import plain
from qa.understanding.question_words import words_of

_MORE = """
more|more please|tell me more|tell me more please|tell us more|show more|show me more
give me more|say more|go on|please go on|continue|please continue|keep going|carry on
anything else|what else|something else|is there more|is there anything else|and what else
any more|anything more|more details|more detail|more information|more info|further details
details please|give me more details|tell me more about it|tell me more about that
tell me more about this|more about that|more about this|more about it|can you tell me more
could you tell me more|i want to know more|i want more|elaborate|please elaborate|next|what more
more results|more sources|and more|tell me everything

المزيد|المزيد من فضلك|مزيد|مزيدا|مزيد من التفاصيل|المزيد من التفاصيل|المزيد من المعلومات|زدني
زدني من فضلك|زدني علما|زدنا|اخبرني المزيد|اخبرني اكثر|اخبرني بالمزيد|حدثني اكثر|حدثني عن المزيد
قل لي المزيد|قل المزيد|اريد المزيد|اريد تفاصيل اكثر|اريد مزيدا من التفاصيل|تفاصيل اكثر|بالتفصيل
فصل اكثر|اكمل|اكملي|تابع|واصل|استمر|هل هناك المزيد|هل من مزيد|هل يوجد المزيد|هل هناك شيء اخر
شيء اخر|اي شيء اخر|وماذا ايضا|ماذا ايضا|وماذا بعد|ماذا بعد|ماذا ايضا من فضلك|غير ذلك|وغير ذلك
وغيره|ماذا غير ذلك|اعطني المزيد|اعطني تفاصيل اكثر|هات المزيد|وايضا|اكثر|بعد|وبعد|وبعدين

احچيلي اكثر|احكيلي اكثر|احجيلي اكثر|احچيلي بعد|احجيلي بعد|احچيلي هم|گلي اكثر|كلي اكثر|گلي بعد
گول بعد|احچي بعد|احجي بعد|احكي اكثر|كمل|كملي|كمل من فضلك|كمل عيني|كمل بلا زحمه|زيدني|زيد
وبعد شنو|شنو بعد|شكو بعد|شكو غيره|اكو بعد|اكو شي ثاني|اكو غيره|اكو غير شي|اكو تفاصيل|شي ثاني
غير شي|وغيرها|وشنو بعد|تفاصيل بعد|انطيني اكثر|انطيني تفاصيل|انطيني بعد|انطيني المزيد
اريد اعرف اكثر|ابي المزيد|ابي اعرف اكثر|عايز اعرف اكتر|عاوز اعرف اكتر|احكيلي اكتر|قولي اكتر
قل لي اكثر|قولي كمان|كمان|زودني|في شي تاني|شو كمان|ايه كمان|وايه كمان|خبرني اكتر|خبرني اكثر
زيدني شويه|هات كمان|شو في كمان|وش بعد|علمني اكثر|فيه شي ثاني

plus|encore|encore plus|en savoir plus|dis m en plus|dis moi plus|dis moi en plus
dites m en plus|dites moi en plus|continue|continuez|continue s il te plait
continuez s il vous plait|la suite|et la suite|quoi d autre|autre chose|autre chose encore
plus de details|plus d informations|plus d infos|d autres details|y a t il autre chose
il y a autre chose|rien d autre|et quoi d autre|et encore|je veux en savoir plus
j aimerais en savoir plus|donne moi plus de details|donnez moi plus de details|quoi encore
raconte m en plus|peux tu m en dire plus|pouvez vous m en dire plus|voir plus|developpe
et ensuite

mehr|mehr dazu|mehr davon|mehr bitte|erzahl mehr|erzahl mir mehr|erzahle mir mehr
erzahlen sie mir mehr|sag mir mehr|sag mehr|weiter|mach weiter|und weiter|noch mehr|noch was
noch etwas|sonst noch was|sonst noch etwas|was noch|und was noch|mehr details|mehr infos
mehr informationen|weitere informationen|weitere details|gibt es noch mehr|gibt es noch etwas
bitte mehr|bitte weiter|was sonst noch

mas|mas detalles|dime mas|cuentame mas|digame mas|sigue|siga|continua|continue por favor
algo mas|hay algo mas|hay mas|que mas|y que mas|mas informacion|mas info|quiero saber mas
mas por favor|dame mas|dame mas detalles|ampliar

daha fazla|daha fazla anlat|daha fazlasi|daha fazla bilgi|daha fazla bilgi ver|daha cok anlat
biraz daha anlat|biraz daha|devam|devam et|devam edin|devam lutfen|anlat|anlatmaya devam et
baska|baska ne var|baska bir sey|baska bir sey var mi|daha ne var|detay|detaylar
daha fazla detay|daha fazla ayrinti|ayrinti ver|dahasi

بیشتر|بیشتر بگو|بیشتر توضیح بده|بیشتر بگویید|بیشتر توضیح بدهید|ادامه|ادامه بده|ادامه بدهید
جزئیات بیشتر|اطلاعات بیشتر|دیگه چی|دیگر چه|دیگر چی|چیز دیگری هم هست|چیز دیگه ای هست|باز هم
باز هم بگو|بازم بگو|بازم|توضیح بیشتر|دیگه|کامل تر بگو

زیاتر|زیاتر بڵێ|زیاترم پێ بڵێ|زیاترم بۆ باس بکە|زیاتر باس بکە|بەردەوام بە|وردەکاری زیاتر
زانیاری زیاتر|چی تر|چی تر هەیە|شتی تر|هیتر|ئیتر چی|zedetir|zedetir beje|bidomine|bidome
hin zedetir|tistek din|agahiyen zedetir|din ci heye|ci din

مزید|مزید بتائیں|مزید بتاؤ|اور بتائیں|اور بتاؤ|آگے بتائیں|جاری رکھیں|مزید تفصیل|مزید معلومات
اور کچھ|کچھ اور|اور کیا|تفصیل سے بتائیں

עוד|ספר לי עוד|ספרי לי עוד|תמשיך|תמשיכי|המשך|עוד פרטים|פרטים נוספים|יותר פרטים|מה עוד|ומה עוד
משהו נוסף|יש עוד|עוד משהו|עוד מידע|מידע נוסף|תרחיב

еще|расскажи еще|расскажи больше|расскажи подробнее|подробнее|продолжай|дальше|что еще|больше
еще что нибудь|更多|多说一点|继续|还有吗|还有什么|詳しく|もっと|続けて
"""
_LENGTH = 60  # characters of the longest message that is looked up


def _known(text: str) -> str:
    return " ".join(plain(word.raw) for word in words_of(text)).replace("ё", "е")


_PHRASES = frozenset(
    _known(phrase) for line in _MORE.splitlines() for phrase in line.split("|") if phrase
)


def asks_for_more(question: str) -> bool:
    """Whether the whole message asks for more of what was answered last."""
    return len(question) <= _LENGTH and _known(question) in _PHRASES
