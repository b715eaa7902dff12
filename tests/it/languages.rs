//! The first view in the six languages: which one is chosen, and that markup and data are in it.

use serde_json::json;

use crate::{
    builders::{a_customer, a_sale},
    harness::TestApp,
};

both!(the_first_view_comes_in_the_language_of_the_page_else_of_the_token_else_of_the_customer);
fn the_first_view_comes_in_the_language_of_the_page_else_of_the_token_else_of_the_customer(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    for (asked, language, direction, next) in [
        ("de-AT", "de", "ltr", "Als Nächstes"),
        ("fr", "fr", "ltr", "Ensuite"),
        ("es-MX", "es", "ltr", "Lo próximo"),
        ("pt", "pt-BR", "ltr", "A seguir"),
        ("ar", "ar", "rtl", "التالي"),
        ("ja", "en", "ltr", "Next"),
    ] {
        let first = sale.browser.get(&format!("/v1/portal/view?locale={asked}")).must(200).json();
        assert_eq!(first["language"], language);
        let html = first["html"].as_str().unwrap();
        let root = format!("lang=\"{language}\" dir=\"{direction}\"");
        assert!(html.contains(&root) && html.contains(&format!(">{next}<")), "{html}");
        // Neither a text of another language nor a place that nothing was filled into.
        assert!(language == "en" || !html.contains("Your agenda"), "{html}");
        assert!(!html.contains(['{', '}', '|']), "{html}");
    }
    let german = sale.browser.clone().claiming("locale", json!("de"));
    assert_eq!(german.get("/v1/portal/view").must(200).json()["language"], "de");
    assert_eq!(german.get("/v1/portal/view?locale=fr").must(200).json()["language"], "fr");

    let mut spanish = a_customer("bo");
    spanish["locale"] = json!("es");
    sale.system.post("/v1/customers", &spanish).must(201);
    let first = vendor.customer(app, "bo").get("/v1/portal/view").must(200).json();
    assert_eq!(first["language"], "es");
    assert!(first["html"].as_str().unwrap().contains("Aún no hay nada aquí"), "{first}");
}
