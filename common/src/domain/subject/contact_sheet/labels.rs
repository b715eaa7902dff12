//! What the eventualities are called, in the languages of the launch.

use super::Eventuality;

/// What it is called for a reader of that locale; English where their language is not there.
pub fn label(eventuality: Eventuality, locale: Option<&str>) -> &'static str {
    let language = locale.unwrap_or("en").split('-').next().unwrap_or("en").to_ascii_lowercase();
    let [en, de, fr, es, pt, ar] = labels(eventuality);
    match language.as_str() {
        "de" => de,
        "fr" => fr,
        "es" => es,
        "pt" => pt,
        "ar" => ar,
        _ => en,
    }
}

/// English, German, French, Spanish, Portuguese, Arabic.
fn labels(eventuality: Eventuality) -> [&'static str; 6] {
    match eventuality {
        Eventuality::Question => [
            "I have a question",
            "Ich habe eine Frage",
            "J’ai une question",
            "Tengo una pregunta",
            "Tenho uma pergunta",
            "لدي سؤال",
        ],
        Eventuality::Delivery => [
            "A delivery is late or wrong",
            "Eine Lieferung kommt zu spät oder ist falsch",
            "Une livraison est en retard ou incorrecte",
            "Una entrega llega tarde o es incorrecta",
            "Uma entrega está atrasada ou errada",
            "توصيلة متأخرة أو غير صحيحة",
        ],
        Eventuality::Invoice => [
            "An invoice or a payment",
            "Eine Rechnung oder Zahlung",
            "Une facture ou un paiement",
            "Una factura o un pago",
            "Uma fatura ou um pagamento",
            "فاتورة أو دفعة",
        ],
        Eventuality::Breakdown => [
            "It has stopped working",
            "Es funktioniert nicht mehr",
            "Cela ne fonctionne plus",
            "Ha dejado de funcionar",
            "Parou de funcionar",
            "توقف عن العمل",
        ],
        Eventuality::ChangeOrder => [
            "I want to change the order",
            "Ich möchte die Bestellung ändern",
            "Je veux modifier la commande",
            "Quiero cambiar el pedido",
            "Quero alterar o pedido",
            "أريد تغيير الطلب",
        ],
        Eventuality::Complaint => [
            "I want to complain",
            "Ich möchte mich beschweren",
            "Je veux faire une réclamation",
            "Quiero presentar una queja",
            "Quero fazer uma reclamação",
            "أريد تقديم شكوى",
        ],
        Eventuality::ContactAway => [
            "My contact is away",
            "Meine Ansprechperson ist nicht da",
            "Mon interlocuteur est absent",
            "Mi contacto no está",
            "Meu contato está ausente",
            "الشخص المسؤول عني غائب",
        ],
        Eventuality::StillNotSatisfied => [
            "I am still not satisfied",
            "Ich bin immer noch nicht zufrieden",
            "Je ne suis toujours pas satisfait",
            "Sigo sin estar satisfecho",
            "Ainda não estou satisfeito",
            "ما زلت غير راضٍ",
        ],
        Eventuality::OutsideHelp => [
            "Help from outside (ombudsman or trade body)",
            "Hilfe von außen (Schlichtungsstelle oder Verband)",
            "Une aide extérieure (médiateur ou organisme professionnel)",
            "Ayuda externa (defensor del cliente u organismo del sector)",
            "Ajuda externa (ouvidoria ou entidade do setor)",
            "مساعدة من الخارج (أمين المظالم أو هيئة مهنية)",
        ],
        Eventuality::Privacy => [
            "Data and privacy",
            "Daten und Datenschutz",
            "Données et vie privée",
            "Datos y privacidad",
            "Dados e privacidade",
            "البيانات والخصوصية",
        ],
    }
}
