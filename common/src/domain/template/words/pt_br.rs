//! The shipped agendas in Brazilian Portuguese. What stands in braces is filled from the record.

use super::Language;

pub(super) const PT_BR: Language = Language {
    titles: &[
        ("first-30-days", "Seus primeiros trinta dias"),
        ("small-order", "Um pedido pequeno, com o mesmo cuidado"),
        ("service-start", "Seu serviço: os primeiros trinta dias"),
        ("long-lead-time", "Uma espera longa e os primeiros trinta dias"),
    ],
    prepare: "Deixe-o ligado e à mão, por favor.",
    follows: "O dia da sua entrega ou do seu início mudou, e este encontro vai com ele.",
    items: &[
        (
            "thanks",
            "Obrigado pelo seu pedido",
            "Obrigado por nos escolher. {owner} cuida de você daqui em diante. Abaixo está, com datas, tudo o que faremos nos seus primeiros trinta dias.",
        ),
        (
            "thanks_short",
            "Obrigado pelo seu pedido",
            "Obrigado por nos escolher. {owner} cuida de você daqui em diante. Abaixo está o que acontece agora, com datas.",
        ),
        (
            "start_now",
            "Comece hoje mesmo",
            "Algo útil enquanto você espera: pense na primeira coisa que quer conseguir e conte para nós.",
        ),
        (
            "preferences",
            "Como você quer que trabalhemos com você?",
            "Diga como e quando falar com você e o que é mais importante. Dois minutos.",
        ),
        (
            "why",
            "Por que você escolheu isto",
            "O que você nos disse que queria e como isso se cumpre, por escrito.",
        ),
        (
            "agreement",
            "Se algo der errado",
            "Isto é o que faremos, em quanto tempo e quem responde por isso. Está bom para você?",
        ),
        (
            "who_to_call",
            "Com quem falar sobre o quê",
            "Guarde isto: um nome e um número para cada situação, e quem substitui.",
        ),
        (
            "first_call",
            "Uma primeira ligação",
            "Vamos nos conhecer e ouvir o que você espera antes que seu serviço comece.",
        ),
        (
            "on_track",
            "Tudo dentro do prazo?",
            "{owner} verifica se está tudo dentro do prazo e avisa você, mesmo que não haja novidade.",
        ),
        (
            "on_track_weekly",
            "Como está o seu pedido nesta semana",
            "{owner} apura como está o seu pedido e conta a você, toda semana até a chegada, algo que é certo.",
        ),
        (
            "getting_ready",
            "Preparação para a sua entrega",
            "O dia continua bom para você? Dizemos o que deixar pronto.",
        ),
        (
            "getting_ready_start",
            "Preparação para o seu início",
            "O dia continua bom para você? Dizemos o que deixar pronto.",
        ),
        (
            "delivery",
            "Dia da entrega",
            "Garantimos que chegue, esteja completo e funcione. Confira tudo conosco, por favor.",
        ),
        (
            "service_starts",
            "Seu serviço começa",
            "Garantimos que funcione para você desde a primeira hora. Confira tudo conosco, por favor.",
        ),
        (
            "thanks_call",
            "Uma ligação rápida para agradecer",
            "E para responder às perguntas que você tiver até agora.",
        ),
        ("check_expected", "Foi tudo como você esperava?", "Uma pergunta, aqui."),
        ("training_1", "Primeira sessão: os primeiros passos", "Começamos juntos."),
        ("note", "Um recado nosso", "Algo para você pelo correio."),
        (
            "teething",
            "Depois de uma semana: uma ligação rápida",
            "O que é novo pede um tempo para se acostumar. O que ainda atrapalha?",
        ),
        ("check_change", "Há algo que precisamos mudar?", "Uma pergunta, aqui."),
        (
            "training_2",
            "Segunda sessão: as suas perguntas",
            "Traga o que você se perguntou desde a primeira sessão.",
        ),
        ("success_1", "O que deu certo até agora", "Anotamos o que deu certo. Acertamos?"),
        ("check_vital", "Como estamos no que mais importa para você?", "Uma pergunta, aqui."),
        (
            "visit_3w",
            "Depois de três semanas: faz aquilo para que você comprou?",
            "Repassamos a sua lista juntos. Mudou algo no que você precisa?",
        ),
        ("check_complete", "Você está satisfeito?", "Uma pergunta, aqui. A sua palavra conclui a venda."),
        (
            "review_30",
            "Seus primeiros trinta dias",
            "O que prometemos, o que fizemos, o que falta e como seguimos em contato.",
        ),
        (
            "what_next",
            "O que vem agora",
            "Quando você terá notícias nossas, e coisas úteis que encontramos para você.",
        ),
    ],
};
