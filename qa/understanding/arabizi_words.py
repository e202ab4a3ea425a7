"""Arabic as it is typed in Latin letters: its small words, and what letters stand for.

Lines are "typed typed … = standard". The digits for letters are those of Yaghan, "Arabizi": A
Contemporary Style of Arabic Slang (Design Issues 24, 2008); the words are those of the tables of
`dialect_words`, written as people type them in chats.
"""

from __future__ import annotations

QUESTION_WORDS = """
mata meta mta imta emta eimta aymata yimta yamta = متى
shwakit shwakt shwaket shakit shoakit shwqt shokt wa2tash = متى
kam cham chem gaddesh 2addesh addesh adesh qadesh = كم
shgad shkad shgd shkd shged shqad ishgad ashgad bshgad = كم
meno minu mino menu manu mnu meen miin mnoo minho menho shkoon shkun chkoun = من
lesh leish leesh laish leh leih layh limatha = لماذا
limaza lemaza limadha lmatha lmadha lematha 3lash 3alash 3lach = لماذا
wain wein wayn ween wen wyn fein feen fen fayn ayna ain ayn = أين
shlon shloon ishlon kaif kayf keef kif kef kayfa kaifa ezay ezzay izay ezai kifash kifach = كيف
shno shonu shunu shnu shinu shinoo sheno shnoo shenu shnw = شنو
shu sho shoo wesh wsh wish esh eish aish eh = شنو
ma = ما
madha matha maza maaza mada = ماذا
hal wash = هل
ay ayy ayyu ayya yaho yahi = أي
mnain mnein mnen mneen mnayn minayn = من أين
"""

VERBS_ASKED = """
shyreed shyrid shireed shyrid shtreed = ماذا يريد
shsawa shsawwa shsawo = ماذا فعل
shgal shkal shgaal shgalo = ماذا قال
shsar sh9ar shssar = ماذا حدث
shyseer shyser shyseir shy9eer shisir shyisir sheseer = ماذا يحدث
shye7taj shy7taj shi7taj = ماذا يحتاج
"""

LIKE_NO_OTHER = """
shaku shako wain shonu shunu shakit shoakit shwakit
shwakt shwaket shgad shkad shgd shkd shged shqad shlon
shloon ishlon shno shnu shinu shinoo shenu minho
menho leish leesh limatha limaza limadha shkoon shkun emta
imta wein wayn mneen mnein
"""
"""Question words that no other language has."""

LIKE_ANOTHERS = "meno mino minu mnu"
"""Those that Italian and Estonian have, too: a q that no u follows tells."""

SMALL_WORDS = """
men min mn = من
fi fe bi fee = في
3ala 3la 3alaa = على
3an 3n = عن
ila ela ilaa = إلى
ma3a ma3 wiya wya weya wayya = مع
ba3ad ba3d b3d wara = بعد
qabl gabul gabl 2abl qabil gabel = قبل
bein bayn ben been = بين
7ata 7atta hatta 7tta = حتى
thid dhid did 9'd ded = ضد
7awl 7awla 7ol = حول
3ind 3end 3nd = عند
huwa howa hoa howwa huwwa hwa = هو
hiye hiyye hiya heya hia hiyya hya = هي
hum homa huma humma homma hmma = هم
hatha hadha haza hada hadhaa = هذا
hathihi hadhihi hay hathi hadhi hazihi hazehi hathehi = هذه
tilk tilka telk = تلك
thalik dhalik zalek = ذلك
elli illi eli elly ally alli allathi alladhi allati ellati = اللي
kan kaan chan = كان
kanat chanat kant = كانت
aku ako akoo = يوجد
shaku shako = ماذا يوجد
qala qaal = قال
qalat galat = قالت
ba3dhum ba3dhom = ما زالوا
3dd = عدد
maku mako makoo = لا يوجد
hassa hasa hsa hassah hesa hala2 halla2 dilwa2ti delwa2ty dlw2ty alhin el7een al7een daba = الآن
laysa lais mo mu mosh mish mesh mush = ليس
lam = لم
lan = لن
qad = قد
an = أن
ina inna = إن
lakin laken bes bas = لكن
aw = أو
wa w = و
kol kul kull koll = كل
hunak hnak honak = هناك
gal qal gaal kal = قال
ygool yegool ygol yqool yaqul yaqool yigool = يقول
yreed yrid yored yureed yurid ireed treed = يريد
sawa sawwa = فعل
9ar sar saar = صار
amrika amreka amreeka amerika america amirka amerka = أمريكا
usa = أمريكا
e7keeli e7ki i7chi e7chi e7chili 7kili = تحدث
ba3da ba3do lissa lisa = ما زال
akthar aktar akther = أكثر
washington washinton = واشنطن
biden bayden = بايدن
syria = سوريا
"""

FUTURE = "ra7 rah 7a raa7 ra7a"
"""Before a verb: it will."""

ARTICLES = "el al il l en an es as ed ad er ar esh ash et at ez az eth ath"

ATTACHED = """
bil bel bal bl = ب
lil lel ll lal = ل
wil wel wal wl = و
fil fel fal = في_
3al 3el 3l = على_
minel mnel mnil minil = من_
ma3el ma3al = مع_
"""
"""What is typed as one word with the article; an underline stands where Arabic writes two words."""

CONFUSABLE = """
the of is are was were what which who whom how when
where why did does do to for and on by with from that
de la los las del que en es por con para una un se su como cual quien donde cuando cuanto y
le les des du est qui quel quelle dans et une pour sur au aux ce il elle
der die das und ist wer wie was wo wann den dem ein eine im von zu mit hat war auf wurde nicht
ve bir bu ne kim mi mı için ile hangi kaç nedir olan
apa yang di dan siapa berapa kapan dimana mana adalah
dari pada untuk dengan oleh dalam tahun ini itu ke
ya wa kwa ni na katika nani lini gani wapi nini je cha la za mwaka vya alikuwa ilikuwa
care este sunt ce cine cand unde cat cum pe si sau din pentru prin
o os as do da dos das em qual quem onde quando como foi um uma no na pelo
cia cua va la gi nao nam bao nhieu khi
kî çi li ji û bi kengî çend kîjan ki ci ku kengi cend kijan
jaka jaki jest kto kiedy gdzie
il della che dove quando chi perche nel sono
"""
"""Small words of other languages: a question with nearly as many of them is no Arabic."""

LETTERS = """
kh=خ gh=غ th=ثذظ dh=ذضظ sh=ش ch=چجكش ph=ف
2=ءق 3=ع 4=ذ 5=خ 6=ط 7=ح 8=قغ 9=صق
b=ب p=ب t=تطة s=سصث j=ج g=قغجك q=قغ k=كق h=هحة d=دضذ z=زظذ r=ر f=ف v=ف l=ل m=م n=ن
c=كس x=خ w=و y=ي
"""
"""What a letter or two stand for, the likeliest first; doubled ones stand for one."""
