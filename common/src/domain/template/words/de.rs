//! The shipped agendas in German. What stands in braces is filled from the record.

use super::Language;

pub(super) const DE: Language = Language {
    titles: &[
        ("first-30-days", "Ihre ersten dreißig Tage"),
        ("small-order", "Ein kleiner Auftrag, mit gleicher Sorgfalt"),
        ("service-start", "Ihr Service: die ersten dreißig Tage"),
        ("long-lead-time", "Lange Lieferzeit und die ersten dreißig Tage"),
    ],
    prepare: "Bitte halten Sie es eingeschaltet bereit.",
    follows: "Der Tag Ihrer Lieferung oder Ihres Starts hat sich geändert, und dieser Termin richtet sich danach.",
    items: &[
        (
            "thanks",
            "Danke für Ihren Auftrag",
            "Danke, dass Sie sich für uns entschieden haben. {owner} kümmert sich ab jetzt um Sie. Unten steht alles, was wir in Ihren ersten dreißig Tagen tun, mit Datum.",
        ),
        (
            "thanks_short",
            "Danke für Ihren Auftrag",
            "Danke, dass Sie sich für uns entschieden haben. {owner} kümmert sich ab jetzt um Sie. Unten steht, was als Nächstes geschieht, mit Datum.",
        ),
        (
            "start_now",
            "Fangen Sie heute an",
            "Etwas Nützliches, während Sie warten: Überlegen Sie, was Sie zuerst davon haben möchten, und sagen Sie es uns.",
        ),
        (
            "preferences",
            "Wie sollen wir mit Ihnen arbeiten?",
            "Sagen Sie uns, wie und wann wir Sie erreichen sollen und was Ihnen am wichtigsten ist. Zwei Minuten.",
        ),
        (
            "why",
            "Warum Sie sich dafür entschieden haben",
            "Was Sie uns als Wunsch genannt haben und wie es sich damit erfüllt, schwarz auf weiß.",
        ),
        (
            "agreement",
            "Wenn etwas schiefgeht",
            "Das tun wir dann, so schnell, und diese Person steht dafür ein. Ist das für Sie richtig so?",
        ),
        (
            "who_to_call",
            "Wer wofür da ist",
            "Zum Aufheben: ein Name und eine Nummer für jeden Fall, und wer die Vertretung übernimmt.",
        ),
        (
            "first_call",
            "Ein erster Anruf",
            "Wir lernen uns kennen und hören, was Sie erwarten, bevor Ihr Service beginnt.",
        ),
        (
            "on_track",
            "Noch im Zeitplan?",
            "{owner} prüft, ob alles im Zeitplan liegt, und sagt es Ihnen, auch wenn es nichts Neues gibt.",
        ),
        (
            "on_track_weekly",
            "So steht es diese Woche um Ihren Auftrag",
            "{owner} sieht nach, wie es um Ihren Auftrag steht, und sagt Ihnen jede Woche bis zur Lieferung eine Sache, die sicher ist.",
        ),
        (
            "getting_ready",
            "Vorbereitung auf Ihre Lieferung",
            "Passt Ihnen der Tag noch? Wir sagen Ihnen, was bereitstehen sollte.",
        ),
        (
            "getting_ready_start",
            "Vorbereitung auf Ihren Start",
            "Passt Ihnen der Tag noch? Wir sagen Ihnen, was bereitstehen sollte.",
        ),
        (
            "delivery",
            "Liefertag",
            "Wir sorgen dafür, dass alles ankommt, vollständig ist und läuft. Bitte sehen Sie es mit uns durch.",
        ),
        (
            "service_starts",
            "Ihr Service beginnt",
            "Wir sorgen dafür, dass er für Sie von der ersten Stunde an läuft. Bitte sehen Sie es mit uns durch.",
        ),
        (
            "thanks_call",
            "Ein kurzer Anruf, um Danke zu sagen",
            "Und um zu beantworten, was Sie inzwischen fragen möchten.",
        ),
        ("check_expected", "War alles so, wie Sie es erwartet haben?", "Eine Frage, hier."),
        ("training_1", "Erster Termin: der Einstieg", "Wir machen gemeinsam den Anfang."),
        ("note", "Ein Gruß von uns", "Es liegt etwas für Sie in der Post."),
        (
            "teething",
            "Nach einer Woche: ein kurzer Anruf",
            "An Neues muss man sich gewöhnen. Was ist bisher noch umständlich?",
        ),
        ("check_change", "Sollen wir etwas ändern?", "Eine Frage, hier."),
        (
            "training_2",
            "Zweiter Termin: Ihre eigenen Fragen",
            "Bringen Sie mit, was Sie sich seit dem ersten Termin gefragt haben.",
        ),
        ("success_1", "Was bisher gelungen ist", "Wir schreiben auf, was gelungen ist. Stimmt es so?"),
        ("check_vital", "Wie gut sind wir bei dem, was Ihnen am wichtigsten ist?", "Eine Frage, hier."),
        (
            "visit_3w",
            "Nach drei Wochen: Leistet es, wofür Sie es gekauft haben?",
            "Wir gehen Ihre Liste gemeinsam durch. Hat sich an Ihrem Bedarf etwas geändert?",
        ),
        ("check_complete", "Sind Sie zufrieden?", "Eine Frage, hier. Erst Ihr Wort schließt den Auftrag ab."),
        (
            "review_30",
            "Ihre ersten dreißig Tage",
            "Was wir versprochen haben, was wir getan haben, was noch offen ist und wie wir in Verbindung bleiben.",
        ),
        (
            "what_next",
            "Wie es weitergeht",
            "Wann Sie wieder von uns hören, und Nützliches, das wir für Sie gefunden haben.",
        ),
    ],
};
