
// What is done when the page is there.

/** Dark or light, until the page is closed: nothing is kept. */
function theme() {
  const button = byId("theme");
  const root = document.documentElement;
  let dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const say = () => {
    button.textContent = dark ? button.dataset.light : button.dataset.dark; // what it will do
  };
  say();
  button.hidden = false;
  button.addEventListener("click", () => {
    dark = !dark;
    root.dataset.theme = dark ? "dark" : "light";
    say();
  });
}

/** On paper nothing is folded. @param {Frameworks | null} frameworks */
function printing(frameworks) {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    frameworks?.fill();
    opened = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details:not([open], #tree)"))];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
}

async function start() {
  const told = byId("told");
  told.hidden = false;
  /** @type {Data | undefined} */
  let data;
  try {
    data = await decoded(byId("data").textContent);
  } catch (error) {
    const lacks = typeof DecompressionStream === "undefined";
    told.textContent = lacks ? told.dataset.old : `${told.dataset.failed} ${error}`;
    printing(null);
    return;
  }
  byId("data").remove();
  told.hidden = true;
  byId("browser").hidden = false;
  const page = new Page(data);
  page.render();
  const frameworks = byId("controls") ? new Frameworks(page) : null;
  printing(frameworks);
  frameworks?.follow();
  if (/^#\w+=/.test(location.hash) && !page.state.finding) byId("findings").scrollIntoView();
  document.documentElement.dataset.ready = "true";
}

theme();
start();
