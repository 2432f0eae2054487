
// Frameworks: which one is shown, its controls by their state, and what is printed of it.

class Frameworks {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.form = byId("controls");
    this.form.hidden = false;
    byId("controls-count").hidden = false;
    this.all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".framework")]);
    this.chosen = "";
    this.states = /** @type {string[]} */ ([]);
    this.title = document.title;
    for (const one of document.querySelectorAll(".web")) one.replaceChildren(address(one.textContent ?? ""));
    this.listen();
    this.show();
  }

  listen() {
    this.form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    this.form.addEventListener("change", () => {
      const checked = /** @type {HTMLInputElement[]} */ ([...this.form.querySelectorAll("input:checked")]);
      this.chosen = byId("framework").value;
      this.states = checked.map((box) => box.value);
      history.pushState(null, "", writePlace(this.chosen || "frameworks", this.states));
      this.show();
    });
    byId("unfold").addEventListener("click", () => this.fold(false));
    byId("fold").addEventListener("click", () => this.fold(true));
    byId("print").addEventListener("click", () => print());
    // The event does not rise, but is seen on its way down.
    byId("frameworks").addEventListener("toggle", (/** @type {Event} */ event) => this.prove(/** @type {HTMLElement} */ (event.target)), true);
    addEventListener("hashchange", () => this.follow());
  }

  /** Go where the address says, if that is a part of a framework. */
  follow() {
    const said = readPlace(location.hash);
    if (!said) return;
    const target = byId(said.place);
    const framework = target?.closest(".framework");
    if (!framework && said.place !== "frameworks") {
      if (!target && this.all.some((one) => said.place.startsWith(`${one.id}/`))) {
        byId("controls-count").textContent = this.page.word("no_control", { name: said.place });
        this.form.scrollIntoView();
      }
      return;
    }
    this.chosen = framework?.id ?? "";
    this.states = said.states;
    this.show();
    if (target !== framework || framework) this.go(target);
  }

  /** @param {HTMLElement} target */
  go(target) {
    for (let one = /** @type {Element | null | undefined} */ (target); one; one = one.parentElement?.closest("details")) {
      if (one instanceof HTMLDetailsElement) one.open = true;
    }
    this.prove(target);
    const focused = target.querySelector(":scope > summary") ?? target;
    target.scrollIntoView();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }

  /** The controls that are looked at, the silent ones by their lines. */
  shown() {
    const within = this.chosen ? byId(this.chosen) : byId("frameworks");
    return /** @type {HTMLElement[]} */ ([...within.querySelectorAll(".control, .silent")]);
  }

  show() {
    const { chosen, states, page } = this;
    for (const one of this.all) one.hidden = chosen !== "" && one.id !== chosen;
    for (const one of this.all) this.filter(one);
    const every = this.shown();
    const found = number(every.filter((one) => !one.hidden));
    byId("controls-count").textContent = page.word("controls_shown", { found, all: number(every) });
    byId("framework").value = chosen;
    for (const box of this.form.querySelectorAll("input")) {
      box.checked = states.includes(box.value);
      const count = this.form.querySelector(`[data-state-count="${box.value}"]`);
      if (count) count.textContent = String(number(every.filter((one) => one.dataset.state === box.value)));
    }
    const name = chosen ? (byId(chosen).querySelector("h3")?.textContent ?? "") : "";
    byId("of").textContent = name && `: ${name}`;
    byId("of").hidden = !name;
    // What is filed of a framework does not say how the gate of a build stands.
    const plain = document.querySelector("title")?.dataset.alone ?? this.title;
    document.title = name ? `${name} – ${plain}` : this.title;
    if (chosen) document.documentElement.dataset.alone = chosen;
    else delete document.documentElement.dataset.alone;
  }

  /** Show the controls of the states that are asked for, and say so. @param {HTMLElement} framework */
  filter(framework) {
    const { states, page } = this;
    const every = /** @type {HTMLElement[]} */ ([...framework.querySelectorAll(".control, .silent")]);
    for (const one of every) one.hidden = states.length > 0 && !states.includes(one.dataset.state ?? "");
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (framework.querySelectorAll(".group"))) {
      group.hidden = !group.querySelector(":is(.control, .silent):not([hidden])");
    }
    const told = /** @type {HTMLElement} */ (framework.querySelector(".filtered"));
    told.hidden = !states.length;
    const words = states.map((state) => this.form.querySelector(`input[value="${CSS.escape(state)}"] + .state`)?.textContent ?? state);
    const found = number(every.filter((one) => !one.hidden));
    told.textContent = page.word("controls_only", { states: words.join(", "), found, all: number(every) });
  }

  /** @param {boolean} closed */
  fold(closed) {
    for (const one of this.shown()) if (one instanceof HTMLDetailsElement && !one.hidden) one.open = !closed;
  }

  /** Make what stands behind a control, when somebody opens it. @param {HTMLElement | null} one */
  prove(one) {
    const place = one?.classList.contains("control") ? one.querySelector(".proof") : null;
    if (one && place && !place.firstChild) place.append(...proofs(this.page, Number(one.dataset.number), one.id));
  }

  /** Make it for all that is about to be printed. */
  fill() {
    const { page } = this;
    const every = this.shown().filter((one) => !one.hidden && one.dataset.number);
    page.few = roomFor(page, every.map((one) => Number(one.dataset.number)));
    for (const one of every) this.prove(one);
    page.few = FEW;
  }
}

/** How many controls these are. @param {HTMLElement[]} parts */
function number(parts) {
  return parts.reduce((sum, one) => sum + Number(one.dataset.controls ?? 1), 0);
}
