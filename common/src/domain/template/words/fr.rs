//! The shipped agendas in French. What stands in braces is filled from the record.

use super::Language;

pub(super) const FR: Language = Language {
    titles: &[
        ("first-30-days", "Vos trente premiers jours"),
        ("small-order", "Une petite commande, avec le même soin"),
        ("service-start", "Votre service : les trente premiers jours"),
        ("long-lead-time", "Un long délai, puis les trente premiers jours"),
    ],
    prepare: "Merci de l’avoir allumé et à portée de main.",
    follows: "Le jour de votre livraison ou de votre démarrage a changé, et ce rendez-vous le suit.",
    items: &[
        (
            "thanks",
            "Merci pour votre commande",
            "Merci de nous avoir choisis. {owner} s’occupe désormais de vous. Voici, avec les dates, tout ce que nous ferons pendant vos trente premiers jours.",
        ),
        (
            "thanks_short",
            "Merci pour votre commande",
            "Merci de nous avoir choisis. {owner} s’occupe désormais de vous. Voici la suite, avec les dates.",
        ),
        (
            "start_now",
            "Commencez dès aujourd’hui",
            "Une chose utile en attendant : pensez au premier résultat que vous souhaitez obtenir, et dites-le-nous.",
        ),
        (
            "preferences",
            "Comment souhaitez-vous travailler avec nous ?",
            "Dites-nous comment et quand vous joindre, et ce qui compte le plus pour vous. Deux minutes.",
        ),
        (
            "why",
            "Pourquoi vous avez fait ce choix",
            "Ce que vous nous avez dit vouloir, et comment vous l’obtenez, par écrit.",
        ),
        (
            "agreement",
            "Si quelque chose ne va pas",
            "Voici ce que nous ferons, dans quel délai, et qui en répond. Cela vous convient-il ?",
        ),
        (
            "who_to_call",
            "Qui contacter, et pour quoi",
            "À conserver : un nom et un numéro pour chaque situation, et la personne qui prend le relais.",
        ),
        (
            "first_call",
            "Un premier appel",
            "Nous faisons connaissance et écoutons ce que vous attendez avant le démarrage de votre service.",
        ),
        (
            "on_track",
            "Toujours dans les temps ?",
            "{owner} vérifie que tout se passe comme prévu et vous le dit, même s’il n’y a rien de nouveau.",
        ),
        (
            "on_track_weekly",
            "Où en est votre commande cette semaine",
            "{owner} se renseigne sur votre commande et vous donne chaque semaine, jusqu’à la livraison, une information sûre.",
        ),
        (
            "getting_ready",
            "Préparer votre livraison",
            "Ce jour vous convient-il toujours ? Nous vous disons ce qu’il faut préparer.",
        ),
        (
            "getting_ready_start",
            "Préparer votre démarrage",
            "Ce jour vous convient-il toujours ? Nous vous disons ce qu’il faut préparer.",
        ),
        (
            "delivery",
            "Le jour de la livraison",
            "Nous veillons à ce que tout arrive, soit complet et fonctionne. Vérifiez-le avec nous.",
        ),
        (
            "service_starts",
            "Votre service démarre",
            "Nous veillons à ce qu’il fonctionne pour vous dès la première heure. Vérifiez-le avec nous.",
        ),
        (
            "thanks_call",
            "Un bref appel pour vous remercier",
            "Et pour répondre aux questions que vous vous posez maintenant.",
        ),
        ("check_expected", "Tout s’est-il passé comme vous l’attendiez ?", "Une question, ici."),
        ("training_1", "Première séance : la prise en main", "Nous démarrons ensemble."),
        ("note", "Un petit mot de notre part", "Quelque chose pour vous au courrier."),
        (
            "teething",
            "Après une semaine : un bref appel",
            "Il faut s’habituer à ce qui est nouveau. Qu’est-ce qui reste malcommode ?",
        ),
        ("check_change", "Y a-t-il quelque chose à changer ?", "Une question, ici."),
        (
            "training_2",
            "Deuxième séance : vos propres questions",
            "Apportez tout ce que vous vous êtes demandé depuis la première séance.",
        ),
        ("success_1", "Ce qui a bien marché jusqu’ici", "Nous notons ce qui a bien marché. Est-ce exact ?"),
        (
            "check_vital",
            "Sommes-nous à la hauteur sur ce qui compte le plus pour vous ?",
            "Une question, ici.",
        ),
        (
            "visit_3w",
            "Après trois semaines : obtenez-vous ce pour quoi vous l’avez acheté ?",
            "Nous parcourons votre liste ensemble. Vos besoins ont-ils changé ?",
        ),
        (
            "check_complete",
            "Êtes-vous satisfait ?",
            "Une question, ici. C’est votre réponse qui conclut la vente.",
        ),
        (
            "review_30",
            "Vos trente premiers jours",
            "Ce que nous avons promis, ce que nous avons fait, ce qui reste, et comment nous restons en contact.",
        ),
        (
            "what_next",
            "La suite",
            "Quand vous aurez de nos nouvelles, et des choses utiles que nous avons trouvées pour vous.",
        ),
    ],
};
