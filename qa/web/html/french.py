"""The page's strings in French.

A no-break space stands before ":" and inside guillemets, a narrow one before ";", "!" and "?".
"""

from __future__ import annotations

from types import MappingProxyType

from qa.records import SmallTalk
from qa.web.html.ui_strings import Plural, UiStrings


def _plural(count: int) -> Plural:
    return "one" if count < 2 else "other"


FRENCH = UiStrings(
    language="fr",
    direction="ltr",
    name="Sanad",
    tagline="Des réponses tirées mot pour mot de vos documents, chacune avec sa source",
    own_name="Français",
    plural=_plural,
    thousands="\u202f",
    decimal=",",
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    first_of_month="1er",
    question="Votre question",
    placeholder="Interrogez vos documents…",
    send="Demander",
    searching="Recherche en cours…",
    searched_for="Recherche effectuée :",
    take_as_new="Rechercher cette question seule",
    search_as_typed="Rechercher ce que j’ai saisi",
    try_again="Réessayer",
    where="Rechercher dans",
    in_everything="Périmètre : tous les documents",
    search_within="Périmètre :",
    within="Dans :",
    comma=", ",
    everything="Tout désélectionner",
    ask_everywhere="Rechercher dans tous les documents",
    by_document="Documents :",
    done="Appliquer",
    index_rebuilt="L’index a été mis à jour. Les réponses ci-dessus viennent de l’index précédent.",
    ask_all_again="Reposer les questions",
    copy_link="Copier le lien",
    link_copied="Lien vers cette question copié.",
    edit="Modifier",
    ask_about="Questions suggérées :",
    conversation="Conversation",
    sources="Sources :",
    only_near="Passages les plus proches, sans réponse certaine :",
    no_sources="Les passages sur lesquels repose la réponse s’affichent ici, chacun à sa place "
    "dans son document.",
    welcome="Posez votre question dans la langue de votre choix. La réponse est un passage de vos "
    "documents, mot pour mot. S’il n’y en a pas, nous vous le disons.",
    cited="Sources :",
    source="Source",
    related="Passages les plus proches : ils ne répondent peut-être pas",
    not_found="Aucune réponse trouvée dans ces documents",
    not_found_why="Essayez d’autres mots, ou ajoutez un document depuis la page Documents.",
    nearest="Passages les plus proches :",
    overview="Dans ces documents :",
    more_of_it="Également dans ces documents :",
    small_talk=MappingProxyType(
        {
            SmallTalk.GREETING: "Bonjour. Que souhaitez-vous savoir de vos documents ?",
            SmallTalk.WELLBEING: "Très bien, merci. Que souhaitez-vous savoir de vos documents ?",
            SmallTalk.THANKS: "Je vous en prie.",
            SmallTalk.IDENTITY: "Ici Sanad. Vos questions reçoivent pour réponse des passages de "
            "vos documents, mot pour mot, chacun avec sa source, et rien d’autre.",
            SmallTalk.GOODBYE: "Au revoir.",
            SmallTalk.HELP: "Posez votre question avec vos mots, dans la langue de votre choix : "
            "la réponse est un passage de vos documents, avec sa source. Pour une vue d’ensemble, "
            "demandez « De quoi parlent ces documents ? »",
        }
    ),
    no_documents="Il n’y a pas encore de documents",
    no_documents_do="Ajoutez des documents depuis la page Documents, puis reposez votre question.",
    elapsed="{ms} ms",
    anew="L’index est en cours de reconstruction.",
    preparing="Préparation du modèle de langue…",
    parsing="Lecture des documents : {done} sur {total}",
    encoding="Indexation des passages : {done} sur {total}",
    writing="Enregistrement de l’index…",
    time_left="environ {time} restantes",
    opening_ask="L’index n’est pas encore prêt. Votre question recevra sa réponse dès qu’il le "
    "sera.",
    failed="Impossible de répondre à votre question",
    faults=MappingProxyType(
        {
            "QuestionError.empty": "La question est vide. Saisissez une question.",
            "QuestionError.no_words": "La question ne contient ni lettre ni chiffre. Utilisez "
            "des mots.",
            "QuestionError": "Cette question ne peut pas faire l’objet d’une recherche.",
            "SeedsNotFoundError": "Le dossier des documents est introuvable : {path}. Créez-le et "
            "déposez-y des documents.",
            "ModelError": "Le modèle de langue n’a pas pu être préparé ou exécuté.",
            "MissingPackageError": "Il manque un paquet du programme : {package}.",
            "ScopeError.language": "L’index n’a aucun document dans cette langue : {wanted}.",
            "ScopeError.document": "Ce document n’est plus dans l’index : {wanted}.",
            "ScopeError.date": "Ce n’est pas une date : {wanted}. Indiquez une année, un mois "
            "ou un jour, par exemple 2024-05-02.",
            "ScopeError": "Le périmètre choisi n’est plus dans l’index.",
            "IndexMissingError": "L’index n’a pas encore été créé. Créez-le avec : qa build",
            "IndexDamagedError": "L’index est endommagé ({file}). Recréez-le avec : qa build",
            "IndexMismatchError": "L’index a été créé avec un autre modèle. Recréez-le avec : qa "
            "build",
            "BusyError": "Beaucoup de questions sont posées en ce moment. Reposez la vôtre dans "
            "un instant.",
            "PartMissingError": "Une partie de l’index n’est sur aucune machine qui réponde. "
            "Reposez votre question dans un instant.",
            "ClusterError": "Les machines qui cherchent dans l’index sont injoignables.",
            "IndexBusyError": "Un autre processus est en train de créer l’index. Attendez qu’il "
            "finisse, puis reposez votre question.",
            "IndexWriteError.full": "Le disque est plein. Libérez de l’espace.",
            "IndexWriteError.refused": "L’écriture dans le dossier de l’index n’est pas autorisée.",
            "IndexWriteError": "Impossible d’écrire dans le dossier de l’index.",
            "IndexPinnedError": "L’index est figé sur la version {name}. Libérez-le avec\u00a0: qa "
            "generations use latest",
            "Exception": "Erreur interne du programme ; les détails sont dans le terminal.",
        }
    ),
    too_long="La question dépasse {limit} caractères. Raccourcissez-la.",
    page="page {label}",
    row="ligne {label} du tableau",
    line="ligne {label}",
    open_document="Ouvrir le document à cet endroit",
    more_context="Plus de contexte",
    original="Fichier d’origine",
    back="Retour à la réponse",
    unknown_document="L’index ne contient aucun document de ce nom.",
    unknown_original="Ce fichier n’est pas disponible.",
    changed="Le document a changé depuis cette réponse : le passage n’y est plus signalé.",
    previous_part="Partie précédente",
    next_part="Partie suivante",
    part="Partie {number} sur {total}",
    to_chat="Conversation",
    to_documents="Documents",
    dark="Sombre",
    light="Clair",
    log_in="Se connecter",
    log_in_why="Ces documents sont réservés à ceux qui ont le mot de passe.",
    password="Mot de passe",
    log_in_wrong="Ce n’est pas le mot de passe.",
    log_in_wait="Trop d’essais. Patientez un peu, puis réessayez.",
    log_out="Se déconnecter",
    new_chat="Nouvelle conversation",
    edit_last="Modifier la dernière question",
    export="Exporter la conversation :",
    copy="Copier",
    copied="Réponse et sources copiées.",
    not_copied="Copie impossible.",
    confidence="Confiance :",
    calibration_outdated="La confiance a été réglée pour une autre version du programme et n’est "
    "pas utilisée ici. Réglez-la de nouveau avec : qa calibrate",
    sure="élevée",
    fairly_sure="moyenne",
    unsure="faible",
    good="Utile",
    bad="Pas utile",
    wrong_source="Source erronée",
    thanks="Votre avis est enregistré sur cet appareil uniquement.",
    not_saved="Votre avis n’a pas pu être enregistré.",
    each_source="Que dit chaque document ?",
    each_source_why="Le passage le plus proche de la question dans chaque document, le plus proche "
    "d’abord, qu’il y réponde ou non.",
    no_passage="Aucun passage des documents n’est proche de cette question.",
    indexed="Documents indexés",
    indexed_count="{shown} sur {total}",
    filter="Rechercher dans les titres et noms de fichiers",
    filter_do="Filtrer",
    document_title="Titre",
    document_path="Fichier",
    passages="Passages",
    notes="Remarques de lecture",
    add="Ajouter des documents",
    remove="Supprimer",
    remove_sure="Confirmer la suppression ?",
    not_removed="Suppression impossible :",
    rebuild="Mettre à jour maintenant",
    rebuild_why="Les nouveaux fichiers sont indexés automatiquement. Cliquez pour mettre à jour "
    "tout de suite.",
    unrefreshed="L’index est utilisé tel quel et n’est pas mis à jour.",
    outdated="Les réponses viennent d’un index plus ancien pendant que le nouveau se construit.",
    changed_since="Depuis\u00a0: ajoutés {added}, modifiés {changed}, supprimés {removed}.",
    unchecked_since="On ignore ce qui a changé depuis.",
    not_rebuilt="L’index n’a pas pu être mis à jour :",
    problems="Fichiers non indexés",
    no_problems="Tous les fichiers ont été lus.",
    problem_kinds=MappingProxyType(
        {
            "empty": "vide",
            "binary": "pas du texte",
            "encoding": "encodage inconnu",
            "too_large": "trop volumineux",
            "unreadable": "illisible",
            "unsupported": "type non pris en charge",
            "broken": "endommagé",
            "encrypted": "chiffré",
            "link": "lien",
            "name": "nom incorrect",
            "fault": "erreur du programme",
        }
    ),
    findings=MappingProxyType(
        {
            "decoded": "texte lu en {0}",
            "damaged_characters": "texte lu en {0} ; caractères endommagés : {1}",
            "arabic_shapes": "formes de présentation arabes ramenées aux lettres",
            "arabic_turned": "texte arabe écrit à l’envers remis à l’endroit",
            "arabic_uncertain": "certaines lignes arabes sont peut-être écrites à l’envers ; "
            "elles ont été laissées telles quelles",
            "painted_backwards": "texte de droite à gauche tracé à l’envers, lu comme il a été "
            "saisi",
            "page_furniture": "numéros de page et en-têtes répétés laissés de côté : {0}",
            "pages_without_text": "pages sans texte, peut-être numérisées : {0} sur {1}",
            "pages_recognised": "pages lues à partir de leur image par Tesseract : {0} sur {1}",
            "picture_recognised": "texte lu dans une image par Tesseract, qui peut se tromper",
            "broken_markup": "balises de la page endommagées : lue comme du texte sans balises",
            "web_leftovers": "lignes résiduelles de page web laissées de côté : {0} ({1})",
            "long_markdown": "trop de lignes ou de cellules pour Markdown : fichier lu comme du "
            "texte brut",
            "long_paragraphs": "paragraphes trop longs pour Markdown, lus comme du texte brut : "
            "{0}",
            "irregular_quotes": "guillemets du tableau irréguliers : vérifiez ses cellules",
            "lines_not_json": "lignes laissées de côté car ce n’est pas du JSON : {0} (ligne {1})",
            "unread_attached_file": "fichiers joints non lus : {0}",
            "unread_attachment": "pièces jointes non lues : {0}",
            "unread_chart": "graphiques non lus : {0}",
            "unread_chart_sheet": "feuilles de graphique non lues : {0}",
            "unread_choice": "choix non lus : {0}",
            "unread_contents_page": "pages de sommaire non lues : {0}",
            "unread_damaged_part": "parties endommagées non lues : {0}",
            "unread_diagram": "diagrammes non lus : {0}",
            "unread_drawing": "dessins non lus : {0}",
            "unread_dynamic_form": "formulaires dynamiques non lus : {0}",
            "unread_embedded_document": "documents incorporés non lus : {0}",
            "unread_embedded_object": "objets incorporés non lus : {0}",
            "unread_frame": "cadres non lus : {0}",
            "unread_hidden_part": "parties masquées non lues : {0}",
            "unread_hidden_text": "textes masqués non lus : {0}",
            "unread_menu": "menus non lus : {0}",
            "unread_missing_chapter": "chapitres manquants : {0}",
            "unread_page": "pages non lues : {0}",
            "unread_picture": "images non lues : {0}",
            "unread_recording": "enregistrements non lus : {0}",
            "unread_side_part": "parties latérales non lues : {0}",
            "unread_signature": "signatures non lues : {0}",
            "unread_slide": "diapositives non lues : {0}",
            "unread_struck_out_part": "passages barrés non lus : {0}",
            "unread_symbol": "symboles non lus : {0}",
            "unread_uncalculated_formula": "formules sans résultat : {0}",
            "unread_video": "vidéos non lues : {0}",
            "empty_file": "Le fichier est vide ; ajoutez-y du texte ou supprimez-le.",
            "no_text": "Aucun texte dans le fichier ; vérifiez-le ou supprimez-le.",
            "empty_table": "Le tableau n’a aucune ligne ; remplissez-le ou supprimez-le.",
            "scanned_unreadable": "Les pages ne contiennent pas de texte et aucun n’a pu être "
            "reconnu ; vérifiez le fichier ou numérisez-le de nouveau.",
            "scanned": "Les pages ne contiennent pas de texte et semblent numérisées ; pour les "
            "lire, installez Tesseract (paquets tesseract-ocr et tesseract-ocr-ara de Debian) et "
            "sanad-qa[ocr].",
            "picture": "C’est une image ; pour en lire le texte, installez Tesseract (paquets "
            "tesseract-ocr et tesseract-ocr-ara de Debian) et sanad-qa[ocr], puis mettez l’index "
            "à jour.",
            "binary_data": "Le fichier contient des données binaires et non du texte ; "
            "convertissez-le en texte ou donnez-lui l’extension de son vrai format.",
            "binary_program": "Le fichier contient un programme et non du texte ; convertissez-le "
            "en texte ou donnez-lui l’extension de son vrai format.",
            "binary_picture": "Le fichier contient une image et non du texte ; convertissez-le en "
            "texte ou donnez-lui l’extension de son vrai format.",
            "binary_zip": "Le fichier contient une archive zip ou un document bureautique et non "
            "du texte ; convertissez-le en texte ou donnez-lui l’extension de son vrai format.",
            "binary_archive": "Le fichier contient une archive compressée et non du texte ; "
            "convertissez-le en texte ou donnez-lui l’extension de son vrai format.",
            "binary_office": "Le fichier contient un ancien document bureautique et non du "
            "texte ; convertissez-le en texte ou donnez-lui l’extension de son vrai format.",
            "binary_pdf": "Le fichier contient un PDF et non du texte ; convertissez-le en texte "
            "ou donnez-lui l’extension de son vrai format.",
            "binary_database": "Le fichier contient une base de données et non du texte ; "
            "convertissez-le en texte ou donnez-lui l’extension de son vrai format.",
            "unknown_encoding": "L’encodage du texte est inconnu ; enregistrez-le en UTF-8.",
            "unreadable": "Le fichier n’a pas pu être lu ; vérifiez qu’il existe et que vous "
            "pouvez le lire.",
            "unopened_file": "Le fichier n’a pas pu être ouvert ; vérifiez que vous pouvez le "
            "lire.",
            "unopened_folder": "Le dossier n’a pas pu être ouvert ; vérifiez que vous pouvez le "
            "lire.",
            "changed_meanwhile": "Le fichier a changé pendant sa lecture ; mettez l’index à jour "
            "quand il ne changera plus.",
            "no_regular_file": "C’est un tube, une socket ou un périphérique et non un fichier ; "
            "retirez-le du dossier.",
            "link": "C’est un lien vers un dossier, vers rien ou vers l’extérieur du dossier des "
            "documents, et ces liens ne sont pas suivis ; placez ici une copie du document.",
            "file_name": "Le nom du fichier contient des caractères de contrôle ou n’est pas de "
            "l’UTF-8 valide ; renommez-le.",
            "folder_name": "Le nom du dossier contient des caractères de contrôle ou n’est pas de "
            "l’UTF-8 valide ; renommez-le.",
            "no_ending": "Les fichiers sans extension ne peuvent pas être lus ; convertissez-le "
            "dans l’un de ces formats : {0}, ou retirez-le du dossier.",
            "ending": "Les fichiers {0} ne peuvent pas être lus ; convertissez-le dans l’un de "
            "ces formats : {1}, ou retirez-le du dossier.",
            "ending_saved_as": "Les fichiers {0} ne peuvent pas être lus ; ouvrez-le dans son "
            "programme et enregistrez-le au format {1}.",
            "file_too_large": "Le fichier fait {0} Mo et la limite est de {1} Mo ; divisez-le en "
            "fichiers plus petits.",
            "too_much_memory": "La lecture du fichier demande trop de mémoire ; divisez-le ou "
            "enregistrez-le en texte brut.",
            "too_much_text": "Le fichier contient plus de texte qu’un document ne le peut ; "
            "divisez-le.",
            "too_slow": "La lecture a dépassé {0} secondes et a été interrompue ; divisez le "
            "fichier ou enregistrez-le dans un format plus simple.",
            "broke_the_reader": "La bibliothèque qui lit ce format a échoué sur ce fichier ou a "
            "demandé trop de mémoire ; enregistrez-le de nouveau ou dans un autre format.",
            "nested": "Les éléments du fichier sont trop imbriqués pour être lus ; simplifiez-le "
            "ou enregistrez-le en texte brut.",
            "fault": "La lecture a échoué à cause d’une erreur du programme ; enregistrez le "
            "fichier dans un autre format et, si possible, signalez l’erreur.",
            "broken_epub": "Le fichier n’est pas un livre .epub valide ; ouvrez-le dans une "
            "liseuse et enregistrez-le de nouveau.",
            "broken_json": "Le fichier n’est pas du JSON valide ; corrigez-le ou écrivez un "
            "enregistrement par ligne (.jsonl).",
            "broken_json_lines": "Aucune ligne du fichier n’est un enregistrement JSON ; écrivez "
            "un enregistrement par ligne.",
            "broken_mail": "Le fichier n’est pas un courriel valide ; enregistrez-le de nouveau "
            "au format .eml.",
            "broken_mail_headers": "Le fichier ne commence pas par les en-têtes d’un courriel ; "
            "si c’est du texte, enregistrez-le au format .txt.",
            "broken_office": "Le fichier n’est pas un document {0} valide ; ouvrez-le dans le "
            "programme qui l’a créé et enregistrez-le de nouveau.",
            "broken_pdf": "Le fichier n’est pas un PDF valide ; ouvrez-le, puis enregistrez-le ou "
            "imprimez-le de nouveau en PDF.",
            "broken_pdf_page": "Une page du PDF est endommagée ; ouvrez-le, puis enregistrez-le "
            "ou imprimez-le de nouveau en PDF.",
            "broken_picture": "Le fichier n’est pas une image valide ; enregistrez-la de nouveau "
            "en PNG ou JPEG.",
            "broken_rtf": "Le fichier n’est pas un texte enrichi .rtf valide ; ouvrez-le dans un "
            "traitement de texte et enregistrez-le de nouveau.",
            "broken_spreadsheet": "Le fichier n’est pas un classeur .xlsx valide ; ouvrez-le dans "
            "un tableur et enregistrez-le de nouveau.",
            "no_subtitle": "Aucun sous-titre horodaté n’a été trouvé ; vérifiez que le fichier "
            "est au format .srt ou .vtt.",
            "no_web_page": "Le fichier ne contient pas de page web ; enregistrez-la au format "
            ".html.",
            "unrecognised_picture": "Tesseract n’a pas pu lire l’image ; enregistrez-la de "
            "nouveau ou dans un autre format.",
            "slow_picture": "La reconnaissance du texte a dépassé {0} secondes ; réduisez l’image.",
            "encrypted_epub": "Le livre est chiffré ; utilisez une copie sans protection.",
            "encrypted_mail": "Le courriel est chiffré ; enregistrez plutôt son texte.",
            "encrypted_office": "Le document {0} est protégé par un mot de passe ; ouvrez-le, "
            "retirez le mot de passe et enregistrez-le.",
            "encrypted_pdf": "Le PDF est chiffré ; enregistrez une copie sans mot de passe.",
            "encrypted_spreadsheet": "Le classeur a un mot de passe ou est à l’ancien format "
            ".xls ; enregistrez-le en .xlsx sans mot de passe.",
            "old_office": "Le fichier est dans un ancien format bureautique ; ouvrez-le et "
            "enregistrez-le au format {0}.",
            "many_book_files": "Le livre contient plus de {0} fichiers ; divisez-le.",
            "many_book_tags": "Le livre contient plus de {0} balises ; divisez-le.",
            "many_cells": "Le classeur contient plus de {0} cellules, ou trop d’images ; "
            "divisez-le.",
            "many_mail_parts": "Le courriel a trop de parties ; enregistrez-les séparément.",
            "long_mail_header": "Un en-tête du courriel est trop long ; enregistrez son texte.",
            "many_page_tags": "La page contient plus de {0} balises ; divisez-la en plusieurs "
            "pages.",
            "many_paragraphs": "Le document contient plus de {0} paragraphes ; divisez-le.",
            "many_pdf_pages": "Le PDF contient plus de {0} pages ; divisez-le.",
            "many_pixels": "L’image contient plus de {0} millions de pixels ; réduisez-la.",
            "many_subtitles": "Le fichier contient plus de {0} sous-titres ; divisez-le.",
            "large_book": "Une fois décompressé, le texte du livre dépasse {0} Mo ; divisez-le.",
            "large_office": "Une fois décompressé, le document {0} dépasse {1} Mo de texte ou {2} "
            "éléments ; divisez-le.",
        }
    ),
    api="Interface de programmation (API)",
    api_why="Les programmes interrogent ce serveur à ces adresses. Description complète :",
    language_names=MappingProxyType(
        {
            "ar": "Arabe",
            "en": "Anglais",
            "fr": "Français",
            "de": "Allemand",
            "es": "Espagnol",
            "fa": "Persan",
            "tr": "Turc",
            "ur": "Ourdou",
            "he": "Hébreu",
            "hi": "Hindi",
            "bn": "Bengali",
            "zh": "Chinois",
            "ja": "Japonais",
            "ko": "Coréen",
            "ru": "Russe",
            "uk": "Ukrainien",
            "pt": "Portugais",
            "it": "Italien",
            "nl": "Néerlandais",
            "id": "Indonésien",
            "vi": "Vietnamien",
            "th": "Thaï",
            "el": "Grec",
            "pl": "Polonais",
            "sw": "Swahili",
            "und": "Langue inconnue",
        }
    ),
    map="Carte des documents",
    map_why="Chaque point est un passage. Plus deux points sont proches, plus leurs sens le sont.",
    map_all="Passages affichés : {total}, soit tous les passages.",
    map_sample="Passages affichés : {shown} sur {total}, choisis à intervalles réguliers.",
    map_label="Carte des passages. Les flèches vont d’un point à l’autre, Entrée ouvre le "
    "document.",
    map_do="Survolez un point pour voir son passage. Cliquez dessus pour ouvrir le document à cet "
    "endroit. Au clavier : les flèches, puis Entrée.",
    map_ask="Posez une question pour situer les résultats",
    map_hits="Passages les plus proches",
    map_drawing="La carte se dessine…",
    map_others="Autres passages",
    map_by_document="Couleur par document",
    map_by_language="Couleur par langue",
    document_language="Langue",
    by_date="Dates :",
    since="du",
    until="au",
    document_author="Auteur",
    document_date="Date",
    changed_when="Dernière modification",
    by_language="Langues :",
    any_language="Toutes",
    restore="Restaurer",
    not_restored="Restauration impossible :",
    removed_list="Documents supprimés",
    removed="Ce document a été supprimé depuis cette réponse et ne peut plus être affiché.",
    document_changed="Ce document a changé depuis la réponse.",
    document_removed="Ce document a été supprimé depuis la réponse.",
    previous_citation="Source précédente",
    next_citation="Source suivante",
    citation_of="Source {number} sur {total}",
    find_in_document="Chercher dans ce document",
    find_next="Résultat suivant",
    find_previous="Résultat précédent",
    found_of="{number} sur {total}",
    found_none="Aucun résultat",
    found_failed="Le document a changé. Rechargez la page.",
    page_picture="Image de la page {number}",
    page_of="Page {number} sur {total}",
    previous_page="Page précédente",
    next_page="Page suivante",
    page_not_drawn="Cette page ne peut pas être affichée en image. Son texte figure dans le "
    "document, et le fichier d’origine peut être ouvert.",
    growing_empty="Aucun document pour l’instant\u00a0: ajoutez le premier.",
    growing_reading="Fichiers en cours de lecture\u00a0: {count}",
    growing_unwatched="Le dossier des documents ne peut pas être surveillé\u202f; ses changements "
    "sont vus en moins d’une demi-minute. Le terminal en donne la raison.",
    growing_pinned="Index figé sur la version {generation}\u00a0: les changements du dossier ne "
    "sont pas pris en compte.",
    add_here="ou déposez des fichiers n’importe où sur cette page",
    add_kinds="Types de fichiers pris en charge",
    add_archive="Une archive .zip est ouverte, et ses documents vont dans un dossier à son nom.",
    add_on_desktop="Plusieurs fichiers à la fois, jusqu’à {limit} Mo chacun.",
    cancel="Annuler",
    upload_cancelled="Envoi annulé\u00a0: rien n’a été conservé.",
    upload_waiting="En attente",
    upload_sending="Envoi\u00a0: {percent}\u00a0%",
    upload_checking="Envoyé, vérification en cours…",
    upload_refusals=MappingProxyType(
        {
            "name": "Ce nom ne convient pas à un document. Renommez le fichier.",
            "hidden": "Les fichiers cachés ou temporaires ne sont pas lus. Renommez le fichier.",
            "unsupported": "Ce type de fichier ne peut pas être lu. Enregistrez-le en PDF, en "
            ".docx ou en texte.",
            "taken": "Un document porte déjà ce nom. Renommez le fichier, ou supprimez d’abord "
            "l’autre.",
            "case": "L’archive contient un autre fichier de ce nom, à la casse près.",
            "too_large": "Le fichier dépasse {limit} Mo. Divisez-le.",
            "empty": "Le fichier ne contient pas de texte.",
            "binary": "Le contenu du fichier n’est pas du texte, quel que soit son nom.",
            "encoding": "Le codage du texte n’a pas pu être reconnu. Enregistrez-le en UTF-8.",
            "unreadable": "Le fichier n’a pas pu être ouvert. Vérifiez les droits de lecture.",
            "broken": "Le fichier est endommagé. Ouvrez-le dans son programme et enregistrez-le "
            "de nouveau.",
            "encrypted": "Le fichier est protégé par un mot de passe. Enregistrez-le sans "
            "protection.",
            "link": "C’est un lien, pas un fichier. Ajoutez le fichier lui-même.",
            "folder": "C’est un dossier. Compressez-le en .zip ou ajoutez ses fichiers.",
            "depth": "Le fichier se trouve dans trop de dossiers imbriqués.",
            "ratio": "Sa taille une fois décompressé est anormalement grande\u202f; il n’a pas "
            "été décompressé.",
            "archive_entries": "L’archive contient trop de fichiers. Divisez-la.",
            "archive_size": "L’archive est trop grande une fois décompressée. Divisez-la\u202f; "
            "rien n’a été ajouté.",
            "archive_empty": "Aucun document de l’archive n’a pu être ajouté.",
            "disk": "Le fichier n’a pas pu être enregistré. Vérifiez l’espace libre et les "
            "droits du dossier.",
            "opening": "L’index est en cours d’ouverture. Réessayez dans un instant.",
            "missing": "Ce document n’existe plus.",
            "lost": "La connexion s’est interrompue ou le fichier a changé pendant "
            "l’envoi\u202f; rien n’a été conservé.",
            "fault": "Une erreur interne s’est produite\u202f; le terminal en donne le détail.",
        }
    ),
    file_waiting="Enregistré, en attente de lecture",
    file_reading="Lecture en cours…",
    file_answerable="Prêt pour vos questions",
    archive_growing="Prêts pour vos questions\u00a0: {done} documents sur {total}",
    archive_refused="Fichiers de l’archive non ajoutés\u00a0: {count}",
    up_to_date="L’index est à jour.",
    no_such_document="Aucun document ne correspond.",
    by_folder="Dossiers\u00a0:",
    scope="Périmètre\u00a0:",
    score="Pertinence",
    also_in="Même texte dans :",
    also_more=MappingProxyType(
        {"one": "et à {count} autre endroit", "other": "et à {count} autres endroits"}
    ),
    show_sources="Sources ({count})",
    hide_sources="Masquer les sources",
    documents_held="Documents\u00a0: {total}",
    more_languages="et {count} autres langues",
    no_documents_yet="Aucun document pour l’instant",
    no_documents_yet_do="Ajoutez les documents à interroger. Ils répondent dès qu’ils sont lus.",
    ask_next="À demander ensuite\u00a0:",
    ask_of="Que disent les documents sur «\u00a0{subject}\u00a0»\u202f?",
    ask_overview="De quoi parlent les documents\u202f?",
    waiting="En attente du serveur. Votre question sera posée dès son retour.",
    busy="Beaucoup de questions sont posées en ce moment. La vôtre attend et sera reposée "
    "d’elle-même.",
    busy_long="Beaucoup de questions sont posées en ce moment. La vôtre est conservée\u00a0: "
    "reposez-la plus tard.",
    conversations="Conversations",
    find_conversation="Chercher une conversation",
    no_conversations="Les conversations sont conservées ici, dans ce navigateur seulement.",
    no_such_conversation="Aucune conversation ne contient ces mots.",
    today="Aujourd’hui",
    earlier="Plus ancien",
    rename="Renommer",
    delete="Supprimer",
    undo="Annuler la suppression",
    conversation_deleted="Conversation supprimée.",
    export_one="Exporter",
    more_actions="Plus",
    nothing_asked="Posez d’abord une question.",
    print="Imprimer",
    close="Fermer",
    from_source="tiré de «\u00a0{title}\u00a0»",
    in_context="Passage entier",
    answer_actions="Autres actions",
    copy_passage_link="Copier le lien du passage",
    similar="Passages semblables",
    no_similar="Aucun passage semblable.",
    looking="Recherche…",
    show_on_map="Afficher sur la carte",
    why="Pourquoi cette réponse\u202f?",
    put_away="Fermer",
    took="Durée\u00a0:",
    same_words="Mêmes mots\u00a0:",
    no_same_words="aucun",
    same_meaning="Même sens\u00a0:",
    place_of="rang {rank} de tous les passages",
    read_as_answer="Lu comme une réponse\u00a0:",
    searched_all="Tous les documents ont été consultés\u00a0: {count}.",
    searched_in="Recherche dans\u00a0:",
    n_passages="Passages\u00a0: {count}",
    ask_this_document="Interroger ce document",
    more_of_this="Suite",
    no_more="Les documents n’en disent pas plus.",
)
