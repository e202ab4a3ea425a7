"""How overviews are asked for: patterns of words by language, as `phrases` reads them.

In them DOCS stands for whatever `DOCUMENT_NOUNS` has ("these files", «هذه الوثائق»), and "…" for
the subject. The words of the dialects are from the works that `small_talk_words` names.
"""

from __future__ import annotations

DOCUMENT_NOUNS = {
    "ar": """
[كل|جميع|كافه|كلها] [هذه|هذا|هذي|هاي|هذول|تلك] الوثايق|الوثيقه|المستندات|المستند|الملفات|الملف|
    النصوص|النص|المقالات|المقال|المقاله|التقارير|التقرير|المصادر|الصفحات|الارشيف|المجلد|
    البيانات|الاوراق|الكتب|الموقع|قاعده|هالملفات|هالملف|هالوثايق|هالمستندات|هالنص|هالمقالات|
    المحتوي|الفايلات|الفايل [كلها|كله|الموجوده|المتوفره|المرفقه|المرفوعه|لديك|عندك|هذه|هذا|هاي|
    هذي|دي|البيانات]
[كل] بالوثايق|بالوثيقه|بالمستندات|بالمستند|بالملفات|بالملف|بالنصوص|بالنص|بالمقالات|بالتقارير|
    بالمصادر|بهالملفات|بهالوثايق|بهالمستندات|بالفايلات|بهالنصوص|بالمقال|بالتقرير|بالارشيف [كلها|
    الموجوده|عندك|هذه|هاي]
[كل] للوثايق|للوثيقه|للمستندات|للمستند|للملفات|للملف|للنصوص|للنص|للمقالات|للتقارير|للمصادر|
    للمقال|للتقرير [كلها|الموجوده]
وثايقك|ملفاتك|مستنداتك|مصادرك|نصوصك
[ال] وثايق|ملفات|مستندات [لديك|عندك]
""",
    "en": """
[all|both] [of] [the|these|this|those|your|my|our] [uploaded|available|existing|indexed|source]
    documents|docs|files|document|doc|file|texts|text|sources|articles|article|reports|report|
    collection|corpus|archive|folder|materials|papers|paper|database|dataset|pdf|pdfs|pages
    [here]
""",
    "fr": """
[tous|toutes] [les|le|la|ces|ce|cet|cette|vos|tes|mes] documents|document|fichiers|fichier|
    textes|texte|sources|articles|article|rapports|rapport|dossier
""",
    "de": """
[alle|allen|aller] [die|das|der|den|dem|diese|dieses|diesen|dieser|deine|ihre|deinen|ihren]
    dokumente|dokumenten|dokument|dateien|datei|texte|texten|text|quellen|artikel|artikeln|
    berichte|bericht|unterlagen|sammlung
""",
    "es": """
[todos|todas] [los|las|el|la|estos|estas|este|esta|tus|sus|mis] documentos|documento|archivos|
    archivo|textos|texto|fuentes|articulos|articulo|informes|informe|ficheros
""",
    "tr": """
[tüm|bütün] [bu] [tüm] belgeler|belgeleri|belgelerde|belgelerin|belgelerden|belge|belgeyi|
    belgede|dokümanlar|dokümanları|dokümanlarda|dosyalar|dosyaları|dosyalarda|dosyalardan|dosya|
    dosyada|metinler|metinleri|metinlerde|metin|metni|metinde|kaynaklar|kaynaklarda|makaleler|
    makaleleri|yazı|yazıyı|yazılar|dosyayı|dokümanı|raporu|raporlar|raporları
""",
    "fa": """
[همه|همهٔ|تمام|کل] [ی] [این] سندها|اسناد|سند|مدارک|فایلها|فایل|متنها|متون|متن|مقالات|مقاله|
    مقاله‌|مدرک|منابع|گزارشها|نوشتهها|پرونده [ها|های|های|را] [موجود]
[همه|همهٔ|تمام] [ی] [این] سند|فایل|متن|مقاله|گزارش|نوشته ها|های [موجود]
""",
    "ru": """
[все|всех|всем] [эти|этих|этот|этой|этого|этом|твои|ваши|ваших] документы|документов|документах|
    документ|документа|документе|файлы|файлов|файлах|файл|тексты|текстов|текстах|текст|
    источники|источниках|материалы|материалов|материалах|статьи|статья|статей
""",
    "ckb": """
[ههموو|هەموو] [ئهم|ئەم] بهڵگهنامهکان|بەڵگەنامەکان|بەڵگەنامانە|فایلهکان|فایلەکان|فایلانە|
    دۆکیومێنتهکان|دۆکیومێنتەکان|دەقەکان|دەقانە|سەرچاوەکان|وتارەکان|پەڕگەکان
""",
    "kmr": """
[hemû] [van|ev|vê] belge|belgeyan|belgeyên|pelan|pel|dosyayan|dosya|nivîsan|nivîs|nivîsên
""",
    "ur": """
[تمام|سب] [ان|یہ|اس] دستاویزات|دستاویز|فائلوں|فائلیں|فائل|مضامین|متن|ذرائع
""",
    "he": """
[כל] המסמכים|המסמך|הקבצים|הקובץ|הטקסטים|הטקסט|המקורות|הכתבות|המאמרים|במסמכים|בקבצים|בטקסטים|
    במסמך|בקובץ|במאמרים|המאמר|הדוח [האלה|הללו|הזה|שלך]
""",
    "zh": """
[这] [些|份|个] 文件
[这] [些|份|个] 文档
[这] [些|份|个] 文章
[这] [些|份|个] 资料
[所] [有] 文件
[所] [有] 文档
[所] [有] 资料
""",
    "hi": """
[सभी] [इन|ये|यह|इस] दस्तावेज़ों|दस्तावेज़|दस्तावेजों|दस्तावेज|फ़ाइलों|फाइलों|फ़ाइलें|फाइल
""",
}
"""What the documents are called."""

EVERYTHING = {
    "ar": "كل|كلشي|كله|الكل [شيء|شي|هذا|ما|محتوي]\nما لديك|عندك|يوجد",
    "en": """
everything|all [you] [have|know]
all of it|this|that|them
it all
the whole lot|thing
""",
    "fr": "tout\nle tout",
    "de": "alles",
    "es": "todo [esto]",
    "tr": "her şeyi|şey\nherşeyi|tümünü|hepsini",
    "fa": "همه [چیز] [را]\nهمهچیز",
    "ru": "все|всё",
    "he": "הכל|הכול",
    "zh": "全部\n所有内容\n一切",
    "ur": "سب کچھ\nسب",
}
"""What is summarised when all is."""

ABOUT_DOCUMENTS = {
    "ar": """
عن|حول|علي|على ماذا|شنو|شو|ايش|وش|ايه|مم|شنهو|اي [موضوع|شي] تتحدث|تتكلم|تحكي|تحجي|تدور|تتناول|
    بتحكي|بتتكلم|بتتحدث|تحتوي|تسولف|يتحدث|يتكلم|يحكي|يحجي|يدور|بيحكي|بيتكلم DOCS
عن|حول|علي ماذا|شنو|شو|ايش|وش|ايه DOCS [تتحدث|تتكلم|تحكي|تحجي|يتحدث|يحكي|بتتكلم|بتحكي]
عم|عما|علام|بماذا|بشنو|بيش|شعن تتحدث|تتكلم|تدور|تحتوي|تحجي|تحكي|يتحدث DOCS
DOCS عن|حول|علي ماذا|شنو|شو|ايش|وش|ايه [تتحدث|تتكلم|تحكي|تحجي|يتحدث|يحكي]
DOCS دي|هاي|هذي|ده|هذه بتتكلم|بتحكي|تحجي|تتكلم عن|علي ايه|شنو|شو|ايش
DOCS بتتكلم|بتحكي|تحجي|تتكلم|شتحجي|يتكلم عن|علي ايه|شنو|شو|ايش
ماذا|شنو|شو|ايش|وش|ايه|ما|شن|اش|شكو|شنهو|فيش [هو|هي|اللي|الذي] [موجود|موجوده|يوجد|اكو|مكتوب|
    كاين|يرد|ورد|جاء] [ب|في|داخل|ضمن|جوه] DOCS
ماذا|شنو|شو|ايش|وش|ايه [هو] [الموجود|المكتوب|اللي] [موجود|مكتوب] [في|داخل|ضمن] DOCS
ماذا|شنو|شو|ايش|وش|ايه تحتوي|تحوي|تتضمن|تتناول|تغطي|تقول|بتقول|يوجد|تكول|تشمل|يتضمن|يحتوي|
    يتناول|يقول [عليه|عليها|في] DOCS
علي|على ماذا تحتوي|يحتوي DOCS
ما|شنو|شو|ايش|ايه|وش [هو|هي] محتوي|محتويات|مضمون|موضوع|مواضيع|موضوعات|فحوي|ملخص|خلاصه|عناوين DOCS
DOCS شنو|شو|ايش|وش|ايه [بيها|فيها|تحتوي|تحجي|تقول|بيه|فيه]
شبيها|شبيه|شتحتوي|شتحجي|شتتضمن|شموجود|شمكتوب DOCS
محتوي|محتويات|مضمون|مواضيع|موضوعات|قائمه|قايمه|عناوين DOCS
اعرض|اظهر|عدد|اذكر|اعطني|اعطيني|انطيني|هات|وريني|شوفني|ارني|اسرد|راويني [لي] [كل|جميع] [قايمه|
    عناوين|اسماء|مواضيع|موضوعات] [ب] DOCS
ما|شنو|شو|ايش|وش|ايه|كم [هي] DOCS [الموجوده|المتوفره|اللي] [لديك|عندك|هنا]
ماذا|شنو|شو|ايش|وش|ايه [الذي|اللي] تعرف|تعرفه|بتعرف|تعرفين [كل] [انت]
شتعرف|شتعرفين|شعندك [انت] [معلومات|ملفات|وثايق|مواضيع]
ماذا|شنو|شو|ايش|وش|ايه [يوجد] عندك|لديك [من] [معلومات|مواضيع|وثايق|ملفات|مستندات]
شنو|ما|ايش|شو|وش|ايه المواضيع|الموضوعات|المعلومات [الموجوده|المتوفره|المتاحه|اللي] [لديك|عندك|
    هنا|تعرفها]
عن|حول ماذا|شنو|شو|ايش|وش|ايه|اي [ممكن|اقدر|اكدر|يمكنني|استطيع|يمكن|فيني] [ان] اسالك|اسال|
    السؤال|اسئل
عن|حول اي|ماذا المواضيع|مواضيع|موضوعات|موضوع [يمكنني|اقدر|اكدر|استطيع|يمكن|ممكن] [ان] اسالك|
    اسال|السؤال|تعرف
ما|شنو|شو|ايش|وش [هي] المواضيع|الموضوعات|الاشياء التي|اللي|الي [يمكنني|اقدر|اكدر|استطيع|ممكن]
    [ان] اسالك|اسال|السؤال|تعرفها|تعرف [عنها]
ما|ماذا|شنو [الذي|اللي] يمكنني|اقدر|اكدر|استطيع|يمكن ان اسال|اسالك عنه
شاسالك|شسالك عن|عنه
ما|شنو|شو|ايش [هي] اهم|ابرز المواضيع|الموضوعات|المحاور|الافكار [الرييسيه] [في|ضمن] [DOCS]
اهم|ابرز المواضيع|الموضوعات|المحاور|الافكار|النقاط [الرييسيه] [في|ضمن] [DOCS]
ما|شنو|شو|ايش [هي] المواضيع|الموضوعات|المحاور|الافكار الرييسيه [في|ضمن] [DOCS]
ما|شنو|شو|ايش [هي] الافكار|النقاط|المحاور|المواضيع [الرييسيه|الاساسيه] في DOCS
ملخص|خلاصه|لخص|لخصلي|لخصي|نظره|تلخيص [لي] [عامه]
اعطني|اعطيني|انطيني|هات|اكتب [لي] ملخص|ملخصا|خلاصه|تلخيص|نبذه|نظره [عام|عامه]
لخص|لخصلي ما [جاء|ورد|موجود] [في] DOCS
""",
    "arabizi": """
lakhes|la5es|lakhis|lakhesli|la5esli [li] [el|al] watha2iq|wathaiq|malafat|mustanadat
""",
    "en": """
what|whats [are|is|s] DOCS about|on
what do|does DOCS say|contain|cover|discuss|include|hold|tell|deal|describe|talk|mention|have
    [about|with|in] [them|it|us|me]
what [is|are|s] in|inside|within DOCS
whats in|inside DOCS
what is|are there in|inside DOCS
what is|are [there] here
what|whats [is|are|s] the contents|content|subject|subjects|topic|topics|theme|themes|gist|
    point|summary|subjectmatter|focus of|in|covered|discussed [in|by] DOCS
what [are|s] the [main|key|principal] topics|themes|subjects|points|ideas [covered|discussed|
    here] [in|of|by] [DOCS|here]
main|key topics|themes|subjects|points|ideas [in|of|covered|discussed] [in|by] [DOCS]
which|what [main|kind] [of] topics|subjects|themes|things are|do DOCS [covered|cover|discussed|
    discuss] [in|about] [DOCS]
which|what [main] topics|subjects|themes|things are covered|discussed|available|there|included
    [in|by|here] [DOCS]
list|show|name|give [me] [a|the|all] [list] [of] [the] [names|titles|topics|contents] [of|in|
    covered] [in] DOCS
list|show|name|give [me] [all] [the|a] [list|main] [of] [the] topics|themes|subjects [in|of|
    covered] [in] [DOCS]
which|what DOCS do|are you|there|available|here [have|got|know] [here]
which|what DOCS have you [got]
how many DOCS do|are you|there [have]
what do|does you|u|sanad|it know [about]
what information|info|data|knowledge|content do|does you|this|it|u have|contain|know
what information|info is|are available|here|there
what|which [kind|sort|type] [of] topics|topic|subjects|subject|things|information|areas can|
    could|may|should i|we ask|find [you] [about|on|here] [here]
what can|could|may|should i|we ask [you] about|on
what do|can you know|talk|answer|tell about
what can|could you tell me [about]
what can|could i|we find|learn|read here
overview|summary|summarise|summarize
[give|write|show] [me] a|an|the [short|brief|quick|general] overview|summary
tell me everything|all [about] [DOCS]
tell me everything|all [that] you know
what is|are all|everything about
what is this collection|corpus|dataset|archive|folder|knowledge [base] about
what do|does the knowledge base contain|cover|know
""",
    "fr": """
de quoi parlent|parle|traitent|traite|sagit DOCS
de quoi DOCS parlent|parle|traitent|traite [ils|il]
de quoi est il|est question dans DOCS
de quoi il sagit dans DOCS
que|quoi contiennent|contient|disent|dit|racontent|raconte DOCS
quest|que ce|y|a [quil|que] [y] [a] [t] [il] dans DOCS
quest ce quil|que y|contiennent|disent [a] [dans] DOCS
quel|quels est|sont le|les sujet|sujets|thème|thèmes|contenu [principal|principaux] de|des|dans|
    du [DOCS]
quels|quel sont|est les|le sujets|thèmes|contenu DOCS
quel est le sujet|contenu des|du|de documents|document|fichiers|textes
que|quest ce|sais|savez [que] [tu|vous] [sais|savez]
sur quoi|quels puis|peux|peut je|on|sujets te|vous|poser|puis|interroger [je] [te|vous|poser]
    [poser|interroger|demander|questionner] [des|questions] [questions]
quels|quel documents|fichiers|sources as|avez|sont tu|vous|disponibles
liste|listez|lister|montre DOCS
résumé|résume|vue|résumer [général|densemble|tout]
fais|faites [moi] un résumé [général]
""",
    "de": """
worum geht|handelt es [sich] [hier] [in|bei] DOCS
worum geht|gehts [es] in|bei DOCS
wovon handeln|handelt|sprechen|erzählen DOCS
worüber sprechen|berichten|berichtet|handeln DOCS
was steht|ist|gibt [es] in|alles|drin [in] DOCS
was enthalten|enthält|sagen|sagt|behandeln|beinhalten DOCS
was ist|sind der|die|das inhalt|themen|thema|hauptthemen|gegenstand [von|in|der] DOCS
was ist der inhalt der|des|von dokumente|dokuments|dateien|texte
was weißt|weisst|wissen du|sie [alles]
welche|was themen|dokumente|quellen|dateien|informationen|inhalte [gibt|hast|haben|kann|sind|
    kennst] [es|du|sie|ich|hier] [dich|sie|fragen|verfügbar] [fragen]
zu welchen themen kann ich [dich|sie] [etwas] fragen
worüber|wozu|wonach kann|weißt ich|du [dich|sie|etwas|bescheid] [fragen]
überblick|zusammenfassung
[gib|gebt|geben|eine] [mir] eine|einen [kurze|kurzen] zusammenfassung|überblick
liste|zeige|zeig|nenne [mir] [alle] DOCS [auf]
""",
    "es": """
de|sobre qué|que tratan|trata|hablan|habla|tratan|va|van DOCS
qué|que dicen|dice|contienen|contiene|hay|tratan|incluyen [en] DOCS
qué|que hay en|dentro [de] DOCS
cuál|cual|cuáles|cuales es|son el|los|las tema|temas|contenido [principal|principales] [de|en]
    DOCS
cuál|cual|cuáles|cuales es|son el|los tema|temas|contenido [principal|principales]
qué|que sabes
qué|que temas|información|documentos|archivos hay|tienes|puedo|conoces|tratan [preguntar|
    preguntarte] [disponibles]
de|sobre qué|que [temas] puedo|sabes preguntar|preguntarte|hablar
lista|enumera|muestra|muéstrame DOCS
resumen [general]
dame|hazme|haz un resumen [general]
""",
    "tr": """
DOCS ne|neler|hangi|neyi hakkında|anlatıyor|içeriyor|konuda|konular|konu|diyor|kapsıyor|anlatır|
    yazıyor|var|konuları [anlatıyor|var|içeriyor|yazıyor|kapsıyor|hakkındadır]
DOCS neden|neyden|nelerden bahsediyor|bahseder|söz
DOCS konusu|içeriği|konuları ne|nedir|neler|nelerdir
DOCS içinde ne|neler var|yazıyor
ne|neler biliyorsun|biliyorsunuz
hangi konularda|konuları|konular|belgeler|dosyalar|konu [hakkında] [soru] [sorabilirim|var|
    biliyorsun|sorabilir|soru] [sorabilirim|miyim]
hangi DOCS var
elinde|elinizde hangi DOCS var
ne|neler hakkında [soru|bilgi] sorabilirim|sorular|bilgin|konuşabiliriz [var]
DOCS özetle|özetler|listele|sırala|göster [misin|misiniz]
DOCS özeti|özetini [ver|çıkar|nedir]
özet|özetle|özet [ver|geç|çıkar]
her şeyi|şey özetle
""",
    "fa": """
DOCS درباره|دربارهٔ|درباره‌|راجع|در [مورد|ی|به] چه|چی|چیست|چیه|چی [چیزی|موضوعی|موضوعاتی|هستند|
    است|هست|اند] [هستند|است|هست|صحبت|حرف] [میکنند|میکند|می|میزنند] [کنند|کند]
DOCS در مورد چه|چی|چیست [هستند|است|هست|اند]
DOCS چه|چی میگویند|میگوید|دارند|دارد|می|هست|نوشته|محتوایی [گویند|گوید|شده|دارند|دارد] [است]
در|توی|تو DOCS چه|چی [چیزی|چیزهایی|مطالبی] [هست|است|آمده|نوشته|وجود] [است|شده|دارد] [است]
موضوع|موضوعات|محتوای|محتوا|خلاصه DOCS [چیست|چیه|چی|را] [است|بگو]
چه|چی [چیزهایی|چیز] میدانی|میدونی|میدانید|میدونید|بلدی
چه|چی [چیزهایی|چیز] می دانی|دونی|دانید
درباره|در|راجع چه|مورد|به [چه|موضوعات] [چیزهایی|موضوعاتی|چیزی] [می] میتوانم|میتونم|توانم|تونم
    بپرسم|سوال [کنم]
DOCS خلاصه|را خلاصه|کن|کنید [کن|کنید]
خلاصه [کن|کنید|بده|بگو]
همه [چیز] [را] خلاصه کن|کنید
""",
    "ru": """
о|про чём|что|чем [говорится|идёт|говорят|рассказывают|пишут|эти|повествуют] [речь] [в] DOCS
о|про чём|что|чем DOCS
что|чего [есть|написано|содержится|находится|говорится|имеется] в DOCS
что содержат|содержит|говорят DOCS
какова|каково|какая|какие|каков тема|темы|содержание [есть] [в] DOCS
что ты|вы знаешь|знаете
о чём|чем ты|вы|я|можно [можешь|можете|могу|знаешь|знаете] [рассказать|спросить|спрашивать|тебя|
    вас] [спросить|спрашивать|тебя|вас]
какие есть|у|темы|документы [тебя|вас|есть|можно] [есть|обсуждать] [темы|документы] [есть]
на какие темы|вопросы [ты|я|можно] [могу|отвечаешь|можешь|спрашивать|спросить] [спросить|
    отвечать]
кратко|краткое|общее содержание|изложение|резюме [DOCS]
резюме|обзор|саммари
перечисли|покажи|список [все] DOCS
""",
    "ckb": """
DOCS باسی چی|چیی|چیتان دهکهن|دەکەن|دەکات|ئەکەن
DOCS دەربارهی|دەربارەی|لهبارهی|لەبارەی چین|چیین|چییە|چیە|چی
چی|چیی له|لە DOCS [دا] [ههیه|هەیە]
ناوەڕۆکی DOCS چییە|چیە
چی|چیت دهزانیت|دەزانیت|دەزانی|ئەزانی
کورتەی DOCS
DOCS کورت بکهوه|بکەوە|بکەرەوە
""",
    "kmr": """
DOCS behsa|qala|li çi|ser dikin|çi|dike [ne|ye]
DOCS çi dibêjin|dibêje
di DOCS de çi heye|hene
naveroka DOCS çi ye
tu çi dizanî
kurteya DOCS
""",
    "ur": """
DOCS کس بارے میں ہیں|ہے
DOCS میں کیا ہے|لکھا|کچھ [ہے]
DOCS کا|کی خلاصہ|موضوع [بتائیں|کریں|کیا|بیان|دیں] [ہے|کریں]
DOCS کیا کہتی|بتاتی ہیں
آپ|تم کیا [کیا] جانتے|جانتی ہیں|ہو
میں [آپ] [سے] کس [بارے|موضوع] [میں|پر] [کیا] پوچھ سکتا|سکتی ہوں
""",
    "hi": """
DOCS किस बारे में हैं|है
DOCS में क्या [क्या] है|लिखा [है]
DOCS का सारांश [बताइए|दीजिए|दें|बताओ]
आप|तुम क्या [क्या] जानते|जानती हैं|हो
""",
    "he": """
על|במה מה DOCS [מדברים|עוסקים|מדבר]
במה|על עוסקים|עוסק|מדברים DOCS
מה יש|כתוב|נמצא [ב] DOCS
מה תוכן|הנושאים|הנושא|נושא [של|ב] DOCS
מה אתה|את יודע|יודעת
על מה|אילו אפשר|אני|נושאים [יכול|יכולה|אפשר] לשאול [אותך]
סיכום|תקציר [של] [DOCS]
""",
    "zh": """
DOCS [是] 关于什么的
DOCS [是] 讲什么的
DOCS 讲了什么
DOCS 说了什么
DOCS 里有什么
DOCS [的] [主] [要] 内容是什么
你知道什么
你知道些什么
我可以问什么问题
我可以问哪些问题
有哪些 DOCS
概述
总结
""",
}
"""Questions after all that the documents hold."""

SUBJECTS = {
    "ar": """
لخص|لخصي|لخصلي|لخصولي|اوجز|اختصر|تلخص|تلخصلي|تلخصين|تلخصولي|الخص|تلخيص [لي] …
تلخيص|ملخص|ملخصا|خلاصه|موجز|ايجاز|نبذه|لمحه|لمحات|فكره|مقدمه|تعريف|معلومات|تفاصيل|تقرير|تعريفا|
    نظره [عامه|موجزه|قصيره|مختصره|سريعه|مختصرا|بسيطه] عن|حول|علي|ب …
تلخيص|ملخص|خلاصه|موجز [لي] …
تعطيني|تنطيني|تعطني|تديني|تجيبلي|تكتبلي|اعطني|اعطيني|انطيني|هات|هاتلي|قدم|اكتب|اريد|عطني|عطيني|
    اديني|ابي|بدي|جيبلي|اعرض|ممكن|احتاج|اعمل|اعملي|سوي|سويلي [لي] [كل] ملخص|ملخصا|خلاصه|موجز|
    موجزا|نبذه|لمحه|فكره|معلومات|المعلومات|تلخيص|نظره|تقرير|تلخيصا|التفاصيل [عامه|موجزه|قصيره|
    مختصره|سريعه|مختصرا|بسيطه] عن|حول|علي …
اعطني|اعطيني|انطيني|هات|اريد|اكتب|سوي|سويلي|اعمل|اعملي|تعطيني|تنطيني [لي] ملخص|خلاصه|تلخيص|موجز|
    ملخصا|موجزا …
تحجيلي|تحكيلي|تحكي|تحجي|تكلمني|تخبرني|تحدثني|تسولفلي|تكلي|تگلي|تقلي|تقولي|احجيلي|احكيلي|احجي|
    احكي|حجيلي|حكيلي|احكوا|سولفلي|سولف|سولفي|كلمني|كلمنا|حدثني|حدثنا|خبرني|خبرنا|اخبرني|اخبرنا|
    تكلم|تحدث|تكلمي|قلي|قولي|قل|كولي|گلي|كلي|عرفني|علمني|عطيني|هدر|هدرلي|قوللي [لي|لنا|النا|شي]
    [باختصار|بايجاز|اكثر|المزيد|شويه|شوي|كل|كلشي|شيء|قليلا] [شي|شيء|اكثر] عن|علي|حول|ع …
احجيلي|احكيلي|احكي|كلمني|خبرني|احجي عن|ع …
كل|كلشي|جميع [شي|شيء|ما|المعلومات|اللي] [تعرفه|يتعلق|قيل|ورد|ذكر|تعرفها|يخص|تعرف|موجود] عن|حول|
    ب|علي …
كل|كلشي ما|شي|شيء قيل|ورد|ذكر|تعرفه|يوجد|تعرف|موجود|جاء [في] [DOCS] عن|حول …
ماذا|شنو|شو|ايش|وش|ايه|ما [الذي|اللي|هي] تعرف|تعرفه|بتعرف|عندك|لديك|المعلومات [معلومات|من]
    [لديك|عندك|المتوفره] عن|حول …
شتعرف|شعندك|شتكدر|شتگدر [معلومات|تحجي|تحكي|تكلي|تگلي] [كل] عن|علي …
ماذا|شنو|شو|ايش|وش|ايه|ما [الذي] تقول|قالت|يوجد|ورد|جاء|قيل|ذكر|ذكرت|تذكر|مكتوب|موجود|يرد|تكول|
    بتقول|ذكره [في] DOCS عن|حول|بشان|بخصوص …
ماذا|شنو|شو|ايش|وش ورد|قيل|ذكر|جاء|مكتوب عن|حول|بشان …
اشرح|اشرحلي|وضح|وضحلي|فهمني [لي] [باختصار|بالتفصيل] [موضوع|قضيه] …
""",
    "arabizi": """
e7keeli|e7kili|ahkili|7kili|e7jili|i7jili|e7chili|i7chili|ahchili|khaberni|5aberni|5abrni|
    khabrni|gulli|olli|kallimni|kalemni [shwaya] 3an|an|3n …
nabtha|nobza|nubtha|ma3lumat|ma3loomat|maalomat|kolshi|kulshi|kul [shi] 3an|an|3n …
lakhes|la5es|lakhis|lakhesli|la5esli [li] …
shinu|shnu|shu|shno|matha|eish ta3ruf|ta3rif|te3raf|ti3ruf|btaref|bta3rif 3an|an|3n …
""",
    "en": """
summarise|summarize|sumarize|sumarise|sum|outline|recap [up] [for] [me] [briefly|shortly] …
[a|an|the] [short|brief|quick|general|concise] summary|overview|outline|recap|rundown of|on|
    about|over …
give|write|show|get|make|provide|need|want|offer [me|us] [with] [a|an|the|some|all|more|any]
    [short|brief|quick|general|concise|full|detailed|basic] summary|overview|outline|
    introduction|background|rundown|recap|briefing|information|info|details|facts of|on|about|
    to|over|regarding …
give|write|show [me|us] [all] the information|info|details|facts [you] [have] [on|about|of] …
tell|inform|brief|teach|talk|speak|update me|us|to [me|us] [a] [more|something|everything|all|
    bit|little] [that] [more|you] [know] about|on|of …
talk|speak about …
explain [to] [me|us] …
what do|does you|u|sanad know|have [know|information|info] about|on …
what can|could|would you tell|say me|us|about [about|of] [the] …
what can|could you tell me|us about …
what [else] do|does|is|did DOCS say|tell|contain|mention|report|discuss|have|write [us|me] [to]
    [say] about|on|regarding|concerning …
what is|was said|known in DOCS about|on …
what is|was written|reported|mentioned [in] [DOCS] about|on|regarding …
what information|info|details is|are|do there|you|DOCS [have|give|contain|provide|available]
    [in|on] [DOCS] about|on|regarding …
[know|tell|find|show] [me] everything|all [that] [there|you] [is|know|say|have] [in] [DOCS]
    about|on|regarding …
i|id want|would|like|need [like] to know|learn|read|hear [more|everything|something|all] about …
information|info|background|facts about|on …
""",
    "fr": """
résume|résumez|résumer|résumes [moi|nous] [brièvement] …
[un|le] résumé|aperçu|synthèse|bilan|présentation [rapide|bref|court] de|du|des|sur …
donne|donnez|fais|faites|peux|écris [moi|nous] [tu|vous] [un|une|des] [bref|court|petit|brève]
    résumé|aperçu|vue|synthèse|informations|infos|présentation [densemble|générale] de|du|des|
    sur …
parle|parlez|parler|raconte|racontez [moi|nous] [un|plus] [peu|plus] de|du|des|sur …
dis|dites [moi|nous] tout|plus|en [plus|ce] [que] [tu|vous] [sais|savez] sur|de|du …
que|quest [ce] [que] sais|savez|tu|vous [tu|vous|sais|savez] de|du|des|sur …
que disent|dit DOCS sur|de|du|des|à [propos] [de|du|des] …
tout sur …
tout ce que tu|vous sais|savez sur …
présente|présentez moi|nous …
informations|infos sur …
""",
    "de": """
fasse|fass|fassen [sie] [mir|bitte|kurz] … zusammen
kannst|können|könntest du|sie [mir|bitte] … zusammenfassen
[eine|die] [kurze|kurzer] zusammenfassung|überblick|übersicht von|über|der|des|zu|zum|zur …
gib|geben|gebt [sie] [mir|uns|bitte] [eine|einen] [kurze|kurzen] zusammenfassung|überblick|
    übersicht|informationen|infos von|über|zu|zum|zur|der|des …
erzähl|erzähle|erzählen|berichte|sag|sage [sie] [mir|uns] [etwas|was|mehr|alles|bitte] über|von|
    vom|zu|zum|zur …
was weißt|weisst|wissen du|sie [alles] über|von|zum|zur …
was sagen|steht|sagt [in] DOCS über|zu|zum|zur …
alles über …
informationen|infos über|zu|zum|zur …
""",
    "es": """
resume|resumir|resúmeme|resuma|resumeme|sintetiza [brevemente] …
[un|el] resumen|panorama|síntesis|sumario [breve|general] de|del|sobre …
dame|hazme|deme|haz|quiero|necesito [un|una|la] [breve] resumen|panorama|información|vista|
    síntesis|visión|idea [breve|general] de|del|sobre|acerca [de|del] …
háblame|hablame|cuéntame|cuentame|dime|hábleme|cuénteme|infórmame [algo|más|mas|todo|un] [poco]
    de|del|sobre|acerca [de|del] …
qué|que sabes|sabe de|del|sobre|acerca [de|del] …
qué|que dicen|dice DOCS de|del|sobre|acerca [de|del] …
todo sobre …
información|informacion sobre|de|del …
""",
    "it": """
riassumi|riassumere|riepiloga|sintetizza [mi] …
[un] riassunto|panoramica|sintesi|riepilogo di|del|della|dei|delle|su|sul|sulla|dello|dell …
dammi|fammi|fai [un|una] [breve] riassunto|panoramica|sintesi di|del|della|dei|su|sul|sulla …
parlami|raccontami|dimmi [di|qualcosa|tutto] [su|di] del|della|dei|delle|di|su|sul|sulla …
parlami|raccontami di|del|della|dei|delle|su|sul|sulla …
cosa sai di|del|della|dei|delle|su|sul|sulla …
tutto su|sul|sulla …
""",
    "pt": """
resuma|resume|resumir|sintetize [me] …
[um] resumo|panorama|síntese de|do|da|dos|das|sobre …
dê|dá|faça|faz|me [me|dê|faça] um|uma resumo|panorama|síntese|visão [geral] de|do|da|dos|das|
    sobre …
fale|fala|conte|diga|fala [me] [mais|tudo] sobre …
me fale|conte|diga [mais|tudo] sobre|do|da …
o que [você|voce|vc|tu] sabe|sabes sobre|do|da|de …
tudo sobre …
informações sobre …
""",
    "tr": """
… hakkında|ile|üzerine|konusunda [ilgili] [bana] [kısaca|biraz|genel|daha|tüm|her|bir] [bir|
    fazla|bilgileri|şeyi|detaylı] bilgi|bilgiler|özet|anlat [ver|verin|verir|istiyorum|
    verebilir|verebilirmisin|ver|anlat|çıkar] [misin|misiniz|mi]
… hakkında|ile [ilgili] [bana] bir|şeyler|kısaca|biraz|her|konuş [şeyler|şey|şeyi] [anlat|söyle|
    konuş|anlatır|söyler] [misin|misiniz]
… hakkında|ile [ilgili] [bana] anlat|söyle|anlatır|söyler|konuş [misin|misiniz]
… hakkında [her|tüm|bütün] [şey|bilgiler]
… hakkında|ile [ilgili] ne|neler biliyorsun|biliyorsunuz|diyor|söylüyor|yazıyor|anlatıyor
… hakkında DOCS ne|neler diyor|yazıyor|söylüyor|anlatıyor|var
… özetle|özetler|özetleyin|özetleyebilir|özetlermisin|özetler [misin|misiniz]
… özeti|özetini [nedir|ver|çıkar|yap|verir] [misin]
… ilgili bilgi|özet|bilgiler [ver|verir] [misin]
… anlat|anlatır|tanıt [misin|misiniz]
özetle …
""",
    "fa": """
خلاصه|خلاصهٔ|چکیده|چکیدهٔ|مختصری|خلاصهای|خلاصەای|خلاصهی [ای|ی|از|درباره] [از|درباره] …
… را|رو خلاصه|توضیح|شرح|معرفی کن|کنید|بده|بدهید|کنی|بدهید
… خلاصه کن|کنید
درباره|دربارهٔ|دربارهی|راجع|در|درمورد [ی|به|مورد] … بگو|بگویید|بگید|توضیح|صحبت|حرف|اطلاعات|
    بنویس|خلاصه|بهم|برایم|برام|به [بده|بدهید|کن|کنید|بزن|بگو|من|توضیح|ای] [بگو|بده|بدهید] [بده]
اطلاعات|اطلاعاتی|توضیحی|خلاصهای|توضیحاتی|گزارشی|خلاصه [ای] درباره|دربارهٔ|در|راجع|از [ی|مورد|به]
    … [بده|بدهید|بگو]
همه|همه‌ [ی] [چیز] درباره|دربارهٔ|در [ی|مورد] …
همهچیز درباره|دربارهٔ [ی] …
درباره|دربارهٔ|در|راجع|از [ی|مورد|به] … چه|چی میدانی|میدانید|میدونی|می|گفته|آمده|نوشته [دانی|
    دونی|دانید|شده] [است]
چه|چی [چیزی|چیزهایی] میدانی|میدونی|می [دانی|دونی] درباره|دربارهٔ|در|راجع|از [ی|مورد|به] …
DOCS درباره|دربارهٔ|در [ی|مورد] … چه|چی [میگویند|میگوید|می] [گویند|گوید]
مروری|نگاهی [کوتاه|کلی] بر|به …
""",
    "ckb": """
باسی … بکه|بکە|بکهن|بکەن [بۆم]
باسی … م|بۆم بۆ|بکه|بکە [بکه|بکە]
کورتهی|کورتەی|پوختهی|پوختەی|کورتەیەک|کورتهیهک|پوختەیەک|زانیاری|زانیارییەک [له|لە] [سهر|سەر|
    بارهی|بارەی|دهربارهی|دەربارەی|لەسەر|لەبارەی|لهسهر|لهبارهی] …
دهربارهی|دەربارەی|لهبارهی|لەبارەی|لهسهر|لەسەر … چی|زانیاری|پێم|قسه|قسە|بۆم|بدوێ [دهزانیت|
    دەزانیت|دەزانی|بڵێ|بده|بدە|بکه|بکە|باس] [بڵێ|بده|بدە|بکە]
ههموو|هەموو شتێک|شت لهسهر|لەسەر|دهربارهی|دەربارەی|لەبارەی …
… کورت بکهوه|بکەوە|بکهرهوه|بکەرەوە
""",
    "kmr": """
kurteya|kurtahiya|kurte|agahî|agahiyan [li|ji|der|derbarê] [ser|barê|bide|de] …
behsa|qala … bike|bikin [ji] [min] [re]
ji min re behsa|qala … bike
li|der|derbarê ser|barê|di … de|agahî|agahiyan|çi [agahî|agahiyan|dizanî|de] [bide|dizanî]
tu li ser … çi dizanî
… kurt bike
""",
    "ru": """
расскажи|расскажите|рассказать|поведай|сообщи [мне|нам] [подробнее|кратко|все|всё|что|
    пожалуйста] [о|об|про|обо|что] [знаешь] о|об|про|обо …
расскажи|расскажите [мне|нам] [подробнее|кратко|все|всё] о|об|про|обо …
резюмируй|суммируй|обобщи|подытожь|кратко [изложи|опиши|расскажи] [о|об|про] …
[дай|дайте|сделай|напиши|краткий|краткое] [мне] [краткий|краткое|общий] обзор|резюме|сводку|
    содержание|изложение|сводка|пересказ [о|об|по] …
[дай|дайте] [мне] информацию|информация|сведения|справку о|об|про|по …
все|всё о|об|про|обо …
что ты|вы|тебе|вам знаешь|знаете|известно о|об|про|обо …
что известно|говорится|сказано|пишут|написано [в] [DOCS] о|об|про|обо …
что говорят|говорится|сказано [в] DOCS о|об|про|обо …
""",
    "zh": """
总结 [一] [下] …
概括 [一] [下] …
概述 [一] [下] …
[请] 介绍 [一] [下] …
介绍 [一] [下] …
[请] 告 诉 我 关 于 …
告诉我 [有] 关于 … 的 情 况
谈 谈 …
讲 讲 …
说 说 …
关 于 … 的 一 切
你对 … 了 解 多 少
… 的 概 述
… 的 概 况
… 的 总 结
… 的 摘 要
""",
    "hi": """
… के बारे में [मुझे|कुछ|सब|विस्तार|सब] [कुछ|से] बताइए|बताओ|बताएं|बताएँ|जानकारी|बताइये [दीजिए|दो|
    दें]
… का सारांश [बताइए|दीजिए|दें|बताओ|लिखो]
… का संक्षेप [में]
… को संक्षेप में बताइए|बताओ
… के बारे में आप क्या जानते हैं
""",
    "ur": """
… کے بارے میں [مجھے|کچھ|سب|تفصیل|مختصر] [کچھ|سے] بتائیں|بتاؤ|بتائیے|معلومات|بتا|بتایئے [دیں|دو]
… کا|کی خلاصہ|خلاصہ [کریں|بتائیں|دیں|کرو|بیان|پیش] [کریں]
… کا|کی مختصر جائزہ|تعارف [دیں]
… کے بارے میں آپ|تم کیا جانتے|جانتی ہیں|ہو
… کے بارے میں DOCS میں کیا ہے|لکھا [ہے]
""",
    "he": """
סכם|סכמי|תסכם|תסכמי|לסכם [לי] [את|בקצרה] …
סיכום|תקציר|סקירה [קצר|קצרה|כללית] [של|על] …
[תן|תני|תביא] [לי] סיכום|תקציר|סקירה|מידע|רקע [קצר|קצרה|כללי|כללית] של|על|לגבי|אודות …
ספר|ספרי|תספר|תספרי|דבר|תגיד [לי|לנו] [עוד|קצת|הכל|משהו] [קצת|עוד] על|אודות|לגבי …
מה אתה|את|ידוע [יודע|יודעת|לך] [יודע] על|אודות|לגבי …
מה כתוב|אומרים|נאמר [ב] [DOCS] על|אודות|לגבי …
הכל|הכול|מידע על|אודות …
""",
}
"""Questions after all that the documents hold on a subject."""

DATES = {
    "ar": """
اذكر|اسرد|اعرض|اعطني|اعطيني|انطيني|هات|هاتلي|استخرج|اكتب|اعطنا|كول|گول|رتب|اريد|طلع|طلعلي|وريني|
    جيبلي|حدد [لي] [كل|جميع|اهم|ابرز|قايمه] [ب] تواريخ|التواريخ|المواعيد|مواعيد|بالتواريخ
ما|ماهي|شنو|شو|ايش|وش|ايه [هي] [كل|جميع|اهم|ابرز] التواريخ [المهمه|الرييسيه]
شنو|شو|ايش|وش|ايه|ما [هي] اهم|ابرز|كل|جميع|التواريخ التواريخ|المواعيد|تواريخ
اهم|ابرز|كل|جميع|قايمه التواريخ|المواعيد|بالتواريخ|تواريخ|مواعيد [المهمه]
اي|ايه|يا تواريخ|التواريخ
التواريخ|المواعيد [المهمه]
""",
    "en": """
list|show|give|name|extract|find|tell|enumerate|get|provide [me|us] [out] [a|all] [list] [of]
    [the] [important|main|key|relevant|major|significant|exact] dates|deadlines|timeline|
    chronology
[what|which] [are|is] [all] [the] important|main|key|major|significant|relevant dates|deadlines
what are|is all the dates|deadlines
which|what [important|key|main] dates are|is|were|get [there]
what are the dates|deadlines
[a|all] [list|timeline] [of] [all] [the] dates
[a] timeline|chronology
all [the] dates
""",
    "fr": """
liste|listez|donne|donnez|cite|citez|énumère|lister|indique [moi] [toutes] [les] [principales]
    dates [importantes|clés]
quelles sont [toutes] les [principales] dates [importantes|clés]
toutes les dates
dates importantes|clés
quelles dates sont
""",
    "de": """
liste|nenne|zeige|zeig|gib|nennen [mir|sie] [alle] [die] [wichtigen|wichtigsten] daten|termine|
    datumsangaben [auf]
welche|was [sind] [alle] [die] [wichtigen|wichtigsten] daten|termine|datumsangaben [werden|sind]
alle [wichtigen] termine|datumsangaben
wichtige|wichtigsten daten|termine
""",
    "es": """
lista|enumera|dame|menciona|muestra|muéstrame|indica|dime|cita [todas] [las] [principales]
    fechas [importantes|clave]
cuáles|cuales|qué|que [son] [todas] [las] [principales] fechas [importantes|clave] [se]
todas las fechas
fechas importantes|clave
""",
    "tr": """
[tüm|bütün|önemli] [önemli] tarihleri [listele|sırala|ver|söyle|göster|yaz|say] [misin]
[hangi|tüm|önemli|geçen|belirtilen] [önemli] tarihler [neler|nelerdir|var|geçiyor|belirtiliyor|
    hangileri]
DOCS geçen|belirtilen [tüm|bütün] tarihleri|tarihler [listele|sırala|neler|nelerdir|söyle]
DOCS hangi tarihler geçiyor|var|belirtiliyor
""",
    "fa": """
[همه|تمام|فهرست|لیست] [ی] تاریخها|تاریخهای [را|مهم|ذکر|رو|شده] [فهرست|لیست|بگو|بنویس|نام|ذکر]
    [کن|کنید|را|ببر] [بگو]
[همه|تمام|فهرست|لیست] [ی] تاریخ ها|های [را|مهم|ذکر|رو|شده] [فهرست|لیست|بگو|بنویس|نام|ذکر] [کن|
    کنید|را|ببر] [بگو]
چه تاریخهایی|تاریخ|تاریخهایی [هایی] [در] [DOCS] ذکر|آمده [شده] [است|اند]
""",
    "ru": """
перечисли|перечислите|назови|назовите|дай|покажи|выпиши|укажи|список|приведи [мне] [все|всех]
    [важные|ключевые|основные] даты|дат
какие [важные|ключевые|основные] [есть] даты
все [важные|ключевые] даты
важные|ключевые|основные даты
""",
    "ckb": """
[ههموو|هەموو|لیستی] بهروارهکان|بەروارەکان|ڕێکهوتهکان|ڕێکەوتەکان [چین|بنووسه|بنووسە|بڵێ|ڕیزبکه|
    بژمێره|بژمێرە|لیست] [بکه|بکە]
""",
    "kmr": """
hemû dîrokan|tarîxan bêje|rêz|binivîse [bike]
dîrokan|tarîxan bêje|rêz [bike]
çi|kîjan dîrok|tarîx hene
""",
    "ur": """
[تمام|سب|اہم] [اہم] تاریخیں|تاریخوں [کی] [بتائیں|فہرست|کون|بتاؤ|لکھیں] [دیں|سی|بتائیں] [ہیں]
کون [کون] سی تاریخیں [ذکر|مذکور] [ہیں]
""",
    "hi": """
[सभी|सब|महत्वपूर्ण] तारीखें|तिथियां|तारीख़ें|तिथियाँ बताइए|बताओ|बताएं
सभी|महत्वपूर्ण तारीखें|तिथियां|तिथियाँ
""",
    "he": """
רשום|רשמי|תן|תני|ציין|הצג|מנה|תרשום [לי] [את|רשימה|רשימת] [כל|של] [כל] התאריכים|תאריכים [החשובים]
מה|מהם|אילו [הם] [כל] התאריכים|תאריכים [החשובים]
כל התאריכים
תאריכים חשובים
""",
    "zh": "列出 [所] [有] [的] 日期\n有哪些 [重] [要] 日期\n[所] 有 日期",
}
"""Questions after dates."""

NUMBERS = {
    "ar": """
اذكر|اسرد|اعرض|اعطني|اعطيني|انطيني|هات|هاتلي|استخرج|اكتب|كول|گول|اريد|طلع|طلعلي|وريني|جيبلي|حدد
    [لي] [كل|جميع|اهم|ابرز|قايمه] [ب] الارقام|ارقام|الاحصاءات|الاحصاييات|احصاءات|احصاييات|
    الاعداد|النسب|بالارقام|الاحصايات
ما|ماهي|شنو|شو|ايش|وش|ايه [هي] [كل|جميع|اهم|ابرز] الارقام|الاحصاءات|الاحصاييات|الاعداد|النسب|
    الاحصايات [المهمه]
اهم|ابرز|كل|جميع|قايمه الارقام|الاحصاءات|الاحصاييات|الاعداد|بالارقام|الاحصايات [المهمه]
اي ارقام|احصاءات|احصاييات
الارقام|الاحصاءات|الاحصاييات
""",
    "en": """
list|show|give|name|extract|find|tell|enumerate|get|provide [me|us] [out] [a|all] [list] [of]
    [the] [important|main|key|relevant|exact] numbers|figures|statistics|stats|quantities|
    amounts
[what|which] [are] [all] [the] important|main|key|major numbers|figures|statistics|stats
what are|is all the numbers|figures|statistics|stats
which|what [important|key|main] numbers|figures|statistics|stats are|is|were|get [there]
what are the numbers|figures|statistics|stats
[a|all] [list] [of] [all] the numbers|figures|statistics
all [the] numbers|figures|statistics
""",
    "fr": """
liste|listez|donne|donnez|cite|citez|énumère|lister|indique [moi] [tous|toutes] [les]
    [principaux] chiffres|nombres|statistiques [importants|clés]
quels|quelles sont [tous|toutes] les [principaux] chiffres|nombres|statistiques [importants|clés]
quels|quelles chiffres|nombres|statistiques sont
tous|toutes les chiffres|nombres|statistiques
chiffres clés|importants
""",
    "de": """
liste|nenne|zeige|zeig|gib|nennen [mir|sie] [alle] [die] [wichtigen|wichtigsten] zahlen|ziffern|
    statistiken [auf]
welche|was [sind] [alle] [die] [wichtigen|wichtigsten] zahlen|statistiken [werden|sind]
alle zahlen|statistiken
wichtige|wichtigsten zahlen
""",
    "es": """
lista|enumera|dame|menciona|muestra|muéstrame|indica|dime|cita [todas|todos] [las|los]
    [principales] cifras|números|numeros|estadísticas [importantes|clave]
cuáles|cuales|qué|que [son] [todas|todos] [las|los] [principales] cifras|números|numeros|
    estadísticas [importantes|clave] [se]
todas|todos las|los cifras|números|numeros
cifras importantes|clave
""",
    "tr": """
[tüm|bütün|önemli] [önemli] sayıları|rakamları|istatistikleri [listele|sırala|ver|söyle|göster|
    yaz] [misin]
hangi [önemli] sayılar|rakamlar|istatistikler [var|geçiyor|belirtiliyor]
[tüm|önemli|geçen|belirtilen] sayılar|rakamlar|istatistikler neler|nelerdir
DOCS geçen|belirtilen [tüm|bütün] sayıları|sayılar|rakamları|rakamlar [listele|sırala|neler|
    nelerdir]
DOCS hangi sayılar|rakamlar geçiyor|var|belirtiliyor
""",
    "fa": """
[همه|تمام|فهرست|لیست] [ی] اعداد|عددها|ارقام|آمار|آمارها [را|مهم|ذکر|رو] فهرست|لیست|بگو|بنویس|
    شده|نام|ذکر [کن|کنید|را|ببر|بگو] [بگو]
چه اعدادی|آماری|ارقامی [در] [DOCS] ذکر|آمده [شده] [است|اند]
""",
    "ru": """
перечисли|перечислите|назови|назовите|дай|покажи|выпиши|укажи|список|приведи [мне] [все|всех]
    [важные|ключевые|основные] числа|цифры|чисел|цифр|статистику
какие [важные|ключевые|основные] [есть] числа|цифры
все [важные|ключевые] числа|цифры
важные|ключевые|основные цифры|числа
""",
    "ckb": """
[ههموو|هەموو|لیستی] ژمارهکان|ژمارەکان [چین|بنووسه|بنووسە|بڵێ|بژمێره|بژمێرە|لیست] [بکه|بکە]
""",
    "kmr": """
hemû hejmaran bêje|rêz|binivîse [bike]
hejmaran bêje|rêz [bike]
çi|kîjan hejmar hene
""",
    "ur": """
[تمام|سب|اہم] اعداد و شمار بتائیں|بتاؤ|لکھیں
[تمام|سب|اہم] اعداد|نمبر|ہندسے بتائیں|بتاؤ|لکھیں
کون [کون] سے اعداد|نمبر [ذکر|مذکور] [ہیں]
""",
    "hi": "[सभी|सब|महत्वपूर्ण] संख्याएं|आंकड़े|संख्याएँ|आँकड़े बताइए|बताओ|बताएं",
    "he": """
רשום|רשמי|תן|תני|ציין|הצג|מנה|תרשום [לי] [את|רשימה|רשימת] [כל|של] [כל] המספרים|מספרים|הנתונים
מה|מהם|אילו [הם] [כל] המספרים|מספרים
כל המספרים
""",
    "zh": "列出 [所] [有] [的] 数字\n有哪些 [重] [要] 数字\n[所] 有 数字",
}
"""Questions after numbers."""

NAMES = {
    "ar": """
اذكر|اسرد|اعرض|اعطني|اعطيني|انطيني|هات|هاتلي|استخرج|اكتب|كول|گول|اريد|طلع|طلعلي|وريني|جيبلي|حدد
    [لي] [كل|جميع|اهم|ابرز|قايمه] [ب] الاشخاص|الاسماء|الشخصيات|اسماء|بالاسماء|بالاشخاص|الاعلام
    [الاشخاص|الشخصيات]
من|منو|مين|منهم|منهو|ما|شنو|شو|ايش [هم|همه|هي|همّا|ماهي] [كل|جميع|اهم|ابرز] الاشخاص|الشخصيات|
    الاسماء|الناس [المهمه|المهمين|الرييسيه|الرييسيين]
من|منو|مين|منهو [هو|هم|اللي|الذي|الذين] المذكور|المذكورون|المذكورين|مذكور|مذكورين|ذكر|ذكروا|
    انذكر|المذكورات
اهم|ابرز|كل|جميع الاشخاص|الشخصيات|الاسماء
اي|ايه اشخاص|اسماء|شخصيات
الاسماء|الاشخاص|الشخصيات
""",
    "en": """
list|show|give|name|extract|find|tell|enumerate|get|provide [me|us] [out] [a|all] [list] [of]
    [the] [important|main|key|relevant|public] [names] [of] [all] [the] people|persons|names|
    individuals|politicians|figures|characters
who is|are|gets [all] [the] [people|persons|ones|individuals] mentioned|named|quoted|cited|
    discussed
whose names are mentioned|listed|given
who [all] appears|appear|occurs|features
who are [all] the [main|key|important] people|persons|individuals
which|what [main|key|important] people|persons|names|individuals|politicians are|is|get [there]
what are [all] the [main|key|important] names
all [the] people|persons|names
""",
    "fr": """
liste|listez|donne|donnez|cite|citez|énumère|lister [moi] [toutes|tous] [les] [noms] [des]
    personnes|noms|personnalités|personnages
quelles|qui|quels sont [toutes|tous] les personnes|noms|personnalités|gens|personnages
quelles|quels personnes|noms|personnalités sont
qui est mentionné|mentionnée|nommé|cité
toutes|tous les personnes|noms
""",
    "de": """
liste|nenne|zeige|zeig|gib|nennen [mir|sie] [alle] [die] [wichtigen|wichtigsten] personen|namen|
    leute|menschen [auf]
welche|wer [sind] [alle] [die] personen|namen|leute [werden|sind]
wer wird
alle personen|namen
""",
    "es": """
lista|enumera|dame|menciona|muestra|muéstrame|indica|dime|cita [todas|todos] [las|los] [nombres]
    [de] [las] personas|nombres|personajes
cuáles|cuales|quiénes|quienes|qué|que son [todas|todos] las|los personas|nombres|personajes
qué|que personas|nombres|personajes se
quién|quien|quiénes|quienes es|son|se mencionado|mencionada|mencionados|nombrado|menciona|
    mencionan
todas|todos las|los personas|nombres
""",
    "tr": """
[tüm|bütün|önemli] [önemli] kişileri|isimleri|insanları|adları [listele|sırala|ver|söyle|göster|
    yaz] [misin]
hangi [önemli] kişiler|isimler|kişilerden|isimlerden [var|geçiyor|bahsediliyor|anılıyor]
kimlerden|kimden bahsediliyor|söz|bahsediyor [ediliyor]
[adı|ismi] geçen|belirtilen|bahsedilen kişiler|isimler|kişileri [kimler|kimlerdir|neler|
    nelerdir|listele]
kimler|kimlerin geçiyor|adı|anılıyor [geçiyor]
DOCS kimler|kimlerden|kimin geçiyor|bahsediliyor|adı|var [geçiyor]
DOCS geçen [tüm] kişiler|isimler [kimler|kimlerdir|neler|nelerdir]
""",
    "fa": """
[همه|تمام|فهرست|لیست] [ی] نامها|نام|اسامی|اسمها|افراد|اشخاص|اسم [ها|های] [را|مهم|ذکر|رو] فهرست|
    لیست|بگو|بنویس|شده|ببر|ذکر [کن|کنید|را|بگو] [بگو]
از چه کسانی|افرادی|اشخاصی [در] [DOCS] نام|یاد|اسم [برده] شده [است]
چه کسانی|افرادی|اشخاصی [در] [DOCS] ذکر|نام شده|برده [اند|است|شدهاند]
""",
    "ru": """
перечисли|перечислите|назови|назовите|дай|покажи|выпиши|список|приведи [мне] [все|всех] людей|
    имена|лиц|персон|имен|имён|персонажей
кто упоминается|упомянут|упомянуты
какие|кто люди|имена|лица
все|всех имена|люди|людей
""",
    "ckb": """
[ههموو|هەموو|لیستی] ناوهکان|ناوەکان|کهسهکان|کەسەکان [چین|کێن|بنووسه|بنووسە|بڵێ|بژمێره|بژمێرە|
    لیست] [بکه|بکە]
باسی کێ|کێی|کێیان کراوه|کراوە
""",
    "kmr": """
hemû navan|kesan bêje|rêz|binivîse [bike]
navan bêje|rêz [bike]
behsa|qala kê|kîjan [kesan] dibe|kirin|tê [kirin]
""",
    "ur": """
[تمام|سب|اہم] [لوگوں] [کے] نام|افراد|اشخاص|شخصیات|لوگوں|ناموں [کی|کے] بتائیں|فہرست|بتاؤ|لکھیں|
    نام [دیں|بتائیں]
کس|کن کس|لوگوں|کن کا ذکر ہے
کن لوگوں|افراد کا ذکر [ہے|کیا] [گیا] [ہے]
""",
    "hi": "[सभी|सब] [लोगों] [के] नाम बताइए|बताओ|बताएं\nकिन लोगों का उल्लेख|ज़िक्र है|हुआ [है]",
    "he": """
רשום|רשמי|תן|תני|ציין|הצג|מנה|תרשום [לי] [את|רשימה|רשימת] [כל|של] [כל] האנשים|השמות|אנשים|שמות
מי|מהם|אילו [הם] [כל] האנשים|השמות|אנשים|שמות
מי מוזכר|מוזכרים|נזכר
כל האנשים|השמות
""",
    "zh": "列出 [所] [有] [的] 人 [名|物]\n提 到 [了] 哪些人\n提 到 [了] 谁\n有哪些人",
}
"""Questions after persons."""

MENTIONED = {
    "ar": """
المذكوره|المذكور|المذكورون|المذكورين|مذكوره|مذكور|مذكورين|الوارده|وارده|وردت|ذكرت|الموجوده|
    موجوده|المهمه|الوارد|يذكر|تذكر|الواردين|الموجودين|ذكروا|المذكورات|انذكرت|كلها|كلهم|كله
التي|اللي|الي وردت|ذكرت|موجوده|مذكوره|انذكرت|تذكر
""",
    "en": """
[that|which] [are|is|were] mentioned|given|listed|stated|named|there|cited|included|appearing|
    found|reported|provided|available|occurring|quoted|discussed|contained
that|which|who appear|occur|are [mentioned]
""",
    "fr": """
mentionnées|mentionnés|mentionnée|mentionné|citées|cités|données|donnés|indiquées|nommées
""",
    "de": "[werden] genannt|erwähnt|erwähnten|genannten|aufgeführt|vorkommen|vor",
    "es": """
[que] [se] mencionan|mencionadas|mencionados|menciona|citadas|aparecen|aparece|citados
""",
    "tr": "geçiyor|belirtiliyor|geçen|belirtilen",
    "fa": "ذکر شده|شدهاند|میشود [اند|است]\nآمده است",
    "ru": "упоминаются|упомянуты|упомянутые|указаны|приведены|названы|указанные|упомянутых|есть",
    "he": "מוזכרים|המוזכרים|שמוזכרים|נזכרים|שמופיעים|מופיעים|המופיעים",
    "ur": "مذکور|ذکر ہیں",
    "zh": "被 提 到\n提 到 [的]",
}
"""What only says that a list is of what the documents hold."""

IN_DOCUMENTS = {
    "ar": "[في|داخل|ضمن|من|بـ] DOCS\nهنا",
    "en": "[in|from|within|across|by|throughout] DOCS\nhere",
    "fr": "[dans|de|des|du] DOCS",
    "de": "[in|aus|im] DOCS",
    "es": "[en|de|del] DOCS",
    "tr": "DOCS",
    "fa": "[در|از] DOCS",
    "ru": "[в|из|во] DOCS",
    "he": "[ב] DOCS",
    "ur": "DOCS [میں]",
}
"""Where a list is to be taken from."""

ABOUT = {
    "ar": "عن|حول|بخصوص|بشان|المتعلقه|الخاصه|المرتبطه|بالنسبه [ب]",
    "en": "about|on|regarding|concerning\nrelated|relating|pertaining to",
    "fr": "sur|concernant|relatives [à|aux]",
    "de": "über|zu|zum|zur|bezüglich",
    "es": "sobre|acerca [de|del]",
    "fa": "درباره|دربارهٔ|مربوط|در [ی|به|مورد]",
    "ru": "о|об|про|по|обо",
    "he": "על|לגבי|אודות|בנוגע [ל]",
}
"""What stands before the subject of a list."""

OF = {
    "en": "of|for",
    "fr": "de|du|des|pour",
    "de": "von|des|der|für",
    "es": "de|del|para",
}
"""The same, where an order to list stands before it: "what are the dates of …" asks for a fact."""

WEIGHTY = (
    "all every key important main major significant اهم ابرز كل جميع importantes clés wichtigsten"
)
"""With one of these a question asks for a list, as an order does."""

OPENERS = {
    "ar": """
ممكن|هل|اريد|اريدك|اريد|ابي|ابيك|ابغي|ابغاك|عايز|عاوز|بدي|احتاج|ارجو|ارجوك|رجاء|لو|من [يمكنك|
    تستطيع|ممكن|منك|سمحت|فضلك|تقدر|تكدر|تگدر|ياريت] [ان|انك]
تقدر|تكدر|تگدر|تستطيع|يمكنك|فيك|ياريت|اذا|بليز|من [ان|ممكن|فضلك|سمحت]
""",
    "en": """
please|pls|plz|kindly|ok|okay|so|now|and|just|also
can|could|would|will you|u|i [please|kindly|just|get|have|maybe]
i|id want|need|like|would [like] [you] [to]
please
help me
""",
    "fr": """
peux|pouvez|pourrais|pourriez tu|vous [sil] [vous|te] [plait]
je veux|voudrais|souhaite
est ce que tu|vous peux|pouvez
""",
    "de": "kannst|können|könntest|bitte [du|sie] [mir] [bitte]\nich möchte|will|brauche",
    "es": "puedes|podrías|podrias|puede|quiero|quisiera|por [favor]",
    "it": "puoi|potresti|vorrei|per [favore]",
    "pt": "você|pode|poderia|quero|por [pode|favor]",
    "tr": "lütfen|bana [kısaca|lütfen]\nkısaca",
    "fa": "لطفا|میشه|میتوانی|میتونی|میخواهم|برایم|برام|به|خواهشا [من]",
    "ckb": "تکایه|تکایە|دهتوانیت|دەتوانیت|دەتوانی|بۆم",
    "kmr": "ji kerema xwe [re]\nji min re\ndikarî",
    "ru": "пожалуйста|можешь|можете|не|можно [мог|могли] [бы] [ты|вы] [пожалуйста]",
    "zh": "请\n你能\n你可以\n能不能\n帮我\n给我",
    "hi": "कृपया|मुझे|क्या|मुझको [आप] [मुझे]",
    "ur": "براہ|برائے کرم|مہربانی\nمجھے",
    "he": "בבקשה|אפשר|תוכל|תוכלי|אתה|אני|האם [יכול|רוצה|אתה]",
}
"""What may stand before an order without changing it."""

CLOSERS = {
    "ar": "باختصار|بايجاز|بالتفصيل|رجاء|بليز|لي|الي|كلها|كله|بالكامل|فقط\nمن|لو فضلك|سمحت",
    "en": """
please|pls|plz|briefly|shortly|now|again
for me|us
in short|brief|detail|general|total
in a|one|two|three|few [few] sentences|sentence|words|paragraph|lines|nutshell
""",
    "fr": "svp|stp|brièvement\nsil vous|te plait\nen bref|général|détail",
    "de": "bitte|kurz",
    "es": "por favor\nbrevemente",
    "tr": "lütfen|kısaca",
    "fa": "لطفا",
    "ru": "пожалуйста|кратко|вкратце",
    "he": "בבקשה|בקצרה",
    "kmr": "ji kerema xwe [re]",
}
"""What may stand after one."""

POINTERS = {
    "ar": "هذا|هذه|ذلك|تلك|هو|هي|هم|نفسك|حالك|اكثر|المزيد|هاي|هذي|ذاك|ها|هناك|عنه",
    "en": """
[a] it|this|that|them|him|her|these|those|he|she|they|yourself|you|me|more|bit|one|myself|us|its
""",
    "fr": "lui|elle|ça|cela|eux|toi|vous|plus|cette|ce",
    "de": "ihn|sie|es|das|dich|mir|dir|ihm|mehr",
    "es": "él|ella|eso|esto|ellos|ti|usted|más",
    "it": "lui|lei|questo|te|loro",
    "pt": "ele|ela|isso|isto|você|ti",
    "tr": "o|bu|onu|bunu|onun|bunun|kendin|kendinden|onlar|şu",
    "fa": "او|آن|این|آنها|خودت|تو|اینها",
    "ru": "нем|нём|ней|них|это|этом|себе|тебе|него|нее|этого|том",
    "zh": "他\n她\n它\n这\n你自己\n自己",
    "he": "זה|זאת|עצמך|הוא|היא|זו|אלה",
    "ur": "اس|اپنے|ان|یہ",
    "hi": "अपने|इस|उस|यह|इसके|उसके",
    "ckb": "ئەوە|ئهوه|ئەمە|ئەو|خۆت|ئهو",
    "kmr": "wî|wê|vê|xwe|ew|wan",
}
"""Subjects that say nothing by themselves."""
