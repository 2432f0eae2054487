
// The page: it shows what data.js finds. Words of a template are text here and never markup.

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);

/** @param {string} tag @param {Record<string, any>} attributes @param {...(Node | string | null)} children @returns {any} */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) made.append(child);
  return made;
}

/** A name that may go on in the next line after each of its steps. @param {string} text */
function path(text) {
  const steps = text.split(/(?<=[/:])(?=[^/:])/);
  return element("span", {}, ...steps.flatMap((step, it) => (it ? [element("wbr"), step] : [step])));
}

class Page {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.index = indexed(data);
    this.state = /** @type {State} */ (readState(location.hash) ?? readState(""));
    this.shown = /** @type {number[]} */ ([]);
    this.open = new Set();
    this.few = FEW;
    for (const name of CHOICES) this.makeChoice(name);
    this.listen();
    byId("tree").addEventListener("toggle", () => this.showTree());
  }

  /** @param {string} key @param {Record<string, any>} values */
  word(key, values = {}) {
    return this.data.words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /** A value of a facet as readers call it. @param {string} facet @param {string} value */
  named(facet, value) {
    if (facet === "gate") return this.data.words[`gate-${value}`];
    return this.data.words[`is-${value}`] && facet !== "stack" ? this.data.words[`is-${value}`] : value;
  }

  /** @param {number} number */
  text(number) {
    return this.data.strings[number];
  }

  /** @param {string} name @param {number} row */
  column(name, row) {
    return this.data.columns[name][row];
  }

  /** @param {string} name */
  makeChoice(name) {
    const select = byId(name);
    if (!select) return;
    const facet = this.index.facets[name];
    const order = facet.names.map((_, it) => it);
    if (["stack", "rule", "service"].includes(name)) {
      order.sort((a, b) => (facet.names[a] < facet.names[b] ? -1 : 1));
    }
    select.append(element("option", { value: "" }, this.word("all")));
    for (const it of order) {
      if (facet.names[it]) select.append(element("option", { value: facet.names[it], "data-number": it }));
    }
  }

  listen() {
    const form = byId("filters");
    form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    form.addEventListener("change", (/** @type {Event} */ event) => {
      if (event.target !== byId("q")) this.change(this.asked(), true);
    });
    let waiting = 0;
    byId("q").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.change(this.asked(), false), 150);
    });
    byId("clear").addEventListener("click", () => this.change(/** @type {State} */ (readState("")), true));
    // Links of the page and the browser's own way back; what this script sets fires neither.
    addEventListener("hashchange", () => this.follow());
  }

  /** The state as the form has it, from its first page on. @returns {State} */
  asked() {
    const checked = [...document.querySelectorAll("input[name=severity]:checked")];
    /** @type {any} */
    const state = { ...this.state, q: byId("q").value.trim(), group: byId("group").value, page: "", finding: "" };
    state.severity = checked.map((box) => /** @type {HTMLInputElement} */ (box).value).join(",");
    for (const name of CHOICES) if (byId(name)) state[name] = byId(name).value;
    return state;
  }

  /** @param {State} state @param {boolean} remembered whether the way back leads to what was before */
  change(state, remembered) {
    this.state = state;
    const address = writeState(state);
    history[remembered ? "pushState" : "replaceState"](null, "", address === "#" ? "#findings" : address);
    this.render();
  }

  follow() {
    const state = readState(location.hash);
    if (!state) return;
    this.state = state;
    this.render();
    if (!state.finding) byId("findings").focus();
  }

  render() {
    this.open.clear();
    let { rows, counts } = filtered(this.index, this.state);
    const target = this.target(rows);
    if (target.widened) ({ rows, counts } = filtered(this.index, this.state));
    const groups = grouped(this.index, rows, this.state.group);
    this.shown = groups.flatMap((group) => group.rows);
    const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
    let page = Math.min(pages, Math.max(1, Number.parseInt(this.state.page, 10) || 1));
    if (target.row >= 0) page = 1 + Math.floor(this.shown.indexOf(target.row) / PAGE_ROWS);
    this.state.page = String(page);
    this.showForm(counts);
    this.showRows(onPage(groups, page));
    this.showPager(page, pages, rows.length);
    byId("count").textContent = target.missing || this.counted(rows.length, page, pages);
    if (target.row >= 0) this.go(target.row);
  }

  /** The finding that the address names; where the filters leave it out, they are given up. @param {number[]} rows */
  target(rows) {
    const { finding } = this.state;
    const row = finding ? findingOf(this.data, finding) : -1;
    const missing = finding && row < 0 ? this.word("missing", { fingerprint: finding }) : "";
    const widened = row >= 0 && !rows.includes(row);
    if (widened) this.state = { .../** @type {State} */ (readState("")), finding };
    return { row, missing, widened };
  }

  /** @param {number} found @param {number} page @param {number} pages */
  counted(found, page, pages) {
    const all = this.data.count;
    if (!found) return this.word("nothing");
    const parts = [this.word("shown", { found, all })];
    if (pages > 1) parts.push(this.word("page", { page, pages }));
    return parts.join(", ");
  }

  /** @param {Record<string, Uint32Array>} counts */
  showForm(counts) {
    const { state } = this;
    if (byId("q") !== document.activeElement) byId("q").value = state.q;
    byId("group").value = state.group;
    const severities = state.severity.split(",");
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=severity]"))) {
      box.checked = severities.includes(box.value);
    }
    this.data.severities.forEach((name, it) => {
      const said = document.querySelector(`[data-count="${name}"]`);
      if (said) said.textContent = String(counts.severity[it]);
    });
    for (const name of CHOICES) {
      const select = byId(name);
      if (!select) continue;
      for (const option of select.options) {
        if (!option.value) continue;
        const value = this.named(name, option.value);
        option.textContent = `${value} (${counts[name][option.dataset.number]})`;
      }
      select.value = state[name];
    }
    const within = byId("within");
    within.replaceChildren();
    if (state.path) {
      const clear = () => this.change({ ...this.state, path: "", page: "", finding: "" }, true);
      const button = element("button", { type: "button", onclick: clear }, this.word("everywhere"));
      within.append(this.word("within", { path: state.path }), " ", button);
    }
  }

  /** @param {{label: string, rows: number[], of: number}[]} parts */
  showRows(parts) {
    const table = byId("rows");
    for (const body of [...table.tBodies]) body.remove();
    for (const part of parts) {
      const body = element("tbody");
      if (this.state.group) {
        const head = element("th", { colspan: 5, scope: "rowgroup" }, `${this.named(this.state.group, part.label)} (${part.of})`);
        body.append(element("tr", { class: "group" }, head));
      }
      body.append(...part.rows.map((row) => this.row(row)));
      table.append(body);
    }
  }

  /** @param {number} row */
  row(row) {
    const { data } = this;
    const rule = data.rules[this.column("rule", row)];
    const subject = data.subjects[this.column("subject", row)];
    const id = `finding-${row}`;
    const button = element(
      "button",
      { type: "button", class: "open", "aria-expanded": "false", "aria-controls": id, onclick: () => this.toggle(row) },
      this.text(this.column("message", row)),
    );
    return element(
      "tr",
      { id: `row-${row}`, class: this.column("disposition", row) ? "set-aside" : null },
      element("td", {}, ...this.chips(row)),
      element("th", { scope: "row" }, button, element("code", {}, this.text(rule[RULE.id]))),
      element("td", {}, path(this.text(subject[SUBJECT.name])), element("span", { class: "aside" }, this.text(subject[SUBJECT.type]))),
      element("td", {}, this.text(subject[SUBJECT.stack])),
      element("td", { class: "place" }, path(this.place(row))),
    );
  }

  /** The severity, and whatever else decides whether the finding counts. @param {number} row */
  chips(row) {
    const { data } = this;
    const severity = data.severities[this.column("severity", row)];
    const chips = [element("span", { class: `chip ${severity}` }, this.named("severity", severity))];
    /** @param {string} text @param {string} kind */
    const add = (text, kind) => chips.push(element("span", { class: `state ${kind}` }, text));
    if (this.column("status", row)) add(this.named("status", data.statuses[1]), "unknown");
    const aside = this.column("disposition", row);
    if (aside) add(this.named("disposition", data.dispositions[aside]), "not-applicable");
    const gate = GATE[this.column("gate", row)];
    if (gate === "closes") add(this.word("closes"), "closes");
    if (gate === "known") add(this.word("known"), "not-applicable");
    const novelty = data.novelties[this.column("novelty", row)];
    if (novelty && gate !== "known") add(this.named("novelty", novelty), "not-assessed");
    return chips;
  }

  /** Where a person mends it: the program where its line is known, else the template. @param {number} row */
  place(row) {
    const source = this.data.sources[this.column("source", row)];
    if (source && source[2]) return this.text(source[0]);
    return `${this.text(this.column("path", row))}:${this.column("line", row)}:${this.column("column", row)}`;
  }

  /** @param {number} row @param {boolean} [wanted] */
  toggle(row, wanted) {
    const line = byId(`row-${row}`);
    const button = line.querySelector("button.open");
    const shown = wanted ?? !this.open.has(row);
    if (shown === this.open.has(row)) return button;
    button.setAttribute("aria-expanded", String(shown));
    if (shown) {
      this.open.add(row);
      const cell = element("td", { colspan: 5 }, details(this, row));
      line.after(element("tr", { id: `finding-${row}`, class: "details" }, cell));
    } else {
      this.open.delete(row);
      byId(`finding-${row}`).remove();
    }
    if (wanted === undefined) {
      const finding = shown ? this.data.fingerprints[row] : "";
      this.state = { ...this.state, finding };
      const address = writeState(this.state);
      history.replaceState(null, "", address === "#" ? "#findings" : address);
    }
    return button;
  }

  /** @param {number} row */
  go(row) {
    const button = this.toggle(row, true);
    button.scrollIntoView({ block: "center" });
    button.focus({ preventScroll: true });
  }

  /** @param {number} page @param {number} pages @param {number} found */
  showPager(page, pages, found) {
    const first = (page - 1) * PAGE_ROWS + 1;
    const rows = this.word("rows", { first, last: Math.min(found, page * PAGE_ROWS), found });
    const to = { first: 1, previous: page - 1, next: page + 1, last: pages };
    document.querySelectorAll(".pager").forEach((pager, number) => {
      const had = pager.contains(document.activeElement) ? document.activeElement?.getAttribute("data-to") : null;
      pager.replaceChildren();
      /** @type {HTMLElement} */ (pager).hidden = pages < 2;
      for (const [name, target] of Object.entries(to)) {
        const off = target < 1 || target > pages || target === page;
        const go = () => {
          if (off) return;
          this.change({ ...this.state, page: String(target), finding: "" }, true);
          if (number) byId("count").scrollIntoView();
        };
        pager.append(element("button", { type: "button", "aria-disabled": String(off), "data-to": name, onclick: go }, this.word(name)));
        if (name === "previous") pager.append(element("span", {}, `${rows} · ${this.word("page", { page, pages })}`));
      }
      if (had) /** @type {HTMLElement | null} */ (pager.querySelector(`[data-to="${had}"]`))?.focus();
    });
  }

  /** Made when somebody wants to see it. */
  showTree() {
    const place = byId("constructs");
    if (!place.firstChild) place.append(this.branch(constructs(this.data), 0));
  }

  /** What is below a construct: five hundred at most at once. @param {Node_} node @param {number} from @returns {HTMLElement} */
  branch(node, from) {
    const list = element("ul");
    const below = [...node.below.values()];
    for (const one of below.slice(from, from + 500)) list.append(this.leaf(one));
    const rest = below.length - from - 500;
    if (rest > 0) {
      const more = element("button", { type: "button" }, this.word("more", { number: rest }));
      const item = element("li", {}, more);
      more.addEventListener("click", () => item.replaceWith(...this.branch(node, from + 500).children));
      list.append(item);
    }
    return list;
  }

  /** @param {Node_} node */
  leaf(node) {
    const name = node.name || "/";
    const link = element("a", { href: writeState({ .../** @type {State} */ (readState("")), path: node.path }) }, name);
    const item = element("li");
    if (node.below.size) {
      const button = element("button", { type: "button", class: "fold", "aria-expanded": "false", "aria-label": this.word("open", { name }) }, "▸");
      button.addEventListener("click", () => {
        const open = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", String(open));
        button.textContent = open ? "▾" : "▸";
        const list = item.querySelector("ul");
        if (list) list.hidden = !open;
        else item.append(this.branch(node, 0));
      });
      item.append(button, " ");
    }
    item.append(link, " ", element("span", { class: "count" }, String(node.count)));
    return item;
  }
}
