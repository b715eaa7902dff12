// Runs before anything else in every document of a test: notes what happens there.

window.told = { events: [], errors: [], shift: 0 };

// A test reloads its page; what the policy refused before counts too.
document.addEventListener("securitypolicyviolation", (event) => {
  const what = `${event.effectiveDirective} refused ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`;
  try {
    const before = JSON.parse(sessionStorage.getItem("violations") ?? "[]");
    sessionStorage.setItem("violations", JSON.stringify([...before, what]));
  } catch {
    told.errors.push(what);
  }
});

const TYPES = `ready error auth-required check-shown answer concern-raised concern-changed touchpoint-changed
  promise-changed logout`;
for (const type of TYPES.split(/\s+/))
  document.addEventListener("ft-" + type, (event) => told.events.push({ name: "ft-" + type, ...event.detail }));

addEventListener("error", (event) => told.errors.push(String(event.message)));
addEventListener("unhandledrejection", (event) => told.errors.push("rejected: " + (event.reason?.stack ?? event.reason)));

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) told.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
