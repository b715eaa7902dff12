// Followthrough's element `<follow-through>`: its box, its first paint, its errors and its tokens.
// No rule of the product is known here; those are in the WASM widget that this file loads. The build
// fills in the names in __CAPITALS__. The public contract is docs/embedding.md.

const [HERE, TAG, BUILD] = [import.meta.url, "follow-through", "__BUILD__"];
const DETAILS = ["sale", "locale", "heading-level"];
const ATTRIBUTES = ["vendor", "api", "token-url", "theme", "loading", "reserve", ...DETAILS];
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

// What must look right before the widget's own style sheet is there, and without it. `!important` on the
// host withstands pages that reset everything.
const FRAME = `
:host{display:block!important;font-size:var(--ft-font-size,16px)!important}
:host([hidden]),[hidden]{display:none!important}
.ft-live{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.ft-box{display:flex;flex-direction:column}
.ft-wait{flex:1;padding:1.5em;opacity:.1}.ft-wait i{display:block;block-size:1em;inline-size:70%;margin-block-end:.75em;border-radius:.4em;background:currentColor}
.ft-wait i:nth-child(3n+1){block-size:2em;inline-size:55%}.ft-wait i:nth-child(4n){block-size:7em;inline-size:100%;margin-block:1.5em}
.ft-fail{position:sticky;inset-block-end:1em;z-index:1;margin:1em;padding:1em 1.25em;border:1px solid;border-radius:var(--ft-radius,.75em);font:1em/1.5 var(--ft-font,inherit);background:var(--ft-color-bg,Canvas);color:var(--ft-color-text,CanvasText)}
.ft-fail p{margin:.25em 0 .75em}.ft-fail button{all:unset;cursor:pointer;margin-inline-end:1em;padding:.6em 1em;border:1px solid;border-radius:.5em;font-weight:600}.ft-fail button:focus-visible{outline:2px solid;outline-offset:2px}`;

// What happened, and what to do, in each language; and the files with the widget's own texts.
const [WORDS, FILES] = ["__WORDS__", "__TEXTS__"];
const kindOf = (code) =>
  WORDS.en[code.replace("-", "_")] ? code : /auth|token/.test(code) ? "auth" : /rate|storage|timeout/.test(code) ? "busy" : "other";
/** The language of a locale, by its first part; English where there is none. */
const nearest = (locale = "") =>
  Object.keys(WORDS).find((tag) => tag.slice(0, 2) === locale.toLowerCase().split(/[-_]/)[0]) ?? "en";
const coded = (code) => Object.assign(new Error(code), { code });

/** Fetches and reads; fails with a code of docs/embedding.md. */
async function load(url, options, read) {
  let problem;
  try {
    const answer = await fetch(url, { credentials: "omit", ...options });
    if (answer.ok) return read ? await answer[read]() : answer;
    problem = await answer.json().catch(() => ({}));
  } catch {
    throw coded("network");
  }
  throw coded(problem.code || "internal");
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  made.append(...children);
  return made;
}

/** Runs the work once for all elements of the page. After a failure the next call is a new try. */
function once(work) {
  let result;
  const forget = () => (result = undefined);
  return Object.assign(() => (result ??= work().catch((error) => (forget(), Promise.reject(error)))), { forget });
}

const [frame, style] = globalThis.CSSStyleSheet ? [new CSSStyleSheet(), new CSSStyleSheet()] : [];
frame?.replaceSync(FRAME);
const sheet = () => load(new URL("__CSS__", HERE), { integrity: "__CSS_INTEGRITY__" }, "text");
const loadStyle = once(async () => style.replace(await sheet()));
let round = 0;
const loadWidget = once(async () => {
  // Pages and browsers may refuse WASM: found out before it is fetched in vain.
  attempt("wasm-refused", () => new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  // A module that failed, or whose memory a panic spoiled, comes anew only under another address.
  const glue = new URL("__GLUE__" + (round ? "?r=" + round : ""), HERE).href;
  round += 1;
  const [wasm] = await Promise.all([
    load(new URL("__WASM__", HERE), { integrity: "__WASM_INTEGRITY__" }),
    load(glue, { integrity: "__GLUE_INTEGRITY__" }),
  ]);
  const { default: init, Widget } = await import(glue).catch(() => Promise.reject(coded("network")));
  await init({ module_or_path: wasm });
  return Widget;
});

const loadTexts = {};
for (const tag in FILES)
  loadTexts[tag] = once(() => load(new URL(FILES[tag][0], HERE), { integrity: FILES[tag][1] }, "text"));

/** The work's result; when it fails, an error with this code. */
function attempt(code, work) {
  try { return work(); } catch { throw coded(code); }
}

class FollowThrough extends (globalThis.HTMLElement ?? Object) {
  static build = BUILD;
  static observedAttributes = [...ATTRIBUTES, "token"];

  #live = element("div", { class: "ft-live", role: "status" });
  #wait = element("div", { class: "ft-wait", "aria-hidden": true }, ...Array.from("........", () => element("i")));
  #root = element("div", { class: "ft-root" });
  #fail = element("div", { class: "ft-fail", hidden: "", part: "card" });
  #slot = element("slot");
  #box = element("div", { class: "ft-box" }, this.#wait, this.#root, this.#fail, this.#slot);
  #changed = new Set(); // attributes, until the page's script is done with them
  #run = 0; // what belongs to an older run has no say any more
  #first; // the first view, until the widget has taken it over
  #language; // in which the first view was made
  #tap; // the button pressed before the widget was there
  #asking; // the one request for a token that is on its way
  #observer; #loading; #widget; #sale; #code; #provider; #token; #claims;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [frame, style];
    shadow.append(this.#live, this.#box);
    // A form must never load the customer's page anew, not even before the widget handles it.
    shadow.addEventListener("submit", (event) => event.preventDefault());
    this.#root.addEventListener("click", (event) => {
      if (!this.#widget) this.#tap = event.target.closest("button");
    });
    // Seen from outside, a key's target is this element and no field: pages take it for a shortcut.
    const keep = (event) => {
      const isField = event.target.matches("input,textarea,select,[contenteditable]");
      if (isField && event.key !== "Escape") event.stopPropagation();
    };
    for (const type of ["keydown", "keypress", "keyup"]) shadow.addEventListener(type, keep);
  }

  connectedCallback() {
    for (const name of [...ATTRIBUTES.map(camel), "token", "tokenProvider"].filter((key) => Object.hasOwn(this, key))) {
      // Set before this class was known: moves from the object to the setter.
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    if (this.#loading || this.#observer) return;
    this.#changed.clear();
    this.#show("wait");
    if (this.loading === "eager") return void this.#go();
    const look = (entries) => entries.some((entry) => entry.isIntersecting) && this.#go();
    this.#observer = new IntersectionObserver(look, { rootMargin: "400px" });
    this.#observer.observe(this);
  }

  // A move disconnects for a moment.
  disconnectedCallback() { queueMicrotask(() => this.isConnected || this.#reset()); }

  attributeChangedCallback(name, old, value) {
    if (name !== "token" && old !== value) {
      if (!this.#changed.size) queueMicrotask(() => this.#apply());
      this.#changed.add(name);
    } else if (name === "token" && value !== null) {
      // First: taking the attribute away may let the element be connected on the way.
      this.token = value;
      this.removeAttribute(name);
    }
  }

  #apply() {
    const has = (name) => this.#changed.has(name);
    const [isDetail, isOther] = [DETAILS.some(has), has("vendor") || has("api")];
    this.#changed.clear();
    if (this.#widget && isDetail && !isOther) this.#change(this.#run, this.#config());
    else if (this.#loading && (isDetail || isOther)) this.#reset().#go();
    else if (this.loading === "eager" && this.#observer) this.#go();
    else if (!this.#fail.hidden) this.#go();
  }

  /** Another sale, language or level of headings, without losing what is typed. */
  async #change(run, config) {
    const texts = await loadTexts[config.language]().catch(() => ""); // then in the old language
    if (run === this.#run) this.#widget.set_options(texts, config);
  }

  /** Shows the skeleton ("wait"), the "view", the error ("fail"), or only the page's own fallback. */
  #show(what) {
    const isThere = this.#root.hasChildNodes();
    const [isWait, isFail] = [what === "wait", what === "fail"];
    this.#root.hidden = !isThere;
    this.#wait.hidden = isThere || !isWait;
    this.#fail.hidden = !isFail;
    this.#slot.hidden = isThere && !isFail;
    this.#box.style.minHeight = isWait || isFail ? (this.reserve ?? "32em") : "";
  }

  /** Takes everything down, so that no trace of the customer is left, but not the way to a token. */
  #reset() {
    this.#observer?.disconnect();
    const widget = this.#widget;
    this.#run += 1;
    this.#observer = this.#loading = this.#first = this.#widget = this.#tap = this.#sale = undefined;
    try { widget?.unmount(); } catch (error) { console.error(error); } // its view goes all the same
    this.#root.replaceChildren();
    this.#live.textContent = "";
    this.#show("wait");
    return this;
  }

  #go() {
    this.#observer?.disconnect();
    const run = this.#run;
    this.#loading ??= this.#start(run).catch((error) => run === this.#run && this.#failed(error));
    return this.#loading;
  }

  async #start(run) {
    const isStale = () => run !== this.#run;
    this.#show("wait");
    const [widget, style] = [loadWidget(), loadStyle()];
    for (const promise of [widget, style]) promise.catch(() => {}); // told below, each at its time
    if (!this.#first) {
      const view = await this.#view(run, "initial");
      await style;
      if (isStale()) return;
      this.#sale = view.view?.sale.id;
      this.#language = view.language;
      loadTexts[view.language]().catch(() => {}); // beside the widget; a failure is told below
      this.#first = JSON.stringify({ ...view, html: "" });
      this.#paint(view.html);
    }
    this.#show("view");
    let [Widget, texts] = [await widget, await loadTexts[this.#language]()];
    if (isStale()) return;
    let made;
    try {
      made = this.#root.hasChildNodes() && (await Widget.hydrate(this.#root, this.#first, texts, this.#config()));
    } catch (error) {
      console.error(error); // not the markup that the widget would make; its memory is in disorder now
      loadWidget.forget();
      Widget = await loadWidget();
    }
    if (isStale()) return;
    if (!made) {
      this.#root.replaceChildren();
      made = await Widget.mount(this.#root, this.#first, texts, this.#config());
    }
    if (isStale()) return made.unmount();
    this.#widget = made;
    this.#first = undefined;
    this.#show("view");
    this.#emit("ft-ready");
    if (this.#tap?.isConnected) this.#tap.click();
  }

  async #view(run, reason) {
    const body = await this.#getToken(reason);
    if (run !== this.#run) return; // the token is another customer's: all starts anew
    const { api, sale, locale, headingLevel: heading_level } = this.#config();
    const wanted = Object.entries({ sale, locale, heading_level }).filter((entry) => entry[1]);
    try {
      // The token as plain text in the body needs no preflight: one round trip less.
      return await load(`${api}/v1/portal/view?${new URLSearchParams(wanted)}`, { method: "POST", body }, "json");
    } catch (error) {
      if (kindOf(error.code) !== "auth" || reason !== "initial" || !(this.#provider ?? this.tokenUrl)) throw error;
      return this.#view(run, "unauthorized");
    }
  }

  /** Puts our server's markup in, with the comments that hydration needs; else leaves it to a mount. */
  #paint(html) {
    try {
      if (this.#root.setHTML) this.#root.setHTML(html, { sanitizer: { comments: true } });
      else this.#root.innerHTML = html;
    } catch { /* The page enforces Trusted Types. */ }
  }

  #failed(error) {
    const code = (this.#code = error.code ?? "internal");
    if (!error.code) console.error(error);
    this.#loading = undefined;
    const kind = kindOf(code);
    const [lang, key] = [this.#config().language, kind.replace("-", "_")];
    const { [key]: what, [key + "_todo"]: todo, nothing_lost, try_again } = WORDS[lang];
    const text = todo + " " + nothing_lost;
    Object.assign(this.#fail, { lang, dir: lang === "ar" ? "rtl" : "ltr" });
    const retry = element("button", { type: "button", part: "button" }, try_again);
    retry.onclick = () => this.focus().catch(() => {});
    if ((retry.hidden = kind === "wasm-refused"))
      for (const control of this.#root.querySelectorAll("button,input,select,textarea")) control.disabled = true;
    this.#fail.replaceChildren(element("b", {}, what), element("p", {}, text), retry, element("small", {}, code));
    this.#show("fail");
    this.#announce(what + " " + text, lang);
    if (kind === "auth") this.#emit("ft-auth-required", { code });
    this.#emit("ft-error", { code });
  }

  /** What the widget is given. After its own run it has neither token nor voice. */
  #config() {
    const run = this.#run;
    const isStale = () => run !== this.#run;
    const lang = this.closest("[lang]") ?? this.getRootNode().host?.closest("[lang]");
    const locale = this.locale || this.#claims?.locale || lang?.lang || navigator.language;
    return {
      api: (this.api ?? new URL(HERE).origin).replace(/\/+$/, ""),
      vendor: this.vendor ?? this.#claims?.iss,
      sale: this.sale,
      locale,
      language: nearest(locale),
      headingLevel: Math.min(5, Math.max(2, parseInt(this.headingLevel) || 2)),
      getToken: async (reason) => {
        const token = !isStale() && (await this.#getToken(reason));
        return isStale() ? Promise.reject(coded("auth-missing")) : token;
      },
      emit: (type, detail) => {
        if (isStale()) return;
        if (!detail?.fatal) return this.#emit(type, detail);
        // It cannot go on: what it showed stays to be read, and a retry starts a fresh one.
        if (!this.#widget) return; // while it is made, an exception says the same
        loadWidget.forget();
        this.#run += 1;
        this.#widget = undefined;
        this.#failed(coded(detail.code));
      },
      announce: (text) => isStale() || this.#announce(text),
    };
  }

  #emit(type, given) {
    const detail = { v: 1, type, id: null, sale: this.#sale ?? null, at: new Date().toISOString(), ...given };
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
  }

  #announce(text, lang = this.#root.firstElementChild?.lang ?? "") {
    this.#live.lang = lang;
    this.#live.textContent = ""; // so that the same words are spoken again
    setTimeout(() => (this.#live.textContent = text), 50);
  }

  async #getToken(reason) {
    if (reason !== "initial" || !this.#token || this.#claims.exp * 1000 < Date.now() + 60_000) {
      this.#asking ??= this.#ask(reason).finally(() => (this.#asking = undefined));
      this.#take(await this.#asking);
    }
    return this.#token;
  }

  async #ask(reason) {
    if (!this.#provider && !this.tokenUrl) throw coded(this.#token ? "token-expired" : "auth-missing");
    try {
      let given = this.#provider
        ? await this.#provider({ reason })
        : await load(this.tokenUrl, { credentials: "same-origin", cache: "no-store" }, "text");
      if (/^\s*{/.test(given)) given = JSON.parse(given);
      return (given.token ?? given).trim();
    } catch {
      throw coded("token-provider-failed");
    }
  }

  /** Remembers a token; another customer's view goes before the next paint. */
  #take(token) {
    const read = () => JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
    const [claims, old] = [attempt("invalid-token", read), this.#claims];
    this.#token = token;
    this.#claims = claims;
    if (old && (old.sub !== claims.sub || old.iss !== claims.iss) && (this.#loading || this.#first)) this.#reset().#go();
  }

  set token(token) {
    if (!token || token === this.#token) return;
    try {
      this.#take(token);
      if (!this.#fail.hidden) this.#go();
    } catch (error) { this.#failed(error); }
  }

  get tokenProvider() { return this.#provider; }
  set tokenProvider(provider) {
    // A page that renders often gives a new function each time; that alone starts nothing anew.
    this.#provider = provider;
    if (!this.#fail.hidden) this.#go();
  }

  async #ready() { return (await this.#go(), this.#widget ?? Promise.reject(coded(this.#code))); }
  async refresh() { return (await this.#ready()).refresh(); }
  async show(id) { return (await this.#ready()).show(id); }
  async raiseConcern(prefill) { return (await this.#ready()).raise_concern(prefill); }
  async update(properties) {
    await void Object.assign(this, properties); // a moment, in which they are taken over together
    await this.#loading;
  }

  async focus(options) {
    await this.#ready();
    const target = this.#root.querySelector("h2,h3,h4,h5") ?? this.#root;
    target.tabIndex = -1;
    target.focus(options);
  }

  async logout() {
    this.#reset();
    this.#token = this.#claims = this.#asking = undefined;
    this.#show("fallback");
    this.#emit("ft-logout");
  }
}

for (const name of ATTRIBUTES)
  Object.defineProperty(FollowThrough.prototype, camel(name), {
    get() { return this.getAttribute(name); },
    set(value) { value == null ? this.removeAttribute(name) : this.setAttribute(name, value); },
  });

const known = globalThis.customElements?.get(TAG);
if (!known) globalThis.customElements?.define(TAG, FollowThrough);
else if (known.build !== BUILD) console.warn(`<${TAG}>: build ${BUILD} was not used; ${known.build} is there already.`);
