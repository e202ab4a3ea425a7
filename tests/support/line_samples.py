"""Paragraphs to wrap, and texts whose every line is a sentence of its own."""

PARAGRAPHS = {
    "en": (
        "The commission was founded in 1931 by three ministries and was asked to measure the "
        "river at forty places every week. After the war Dr. Salim Haddad, who had studied "
        "in Lyon, brought the gauges back to Basra and paid for them out of the sale of his "
        "own house in Mosul. The ministry never paid him back. In May the Tigris Bridge was "
        "closed by order of Governor Ali Hassan Karim, and the market of the old town moved "
        "to King Faisal Street."
    ),
    "de": (
        "Die Kommission wurde im Jahr 1931 von drei Ministerien gegründet und sollte den "
        "Fluss jede Woche an vierzig Stellen messen. Nach dem Krieg brachte Dr. Salim "
        "Haddad, der in Lyon studiert hatte, die Messgeräte zurück und bezahlte sie aus dem "
        "Verkauf seines eigenen Hauses in Mossul. Das Ministerium gab ihm das Geld niemals "
        "zurück. Am 15. Mai wurde die Brücke auf Befehl des Gouverneurs geschlossen."
    ),
    "fr": (
        "La commission fut fondée en 1931 par trois ministères et devait mesurer le fleuve "
        "chaque semaine à quarante endroits. Après la guerre, M. Haddad, qui avait étudié à "
        "Lyon, rapporta les instruments et les paya de la vente de sa propre maison à "
        "Mossoul. Le ministère ne le remboursa jamais."
    ),
    "es": (
        "La comisión fue fundada en 1931 por tres ministerios y debía medir el río cada "
        "semana en cuarenta lugares. Después de la guerra, el Dr. Haddad, que había "
        "estudiado en Lyon, devolvió los instrumentos y los pagó con la venta de su propia "
        "casa en Mosul. El ministerio nunca le devolvió el dinero."
    ),
    "ar": (
        "تأسست اللجنة عام 1931 من ثلاث وزارات وكلفت بقياس النهر في أربعين موقعا كل أسبوع. "
        "وبعد الحرب أعاد د. سالم حداد، الذي درس في ليون، أجهزة القياس ودفع ثمنها من بيع بيته "
        "في الموصل. ولم تعد الوزارة إليه ماله قط. ويبلغ طول النفق عند اكتماله أربعة "
        "كيلومترات، وتمر فيه سكة واحدة للقطارات البطيئة."
    ),
    "fa": (
        "این کمیسیون در سال ۱۳۱۰ به دست سه وزارتخانه بنیاد نهاده شد و باید رود را هر هفته در "
        "چهل جا اندازه می‌گرفت. پس از جنگ سالم حداد که در لیون درس خوانده بود ابزارها را "
        "بازگرداند و بهای آنها را از فروش خانه خود پرداخت. وزارتخانه هرگز پول او را پس نداد."
    ),
    "ru": (
        "Комиссия была основана в 1931 году тремя министерствами и должна была измерять реку "
        "каждую неделю в сорока местах. После войны доктор Салим Хаддад, который учился в "
        "Лионе, вернул приборы и заплатил за них из продажи собственного дома в Мосуле. "
        "Министерство так и не вернуло ему деньги."
    ),
    "tr": (
        "Komisyon 1931 yılında üç bakanlık tarafından kuruldu ve nehri her hafta kırk yerde "
        "ölçmesi istendi. Savaştan sonra Lyon'da okumuş olan Dr. Salim Haddad aletleri geri "
        "getirdi ve bedelini Musul'daki kendi evinin satışından ödedi. Bakanlık parasını hiç "
        "geri vermedi."
    ),
    "he": (
        "הוועדה נוסדה בשנת 1931 בידי שלושה משרדים ונדרשה למדוד את הנהר מדי שבוע בארבעים "
        "מקומות. אחרי המלחמה החזיר סלים חדאד, שלמד בליון, את המכשירים ושילם עליהם ממכירת "
        "ביתו שלו במוסול. המשרד לא החזיר לו את כספו מעולם."
    ),
    "hi": (
        "आयोग की स्थापना 1931 में तीन मंत्रालयों ने की थी और उसे हर सप्ताह चालीस स्थानों पर "
        "नदी नापनी थी। युद्ध के बाद डॉ. सलीम हद्दाद, जो ल्यों में पढ़े थे, यंत्र वापस लाए और "
        "उनका मूल्य अपने घर की बिक्री से चुकाया। मंत्रालय ने उन्हें कभी पैसे नहीं लौटाए।"
    ),
    "ko": (
        "위원회는 1931년에 세 부처가 세웠고 매주 마흔 곳에서 강을 재야 했다. "
        "전쟁이 끝난 뒤 리옹에서 공부한 살림 하다드가 측정기를 되찾아 왔고 "
        "모술에 있는 자기 집을 팔아 값을 치렀다. 부처는 그에게 돈을 돌려주지 않았다."
    ),
    "el": (
        "Η επιτροπή ιδρύθηκε το 1931 από τρία υπουργεία και έπρεπε να μετρά τον ποταμό κάθε "
        "εβδομάδα σε σαράντα σημεία. Μετά τον πόλεμο ο δρ. Χαντάντ, που είχε σπουδάσει στη "
        "Λυών, έφερε πίσω τα όργανα και τα πλήρωσε από την πώληση του σπιτιού του στη "
        "Μοσούλη. Το υπουργείο δεν του επέστρεψε ποτέ τα χρήματα."
    ),
    "zh": (
        "委员会于一九三一年由三个部门成立，每周须在四十个地点测量河流。战后曾在里昂留学的"
        "萨利姆·哈达德取回了测量仪器，并用出售自己在摩苏尔的房屋所得支付了费用。该部门从"
        "未还给他钱。"
    ),
    "ja": (
        "委員会は一九三一年に三つの省によって設立され、毎週四十か所で川を測ることになって"
        "いた。戦後、リヨンで学んだサリム・ハダードが測定器を取り戻し、モスルの自宅を売っ"
        "てその代金を払った。省は彼に金を返さなかった。"
    ),
}

LISTS = {
    "menu": [
        "Monday: fish with rice",
        "Tuesday: lentils",
        "Wednesday: stuffed vine leaves",
        "Thursday: soup of chickpeas",
    ],
    "address": [
        "Mr. Salim Haddad",
        "King Faisal Street 14",
        "P.O. Box 231",
        "Basra, Iraq",
    ],
    "address de": [
        "Herrn Dr. Karl Weber",
        "Hauptstraße 12",
        "50667 Köln",
        "Deutschland",
    ],
    "address ar": [
        "السيد سالم حداد",
        "شارع الملك فيصل ١٤",
        "ص.ب. ٢٣١",
        "البصرة، العراق",
    ],
    "poem": [
        "Shall I compare thee to a summer's day?",
        "Thou art more lovely and more temperate:",
        "Rough winds do shake the darling buds of May,",
        "And summer's lease hath all too short a date.",
    ],
    "poem2": [
        "The river carries what the mountain knows",
        "The reed repeats it to the evening wind",
        "My father's boat lies hollow on the sand",
        "And no one asks it where it has been",
    ],
    "poem de": [
        "Wer reitet so spät durch Nacht und Wind?",
        "Es ist der Vater mit seinem Kind;",
        "Er hat den Knaben wohl in dem Arm,",
        "Er fasst ihn sicher, er hält ihn warm.",
    ],
    "poem ar": [
        "على قدر أهل العزم تأتي العزائم",
        "وتأتي على قدر الكرام المكارم",
        "وتعظم في عين الصغير صغارها",
        "وتصغر في عين العظيم العظائم",
    ],
    "poem ar2": [
        "وما نيل المطالب بالتمني ولكن تؤخذ الدنيا غلابا",
        "وما استعصى على قوم منال إذا الإقدام كان لهم ركابا",
        "تجلى مولد الهادي وعمت بشائره البوادي والقصابا",
    ],
    "poem fa": [
        "بشنو از نی چون حکایت می‌کند",
        "از جدایی‌ها شکایت می‌کند",
        "کز نیستان تا مرا ببریده‌اند",
        "در نفیرم مرد و زن نالیده‌اند",
    ],
    "timetable": [
        "Friday 18:00–20:00 Hall A",
        "Saturday 9:00–11:00 Hall B",
        "Sunday closed",
    ],
    "timetable ar": [
        "الجمعة ٦:٠٠ مساء القاعة أ",
        "السبت ٩:٠٠ صباحا القاعة ب",
        "الأحد مغلق",
    ],
    "times": [
        "09:00 Opening",
        "09:30 Lecture on rivers",
        "11:00 Coffee",
    ],
    "bullets": [
        "- the boats of the club",
        "- the accounts of the last three years",
        "- the pier",
    ],
    "bullets2": [
        "• milk",
        "• bread and butter",
        "• eggs",
    ],
    "numbers": [
        "1. Take two cups of flour and sift them into a bowl",
        "2. Add the eggs",
        "3. Stir",
    ],
    "numbers ar": [
        "١- ضع كوبين من الطحين في وعاء كبير",
        "٢- أضف البيض",
        "٣- حرك جيدا",
    ],
    "letters": [
        "a) the first part of the contract",
        "b) the second part",
        "c) the annexes",
    ],
    "shopping": [
        "milk",
        "bread",
        "eggs",
        "two pounds of flour",
    ],
    "names": [
        "Salma Noor, chair",
        "Ali Hassan, treasurer",
        "Maria Lopez, secretary",
    ],
    "names ar": [
        "سلمى نور، رئيسة",
        "علي حسن، أمين الصندوق",
        "ليلى كريم، أمينة السر",
    ],
    "transcript": [
        "Ali: Where were you yesterday when the boat came in?",
        "Sara: I was at the market.",
        "Ali: And who paid the captain?",
    ],
    "transcript ar": [
        "علي: أين كنت أمس عندما وصل القارب؟",
        "سارة: كنت في السوق",
        "علي: ومن دفع للقبطان؟",
    ],
    "kv": [
        "Name: Salma Noor",
        "Place of birth: Basra",
        "Profession: engineer",
    ],
    "table": [
        "Day | Opens | Closes",
        "Friday | 18:00 | 20:00",
        "Saturday | 9:00 | 11:00",
    ],
    "tabs": [
        "Friday	18:00",
        "Saturday	9:00",
    ],
    "intro": [
        "The following were elected.",
        "Salma Noor from Basra",
        "Ali Hassan from Mosul",
        "Maria Lopez from Lyon",
    ],
    "heading": [
        "River commission",
        "The commission was founded in 1931 by three ministries.",
    ],
    "heading ar": [
        "لجنة النهر",
        "تأسست اللجنة عام 1931 من ثلاث وزارات وكلفت بقياس النهر.",
    ],
    "toc": [
        "Introduction ........ 3",
        "The river ........ 12",
        "The boats ........ 40",
    ],
    "headlines": [
        "Council votes to close the old bridge after the flood",
        "Governor promises new boats for the fishing villages",
        "Schools reopen on Monday",
    ],
    "headlines ar": [
        "المجلس يصوت على إغلاق الجسر القديم بعد الفيضان",
        "المحافظ يعد بقوارب جديدة لقرى الصيد",
        "المدارس تفتح أبوابها يوم الاثنين",
    ],
    "letter": [
        "Dear members,",
        "The annual meeting will be held in June.",
        "Yours sincerely,",
        "Salma Noor",
    ],
    "ingredients": [
        "200 g flour",
        "3 eggs",
        "100 ml milk",
        "1 pinch of salt",
    ],
    "ingr de": [
        "200 g Mehl",
        "3 Eier",
        "100 ml Milch",
        "1 Prise Salz",
    ],
    "zh": [
        "星期一：鱼和米饭",
        "星期二：扁豆",
        "星期三：葡萄叶",
    ],
    "ja": [
        "月曜日　魚とご飯",
        "火曜日　レンズ豆",
        "水曜日　ぶどうの葉",
    ],
    "zhlist": [
        "苹果",
        "香蕉",
        "橙子",
    ],
    "lower poem": [
        "la rivière porte la nuit",
        "le roseau la répète au vent",
        "ma barque dort sur le sable",
    ],
    "tr list": [
        "pazartesi balık",
        "salı mercimek",
        "çarşamba sarma",
    ],
    "sign": [
        "Salma Noor",
        "Chair of the River Commission",
        "Basra, 5 May 2021",
    ],
    "log": [
        "2024-05-02 10:00 pump started",
        "2024-05-02 11:30 pump stopped",
        "2024-05-03 08:00 inspection",
    ],
    "stage": [
        "GOVERNOR ALI HASSAN KARIM",
        "ORDER CONCERNING THE CLOSURE OF THE BRIDGE",
        "Article 1",
    ],
    "lowbul": [
        "* salt from the market of the old town near the gate",
        "* pepper",
        "* oil",
    ],
    "md": [
        "# Title",
        "The text of the document begins here.",
    ],
    "phones": [
        "Office 040 123 45",
        "Harbour 040 123 46",
        "School 040 123 47",
    ],
}
