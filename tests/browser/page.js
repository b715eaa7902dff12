// Looks at a page as a customer does: by what is in sight, what it is and how it is called. Put before
// every script of the tests; knows the element's box, and no class of the widget inside it.

const FIELDS = "textarea,select,input:not([type=radio]):not([type=checkbox])";
const KINDS = { button: "button", radio: "input[type=radio]", field: FIELDS, heading: "h1,h2,h3,h4,h5,h6" };

const element = (nth = 0) => document.querySelectorAll("follow-through")[nth];
const box = (nth) => element(nth)?.shadowRoot?.querySelector(".ft-box");
const isInSight = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
const squeeze = (text) => text.replace(/\s+/g, " ").trim();

/** What assistive technology calls it, near enough for finding it. */
const nameOf = (one) => {
  const named = one.getAttribute("aria-label") ?? [...(one.labels ?? [])].map((label) => label.textContent).join(" ");
  return squeeze(named || one.textContent);
};

/** All text in sight. */
const words = (nth) => squeeze(box(nth)?.innerText ?? "");

/** Everything of a kind in sight whose name is `name` or begins with it. */
const all = (kind, name, nth) => {
  const found = [...(box(nth)?.querySelectorAll(KINDS[kind]) ?? [])].filter(isInSight);
  return found.filter((one) => nameOf(one).startsWith(name) && !one.disabled);
};

/** The first of them; an exact name goes first. For a radio button its label, which is what people press. */
const one = (kind, name, nth) => {
  const found = all(kind, name, nth);
  const best = found.find((it) => nameOf(it) === name) ?? found[0];
  return kind === "radio" ? (best?.labels[0] ?? best) : best;
};

/** The element that has the focus, through all shadow roots. */
const focused = () => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
};
