"""What small talk is made of: patterns of words by kind and language, as `phrases` reads them.

Standard forms are those of phrase books. Those of the dialects are in Woodhead and Beene, A
Dictionary of Iraqi Arabic (1967), Cowell, A Reference Grammar of Syrian Arabic (1964), Hinds and
Badawi, A Dictionary of Egyptian Arabic (1986), Qafisheh, A Basic Course in Gulf Arabic (1975), and
Harrell, A Basic Course in Moroccan Arabic (1965). Arabizi is written as people type it in chats.
"""

from __future__ import annotations

from qa.records import SmallTalk

GREETINGS = {
    "ar": """
السلام|سلام|السلامو|سلامو عليكم|عليك|عليكو [ورحمه|ورحمة] [الله] [تعالي] [وبركاته]
السلام|سلام عليكم|عليك و رحمه الله [تعالي] [و] [بركاته|وبركاته]
السلام|سلام عليكم|عليك ورحمه الله [تعالي] و بركاته
وعليكم|عليكم السلام [ورحمه] [الله] [وبركاته]
سلام
سلامات
مرحبا|مرحبه|مرحبتين|مراحب [بك|بكم|بيك|بيكم]
اهلا|اهلين|أهلن|اهليين [وسهلا] [بك|بكم|بيك|بيكم|فيك|فيكم]
اهلا و سهلا [بك|بكم|بيك|فيك]
يا هلا [والله] [بيك|بك|فيك]
ياهلا
هلا [والله] [بيك|بك|فيك|وغلا]
هلا و غلا
هلو|هالو|هلاو|الو|هاي
صباح|صباحو|مساء|مسا|مسا الخير|النور|الورد|الفل|الياسمين|السعاده
صبحكم|صبحك|مساكم|مساك|مسيكم|يمسيكم|يصبحكم|يصبحك|يمسيك الله بالخير
يسعد|اسعد صباحك|صباحكم|مساك|مساكم|مساءك|اوقاتك|اوقاتكم
اسعد الله صباحكم|مساءكم|اوقاتكم|صباحك|مساءك
صباحك|صباحكم|مساك|مساءك|نهارك|نهاركم سعيد|خير|ورد|سكر|عسل
تحيه طيبه [وبعد]
تحياتي [لك|لكم|الك|الكم]
حياك|حياكم الله
الله بالخير|يساعدك|يساعدكم
رمضان كريم|مبارك
عيد|عيدك|عيدكم مبارك|سعيد
بونجور|بنجور
""",
    "arabizi": """
salam|slm|salaam|salamo|slam [alaykum|alaikum|aleikum|aleykum|3alaykum|3alaikum|3alykom|3leikom|
    3lekom|3likom|alaykom|alikoum]
as|es|al|assalam|asalam|essalam|elsalam|alsalam [salamu|salam|salamo] alaykum|alaikum|3alaykum|
    3alaikum|alaikom|alaykom|3alaykom|3aleikom|3lekom [wa|w] [rahmatullah|rahmat] [allah] [wa|w]
    [barakatuh|barakatu]
assalamualaikum|assalamoualaikoum|salamalaikum|marhaba|mar7aba|marhaban|mar7ba|mrhba|mr7ba
ahlan|ahla|ahleen|a7la [wa|w] [sahlan]
hala|hla|halaw|helo|hlow [walla|wallah|bik|feek]
ya hala
saba7|sabah|sba7|sbah|masa|massa|msa2|masa2 [al|el|il|l] kheir|khair|khayr|5eir|5air|5er|kher|
    5ayr|noor|nour|nur|ward|5ir|khir
sabahu|sba7o|sabaho
""",
    "en": """
hello|hi|hey|hiya|heya|howdy|greetings|yo|hallo|hullo [there|all|everyone|everybody|again|guys|
    team|folks]
good morning|afternoon|evening|day [to] [you|all|everyone]
morning|evening|gm|gooday
nice|good|pleased|glad to meet|see you
welcome
""",
    "fr": """
bonjour|bonsoir|salut|coucou|bjr|slt|bsr|allo [a] [tous|toutes|toi|vous|madame|monsieur]
bonne journée a tous
enchanté|enchantée
""",
    "de": """
hallo|hi|hey|moin|servus|grüezi|hallöchen|hallochen|tach [zusammen|alle|leute]
moin moin
guten|gutn|schönen|schoenen morgen|tag|abend [zusammen]
grüß gott|dich|euch
gruess gott
""",
    "es": """
hola|ola|holi|holis|buenas [a] [todos|todas|amigo]
buenos|buenas dias|tardes|noches
buen dia
saludos
hola buenas [tardes|noches]
hola buenos dias
encantado|encantada
""",
    "it": """
ciao|salve|buongiorno|buonasera|buondì|buonpomeriggio [a] [tutti|te]
buon giorno|pomeriggio|dì
buona sera|giornata
""",
    "pt": """
olá|oi|oie|opa|alô [tudo|a] [bem|todos]
bom dia
boa tarde|noite
bons dias
""",
    "tr": """
merhaba|merhabalar|mrb|mrhb|selam|slm|selamlar|meraba|alo [herkese|arkadaşlar]
selamün|selamun|selamin|selamu|selam|selamınaleyküm|selamunaleykum|sa [aleyküm|aleykum]
aleyküm|aleykum selam
günaydın|tünaydın|gunaydin
iyi günler|akşamlar|sabahlar
gün aydın
""",
    "fa": """
سلام [علیکم|بر|به] [شما|همگی|همه|دوستان]
درود [بر|به] [شما|همگی|همه]
صبح|ظهر|عصر|شب|روز|وقت بخیر
صبح|عصر|شب|روز|وقت [شما|تون] به خیر|بخیر
صبحتون|روزتون|شبتون|وقتتون|عصرتون بخیر
صبح|روز به خیر
خسته نباشید|نباشی
""",
    "ckb": """
سڵاو|سلاو|سلاوو [لێ|ل|له] [ئێوه|تۆ|ههموان|بێت|بیت]
بهیانی|بهیانیت|بهیانیتان|بەیانی|بەیانیت|بەیانیتان|ئێواره|ئێوارهت|ئێوارهتان|ئێوارە|ئێوارەت|
    ئێوارەتان|ڕۆژ|ڕۆژت|ڕۆژتان|رۆژ|رۆژت|رۆژتان|شهو|شهوت|شهوتان|شەو|شەوت|شەوتان باش
بەخێر|بهخێر بێیت|بێن|بێی|بێ
""",
    "kmr": """
silav|slav|merheba|roj [ji] [we|te] [re]
rojbaş|beyanibaş|êvarbaş|evarbas|rojbas
roj|beyanî|spêde|êvar|şev baş [be]
tu|hûn bi xêr hatî|hatin
""",
    "ru": """
привет|приветик|приветствую|здравствуйте|здравствуй|здрасте|здрасьте|хай|хеллоу|салют|алло|ку
    [всем|вам|тебе]
всем привет
доброе утро
добрый|доброго день|вечер|дня|вечера|времени [суток]
доброй ночи
""",
    "zh": """
你好 [啊|呀|呢]
您好
你 们 好
大 家 好
嗨
哈啰
哈喽
早
早上好
早安
早晨
上午好
中午好
下午好
晚上好
你好你好
你好您好
""",
    "hi": """
नमस्ते|नमस्कार|प्रणाम|हेलो|हैलो|हाय|हलो [जी|आपको|सबको|दोस्त|दोस्तों]
राम राम
सुप्रभात
शुभ प्रभात|संध्या|दोपहर|रात्रि
namaste|namaskar|namaskaram|pranam
""",
    "ur": """
السلام|سلام|اسلام علیکم|وعلیکم [ورحمۃ|و] [اللہ|رحمۃ] [وبرکاتہ|اللہ] [و] [برکاتہ]
آداب [عرض] [ہے]
ہیلو|ہائے|ہائ|ہیلوو
صبح|شام|شب بخیر
خوش آمدید
""",
    "he": """
שלום|היי|הי|הלו|אהלן|שלומות [לך|לכם|לכולם|חבר|חברים]
שלום וברכה
בוקר|ערב|יום|צהריים|אחר טוב|טובים|אור
אחר הצהריים טובים
צהריים טובים
שבת שלום
שבוע טוב
ברוך|ברוכים הבא|הבאים
""",
    "other": """
こんにちは
こんばんは
おはよう
おはようございます
もしもし
안녕|안녕하세요|안녕하십니까|hej|hei|halo|hai|sawubona|jambo|habari|ahoj|cześć|czesc|witam|hoi|
    goedemorgen|goedemiddag|goedenavond|goededag
selamat pagi|siang|sore|malam
dzień dobry
dobry den
dobrý den
привіт|вітаю
добрий день|вечір|ранок
γεια [σου|σας]
καλημέρα|καλησπέρα|χαίρετε
xin chào
สวัสดี
สวัสดีครับ
สวัสดีค่ะ
buna [ziua|seara|dimineata]
salut [tuturor]
""",
}

WELLBEING = {
    "ar": """
كيف حالك|حالكم|الحال|حالج|حالچ|الاحوال|احوالك|صحتك|الصحه|امورك|اموركم|كيفك|انت|انتم|هالحال
    [اليوم]
كيفك|كيفكم|كيفج|كيفكن|كيفو [اليوم] [انت|انتي]
شلونك|شلونكم|شلونج|شلونچ|شلونكن|اشلونك|اشلونكم|اشلونج [انت|انتي|انتم] [اليوم|هسه]
شلون كيفك|صحتك|الصحه|الاهل|الحال|حالك|احوالك|اخبارك|كيفكم
شو|شنو|ايش|وش|ايه|شن|اش|شنهي|شنهو|ما|كيف اخبارك|اخباركم|احوالك|حالك|علومك|علومكم
شخبارك|شخباركم|اشخبارك|شخبار|شحوالك|شحالك|اشحالك|شعلومك|شعلومكم|شحوالكم [اليوم]
اخبارك|اخباركم [ايه|شنو|شو|ايش]
ازيك|ازيكم|ازيكو|ازاي|زيك [انت|النهارده] [حالك|عامل]
عامل|عامله|عاملين ايه|اي [النهارده]
ازيك عامل|عامله ايه
لاباس|لابأس [عليك|عليكم]
لا باس [عليك|عليكم]
كيداير|كيدايره|كدير|كيراك|كيراكم|كيفاش [راك|داير]
كي|كيف|واش داير|دايره|دايرين|راك|راكم|راكي
واش راك|راكم|راكي [لاباس|مليح|بخير]
هل انت بخير|كويس|زين
انت|انتا|انته|انتي بخير|كويس|زين|تمام|منيح
طمني|طمنيني|طمنونا عنك|عليك
انا بخير
بخير [الحمد|والحمد] [لله]
الحمد لله [بخير|تمام|زين]
""",
    "arabizi": """
shlonak|shlonk|shlonik|shlonkum|shlonach|shlonech|shlonich|shlonkom|chlonak|ashlonak|eshlonak|
    shloonak|sh2lonak|shlonek [enta|inta|inti|alyom|el] [yom|yoom]
shlon|shloon sa7tak|se7tak|sehtak|kefak
keefak|kifak|kefak|kifik|keifak|kefik|keefik|kifkom|kifkon
keef|kif|kef|kayf|keif|kaif [al|el] halak|7alak|halik|7alik|halek|7alek|halkom|7al|hal|haluk|
    halkum
izayak|ezayak|ezayk|izayik|azayak|ezayek|ezzayak [3amel|amel] [eh|eih|eih]
3amel|amel|3amla eh|eih|ayh
shu|sho|shnu|shinu|shno|esh|eish|wesh|wsh|eh|shakhbarak|sha5barak akhbarak|a5barak|akhbarik|
    a5bark|5barak|khbarak
shakhbarak|sha5barak|sh5barak|shakhbark|sha5bark
labas|lebes|labass [3lik|alik|3lek]
la bas|bess [3lik|alik|3lek]
wach|wash|wesh rak|raki|rakom
ki|kif|kidayr|kidayer dayer|dayr|rak|dayra
""",
    "en": """
how are|r you|u|ya|yall|things|we [doing|today|going|feeling] [today|my|there]
how is it going
how is everything|life
how is your day|life|evening|morning [going]
hows it going
hows everything|life|things|you|your [day] [going|doing]
how do you do|feel
how have|ve you been
howve you been
how you|u|ya doing|been|feeling [today]
hru
whats|wats up|new|good [with] [you]
what is up [with] [you]
wassup|wazzup|wazup|sup
are you|u ok|okay|fine|well|good|alright
i am fine|good|well|ok
im fine|good|well|ok
you good|ok|okay
how was your day [today]
""",
    "fr": """
comment allez|vas vous|tu
comment tu|vous vas|allez
comment va|vas
comment te|vous portes|portez [tu|vous]
comment allez vous [aujourdhui]
ça|ca|sa va [bien] [et] [toi|vous]
tu|vous vas|allez bien
comment ça|ca|sa va [aujourdhui]
quoi de neuf
la forme
""",
    "de": """
wie gehts|geht [es] [dir|ihnen|euch|so] [heute|so]
wie geht es dir|ihnen|euch [heute|so]
gehts [es] [dir|ihnen] gut
geht es dir|ihnen gut
alles gut|klar|ok|fit [bei] [dir|ihnen]
was geht [ab]
wie läuft|laeuft|lauft es|s
wie läufts
""",
    "es": """
cómo|como estás|estas|está|están|andas|vas|andamos [usted|ustedes|todo|hoy|tu] [hoy]
cómo|como te|le|les va [todo|hoy]
cómo|como va todo
qué|que tal [estás|estas|está|todo|andas|va|te|el] [va|hoy|dia]
qué|que onda|hubo
todo|estás|estas bien
""",
    "it": """
come stai|va|sta|state|butta [oggi|lei]
come te la passi
tutto bene|ok|apposto [tu]
che si dice
come ti senti
""",
    "pt": """
como vai|está|estás|vais [você|voce|vc|tudo|tu]
como você|voce|vc vai|está|esta|tá
tudo bem|bom|joia|certo [contigo|com|por] [você|voce|vc|ai]
como é que está|vai|estás
e aí
beleza
""",
    "tr": """
nasılsın|nasılsınız|nasılsın|naber|nbr|napıyorsun|naptın|nasilsin|nasilsiniz|noldu|naberler|
    napiyorsun [bugün|sen|siz]
nasıl gidiyor [hayat|işler]
ne haber|var [ne|yok] [yok]
ne var ne yok
iyi misin|misiniz
iyiyim [sen|siz] [nasılsın]
ne yapıyorsun|yapıyorsunuz
hayat nasıl [gidiyor]
""",
    "fa": """
چطوری|چطورید|چطورین|چتوری|خوبی|خوبید|خوبین [شما|تو|امروز] [خوبی|خوبید|خوبین]
چه طوری|طورید|خبر|خبرا|خبرها
چطور|چگونه هستی|هستید|اید
حال شما|تو چطور|چطوره|چگونه|خوبه|خوب|چه [است|طوره|طور] [است]
حالت|حالتون|حالتان چطوره|خوبه|چطور|خوب|چگونه [است]
حال شما
احوال شما
احوالت|احوالتون چطوره
چیکار میکنی
""",
    "ckb": """
چۆنی|چۆنن|چۆنیت|چۆنین|چۆنه|چونی|چونن|چۆن [باشی|باشیت|باشن|باشین|ئێوه]
باشی|باشیت|باشن
حاڵت|حالت|ئهحواڵت|ئەحواڵت چۆنه|چۆنە|چونه
چ خهبهر|خەبەر
چی خهبهره|خەبەرە
""",
    "kmr": """
çawa|çawan yî|yi|î|ne|nin
tu|hûn çawa|çawan|çawayî|çawane|çawani [î|yî|nin|ne]
çawayî|çawani|çawanî|çawayi|cawani|cawayi [baş] [î|yî]
tu|hun baş î|yî|in
tu çawa yî|î
rewşa te çawa [ye]
çi heye çi tune
""",
    "ru": """
как дела|делишки|жизнь|поживаешь|поживаете|настроение [у] [тебя|вас]
как ты|вы
как твои|ваши дела
как себя чувствуешь|чувствуете
как ты|вы себя чувствуешь|чувствуете
как ты|вы поживаешь|поживаете
что новенького
как у тебя|вас дела
всё|все хорошо|нормально|в [порядке]
у тебя|вас все|всё хорошо|нормально
""",
    "zh": """
你好吗
您好吗
你 [还] 好 吗
你怎么样
最近好吗
最近怎么样
你最近好吗
你最近怎么样
你今天好吗
你今天怎么样
近来如何
吃了吗
""",
    "hi": """
आप|तुम|तू|सब कैसे|कैसी|कैसा हैं|हो|है
कैसे|कैसी हैं|हो [आप|तुम]
क्या हाल [है|हैं|चाल] [है|हैं]
आपका|तुम्हारा|आपके क्या हाल [है|हैं]
सब ठीक|बढ़िया [है]
कैसा चल रहा है
kaise|kaisi ho|hain|hai [aap]
aap|tum|tu kaise|kaisi|kaisa ho|hain|hai
kya haal|hal [hai|chal]
""",
    "ur": """
آپ|تم|تو|سب کیسے|کیسی|کیسا ہیں|ہو|ہے
کیسے|کیسی ہیں|ہو [آپ|تم]
کیا حال [ہے|ہیں|چال] [ہے|ہیں]
آپ کا کیا حال [ہے]
آپ کے مزاج کیسے ہیں
آپ ٹھیک|خیریت [سے] ہیں|ہو
سب خیریت [ہے]
خیریت [ہے]
""",
    "he": """
מה שלומך|שלומכם|נשמע|קורה|המצב|העניינים|איתך|חדש|ניש [היום|איתך|אצלך|אחי]
איך אתה|את|אתם|הולך|המצב|היום|המרגש [היום]
הכל|הכול בסדר|טוב [איתך]
מה עניינים
""",
    "other": """
元気ですか
お元気ですか
元気
잘 지내|지내요|지내세요
어떻게 지내|지내요|지내세요
hoe gaat het [met] [je|u|jou]
jak się masz
apa kabar [kamu|anda]
як справи|ти
τι κάνεις|κάνετε
hur mår du
hvordan har du|går det
""",
}

THANKS = {
    "ar": """
شكرا|شكران|شكرن|شكر|الشكر [جزيلا|الجزيل|لك|الك|ليك|لكم|الكم|كثيرا] [جزيلا|لك|الك|ليك|لكم|كثيرا]
شكرا|شكر علي|عل|ع [هذه|هذا|هاي] المساعده|مساعدتك|مساعدتكم|الاجابه|اجابتك|الرد|ردك|جوابك|الجواب|
    المعلومات|المعلومه|التوضيح|الشرح|جهودك|جهودكم|وقتك|كلشي|ال
شكرا لمساعدتك|لجهودك|لجهودكم|لمساعدتكم|لوقتك|لاجابتك|لردك|للمساعده|للاجابه
الف|كل|جزيل شكر|الشكر [لك|الك|ليك|لكم|الكم]
اشكرك|اشكركم|نشكرك|نشكركم|تشكر|تشكرات|تشكرين [جزيل|كثيرا|جدا|علي] [الشكر|المساعده|مساعدتك]
متشكر|متشكره|متشكرين|مشكور|مشكوره|مشكورين|شاكر|شاكرين|شاكره [اوي|خالص|لك|لكم|ما|والله] [قصرت]
ممنون|ممنونه|ممنونين|ممنونك|ممنونتك|ممنوناك|ممتن|امتناني [منك|لك|الك|لكم|كثير]
تسلم|تسلمين|تسلمي|تسلمون|تسلمو|سلمت|يسلمو|يسلمك|يسلملي [ايدك|ايديك|يدك|يداك|عيني|ايديكم|كتير|
    كثير|راسك|لي|هالايدين|الايادي|هالوجه] [عيني|يا]
عاشت|عاش|تعيش|يعيشك|عيشك ايدك|ايديك|ايدكم|الايادي|ايديج|الايد
يعيشك|عيشك|تعيش
رحم|يرحم الله والديك|والديكم|ابوك|والديج
الله يرحم والديك|والديكم|ابوك|والديج|والدينا
رحمه|رحمت الله علي والديك
الله|ربي|ربنا يخليك|يخليكم|يخليج|يحفظك|يحفظكم|يسعدك|يوفقك|يوفقكم|يسلمك|يعافيك|يكرمك|يبارك|
    يباركلك|يجزيك|يجزاك|يكثر|يكتر|يطول [فيك|فيكم|بيك|بيكم|خير|خيرا|خيرك|بعمرك|ل|لك|كل] [خير]
الله|ربي|ربنا [يعطيك|يعطيكم|ينطيك|ينطيكم|يديك|ينطيج] العافيه|الصحه|الف عافيه|[العافيه]
الله|ربي|ربنا يعطيك|يعطيكم|ينطيك|ينطيكم|يديك|ينطيج العافيه|الصحه|عافيه
يعطيك|يعطيكم|ينطيك|يديك|يعطيج العافيه|الصحه
بارك الله فيك|بيك|فيكم|بيكم|بك|بكم
بوركت|بوركتم|احسنت|احسنتم|كفو|كفيت|كثر|كتر|يكثر [ووفيت|خيرك|الف|والله] [خيرك]
جزاك|جزاكم|جزيت الله|خيرا [الف|كل] [خير|خيرا]
ميرسي|مرسي|ثانكس|ثانكيو|تانكيو|تانكس|ثانكس
تمام|ممتاز|رايع|اوكي|اوكيه|اوك|حسنا|عظيم [جدا|فهمت|شكرا|التمام|عليك]
فهمت|افتهمت|مفهوم|فهمتك [عليك|الان|هسه|تمام]
وصلت الفكره
لا شكر علي واجب
العفو|عفوا
""",
    "arabizi": """
shukran|shokran|shukra|shokrn|chokran|choukran|shoukran|shkran|shukrn|chokrane [jazilan|
    jazeelan|gazilan|elak|lak|ilak|kteer|ktir|kthir|jiddan|3la|hwaya|hwaye|bzaf|bezaf|awi|awy]
    [el|al|lak|3la] [mosa3ada|musa3ada]
mashkoor|mashkour|mashkur|mamnoon|mamnoun|mamnunak|mamnoonak|motshaker|mutshakir|motshakker|
    meshkor [jidan|awi]
yslamo|yislamo|yeslamo|yeslamu|yislamu|tislam|teslam|tslm|tislami|yslmo [edak|eedak|idak|edeik|
    ideik|ktir|kteer]
allah|alla ykhalik|yekhalik|y5alik|ykhaleek|yhfthak|ybarik|ysa3dak|yrham [feek|waldek]
3ashat|ashat|3ashet edak|eedak|idak|ideek
ya3tik|ya3teek|yatik|yateek|y3tik|yaatik|allah [ya3tik|yntik|ya3teek|y3tik] [al|el|l] 3afye|
    3afia|3afiya|afye|afia|3afya|afieh
jazak|jazaka|jazakum|gazak|jzk allah [khair|khayr|khayran|khairan|5er|5air|kheir|kolo|alf]
    [khair|5er]
jazakallah|jzk [khair|khairan|khayr]
barak allah|allahu fik|feek|fikum|feekom
ra7im|ra7am|rahim allah walidaik|waldek|walidek|waldeek
tamam|tmam
merci [ktir|kteer|bzaf|beaucoup]
""",
    "en": """
thank|thanks|thx|thnx|thnks|thanx|tnx|tks|tysm|ty|cheers|tanks|thks|thankyou|thanku|tq [you|u|
    ya|again] [so|very|a] [very|much|lot|lots|bunch|million|ton] [much|indeed]
many|much|big|huge thanks|thx
thanks|thank|thx [you|u] [so|very] [much] for your|the|all|that|this|helping [your|the|of]
    [help|answer|time|info|information|support|assistance|reply|response|quick|kind|me|it|great|
    useful] [out|help|answer|reply|response|info|information|time]
thanks|thank [you] [so|very] [much] for everything|that|this|helping [me]
that|it was|is [so|very|really] helpful|great|perfect|useful|amazing|nice|excellent
thats [so|very|really] helpful|great|perfect|useful|amazing|nice|excellent
very|really helpful|useful
that|it helped|helps [a|me] [lot] [lot]
much|greatly|really appreciated
i [really|do] appreciate it|that|this|your [help|time]
appreciate|appreciated it|that
great|good|nice|excellent|awesome job|work|answer
well done
great|perfect|awesome|excellent|brilliant|wonderful|cool|ok|okay|okey|alright|understood
got it [now]
i see|understand
you|u are|r [the|so|very] best|great|awesome|amazing|helpful|kind
youre|youve|ur [been] [the|so|very] best|great|awesome|amazing|helpful|kind
youre|you welcome|are welcome
no problem|worries
""",
    "fr": """
merci|mrc|mersi [beaucoup|bien|bcp|infiniment|mille|a|pour|d|davance|encore|tout|enormement]
    [toi|vous|bien|fois|tout|votre|ton|laide|avance|la|reponse] [aide|reponse|reponse|plein]
mille|grand|un mercis|merci|grand [merci]
je te|vous remercie [beaucoup|infiniment]
super|parfait|genial|excellent|daccord|bravo|impeccable|compris|entendu|cool [merci]
cest super|parfait|genial|gentil [merci]
de rien
""",
    "de": """
danke|dankeschön|dankeschoen|merci|dankesehr|vielendank [dir|ihnen|euch|schön|schoen|sehr|
    vielmals|für|fuer|nochmals|nochmal|im] [die|deine|ihre|vielmals|alles|schön|voraus|sehr]
    [hilfe|antwort|auskunft|info|information|mühe]
vielen|besten|herzlichen|tausend|schönen|lieben|recht|ganz dank [für|dir|ihnen|fuer|im|nochmal|
    nochmals] [die|deine|ihre|alles|voraus] [hilfe|antwort|auskunft|info|information|mühe]
vielen lieben|herzlichen dank
ich danke [dir|ihnen|euch] [sehr|vielmals]
super|perfekt|toll|prima|klasse|verstanden|alles|okay|gut [danke|klar|verstanden|gemacht]
bitte|gern schön|sehr|geschehen
""",
    "es": """
gracias|grax|grcs|grasias [por|a|de|mil|muchas|de] [todo|la|tu|su|ti|usted|antemano|gracias|
    ayudarme] [ayuda|respuesta|info|informacion|atencion]
muchas|muchisimas|mil|infinitas gracias [por] [todo|la|tu|su|ayudarme] [ayuda|respuesta|info|
    informacion|atencion]
te|le|lo agradezco [mucho]
muy agradecido|agradecida|amable|bien
genial|perfecto|excelente|vale|entendido|estupendo|buenísimo|listo [gracias]
de nada
""",
    "it": """
grazie [mille|tante|infinite|molte|a|per|di|dell|dellaiuto|ancora|tantissime] [te|lei|tutto|
    laiuto|la|cuore|il|tuo] [aiuto|risposta|mille]
mille|tante|molte grazie
ti|la ringrazio [molto|tanto]
perfetto|ottimo|bene|capito|daccordo|fantastico|bravo|bravissimo [grazie]
prego
""",
    "pt": """
obrigado|obrigada|obg|brigado|brigada|obrigadão|obrigadinho|valeu|vlw|agradecido|agradecida|
    grato|grata [pela|por|a|mesmo|pelo|de] [ajuda|tudo|resposta|você|voce|informação|novo]
muito|muitíssimo obrigado|obrigada|bom|bem
eu|te|lhe agradeço [muito]
agradeço [muito|a] [ajuda]
perfeito|ótimo|excelente|entendi|certo|legal|maravilha [obrigado|obrigada]
de nada
""",
    "tr": """
teşekkürler|teşekkür|tesekkurler|tesekkur|tşk|tşkler|tskler|tsk|tşkr|sağol|sağolun|sağ|saol|
    saolun|sagol|eyvallah|eyv|mersi|sağolasın|tesekür [ol|olun|ederim|ederiz|ediyorum|çok]
    [ederim]
çok teşekkürler|teşekkür|tesekkurler|tesekkur|sağol|sağolun|saol|tşk|iyi|güzel|mersi [ederim|
    ederiz|ediyorum]
yardımın|yardımınız|yardımlarınız|her|cevap|cevabın için|şey [için] çok|teşekkürler|teşekkür|
    sağol [teşekkür|teşekkürler|sağol|ederim|ederiz] [ederim|ederiz]
elinize|eline|ellerine|ellerinize|emeğine|emeğinize sağlık
allah razı olsun
tamam|tamamdır|anladım|harika|süper|mükemmel|güzel|peki|aferin|bravo [teşekkürler|teşekkür|
    sağol] [ederim]
rica ederim
""",
    "fa": """
ممنون|ممنونم|مرسی|متشکرم|متشکر|سپاس|سپاسگزارم|سپاسگذارم|تشکر|متشکریم|ممنونیم|سپاسگزار|مچکرم|
    مچکر|تنکیو [از|که|بابت] [شما|لطف|کمک|کمکت|کمکتون|راهنمایی|پاسخ|جواب|لطفتون] [شما|تون|تو|ت]
خیلی|بسیار|واقعا|با|یک ممنون|ممنونم|متشکرم|مرسی|سپاسگزارم|متشکر|تشکر|سپاس|دنیا|خوب|عالی [از|
    ممنون|سپاس] [شما|لطفتون]
دست شما|تو درد نکنه|نکند
دستت|دستتون|دستتان درد نکنه|نکند
دمت|دمتون گرم
لطف کردی|کردید|کردین|دارید|داری
عالی|عالیه|خوبه|باشه|فهمیدم|متوجه|آفرین|احسنت|اوکی|حله|باشد [شدم|بود|ممنون|مرسی]
خواهش میکنم
خواهش می کنم
""",
    "ckb": """
سوپاس|سپاس|سوپاست|سپاست|سوپاستان|سوپاسگوزارم|سپاسگوزارم|زۆر [بۆ|دهکهم|دەکەم|ئهکهم|ئەکەم|سوپاس|
    سپاس|ممنون|مەمنون|باشه|باشە] [تۆ|ئێوه|ئێوە|یارمهتیت|یارمەتیت|دهکهم|دەکەم|ئەکەم]
زۆر|زور سوپاس|سپاس|ممنون|مهمنون|مەمنون|باشه|باشە|مەمنونم [بۆ|دهکهم|دەکەم] [تۆ|یارمەتیت]
دهست|دەست|دهستت|دەستت|دەستتان خۆش [بێت|بێ]
ممنون|ممنونم|مهمنون|مەمنون|مەمنونم [بم]
باشه|باشە
""",
    "kmr": """
spas|sipas|supas [dikim|dikin] [ji] [bo] [te|we|alîkariya] [re|te]
gelek|pir|zor spas|sipas|supas|baş|memnûn [ji] [bo] [te|we] [re]
destê te|we sax|xweş [be|bin]
dest xweş
mala te|we ava [be]
temam
""",
    "ru": """
спасибо|спс|спасиб|спасибки|благодарю|благодарствую|пасиб|пасибо|сенкс|мерси|спасибочки
    [большое|огромное|вам|тебе|вас|за|и] [большое|огромное|вам|тебе|за|вас|все|всё] [помощь|
    ответ|информацию|все|всё|вашу|твою] [помощь]
большое|огромное спасибо [вам|тебе|за] [помощь|ответ|все|всё|информацию]
очень благодарен|благодарна|признателен|хорошо
отлично|супер|хорошо|понятно|ясно|понял|поняла|ок|окей|класс|здорово|прекрасно|замечательно|
    ладно|молодец [спасибо]
не за что
пожалуйста
""",
    "zh": """
谢谢 [你|您|啦|了|大]
謝謝 [你|您]
谢谢你们
非常感谢 [你|您]
十分感谢
感谢 [你|您]
谢谢你的帮助
谢谢您的帮助
感谢你的帮助
感谢您的帮助
谢了
谢啦
多谢 [你|您|了|啦]
多謝
太谢谢你了
太感谢了
很感谢
好的
好的谢谢
好吧
明白了
知道了
太好了
很好
太棒了
不客气
""",
    "hi": """
धन्यवाद|शुक्रिया|थैंक्स|थैंक|थैंक्यू|आभार|शुक्रगुज़ार [यू|आपका|जी|आपके|मदद] [बहुत|के|सहायता|मदद]
    [लिए]
बहुत बहुत|धन्यवाद|शुक्रिया|अच्छा|बढ़िया|आभार [धन्यवाद|शुक्रिया|आभार] [आपका]
आपका|तुम्हारा|मदद|सहायता|आपकी बहुत|धन्यवाद|शुक्रिया|के|आभार|मदद [बहुत|लिए|धन्यवाद|शुक्रिया|के]
    [धन्यवाद|शुक्रिया|लिए] [धन्यवाद|शुक्रिया]
ठीक है [धन्यवाद|शुक्रिया]
अच्छा|समझ|बढ़िया [गया|गई|है]
dhanyavad|dhanyawad|shukriya|dhanyavaad [aapka|ji|bahut]
bahut|bohot dhanyavad|shukriya|dhanyawad|accha
""",
    "ur": """
شکریہ|شکریا|تشکر|نوازش|مہربانی|تھینکس|تھینک [یو|آپ|جی|بہت|جناب|آپکا] [کا|کی|بہت] [بہت]
بہت|بے|آپ بہت|حد|شکریہ|مہربانی|نوازش|خوب|اچھے|کا|اعلی [شکریہ|بہت|مہربانی|نوازش] [شکریہ]
آپکا|آپ|مدد [کا|کے] [بہت|لیے] [بہت] شکریہ
جزاک اللہ [خیر|خیرا]
ٹھیک ہے [شکریہ]
""",
    "he": """
תודה|תודות|תנקס|תנקיו|תוד [רבה|לך|לכם|רבות|על|מראש|גדולה|ענקית|מקרב] [לך|לכם|על|לב|העזרה|הכל|
    המידע|התשובה|מאוד] [העזרה|הכל|התשובה|המידע|עזרתך]
המון|הרבה|רוב תודה|תודות [לך|לכם]
אני מודה לך|לכם [מאוד]
מעולה|מצוין|הבנתי|סבבה|אוקיי|אוקי|בסדר|יופי|אחלה|נהדר|מושלם|גדול [תודה]
בבקשה
אין בעד מה
""",
    "other": """
ありがとう
ありがとうございます
ありがとうございました
どうも
どうもありがとう
どうもありがとうございます
감사합니다|고마워|고맙습니다|고마워요|감사해요
dank je|u [wel]
dankjewel|bedankt|tack|takk|tak|kiitos|dziękuję|dzieki|dziekuje|terima|děkuji|dekuji|mulțumesc|
    multumesc|asante|дякую|ευχαριστώ|hvala [kasih|bardzo|sana|mye|mycket|så|veel|paljon|frumos|
    πολύ] [mycket|mye]
ขอบคุณ
ขอบคุณครับ
ขอบคุณค่ะ
cảm ơn
""",
}

IDENTITY = {
    "ar": """
من|مين|منو|منهو|مينو|مين|منين انت|انتا|انته|انتي|إنت|حضرتك|انتم|انتو|حضرتكم [يا|اصلا|بالضبط]
من|مين|منو هو|هذا انت|انته|انتا|حضرتك|معي|وياي
انت|انته|انتا|انتي|حضرتك من|مين|منو|شنو|شو|ايش|ايه|وش|ماذا|شن [تكون] [بالضبط]
من تكون [انت]
ما|شنو|شو|ايش|وش|ايه|شن|اش [هو|هي] اسمك|اسمج|اسمچ|اسمكم
اسمك|اسمج [ايه|شنو|شو|ايش|وش|لو|هو]
شسمك|شسمج|شسمچ|اشسمك|شسمكم|شنسميك
[هل] انت|انتا|انته|انتي|حضرتك روبوت|انسان|بشر|بوت|الي|اله|برنامج|حقيقي|حقيقيه|شخص|بني|ادمي|بشري|
    ذكاء|شات|تشات|جي|ذكي|كومبيوتر|حاسوب|مساعد [حقيقي|ادم|صناعي|اصطناعي|بوت|جي|بي|الي|ام|لو|او|
    ولا] [بي|تي|انسان|روبوت|بشر|ادمي|الي|بني] [تي|ادم]
انت|انته|انتا ذكاء اصطناعي|صناعي
من|منو|مين|منهو [الذي|اللي|الي] صنعك|سواك|برمجك|طورك|انشاك|صممك|عملك|اخترعك|بناك|خلقك|دربك|كونك
من قام بصنعك|ببرمجتك|بتطويرك|بانشايك
ما|شنو|شو|ايش|وش|اش|شنهو|شنهي انت|انته|انتا|انتي|هويتك|تكون [بالضبط]
عرف|عرفني|عرفنا|عرفيني [علي|عن|ع] نفسك|بنفسك|حالك|حضرتك
حدثني|احكيلي|احجيلي|احكي|كلمني|خبرني|قلي|قولي|تكلم|اخبرني|تحدث [لي] عن نفسك|حالك
مع|ويا من|مين|منو اتكلم|احجي|احكي|اتحدث|عم
وياي|وياك|معي|معاي منو|من|مين
ما|شنو|شو|ايش|وش|ايه|من [هو|هي] سند|sanad
ما|شنو|شو|ايش|وش|ايه|هو هذا|هذه|هاي|هذي|هاد|ده [هو|هي] البرنامج|التطبيق|البوت|الموقع|الشات|
    الروبوت|المساعد
""",
    "arabizi": """
meen|mino|minu|man|min|mn|mnu|mnoo|minnu enta|inta|anta|enti|inti|ent|int|anti
enta|inta|inti|ent|int|enti meen|mino|minu|min|shinu|shnu|shu|sho|eh
shu|sho|shnu|shinu|shno|esh|eish|ma|wesh|shismak|shsmak|shismek ismak|esmak|esmek|ismik|ismek|
    smak|smek|smik
shismak|shsmak|shismek|shesmak|shismich
ismak|esmak|esmek eh|shnu|shinu|shu
enta|inta|ent robot|insan|bot|bashar|hakiki
""",
    "en": """
who|what|hu are|r|is you|u|sanad [exactly|really|anyway]
who [exactly] you are|r
who|whom am i talking|speaking|chatting to|with
who is this
whats|what is|are|s your|ur|you name
whats your|ur name
what [is] this chatbot|bot|app|program|website|site|tool|chat
what is|are this|these chatbot|bot|app|program|website|site|tool|chat
whats this chatbot|bot|app|program|website|site|tool|chat
do you have a name
tell me [more] [something] about yourself|you|urself
introduce yourself
are|r you|u [a|an|the|really] [real|artificial] robot|bot|human|person|ai|machine|real|chatbot|
    chatgpt|gpt|program|computer|alive|llm|man|woman|intelligence|assistant|sentient [or] [a|an|
    not|the] [real] [bot|robot|human|machine|ai|person|real|computer]
am i talking|speaking|chatting to|with a|an [real] human|robot|bot|person|machine|ai
is this [a|an] [real] robot|bot|human|person|ai|chatbot|machine|chatgpt
who|what|which [company] made|created|built|developed|programmed|designed|trained|owns|invented
    you|u|sanad
who is your creator|maker|developer|owner|author
what|which model|ai|llm are|is you|u
what [kind|sort|type] of bot|ai|program|model|assistant|thing are you
how old are you
where are you from
""",
    "fr": """
qui|tu|vous es|êtes|etes|est tu|vous|qui [exactement|donc]
tes|t qui
qui|quoi ça|es tu
quest ce que tu|vous es|êtes
qui ta|vous|tas [a] créé|fait|développé|programmé|conçu|crée
quel est ton|votre nom
cest quoi ton|votre nom
comment tappelles|tapelles [tu]
comment tu tappelles|tapelles
comment vous appelez vous
comment vous vous appelez
tu|vous es|êtes|etes [un|une] [vrai|vraie] robot|humain|bot|machine|ia|personne|programme|réel
es|êtes|etes tu|vous [un|une] [vrai|vraie] robot|humain|bot|machine|ia|personne|programme|réel
    [ou] [un|une] [robot|humain|machine]
est ce que tu|vous es|êtes un|une [vrai|vraie] robot|humain|bot|machine|ia|personne
présente|presente|présentez|presentez toi|vous
parle|parlez moi de toi|vous
""",
    "de": """
wer|was bist|sind|seid du|sie|ihr [eigentlich|genau|denn|überhaupt]
wer|was ist sanad
wer hat dich|sie gemacht|erstellt|entwickelt|programmiert|gebaut|erschaffen|geschaffen
wie heißt|heisst|heissen|heißen du|sie [eigentlich|denn]
wie|was ist|lautet dein|ihr name
bist|sind du|sie [ein|eine|etwa|wirklich] [echter|echte|künstliche] roboter|mensch|bot|ki|
    maschine|computer|programm|chatbot|intelligenz|person|real|echt [oder] [ein|eine] [mensch|
    roboter|maschine]
stell|stellen dich|sie [sich] [bitte|mal|kurz] vor
erzähl|erzähle [mir] [etwas|was] über|von dich|dir
mit wem spreche|rede|schreibe ich [hier|gerade]
""",
    "es": """
quién|quien|qué|que eres|sois [tú|tu|exactamente|realmente|vos]
quién|quien|qué|que es usted
tú|tu|usted quién|quien|qué|que eres|es
quién|quien te hizo|creó|creo|diseñó|programó|desarrolló|ha [creado|hecho]
cómo|como te|se llamas|llama [usted|tu]
cómo|como se llama usted
cuál|cual es tu|su nombre
eres [tú|tu] [un|una] [ser] robot|humano|humana|bot|máquina|ia|persona|programa|inteligencia|
    real|chatbot [artificial|real] [o] [un|una] [humano|robot|persona]
es usted [un|una] robot|humano|bot|máquina|ia|persona
preséntate|presentate|preséntese
háblame|hablame|cuéntame|cuentame de|sobre ti
con quién|quien estoy hablando
con quién|quien hablo
""",
    "it": """
chi|cosa sei|siete [tu|voi|esattamente]
chi|cosa è lei
che cosa sei
tu chi sei
chi ti ha creato|fatto|sviluppato|programmato|costruito
come ti|si chiami|chiama
qual|quale è|e il tuo|suo nome
qual è il tuo|suo nome
sei [un|una|davvero] [vero|vera|essere] robot|umano|bot|macchina|ia|persona|programma|
    intelligenza [artificiale] [o] [un|una] [umano|robot|persona]
presentati
parlami|dimmi di te
""",
    "pt": """
quem|que é|e você|voce|vc
quem|que és|es [tu]
o que é|e|és você|voce|vc|tu
você|voce|vc|tu quem|é|e quem|você
quem é|e você|voce|vc [mesmo]
quem te|lhe criou|fez|desenvolveu|programou
quem [foi] [que] criou|fez|desenvolveu|programou você|voce|vc
qual é|e [o] seu|teu nome
qual o seu|teu nome
como você|voce|vc|te se|chamas [chama]
você|voce|vc é|e [um|uma] [ser] robô|humano|bot|máquina|pessoa|ia|programa|inteligência|real
    [artificial] [ou] [um] [humano|robô]
és|es [um|uma] robô|humano|bot|máquina|pessoa
apresente|apresenta se|te
fale|fala|conte [me] sobre você|ti|si
com quem [eu] estou|falo [falando|falar]
""",
    "tr": """
[sen|siz] kimsin|kimsiniz|nesin|nesiniz [sen|siz]
kim sin|siniz
seni|sizi kim yarattı|yaptı|geliştirdi|programladı|yazdı|tasarladı|üretti
[senin|sizin] adın|ismin|adınız|isminiz ne|nedir [senin]
[sen|siz] [bir|gerçek] [gerçek|bir] robot|insan|bot|makine|program|bilgisayar|gerçek musun|
    mısın|misin|musunuz|mısınız|misiniz [yoksa] [insan|robot] [mı|mısın|mısınız]
[sen|siz] [bir] yapay zeka mısın|misin|mısınız
[sen|siz] robot|insan mu|mı|mi|mü yoksa insan|robot mısın|musun
kendini|kendinizi tanıt|tanıtır|tanıtın [mısın|mısınız]
[bana] kendinden|kendinizden bahset|bahseder|bahsedin [misin|misiniz]
kiminle konuşuyorum|görüşüyorum
""",
    "fa": """
تو|شما [دیگه] کی|چی|کیستی|کیستید|چیستی|چیستید [هستی|هستید|هستین]
تو|شما چه کسی|چیزی|کی هستی|هستید
کی|چی هستی|هستید|هستین [تو|شما]
کیستی|کیستید|چیستی
چه کسی هستی|هستید
اسم|نام تو|شما چیه|چیست|چی [است|ه]
اسمت|اسمتون|نامت|اسمتان چیه|چیست|چی [است|ه]
[آیا] [تو|شما] [یک|یه] ربات|روبات|انسان|آدم|رباتی|بات|برنامه|واقعی [یا] [انسان|آدم|ربات] هستی|
    هستید|ای
تو|شما [یک|یه] رباتی|انسانی|آدمی [یا] [انسان|آدم]
[آیا] [تو|شما] رباتی|ربات یا انسان|آدم|انسانی|آدمی
[آیا] [تو|شما] [یک] هوش مصنوعی هستی|هستید
چه کسی تو|شما را|رو ساخته|ساخت|طراحی [است|کرده|کرد] [است]
کی تو|شما را|رو ساخته|ساخت|درست [کرده|کرد]
کی ساختتت|ساختت
خودت|خودتان|خودتون را|رو معرفی کن|کنید
درباره خودت|خودتان بگو|بگویید
""",
    "ckb": """
تۆ|تو|ئێوه|ئێوە|ئهتۆ کێیت|کێی|کێن|کیت|کیی|چیت|کێ [یت|ی|ن]
کێیت|کێی|کێن
ناوت|ناوتان چییه|چیه|چیە|چییە
ناوی تۆ چییە|چیە|چییه|چیه
تۆ|تو [ڕۆبۆتی|رۆبۆتی|ڕۆبۆت|مرۆڤی|مرۆڤ|ڕۆبۆتیت] [یان|ی|یت] [مرۆڤ|ڕۆبۆت] [ی|یت]
کێ|کی تۆی|تۆ|توی دروست|دروستی [کردووه|کردووە|کرد|کردوویت]
خۆت بناسێنه|بناسێنە
""",
    "kmr": """
tu|hûn|hun kî|ki|kîyî|kiyi|çi|kîne|kîn yî|yi|ne|nin|î [tu]
tu|hûn kî|ki|kîyî|kiyi|kîne [tu]
kî yî [tu]
navê|nave te|we çi|çî|ye|çiye [ye]
tu [robot|robotî|mirov|mirovî|însan] î|yî|robotî|mirovî [an] [mirov|robot] [î|yî]
kê|ke tu|te çêkir|çêkirî|afirand|çêkiriye [kiriye]
xwe bide nasîn|naskirin
""",
    "ru": """
кто|что ты|вы такой|такая|такое|такие|вообще
кто|что ты|вы [вообще|собственно]
ты|вы кто|что [такой|такая|такие]
ты|вы [настоящий] робот|человек|бот|ии|машина|программа|живой|чатбот|настоящий [или] [человек|
    робот|бот]
кто тебя|вас создал|сделал|разработал|написал|придумал|запрограммировал
как тебя|вас зовут|звать
как твоё|ваше имя
расскажи|расскажите [мне|нам] о себе
представься|представьтесь
с кем я говорю|разговариваю|общаюсь
""",
    "zh": """
你是谁 [啊|呀|呢]
您是谁
你是誰
你是什么
你是什么东西
你是做什么的
你叫什么
你叫什么名字
你的名字是什么
您叫什么名字
您贵姓
你是机器人吗
你是人吗
你是真人吗
你是真人还是机器人
你是机器人还是人
你是人工智能吗
你是人还是机器人
谁创造了你
谁开发了你
谁做的你
谁制造了你
介绍一下你自己
介绍一下自己
请介绍一下你自己
请介绍你自己
自我介绍一下
""",
    "hi": """
आप|तुम|तू कौन हैं|हो|है
आप|तुम क्या हैं|हो
कौन हैं|हो|है आप|तुम
आपका|तुम्हारा नाम क्या [है|हैं]
[क्या] आप|तुम [एक] [असली] रोबोट|इंसान|बॉट|मशीन|एआई|मनुष्य [हैं|हो] [या] [इंसान|रोबोट] [हैं|हो]
आपको|तुम्हें|तुमको किसने बनाया [है|हैं]
अपने बारे में बताइए|बताओ|बताएं
अपना परिचय दीजिए|दो|दें
aap|tum kaun|kon ho|hain|hai
tumhara|aapka naam kya hai
""",
    "ur": """
آپ|تم|تو کون ہیں|ہو|ہے
آپ|تم کیا ہیں|ہو
کون ہیں|ہو آپ|تم
آپ کا نام کیا [ہے]
آپکا|تمہارا نام کیا [ہے]
[کیا] آپ|تم [ایک] [حقیقی] روبوٹ|انسان|بوٹ|مشین [ہیں|ہو] [یا] [انسان|روبوٹ] [ہیں|ہو]
آپ کو کس نے بنایا [ہے]
تمہیں|آپکو کس نے بنایا [ہے]
اپنا تعارف کرائیں|کروائیں|کراؤ
اپنے بارے میں بتائیں|بتاؤ
""",
    "he": """
מי|מה אתה|את|אתם|זה|אתה [בעצם|בדיוק|בכלל]
איך|מה קוראים|שמך|השם|קורים|שמך [לך|שלך]
מי|מהו [בנה|יצר|עשה|פיתח|תכנת|המציא|שמך] [אותך]
אתה|את|האם [אתה|את] רובוט|בוט|אדם|אנושי|אמיתי|מכונה|בן|בינה|תוכנה [אדם|מלאכותית|או] [אדם|רובוט|
    בן] [אדם]
ספר|ספרי [לי] על עצמך
הצג את עצמך
עם מי אני מדבר|מדברת
""",
    "other": """
あなたは誰ですか
あなたは誰
お名前は
お名前は何ですか
누구세요|누구야
너는|당신은 누구야|누구니|누구입니까|누구예요
wie ben je|jij|u
hoe heet je
kim jesteś
jak się nazywasz
siapa kamu|anda|namamu
хто ти|ви
ποιος είσαι|είστε
""",
}

GOODBYES = {
    "ar": """
مع|معا|ومع السلامه|سلامه|الف [سلامه]
بالسلامه|بسلامه|بخاطرك|بخاطركم|فمان|بامان|فامان [الله|الكريم]
وداعا|باي|تشاو|سلاموز|باياي [باي]
الي|الى اللقاء [قريبا]
اراك|اراكم|نراك|نراكم|اشوفك|اشوفكم|نشوفك|بشوفك|نلتقي|منشوفك [لاحقا|قريبا|بعدين|باجر|غدا|علي|
    بكره] [خير]
في|ف|ب امان|حفظ الله|الكريم
الله وياك|معك|معاك|وياكم|معكم|وياج
تصبح|تصبحون|تصبحين|تصبحو علي|ع|ب خير|الف [خير]
يلا|يله|يالا|يالله باي|سلام|بالسلامه|تصبح [علي] [خير]
استودعك|استودعكم|نستودعكم الله
ليله|ليلتك سعيده
طابت ليلتك|ليلتكم|اوقاتك|اوقاتكم
بسلامه [عليك]
تهلا فراسك
سلام|السلام عليكم مع السلامه
""",
    "arabizi": """
ma3|maa|ma3a|m3a [al|el|il] salama|salame|slama|salameh|alsalama|elsalama|assalama|essalama
bislama|beslama|bslama|bsalama
bye|bay|baay|yalla|yala|yallah bye|bay|salam
ila|ela [al|el] liqa|liqaa|lika2|leqa2
allah wiyak|wyak|m3ak|ma3ak|weyak
fi|b|fee aman allah
fimanallah|famanillah
tisba7|tesba7|tusbih|tesbah|tisbah|tisbahoon|tesba7o|tesb7 [3ala|ala|3la|3] khair|kheir|5er|
    5air|kher|5eir
ashoofak|ashufak|bashoofak|ashofak [ba3dain|ba3den|bacher]
""",
    "en": """
bye|goodbye|byebye|cya|farewell|ciao|bb|tata|cheerio|byee|gn|ttyl|adios [bye|for|all|everyone|
    then|now] [now]
good bye|night [all|everyone|for] [now]
see|c you|ya|u|yall [later|soon|tomorrow|around|again|then|next] [time|alligator|on|week]
see|cya later|soon
talk|speak [to] you|ya|u|later [later|soon|tomorrow]
have a|an [nice|good|great|lovely|wonderful|pleasant] day|one|evening|night|weekend|week|
    afternoon
take care [of] [yourself]
so long
i have|must|gotta|need [to] go|leave
gotta go [now]
until next time
till next time
later
thats|that all [for]
that is|will [be] all
""",
    "fr": """
au revoir [et|a] [bonne|tous] [journee|soirée]
à|a bientôt|bientot|plus|demain|toute|tout|plustard|la|ciao [tard|a|alheure|prochaine] [lheure]
adieu|bye|ciao|tchao|tchuss|salut
bonne|bon nuit|journee|journée|soirée|soiree|fin|weekend|week|continuation [de] [journée|soirée|
    end]
""",
    "de": """
tschüss|tschüs|tschuess|tschau|ciao|tschö|ade|servus|wiedersehen|adieu [bis] [bald|dann|später|
    morgen]
auf wiedersehen|wiederhören|wiederschauen
bis bald|dann|später|spaeter|morgen|nachher|zum|gleich [nächsten] [mal]
machs|mach|machen|machen gut|es|sie|s [gut|es] [gut]
gute nacht
schönen|schoenen|einen|schönes [schönen] tag|abend|wochenende [noch|dir|ihnen] [noch]
""",
    "es": """
adiós|adios|chao|chau|bye|ciao|agur [amigo|gracias|y]
hasta luego|pronto|mañana|manana|la|siempre|otra|ahora [vista|proxima] [luego]
nos vemos [luego|pronto|mañana]
buenas noches
que tengas|pases|tenga [un|una] buen|buena|lindo dia|noche|tarde
cuídate|cuidate|cuidese
""",
    "it": """
arrivederci|arrivederla|addio|ciao|cia
a|ci presto|dopo|domani|più|vediamo [tardi|presto|dopo|domani]
buona|buon notte|giornata|serata|weekend
buonanotte
""",
    "pt": """
adeus|tchau|tchauzinho|xau|falou|flw|té [tchau]
até|ate logo|amanhã|amanha|breve|mais|já|ja|a|depois|próxima [tarde|ver|próxima]
boa noite
tenha|tem um|uma bom|boa|ótimo|ótima dia|noite|tarde
""",
    "tr": """
görüşürüz|gorusuruz|görüşmek|bay|bye|hoşçakal|hoşçakalın|hoscakal|güle|gule|elveda|hoşça|kib|bb|
    bayy|baybay [üzere|bay|kal|kalın|güle|gule|sonra]
güle güle
hoşça kal|kalın
iyi geceler|günler|akşamlar
kendine|kendinize iyi bak|bakın
sonra|yarın|yakında görüşürüz
allaha ısmarladık|emanet [ol|olun]
allahaısmarladık
""",
    "fa": """
خداحافظ|خدافظ|خدانگهدار|بدرود|بای|خدافس|خدا [حافظ|نگهدار|یار|شما|تون] [حافظ|نگهدار|یار]
خدا حافظ|نگهدار|نگهدارت|نگهدارتون
به امید دیدار
تا بعد|فردا|بعدا|دیدار|دیداری [دیگر|بعد]
شب|روز|شبتون|روزتون خوش|بخیر [بگذره]
موفق باشید|باشی|باشین
فعلا [خداحافظ]
""",
    "ckb": """
خوا|خودا|خواتان حافیز|حافیزت|حافیزتان|ئاگادارت|لهگهڵ|لەگەڵ|حافیزی [بێت|بێ]
خواحافیز|خوات|خوای [لهگهڵ|لەگەڵ|حافیز] [بێت|بێ]
ماڵئاوا|ماڵئاوایی|مالئاوا|بهخێرچی|بای
بە|به|ب خێر|هیوای|سڵامهت|سەلامەت [بچیت|دیدار|بن]
شهو|شەو|شهوت|شەوت|شەوتان شاد|باش|خۆش
""",
    "kmr": """
xatirê|bi te|we|xatirê|xêr|silametî|hêviya [te|we|hatî|dîtinê|biçî]
bi xatirê te|we
oxir|oxira be|te|we [oxir|xêr] [be]
şev|şeva baş|xweş|te [xweş|be|baş]
heta sibe|paşê|dîtinê|carek [din]
mala ava
""",
    "ru": """
пока|покеда|прощай|прощайте|бай|чао|досвидания|покасики|пакет [пока|всем]
до свидания|свиданья|встречи|скорого|скорой|завтра|связи|скорой [встречи]
увидимся|созвонимся|бывай|бывайте [позже|завтра]
спокойной|доброй ночи
всего хорошего|доброго|наилучшего
хорошего|удачного|приятного дня|вечера|вам [дня]
удачи [вам|тебе]
""",
    "zh": """
再见 [了|啦]
再見
拜拜 [了|啦]
拜
晚安
回头见
回见
明天见
下次见
待会见
一会儿见
""",
    "hi": """
अलविदा|बाय|टाटा|विदा [बाय|सबको]
फिर मिलेंगे|मिलते|मिलूंगा [हैं|बाद]
शुभ रात्रि
alvida|phir [milenge]
""",
    "ur": """
خدا|اللہ|الله حافظ|نگہبان|بیلی
الوداع|بائے|خداحافظ
شب بخیر
پھر ملیں|ملتے [گے|ہیں]
""",
    "he": """
להתראות|ביי|ביוש|להית|שלום [ולהתראות|שלום|ותודה|בינתיים]
לילה טוב
יום|ערב|שבוע|סוף טוב|נעים|נפלא|שבוע [נעים|טוב]
נתראה [אחר|מחר] [כך]
נדבר [אחר] [כך]
ביי ביי
""",
    "other": """
さようなら
またね
じゃあね
バイバイ
おやすみ
おやすみなさい
안녕히 가세요|계세요
tot ziens|straks|later
doei|dag|hejdå|farvel|näkemiin
do widzenia
до побачення
αντίο
sampai jumpa
""",
}

HELP = {
    "ar": """
مساعده|المساعده|مساعدة|ساعدني|ساعدوني|ساعديني|ساعدنا|تساعدني|تعليمات
[هل] تستطيع|يمكنك|ممكن|تقدر|تكدر|فيك|بامكانك|تگدر|بتقدر|فيكي [ان] مساعدتي|تساعدني|مساعده|
    مساعدتنا|تساعدنا|تفيدني|اسالك|سؤال|اسال
[انا] احتاج|اريد|محتاج|محتاجه|ابي|ابغي|عاوز|عايز|بدي|عايزه|اريدك|اود|حابب|احتاجك [الي|ل] مساعده|
    مساعدتك|المساعده|مساعدتكم|تساعدني|لمساعده|للمساعده
[انا] عندي|لدي|اريد|بدي|عاوز|عايز|ابي سؤال|استفسار|اسال|اسالك|اسئله|اسيله [سؤال|شي|عن] [شي]
ماذا|ما|شنو|شو|ايش|ايه|وش|شن|اش|شنهو [الذي|اللي|الي|هو] تستطيع|تقدر|تكدر|تگدر|يمكنك|ممكن|فيك|
    بتقدر|بامكانك|تعرف [ان] تفعل|تفعله|تسوي|تسويه|تعمل|تعمله|تقدم|تقدمه|فعله|تسويلي|تساعدني|
    تعملي|عمله|دير|تقدملي [لي|به] [به]
شتسوي|شتسوون|شتقدر|شتكدر|شتگدر|شتسويلي|شتشتغل|شتعمل|شتساوي|شتفعل [تسوي|تسويلي|انت|تعمل|تفيدني|
    تساعدني] [لي|انت]
شتكدر|شتگدر|شتقدر تسوي|تسويلي|تعمل
بماذا|بشنو|بايش|بشو|فيم|كيف|شلون|ازاي|وش|بيش|بم [يمكنك|تستطيع|تقدر|تكدر|تگدر|ممكن|فيك|بتقدر|
    يمكن] [ان|انك] تساعدني|تفيدني|مساعدتي|تساعدنا|تساعد|افادتي
كيف|شلون|ازاي|كيفيه|كيفاش|اشلون|طريقه استخدمك|استعملك|استخدامك|استعمالك|نستخدمك|اتعامل [معك|وياك]
كيف|شلون|ازاي|كيفيه|كيفاش|اشلون|طريقه [يمكنني|ممكن|اقدر|اكدر|يمكن] استخدم|استعمل|استخدام|
    استعمال|يعمل|يشتغل|بيشتغل|يستخدم|نستخدم [هذا|هذه|هاي|هذي|هاد|ده] هالبرنامج|البرنامج|التطبيق|
    الموقع|الشات|البوت|الروبوت|الصفحه|النظام|المساعد|هالموقع|هالبوت
شلون|كيف|كيفاش|ازاي يشتغل|بيشتغل|يعمل|استخدم|استعمل هذا|ده|هاد
كيف|شلون تعمل|تشتغل انت
تشتغل|بتشتغل|بتعمل|بتسوي|بتساوي ايه|شلون|شنو|ازاي|ايش|كيف|شو
بتعرف|تعرف|تقدر|ممكن تعمل|تسوي ايه|شنو|ايش|شو [لي]
ما|شنو|شو|ايش|وش|ايه|اش [هي|هو] وظيفتك|مهمتك|قدراتك|فايدتك|عملك|شغلك|شغلتك|دورك|شغلتج|امكانياتك|
    خدماتك|مهامك
شغلك|شغلتك|وظيفتك|فايدتك شنو|شو|ايش|ايه|وش
ماذا تفعل|تعمل|تقدم انت|هنا|لنا
شو|شنو|ايش|وش|ايه|شن|اش بتعمل|بتساوي|تسوي|بتسوي|تشتغل|كتدير|تدير [انت|هنا|لي|بالضبط] [هنا]
واش|اش|شنو تقدر|كتقدر دير|تدير [ليا]
كيف|شلون|ازاي|وين|منين ابدا|اسال|اسالك|ابدي|ابلش|نبدا [سؤال|السؤال]
ماذا|شنو|شو|ايش|وش|ايه [ممكن|اقدر|اكدر|يمكنني|استطيع] [ان] اسالك|نسالك|اسال|اسئلك
شسالك|شاسالك|شاكدر|شكدر|شگدر [اسالك|اسال|اسوي] [هنا]
ماذا|شنو|شو استطيع|اكدر|يمكنني|اقدر|فيني [ان] افعل|اسوي|اعمل|فعله [هنا]
""",
    "arabizi": """
musa3ada|mosa3ada|musaada|sa3idni|sa3edni|saidni|sa3dni [please|plz|min] [fadlak]
shtsawi|shitsawi|shtgdar|shtgdr|shtigdar|shtikdar|shtkdar|sheno|shinu|shnu|shu|sho [tsawi|
    tigdar|tgdar|fik|bti3mal|btaamel] [tsawi|tisawi|ta3mal]
te3raf|te2dar|t2dar te3mel|ta3mel eh
momken|mumkin|mumken [enak] tsa3dni|tsa3edni|tsa3idni|musa3ada
""",
    "en": """
help [me|us] [here|out]
help needed|wanted
i [really] need|want|require [some|your|a] help|assistance
i need you to help me
can|could|will|would|may you|u|anyone|someone|somebody [please] help|assist [me|us] [out]
can|could|may i get|have|ask [some|for|you] [a] help|question
i have|got a|another|some question|questions [for] [you]
what can|could you|u|sanad|this [chatbot|bot|app|tool|program|site] [actually|really] do|offer|
    answer|help [for|me|us|here] [me|us|with]
what do you do|offer [here|exactly]
what does this [chatbot|bot|app|site|website] do
what does sanad do
what are|r you|u able|capable to|of do|doing
what are|r you|u doing|for
what are|r you|u good|useful at|for
how can|could|do|will|would you|u help|assist [me|us]
how can|could|do|should|would i|we|you|one use|ask|talk|interact|chat [to|with] you|this|sanad
    [app|bot|chatbot|tool|site|website|program|page|chat]
how can|could|do|should i|we start|begin|ask [a] [question|questions]
how to use [you|this|it|the|sanad] [app|bot|chatbot|tool|site|website|program|page|chat]
how does this|sanad [app|bot|chatbot|tool|site|website|program|page|chat] work
how do you|u work|function
what are|is|r your|ur features|capabilities|abilities|functions|purpose|job|role|function|
    skills|task|tasks|goal
whats your|ur purpose|job|role|function|task|goal
what|which [kind|kinds|sort|sorts|type|types] [of] questions|question can|could|should|may i|we
    ask [you|u]
what|which [kind|kinds|sort|sorts|type|types] [of] questions|question can|could|do you|u answer
what can|should|could|may i ask|do|type|write [you|u] [here]
what do|should i|we do|type|write|ask here
are you able to help [me|us]
instructions|manual
show [me] help
i dont|do [not] know what|how to ask|do|start [you]
""",
    "fr": """
aide|aidez|help [moi|nous]
laide
à laide
jai besoin daide|de [ton|votre] [aide]
jai une question
peux|pouvez|pourrais|pourriez tu|vous maider|nous|me [aider]
tu|vous peux|pouvez maider|me [aider]
est ce que tu|vous peux|pouvez maider|me [aider]
que|quoi|comment peux|pouvez|sais|savez tu|vous faire|maider|me [aider] [pour] [moi]
quest ce que tu|vous peux|pouvez|sais|savez|fais|faites [faire|offrir] [pour] [moi]
que fais|faites tu|vous
tu|vous peux|sais|fais|pouvez|savez faire|fais quoi
tu fais quoi
que puis je te|vous demander
quest ce que je peux te|vous demander|faire [ici]
à quoi sers|servez tu|vous
comment fonctionnes|marches|fonctionnez|marchez tu|vous
comment tu|vous fonctionnes|marches|fonctionnez
comment ça marche|fonctionne
comment [ça|je] tutiliser|tutilise
""",
    "de": """
hilfe
hilf|helfen|helft mir|sie|uns [mir|bitte]
ich brauche|benötige|brauch [bitte|deine|ihre|etwas|mal] hilfe|unterstützung
ich habe|hab eine|ne frage
kannst|können|könntest|könnten|koennen|koenntest du|sie [mir|uns|bitte] [bitte|mal] helfen
was|wobei|wie|womit kannst|können|koennen|könntest du|sie [alles|mir|hier|denn|so] helfen|tun|
    machen [für] [mich]
was kannst|machst|tust|können|machen du|sie [hier|eigentlich|denn|so] [alles]
was kann|darf|soll ich [dich|sie] [hier|alles] fragen|tun|machen
wie funktionierst|arbeitest du
wie funktioniert das|es|dieser|diese|dieses [chatbot|bot|seite|app|programm|tool|hier]
wie benutze|nutze|verwende|bediene ich dich|diesen|dieses|diese|das [chatbot|bot|seite|app|
    programm|tool]
wofür|wozu bist du [da|gut]
""",
    "es": """
ayuda|ayúdame|ayudame|ayúdenme|socorro|auxilio|ayúdeme|instrucciones
necesito|quiero [tu|su|de] ayuda
tengo una pregunta|duda
puedes|puede|podrías|podrias|podría|pueden ayudarme|ayudar
me puedes|puede|podrías|podría ayudar
qué|que|cómo|como puedes|puede|podrías hacer|ayudarme|ayudar [por] [mi]
qué|que sabes|puedes|haces [hacer] [tu]
qué|que puedo preguntarte|preguntar|hacer [aqui]
en qué|que puedes|puede ayudarme
de qué|que sirves
para qué|que sirves
cómo|como funcionas
cómo|como funciona esto|este [chatbot|bot|sitio|programa]
cómo|como te uso|utilizo
cómo|como se usa|utiliza esto|este [chatbot|bot]
cuáles|cuales|cuál|cual son|es tus|tu funciones|función|capacidades|propósito|trabajo
""",
    "it": """
aiuto|aiutami|aiutatemi|istruzioni
ho bisogno di aiuto
ho una domanda
mi serve aiuto
puoi|può|potresti|potrebbe aiutarmi
mi puoi|può aiutare
cosa|che|come puoi|sai|può fare|aiutarmi [per] [me]
che cosa puoi|sai fare
cosa fai
cosa posso chiederti|chiedere|fare [qui]
a cosa servi
come funzioni
come funziona questo [chatbot|bot|sito]
come posso usarti
in che modo puoi aiutarmi
""",
    "pt": """
ajuda|ajude|socorro|instruções [me]
me ajude|ajuda|ajudem
preciso|quero [de|sua] [sua] ajuda
tenho uma pergunta|dúvida
você|voce|vc|pode|poderia|podes|consegue [pode|poderia|consegue] me|ajudar ajudar|me
pode|poderia [você] ajudar
o que você|voce|vc|tu pode|faz|sabe|podes|fazes|consegue [fazer] [por|para] [mim]
o que [eu] posso perguntar|te [perguntar] [aqui]
o que sabes|podes|fazes [fazer]
como você|voce|vc|tu pode|funciona|podes|funcionas [me] [ajudar]
como isso|isto funciona
como funciona isso|isto|este [chatbot|bot]
para que você|voce|vc serve
""",
    "tr": """
yardım|yardim|imdat [lazım|istiyorum|lütfen]
yardım|yardımcı et|edin|ol|olun
[bana] yardım|yardımcı eder|edebilir|olur|olabilir misin|misiniz|musun|musunuz
bana yardım|yardımcı et|edin|ol|olun
yardıma|yardımına|yardımınıza ihtiyacım|ihtiyacim var
bir sorum|soru var|sorabilir [miyim]
sana|size [bir|ne|neler|nasıl] [soru|şey|şeyler] sorabilirim|sorabilir|sorayım|sormalıyım [miyim]
[sen|siz|burada] ne|neler [işler] yapabilirsin|yapabilirsiniz|yapabiliyorsun|yapabiliyorsunuz|
    yaparsın|yaparsınız|yapıyorsun [sen|siz]
[sen|siz] nasıl çalışıyorsun|çalışırsın
bu nasıl çalışıyor|çalışır|kullanılır
seni|bunu nasıl kullanırım|kullanabilirim
nasıl kullanırım|kullanabilirim
ne|neler işe yararsın|yarıyorsun
bana nasıl|ne yardımcı|yardım olabilirsin|edebilirsin|olabilirsiniz|edebilirsiniz
nasıl yardımcı|yardım olabilirsin|edebilirsin
[senin] görevin|amacın|göreviniz|işin ne|nedir
ne|neler sorabilirim [sana]
ne iş yaparsın|yapıyorsun
""",
    "fa": """
کمک|کمکم|راهنما|راهنمایی|کمکی [کن|کنید|لطفا|میخوام|می|بهم|میخواهم|کنین] [خواهم|خوام|کن|کنید]
لطفا کمک|کمکم|راهنمایی [کن|کنید|ام] [کن|کنید]
به کمک نیاز|احتیاج دارم
[من] کمک|سوال|سؤال|پرسش|یک|یه|راهنمایی [سوال|سؤال|پرسش] لازم|میخوام|دارم|می|میخواهم|داشتم [دارم|
    خواهم|خوام]
[آیا] میتوانی|میتونی|میتوانید|میتونید|میشه|ممکنه [به] [من|بهم] کمک|کمکم|راهنمایی [من|کنی|کنید|
    ام|کنین] [کنی|کنید|بکنی]
[آیا] می توانی|تونی|توانید|تونید|شه|شود [به] [من|بهم] کمک|کمکم|راهنمایی [کنی|کنید|ام] [کنی|کنید]
چه|چی کار|کاری|کارهایی|کارایی|کارا [هایی] میتوانی|میتونی|میکنی|بلدی|میتوانید|میکنید|میتونید
    [بکنی|بکنید|انجام|کنی] [دهی|بدی|بدهید|بدهی]
چه کار|کارهایی|کاری [هایی] از دستت|دست [تو|شما] بر میاد|میآید|می [آید]
چه کارهایی|کاری می توانی|تونی|توانید انجام دهی|بدی|دهید|بدهی
چه کار هایی می توانی|تونی انجام دهی|بدی
چه کارهایی میتوانی|میتوانید انجام دهی|بدهی|دهید|بدهید
چه|چی کار می کنی|توانی|کنید|تونی [بکنی|انجام] [دهی|بدی]
چیکار|چکار میتونی|میتوانی|بلدی|میکنی [بکنی|کنی]
چطور|چطوری|چگونه [باید] از تو|شما|این استفاده کنم|کرد
چطور|چطوری ازت استفاده کنم
چطور|چگونه|چطوری کار میکنی|میکنید
چطور|چگونه کار می کنی|کنید
چطور|چگونه میتوانی|میتونی [به] [من|بهم] کمک|کمکم کنی|بکنی
چطور|چگونه می توانی [به] [من|بهم] کمک|کمکم کنی
چه کمکی میتوانی|میتونی [به] [من|بهم] بکنی|کنی
وظیفه|کار|وظیفت [تو|شما|ات] چیست|چیه
""",
    "ckb": """
یارمهتی|یارمەتی|یارمهتیم|یارمەتیم|هاوکاری|هاوکاریم [بده|بدە|بدهن|بدەن|دەوێت|بکه|بکە|تکایه|تکایە|
    دەوێ]
پێویستم به|بە یارمهتی|یارمەتی [ههیه|هەیە]
دهتوانیت|دەتوانیت|دەتوانی|ئەتوانی|دهتوانی یارمهتیم|یارمەتیم بدهیت|بدەیت|بدەی
چی|چیت دهتوانیت|دەتوانیت|دەتوانی|پێ|لێ بکهیت|بکەیت|بکەی|دهکرێت|دەکرێت
چی دەتوانیت|دەتوانی
تۆ چی|چیت دەکەیت|دەکەی|پێدەکرێت|ئەکەی|دەزانیت
چۆن بهکارت|بەکارت بهێنم|دەهێنم|دێنم
چۆن کار دەکەیت|دهکهیت|دەکەی|دەکات
""",
    "kmr": """
alîkarî|alikari|arîkarî|hawar|alîkariyê [bike|bikin|min|dixwazim|ji] [ji] [min] [re] [bike]
ji min re alîkarî|bibe [bike|alîkar]
dikarî|dikarî|tu [dikarî|dikari] [ji] [min] [re] alîkarî|alîkariya [min] bikî
tu|hûn çi|dikarî [dikarî|dikari|dikî|diki|dizanî] [çi] [bikî|biki]
çi dikarî|dikari bikî|biki
ez çawa te bi [kar] [tînim|bînim]
""",
    "ru": """
помощь|помоги|помогите|хелп|инструкция|справка [мне|нам]
[мне] нужна [твоя|ваша] помощь
у меня [есть] вопрос
[ты|вы] можешь|можете|сможешь|сможете [ты|вы] [мне] помочь [мне]
не могли бы вы мне помочь
что|чем ты|вы можешь|можете|умеешь|умеете|делаешь|делаете [мне] [делать|сделать|помочь] [для]
    [меня]
что|чем можешь|можете|умеешь|умеете [ты|вы] [мне] [делать|помочь]
что я могу [тут|здесь|у|тебя|вас] спросить|спрашивать|делать [у] [тебя|вас]
как [мне] тобой|вами|этим|ботом [ботом] пользоваться
как пользоваться тобой|ботом|этим [ботом|чатом]
как ты|вы работаешь|работаете
как это работает
для чего|чем ты|вы [нужен|нужна|нужны|создан]
""",
    "zh": """
帮助
帮忙
救命
帮帮我
帮我
请帮我
请帮助我
请帮帮我
帮助我
我需要帮助
你能帮我吗
你可以帮我吗
能帮我吗
能帮帮我吗
可以帮我吗
你能做什么
你会做什么
你会什么
你能干什么
你可以做什么
你能帮我做什么
你可以帮我做什么
你能做些什么
你有什么功能
你有什么用
你的功能是什么
怎么用
怎么使用
如何使用
怎么用你
如何使用你
我能问什么
我可以问什么
我能问你什么
我可以问你什么
我该怎么用
""",
    "hi": """
मदद|सहायता|हेल्प [करो|कीजिए|करें|चाहिए|करिए]
मदद कर दो|दीजिए
मेरी मदद|सहायता करो|कीजिए|करें
मुझे मदद|सहायता चाहिए
क्या आप|तुम मेरी मदद|सहायता कर सकते|सकती हैं|हो
आप|तुम क्या [क्या] कर सकते|सकती हैं|हो
आप|तुम क्या करते|करती हैं|हो
क्या कर सकते हो|हैं
आप|तुम मेरी कैसे|क्या मदद|सहायता कर सकते|सकती हैं|हो
मैं [आपसे] क्या [क्या] पूछ सकता|सकती हूं|हूँ
यह|ये कैसे काम करता|करती है
madad [karo|chahiye]
aap kya kar sakte hain|ho
""",
    "ur": """
مدد [کریں|کرو|چاہیے|کیجیے|کیجئے]
میری مدد کریں|کرو|کیجیے
مجھے مدد چاہیے
کیا آپ|تم میری مدد کر سکتے|سکتی ہیں|ہو
آپ|تم کیا [کیا] کر سکتے|سکتی ہیں|ہو
آپ|تم کیا کرتے|کرتی ہیں|ہو
آپ میری کیا|کیسے مدد کر سکتے|سکتی ہیں
میں [آپ] [سے] کیا پوچھ سکتا|سکتی ہوں
یہ کیسے کام کرتا|کرتی ہے
""",
    "he": """
עזרה|עזור|עזרו|הצילו|תעזור|תעזרי|הוראות|הדרכה [לי|בבקשה] [בבקשה]
אני צריך|צריכה|רוצה|זקוק עזרה|לעזרה|לשאול [ממך|שאלה]
יש לי שאלה
אתה|את|אפשר|תוכל|תוכלי|האם [אתה|את] [יכול|יכולה] לעזור|עזרה|לשאול [לי|שאלה]
מה|איך|במה|למה|כיצד אתה|את|אפשר|אני|ניתן|תפקידך|התפקיד [יכול|יכולה|יודע|יודעת|עובד|עובדת|עושה|
    משמש|שלך] [לעשות|לעזור|לשאול|להשתמש|כאן|עושה] [לי|אותך|בך|כאן|בשבילי]
איך זה עובד
איך משתמשים|להשתמש [בזה|בך|באתר|בבוט]
""",
    "other": """
help|hulp|hjälp|hjelp|hjælp|apua|pomoc|tolong|bantuan|ajutor|допоможи|допоможіть|βοήθεια|msaada
助けて
手伝って
何ができますか
何ができるの
도와줘|도와주세요|도움말|도움
뭘|무엇을 할 수 있어|있나요|있니
wat kan je|jij|u [doen]
""",
}

SMALL_TALK_PHRASES = {
    SmallTalk.GREETING: GREETINGS,
    SmallTalk.WELLBEING: WELLBEING,
    SmallTalk.THANKS: THANKS,
    SmallTalk.IDENTITY: IDENTITY,
    SmallTalk.GOODBYE: GOODBYES,
    SmallTalk.HELP: HELP,
}
"""The phrases of each kind, by language."""

PLEASE = {
    "ar": """
رجاء|رجاءا|ارجوك|ارجوكم|بليز|بلييز|لطفا|رجاءً|الرجاء
من|لو فضلك|فضلكم|سمحت|سمحتي|سمحتوا|سمحتو|تكرمت|تكرمتم
اذا|ان سمحت|امكن|تكرمت|ممكن|سمحتي
بلا|بدون زحمه
الله يخليك|يخليكم|يخليج
بالله عليك
عفوا|المعذره|معذره|عفاك|عافاك
""",
    "arabizi": """
min|men fadlak|fadlik|fadlek|fadhlak
law|lo|low sama7t|samaht|samahti|samahet|sama7ti|samahit
iza|itha|idha mumkin|momken|samaht
bala|blah|bla zahma|za7ma
rajaan|raja2an|balz|bliz
""",
    "en": """
please|pls|plz|plss|plse|kindly
if you please
""",
    "fr": """
svp|stp
sil vous|te plait|plaît
""",
    "de": "bitte [schön]",
    "es": """
por favor
porfavor|porfa|porfis
""",
    "it": "per favore|piacere|cortesia\nperfavore",
    "pt": "por favor|gentileza\nporfavor",
    "tr": "lütfen|lutfen\nrica etsem",
    "fa": "لطفا|لطفاً\nخواهشا\nخواهش میکنم",
    "ckb": "تکایه|تکایە",
    "kmr": "ji kerema|kerema xwe [re]\nkerem bike|ke\ntika|rica [dikim]",
    "ru": """
пожалуйста|пожалуста|плиз|плз
будьте добры
""",
    "zh": "请\n请问\n麻烦\n请你",
    "hi": "कृपया|प्लीज़|प्लीज",
    "ur": "براہ کرم|مہربانی\nبرائے مہربانی|کرم\nپلیز",
    "he": "בבקשה",
}
"""How a request is made polite."""

EXCUSES = {
    "ar": "عفوا|المعذره|معذره|عذرا|اسف|آسف",
    "en": "excuse|pardon me\nsorry",
    "fr": "excusez|excuse moi\npardon|désolé",
    "de": "entschuldigung\nentschuldigen sie [bitte]",
    "es": "disculpe|disculpa|perdón|perdona|perdone",
    "it": "scusa|scusi",
    "pt": "desculpe|desculpa",
    "tr": "affedersiniz|pardon",
    "fa": "ببخشید|ببخشین",
    "ckb": "ببوره|ببورە|ببورن",
    "ru": "извините|извини|простите",
    "he": "סליחה",
}
"""How one asks to be heard, before a question."""

FILLERS = {
    "ar": """
يا|يه [اخي|اختي|صديقي|عزيزي|عزيزتي|حبيبي|حبيبتي|استاذ|استاذي|سند|روبوت|بوت|غالي|عيني|عزيز|ورده|
    وردتي|بطل|زعيم|معلم|باشا|شباب|جماعه|اخوان|اخواني|خوي|اخوي|خويه|حجي|طيب|طيبين|كبير|ريس|مساعد]
اخي|اختي|صديقي|عزيزي|عزيزتي|حبيبي|حبيبتي|استاذ|استاذي|استاذنا|سند|روبوت|غالي|عيني|اغاتي|ورده|
    بطل|شباب|جماعه|اخوان|خويه|خوي|اخوي|الطيب|الغالي|الورد|جميعا|الجميع|حبيب|دكتور|جزيلا|كثيرا|
    كثير|كتير|جدا|هوايه|هواي|مره|مرا|اوي|خالص|بزاف|برشا|واجد|وايد|كلش|الك|لك|لكم|الكم|ليك|الج|
    اله|اليوم|هسه|والله|طيب|زين|زينه|حلو|ايضا|اخري|نعم|اي|ايوه|اكيد
الحمد لله
الحمدلله|و|وشكرا|وبعد
من كل قلبي
""",
    "arabizi": """
habibi|7abibi|habibti|akhi|a5i|ya|sadeeqi|khoya|5oya|3ayni|aini|ustad|ustaz|wallah|walla|
    jazilan|kteer|ktir|kthir|hwaya|elak|lak|awi
""",
    "en": """
a|so|very|much|lot|lots|really|indeed|there|all|everyone|everybody|again|today|now|then|too|
    guys|friend|friends|buddy|bro|brother|mate|man|dude|sir|madam|maam|miss|mister|dear|pal|my|
    well|oh|ah|wow|and|yes|yeah|yep|sanad|bot|chatbot|robot|assistant|team
for now|today|you
""",
    "fr": """
beaucoup|bien|tous|toutes|toi|vous|mon|ami|amie|cher|madame|monsieur|encore|et|tout|monde|oui|
    alors
""",
    "de": """
sehr|mal|so|zusammen|alle|alles|leute|freund|lieber|liebe|und|ja|also|dir|ihnen|euch|mein
""",
    "es": """
mucho|muchas|muy|amigo|amiga|señor|señora|todos|todas|mi|y|si|bueno|pues|hoy
""",
    "it": """
molto|tanto|amico|amica|tutti|signore|signora|e|oggi|mio|caro
""",
    "pt": """
muito|muita|amigo|amiga|senhor|senhora|todos|e|hoje|meu|então
""",
    "tr": """
çok|bugün|herkese|dostum|arkadaşım|hocam|kardeşim|abi|kanka|ve|canım|efendim|evet|da|de
""",
    "fa": """
خیلی|بسیار|عزیز|عزیزم|دوست|من|همگی|همه|آقا|خانم|جان|داداش|و|بله|دوستان|امروز|شما
""",
    "ckb": "زۆر|برا|هاوڕێ|هاوڕێم|گیان|کاکه|کاکە|بهڕێز|بەڕێز|و",
    "kmr": "gelek|bira|heval|hevalê|min|can|û|keko",
    "ru": """
очень|большое|друг|дружище|друзья|вам|тебе|всем|и|да|ну|а|сегодня|бот|уважаемый
""",
    "zh": "你\n您\n啊\n呀\n吧\n呢\n啦\n哦\n了\n吗\n很\n朋友",
    "hi": "जी|बहुत|भाई|दोस्त|आप|सब|और|हाँ|सर|मेरे",
    "ur": "جی|بہت|بھائی|دوست|جناب|صاحب|سب|کو|اور|ہاں",
    "he": "מאוד|חבר|חברים|אחי|לכולם|לך|רבה|כן|גם|יקר",
}
"""Words that may stand beside small talk, and say nothing alone."""
