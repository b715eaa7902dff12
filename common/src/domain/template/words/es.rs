//! The shipped agendas in Spanish. What stands in braces is filled from the record.

use super::Language;

pub(super) const ES: Language = Language {
    titles: &[
        ("first-30-days", "Sus primeros treinta días"),
        ("small-order", "Un pedido pequeño, con el mismo cuidado"),
        ("service-start", "Su servicio: los primeros treinta días"),
        ("long-lead-time", "Una espera larga y los primeros treinta días"),
    ],
    prepare: "Téngalo encendido y a mano, por favor.",
    follows: "El día de su entrega o de su comienzo ha cambiado, y esta cita va con él.",
    items: &[
        (
            "thanks",
            "Gracias por su pedido",
            "Gracias por elegirnos. {owner} le atiende desde ahora. Aquí abajo está, con fechas, todo lo que haremos en sus primeros treinta días.",
        ),
        (
            "thanks_short",
            "Gracias por su pedido",
            "Gracias por elegirnos. {owner} le atiende desde ahora. Aquí abajo está lo que viene ahora, con fechas.",
        ),
        (
            "start_now",
            "Empiece hoy mismo",
            "Algo útil mientras espera: piense en lo primero que quiere conseguir y cuéntenoslo.",
        ),
        (
            "preferences",
            "¿Cómo quiere que trabajemos con usted?",
            "Díganos cómo y cuándo contactarle, y qué es lo más importante para usted. Dos minutos.",
        ),
        ("why", "Por qué lo eligió", "Lo que nos dijo que quería y cómo se cumple, por escrito."),
        (
            "agreement",
            "Si algo va mal",
            "Esto es lo que haremos, con qué rapidez y quién responde de ello. ¿Le parece bien?",
        ),
        (
            "who_to_call",
            "A quién llamar para cada cosa",
            "Guárdelo: un nombre y un número para cada situación, y quién le sustituye.",
        ),
        (
            "first_call",
            "Una primera llamada",
            "Nos conocemos y escuchamos qué espera usted antes de que empiece su servicio.",
        ),
        (
            "on_track",
            "¿Todo según lo previsto?",
            "{owner} comprueba que todo va según lo previsto y se lo dice, aunque no haya novedades.",
        ),
        (
            "on_track_weekly",
            "Cómo va su pedido esta semana",
            "{owner} averigua cómo va su pedido y le da cada semana, hasta que llegue, un dato seguro.",
        ),
        (
            "getting_ready",
            "Preparar su entrega",
            "¿Le sigue viniendo bien el día? Le decimos qué debe tener preparado.",
        ),
        (
            "getting_ready_start",
            "Preparar su comienzo",
            "¿Le sigue viniendo bien el día? Le decimos qué debe tener preparado.",
        ),
        (
            "delivery",
            "Día de entrega",
            "Nos aseguramos de que llegue, esté completo y funcione. Revíselo con nosotros, por favor.",
        ),
        (
            "service_starts",
            "Empieza su servicio",
            "Nos aseguramos de que le funcione desde la primera hora. Revíselo con nosotros, por favor.",
        ),
        (
            "thanks_call",
            "Una llamada breve para darle las gracias",
            "Y para responder a las preguntas que tenga a estas alturas.",
        ),
        ("check_expected", "¿Fue todo como esperaba?", "Una pregunta, aquí."),
        ("training_1", "Primera sesión: ponerse en marcha", "Empezamos juntos."),
        ("note", "Unas líneas de nuestra parte", "Le llega algo por correo postal."),
        (
            "teething",
            "Tras una semana: una llamada breve",
            "Lo nuevo pide acostumbrarse. ¿Qué le resulta incómodo hasta ahora?",
        ),
        ("check_change", "¿Hay algo que debamos cambiar?", "Una pregunta, aquí."),
        (
            "training_2",
            "Segunda sesión: sus propias preguntas",
            "Traiga lo que se haya preguntado desde la primera sesión.",
        ),
        ("success_1", "Lo que ha funcionado hasta ahora", "Escribimos lo que ha funcionado. ¿Es correcto?"),
        ("check_vital", "¿Cómo lo hacemos en lo que más le importa?", "Una pregunta, aquí."),
        (
            "visit_3w",
            "Tras tres semanas: ¿hace aquello para lo que lo compró?",
            "Repasamos su lista juntos. ¿Ha cambiado algo en lo que necesita?",
        ),
        ("check_complete", "¿Está satisfecho?", "Una pregunta, aquí. Su palabra cierra la venta."),
        (
            "review_30",
            "Sus primeros treinta días",
            "Lo que prometimos, lo que hicimos, lo que queda y cómo seguimos en contacto.",
        ),
        (
            "what_next",
            "Lo que viene ahora",
            "Cuándo tendrá noticias nuestras y cosas útiles que hemos encontrado para usted.",
        ),
    ],
};
