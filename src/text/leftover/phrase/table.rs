//! The phrases that leftovers are known by, in small letters, language by language.

/// Before the headline of another article. A phrase of words alone is enough where no sentence begins so.
#[rustfmt::skip]
pub(super) const SEE_ALSO: &[&str] = &[
    "see also", "also read", "also see", "read also", "read more", "read next", "read this", "more on this",
    "also on", "don't miss", "related articles", "related stories", "related news", "related posts",
    "related content", "related topics", "you might also like", "you may also like", "recommended for you",
    "lesen sie auch", "lesen sie mehr", "lesen sie hier", "mehr zum thema", "siehe auch", "auch interessant",
    "lesen sie dazu", "das könnte sie auch interessieren", "weitere artikel", "weiterlesen",
    "à lire aussi", "a lire aussi", "lire aussi", "lire également", "à lire également", "voir aussi",
    "lire la suite", "sur le même sujet", "à voir aussi", "articles liés",
    "lea también", "lee también", "leer también", "lea además", "le puede interesar", "te puede interesar",
    "te recomendamos", "ver también", "vea también", "leer más", "artículos relacionados",
    "noticias relacionadas", "más información",
    "leia também", "leia mais", "veja também", "saiba mais", "ler mais", "notícias relacionadas",
    "leggi anche", "leggi tutto", "vedi anche", "per approfondire",
    "läs också", "läs mer", "läs även", "läs vidare", "se även", "se också", "les også", "les mer", "læs også",
    "læs mere", "se også", "lue myös", "lue lisää", "lees ook", "lees meer", "lees verder", "bekijk ook",
    "pročitajte još", "pročitajte i", "pročitaj još", "pročitaj i", "pročitajte više", "opširnije",
    "procitajte jos", "procitajte i", "čitajte još", "pogledajte još", "pogledajte i", "vezane vesti",
    "povezane vesti", "vezane vijesti", "možda će vas zanimati", "preporučujemo",
    "прочитајте још", "прочитајте и", "прочитај још", "погледајте и", "повезане вести", "опширније",
    "читайте также", "читать также", "читайте ещё", "читайте еще", "читать далее", "читать дальше",
    "смотрите также", "по теме", "материалы по теме", "подробнее", "вам может быть интересно",
    "читайте також", "дивіться також", "читати далі", "прочетете още", "вижте още", "прочитајте уште",
    "lexo edhe", "lexoni edhe", "lexo më shumë", "lexoni më shumë", "shiko edhe", "shihni edhe", "lajme të ngjashme",
    "ayrıca okuyun", "ayrıca bakınız", "ayrıca bkz", "ilgili haberler", "ilgili haber", "bunlar da ilginizi çekebilir",
    "devamını oku", "ilginizi çekebilir", "haberin devamı",
    "czytaj także", "czytaj też", "czytaj również", "przeczytaj także", "zobacz także", "zobacz też", "czytaj więcej",
    "přečtěte si také", "čtěte také", "čtěte dále", "související články", "prečítajte si aj", "preberite tudi",
    "citește și", "citiți și", "vezi și", "olvasta már", "kapcsolódó cikkek", "διαβάστε επίσης", "δείτε επίσης",
    "διαβάστε ακόμη", "baca juga",
    "延伸阅读", "相关阅读", "相关新闻", "相关报道", "推荐阅读", "更多新闻", "延伸閱讀", "相關新聞", "相關報導", "推薦閱讀",
    "関連記事", "関連ニュース", "あわせて読みたい", "관련기사", "관련 기사",
    "اقرأ أيضا", "اقرأ أيضاً", "اقرأ أيضًا", "إقرأ أيضا", "اقرأ المزيد", "شاهد أيضا", "شاهد أيضاً", "مواضيع ذات صلة",
    "أخبار ذات صلة", "بیشتر بخوانید", "مطالب مرتبط", "قرأ أيضا", "קראו גם", "קרא עוד",
];

/// Words that point to another article only with a sign after them.
#[rustfmt::skip]
pub(super) const SEE_ALSO_LABELS: &[&str] = &[
    "read", "related", "watch", "watch live", "listen", "more", "video", "gallery", "in pictures", "recommended",
    "explained", "lesen", "mehr", "lire", "regardez", "vidéo", "vea", "lea", "leia", "leggi", "läs", "les", "lees",
    "čitajte", "pogledajte", "читайте", "смотрите", "lexo", "lexoni", "shiko", "oku", "czytaj", "zobacz",
];

/// Whole lines that are parts of a page; figures and signs at the ends do not count.
#[rustfmt::skip]
pub(super) const NAVIGATION: &[&str] = &[
    "advertisement", "advertisements", "advertising", "sponsored", "sponsored content", "story continues below advertisement",
    "article continues below", "continue reading", "continue reading below", "leave a comment", "leave a reply",
    "leave a reply cancel reply", "cancel reply", "post a comment", "add a comment", "add comment", "no comments", "comments closed",
    "comments are closed", "view comments", "show comments", "load comments", "load more", "show more", "loading",
    "share this", "share this article", "share this story", "share this post", "share on facebook", "share on twitter",
    "share on whatsapp", "tweet this", "click to share", "print this article", "email this article", "subscribe now", "sign up",
    "sign in", "log in", "follow us", "back to top", "back to home", "skip to content", "skip to main content", "all rights reserved",
    "terms of use", "terms of service", "privacy policy", "cookie policy", "cookie settings", "accept all", "about us", "contact us",
    "most read", "most popular", "trending now", "top stories", "latest news", "next article", "previous article", "next post",
    "previous post", "report an error", "report a typo", "facebook twitter", "facebook", "twitter", "whatsapp", "instagram", "linkedin", "pinterest",
    "copy link", "link copied", "listen to this article", "play video", "you may also like",
    "anzeige", "werbung", "kommentare", "kommentar schreiben", "schreiben sie einen kommentar", "artikel teilen", "teilen", "drucken",
    "newsletter abonnieren", "jetzt abonnieren", "zur startseite", "alle rechte vorbehalten", "datenschutz", "impressum", "meistgelesen",
    "publicité", "laisser un commentaire", "partager cet article", "tous droits réservés", "mentions légales", "s'abonner", "je m'abonne",
    "publicidad", "deja un comentario", "dejar un comentario", "deja una respuesta", "compartir en facebook", "compartir en twitter",
    "todos los derechos reservados", "política de privacidad", "publicidade", "continua após a publicidade", "deixe um comentário",
    "compartilhe", "todos os direitos reservados", "pubblicità", "lascia un commento", "condividi", "tutti i diritti riservati", "commenti",
    "annons", "lämna en kommentar", "dela artikeln", "kommentarer", "skriv ut", "annonse", "annonce", "reclame", "advertentie",
    "deel dit artikel", "reacties", "mainos",
    "reklama", "oglas", "komentari", "ostavite komentar", "ostavi komentar", "pošaljite komentar", "podelite", "podeli vest", "podijeli",
    "pratite nas", "najčitanije", "sva prava zadržana", "najnovije vesti", "реклама", "коментари", "оставите коментар", "пошаљите коментар",
    "најчитаније", "сва права задржана", "поделите", "комментарии", "оставить комментарий", "добавить комментарий", "поделиться",
    "подписаться", "все права защищены", "читать комментарии", "коментарі", "поділитися", "залишити коментар",
    "lini një koment", "lër një koment", "komente", "shpërndaje", "shpërndani", "të gjitha të drejtat e rezervuara", "reklamë",
    "reklam", "yorumlar", "yorum yap", "yorum yapın", "bir yorum yazın", "paylaş", "tüm hakları saklıdır", "abone ol",
    "dodaj komentarz", "komentarze", "udostępnij", "wszelkie prawa zastrzeżone", "napsat komentář", "diskuse", "sdílet",
    "广告", "分享", "评论", "发表评论", "返回顶部", "版权所有", "责任编辑", "廣告", "留言", "發表評論", "分享到", "打印", "広告", "コメント", "댓글", "광고",
    "إعلان", "اعلان", "تعليقات", "اترك تعليقا", "أضف تعليقا", "اترك تعليقاً", "شارك", "جميع الحقوق محفوظة", "مشاركة", "تبلیغات", "διαφήμιση", "σχόλια",
];

/// Words that are parts of a page only at its ends; inside they may be crossheads.
#[rustfmt::skip]
pub(super) const EDGE_WORDS: &[&str] = &[
    "comments", "comment", "share", "print", "email", "tweet", "subscribe", "home", "menu", "search", "trending", "related", "tags",
    "newsletter", "login", "register", "close", "next", "previous", "reply", "save", "partager", "imprimer", "commentaires", "accueil",
    "compartir", "comentarios", "inicio", "dela", "start", "suche", "startseite", "početna", "naslovna", "pretraga", "почетна", "насловна",
    "главная", "поиск", "ana sayfa", "ballina", "kryefaqja", "首页", "首頁", "الرئيسية",
];

/// How parts of a page begin, and the most words they have.
#[rustfmt::skip]
pub(super) const NAVIGATION_STARTS: &[(&str, usize)] = &[
    ("subscribe to our", 20), ("sign up for our", 20), ("sign up to our", 20), ("sign up for the", 14), ("subscribe to the", 10),
    ("get our newsletter", 14), ("join our newsletter", 14), ("join our whatsapp", 16), ("join our telegram", 16), ("follow us on", 14),
    ("like us on", 10), ("find us on", 10), ("share this article", 8), ("share this story", 8), ("share this on", 6), ("share on", 4), ("click here to", 14),
    ("click to share", 8), ("tags:", 20), ("topics:", 20), ("filed under", 14), ("posted in", 6), ("categories:", 12), ("category:", 6),
    ("your email address will not be published", 14), ("download our app", 12), ("download the app", 12), ("this website uses cookies", 20),
    ("this site uses cookies", 20), ("we use cookies", 25), ("please enable javascript", 14), ("you must be logged in", 12), ("support our journalism", 12),
    ("abonnieren sie", 14), ("folgen sie uns", 12), ("schlagworte:", 16), ("themen:", 16), ("abonnez-vous", 14), ("suivez-nous", 12),
    ("inscrivez-vous à notre", 14), ("suscríbete a", 14), ("suscríbase a", 14), ("síguenos en", 12), ("síganos en", 12), ("etiquetas:", 16),
    ("siga-nos", 12), ("assine nossa", 14), ("assine a nossa", 14), ("iscriviti alla", 14), ("seguici su", 12), ("följ oss på", 12), ("prenumerera på", 12),
    ("volg ons op", 12), ("pratite nas na", 14), ("prijavite se na", 12), ("tagovi:", 16), ("oznake:", 16), ("пратите нас на", 14), ("тагови:", 16),
    ("подписывайтесь на", 16), ("подпишитесь на", 16), ("следите за нами", 12), ("теги:", 16), ("підписуйтесь на", 16), ("підписуйтеся на", 16),
    ("na ndiqni në", 12), ("na ndiqni ne", 12), ("bizi takip edin", 12), ("etiketler:", 16), ("bültenimize abone", 12), ("obserwuj nas", 12), ("śledź nas", 12),
    ("关注我们", 20), ("扫码关注", 20), ("标签：", 16), ("责任编辑", 8), ("责编", 8), ("編輯：", 8), ("编辑：", 8), ("تابعنا على", 12), ("تابعونا على", 12), ("اشترك في", 12),
];

#[rustfmt::skip]
pub(super) const LABELS_OF_SOURCES: &[&str] = &[
    "source", "sources", "original source", "via", "quelle", "quellen", "fuente", "fuentes", "fonte", "fontes", "fonti", "källa", "kilde", "kilder",
    "bron", "lähde", "izvor", "izvori", "извор", "источник", "джерело", "източник", "burimi", "burim", "kaynak", "źródło", "zdroj", "vir", "sursa",
    "πηγή", "来源", "來源", "消息来源", "出典", "출처", "المصدر", "مصدر", "منبع", "מקור",
];

#[rustfmt::skip]
pub(super) const LABELS_OF_CAPTIONS: &[&str] = &[
    "photo", "photos", "photograph", "photographs", "photo by", "photo credit", "picture", "image", "image credit", "image source", "image caption",
    "file photo", "illustration", "caption", "media caption", "foto", "fotos", "fotografía", "bild", "bilder", "bildquelle", "symbolbild", "archivbild",
    "archivfoto", "crédit photo", "crédits", "photo d'archives", "légende", "imagen", "crédito", "imagem", "immagine", "fotografija", "izvor fotografije",
    "ilustracija", "arhivska fotografija", "фото", "фотография", "фотографија", "иллюстрация", "илустрација", "изображение", "світлина", "fotografi",
    "arkivbild", "arkivfoto", "fotoğraf", "görsel", "zdjęcie", "fot", "kuva", "φωτογραφία", "图", "图片", "资料图", "資料圖", "圖", "圖片", "写真", "사진",
    "الصورة", "صورة", "عکس",
];

/// Captions end in these, alone or with a credit after them.
#[rustfmt::skip]
pub(super) const CAPTION_MARKS: &[&str] = &[
    "stock image", "stock photo", "stock picture", "archive photo", "archive image", "archive picture", "archival photo", "file photo",
    "file image", "file picture", "illustrative photo", "illustrative image", "representational image", "representative image", "photograph",
    "symbolbild", "archivbild", "archivfoto", "symbolfoto", "photo d'archives", "photo d'archive", "image d'illustration", "photo d'illustration",
    "foto de archivo", "imagen de archivo", "foto de arquivo", "imagem ilustrativa", "foto d'archivio", "immagine d'archivio", "arkivbild", "arkivfoto",
    "genrebild", "archieffoto", "arhivska fotografija", "arhivska foto", "foto arhiva", "ilustracija", "архивска фотографија", "илустрација", "фото архива",
    "архивное фото", "фото из архива", "иллюстрация", "foto arkiv", "foto ilustruese", "arşiv fotoğrafı", "temsili görsel", "temsili fotoğraf",
    "zdjęcie ilustracyjne", "ilustrační foto", "ilustrační snímek", "资料图片", "资料图", "資料圖片", "صورة أرشيفية", "صورة ارشيفية", "صورة تعبيرية",
];

#[rustfmt::skip]
pub(super) const CREDIT_STARTS: &[&str] = &[
    "©", "(c) 1", "(c) 2", "copyright ©", "copyright (c)", "copyright 1", "copyright 2", "reporting by ", "(reporting by ", "editing by ", "(editing by ",
    "additional reporting by ", "(additional reporting by ", "all rights reserved", "alle rechte vorbehalten",
];

/// Agencies whose bare name closes an article.
#[rustfmt::skip]
pub(super) const AGENCIES: &[&str] = &[
    "reuters", "afp", "ap", "dpa", "epa", "efe", "ansa", "apa", "tt", "ntb", "ritzau", "tass", "tasr", "čtk", "pap", "aa", "anadolu", "tanjug", "hina", "fena",
    "beta", "srna", "mia", "belta", "interfax", "xinhua", "kyodo", "yonhap", "lusa", "belga", "anp", "upi", "pti", "ani", "ians", "getty images", "associated press",
    "dpa-afx", "sid", "kna", "epd", "mti", "sta", "ukrinform", "unian", "танјуг", "бета", "тасс", "риа новости", "интерфакс",
];

/// How a bracket at the end of a caption begins.
pub(super) const CREDITS_IN_BRACKETS: &[&str] = &[
    "photo by ",
    "photo: ",
    "photo credit",
    "ap photo",
    "foto: ",
    "file photo",
    "фото: ",
];
