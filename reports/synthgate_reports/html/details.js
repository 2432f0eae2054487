
// What is below the line of one finding.

/** All that is known of a finding. @param {Page} page @param {number} row */
function details(page, row) {
  const { data } = page;
  /** @param {string} name */
  const column = (name) => page.column(name, row);
  const rule = data.rules[column("rule")];
  const isDoubt = column("status") === 1;
  return element(
    "div",
    { class: "finding" },
    part(page.word(isDoubt ? "decides" : "why"), element("p", {}, page.text(column("why")))),
    accepted(page, data.more[column("more")][0]),
    cure(page, row, rule),
    program(page, row),
    template(page, row),
    ...others(page, data.more[column("more")]),
    waiver(page, row),
    facts(page, row, rule),
  );
}

/** The command that accepts a fault: of a fingerprint that is none it would not be one. @param {Page} page @param {number} row */
function waiver(page, row) {
  const fingerprint = page.data.fingerprints[row];
  const counts = page.column("status", row) === 0 && page.column("disposition", row) === 0;
  if (!counts || !/^[0-9a-f]{8,}$/.test(fingerprint)) return null;
  return part(page.word("waive"), copyable(page, page.text(page.column("waive", row)).replace("{fingerprint}", fingerprint)));
}

/** @param {string} head @param {...(Node | string | null)} body */
function part(head, ...body) {
  return element("section", {}, element("h3", {}, head), ...body);
}

/** @param {Page} page @param {number[]} why */
function accepted(page, why) {
  if (!why.length) return null;
  const [by, reason, owner, until, see] = why.map((number) => page.text(number));
  const told = [["said_by", by], ["owner", owner], ["until", until], ["see", see]];
  const said = told.filter(([, value]) => value).map(([key, value]) => `${page.word(key)}: ${value}`);
  return part(page.word("accepted"), element("p", {}, reason), element("p", { class: "aside" }, said.join(" · ")));
}

/** What mends it, to be copied. @param {Page} page @param {number} row @param {number[]} rule */
function cure(page, row, rule) {
  const text = page.text(page.column("fix", row));
  const code = page.text(rule[RULE.code]);
  if (!text && !code) return null;
  return part(page.word("fix"), element("p", {}, text), code ? copyable(page, code) : null);
}

/** Lines, and a button that copies them. @param {Page} page @param {string} code */
function copyable(page, code) {
  const block = element("pre", { tabindex: 0 }, code);
  const told = element("span", { role: "status" });
  const button = element("button", { type: "button" }, page.word("copy"));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code);
      told.textContent = page.word("copied");
    } catch {
      getSelection()?.selectAllChildren(block);
      told.textContent = page.word(document.execCommand("copy") ? "copied" : "uncopied");
    }
  });
  return element("div", { class: "copy" }, block, button, " ", told);
}

/** @param {Page} page @param {number} row */
function program(page, row) {
  const source = page.data.sources[page.column("source", row)];
  if (!source) return null;
  const place = `${page.text(source[0])}${source[2] ? "" : ` (${page.word("elsewhere")})`}`;
  return part(page.word("in_program"), element("p", {}, element("code", {}, place)), excerpt(page, page.column("program", row), source[1]));
}

/** @param {Page} page @param {number} row */
function template(page, row) {
  const line = page.column("line", row);
  const place = `${page.text(page.column("path", row))}:${line}:${page.column("column", row)}`;
  return part(page.word("in_template"), element("p", {}, element("code", {}, place)), excerpt(page, page.column("excerpt", row), line));
}

/** Lines with their numbers, the marked one and what is marked in it. @param {Page} page @param {number} number @param {number} at */
function excerpt(page, number, at) {
  if (number < 0) return element("p", { class: "aside" }, page.word(number === -1 ? "unknown" : "left_out"));
  const [lines, index, start, end] = page.data.excerpts[number];
  const width = String(at - index + lines.length - 1).length;
  const block = element("pre", { class: "excerpt", tabindex: 0 });
  lines.forEach((line, it) => {
    const signs = [...page.text(line)];
    const gutter = element("span", { class: "gutter" }, String(at - index + it).padStart(width));
    const marked = it === index;
    const words = marked
      ? [signs.slice(0, start).join(""), element("mark", {}, signs.slice(start, end).join("")), signs.slice(end).join("")]
      : [signs.join("")];
    const before = marked ? element("span", { class: "unseen" }, `${page.word("marked")}: `) : null;
    block.append(element("span", { class: marked ? "marked" : null }, before, gutter, " ", ...words, "\n"));
  });
  return block;
}

/** Who else says so, what it rests on, and what our rules say. @param {Page} page @param {any[]} more */
function others(page, more) {
  const [, tools, related, stances] = more;
  /** @param {number[]} numbers */
  const texts = (numbers) => numbers.map((number) => page.text(number));
  return [
    list(page.word("found_by"), tools.map((/** @type {number[]} */ tool) => {
      const [name, rule, near, message, severity, link] = texts(tool);
      const how = ["narrower", "wider", "parts"].includes(near) ? page.word(near) : "";
      const said = [severity, message].filter(Boolean).join(": ");
      return [`${name} `, element("code", {}, rule), how, said && ` – ${said}`, link && " ", link && address(link)];
    })),
    list(page.word("related"), related.map((/** @type {number[]} */ place) => {
      const [message, logical, spot, property] = texts(place);
      return [element("code", {}, spot), ` ${logical} ${property}: ${message}`];
    })),
    list(page.word("stances"), stances.map((/** @type {number[]} */ stance) => {
      const [rule, status, why] = texts(stance);
      return [element("code", {}, rule), ` ${status}: ${why}`];
    })),
  ];
}

/** @param {string} head @param {(Node | string)[][]} items */
function list(head, items) {
  return items.length ? part(head, element("ul", {}, ...items.map((item) => element("li", {}, ...item)))) : null;
}

/** A link that leads to a page of the web, or else the words. @param {string} link */
function address(link) {
  if (!/^https?:\/\/[^\s\\]+$/.test(link)) return element("span", {}, link);
  return element("a", { href: link, rel: "noopener noreferrer" }, link);
}

/** @param {Page} page @param {number} row @param {number[]} rule */
function facts(page, row, rule) {
  const { data } = page;
  const subject = data.subjects[page.column("subject", row)];
  const fingerprint = data.fingerprints[row];
  const [, , , , tags, ranked, also] = data.more[page.column("more", row)];
  const facts = [
    ["construct", page.text(subject[SUBJECT.path])],
    ["logical", page.text(subject[SUBJECT.logical])],
    ["type", page.text(subject[SUBJECT.type])],
    ["stage", page.text(subject[SUBJECT.stage])],
    ["property", page.text(page.column("property", row))],
    ["controls", page.text(rule[RULE.controls])],
    ["ranked", page.text(ranked)],
    ["also", also.map((/** @type {number} */ number) => page.text(number)).join(", ")],
    ["tags", tags.map((/** @type {number[]} */ [key, value]) => `${page.text(key)}=${page.text(value)}`).join(", ")],
    ["fingerprint", fingerprint],
  ];
  const body = element("dl", { class: "facts" });
  for (const [key, value] of facts) {
    if (value) body.append(element("div", {}, element("dt", {}, page.word(key)), element("dd", {}, value)));
  }
  const link = page.text(rule[RULE.link]);
  if (link) body.append(element("div", {}, element("dt", {}, page.word("link")), element("dd", {}, address(link))));
  const self = writeState({ .../** @type {State} */ (readState("")), finding: fingerprint });
  return element("section", {}, body, element("p", {}, element("a", { href: self }, page.word("this"))));
}
