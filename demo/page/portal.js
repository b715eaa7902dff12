// The demo page's own script: the day slider, and a list of what the widget tells its page. The widget
// itself needs nothing of this.

const slider = document.getElementById("day");
const shown = document.getElementById("shown");
const note = document.getElementById("note");
const heard = document.getElementById("heard");
const EVENTS = [
  "ft-ready",
  "ft-error",
  "ft-auth-required",
  "ft-check-shown",
  "ft-answer",
  "ft-concern-raised",
  "ft-concern-changed",
  "ft-touchpoint-changed",
  "ft-promise-changed",
];
let present = Number(slider.value);

slider.form.addEventListener("submit", (event) => event.preventDefault());

slider.addEventListener("input", () => {
  shown.firstElementChild.textContent = `Day ${slider.value}`;
  note.textContent =
    Number(slider.value) < present ? "Going back begins the story anew, with fresh orders." : "";
});

slider.addEventListener("change", async () => {
  const day = Number(slider.value);
  if (day === present) return;
  slider.disabled = true;
  note.textContent = day < present ? "Beginning anew …" : "Playing …";
  try {
    const answer = await fetch("/day", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ day }),
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const today = await answer.json();
    // A new telling has new orders, which stand in the page's markup.
    if (day < present) return void location.reload();
    show(today);
    note.textContent = "";
    renew();
  } catch {
    slider.value = present;
    shown.firstElementChild.textContent = `Day ${present}`;
    note.textContent = "The demo's server did not answer. Nothing has changed; please try again.";
  } finally {
    slider.disabled = false;
  }
});

function show({ day, date, greeting }) {
  present = day;
  slider.value = day;
  shown.firstElementChild.textContent = `Day ${day}`;
  shown.lastElementChild.textContent = date;
  document.getElementById("greeting").textContent = greeting;
}

/** A clock that jumps is nothing that a real page does to its widget, so a fresh one takes over. */
function renew() {
  const old = document.querySelector("follow-through");
  const fresh = old.cloneNode(true);
  fresh.hidden = true;
  const swap = () => {
    old.remove();
    fresh.hidden = false;
  };
  for (const type of ["ft-ready", "ft-error"]) fresh.addEventListener(type, swap, { once: true });
  old.after(fresh);
}

for (const type of EVENTS) {
  document.addEventListener(type, ({ detail }) => {
    const line = document.createElement("li");
    line.textContent = JSON.stringify(detail);
    heard.prepend(line);
  });
}
