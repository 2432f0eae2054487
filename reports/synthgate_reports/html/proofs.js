
// What stands behind a control: its rules and on what grounds, what they found and what passed.

/** Findings of a rule, and names of resources, that are shown until somebody asks for more. */
const FEW = 20;
const MANY = 200;
/** What may be on paper of all controls: where more stands behind them, each rule has fewer. */
const PRINTED = 10_000;

/** @param {Page} page @param {number} number of the control's record @param {string} address @returns {HTMLElement[]} */
function proofs(page, number, address) {
  const [mappings, results] = page.data.controls[number];
  const link = element("p", { class: "aside link" }, element("a", { href: writePlace(address, []) }, page.word("this_control")));
  return [...grounds(page, mappings), ...results.flatMap((result) => environment(page, result, results.length > 1)), link];
}

/** @param {Page} page @param {number} rule @returns {HTMLElement} */
function ruleName(page, rule) {
  return element("code", {}, page.text(page.data.asked[rule][0]));
}

/** @param {Page} page @param {number[]} mappings */
function grounds(page, mappings) {
  if (!mappings.length) return [];
  const items = mappings.map((number) => {
    const [basis, source, through, rules, types] = page.data.mappings[number];
    const how = [
      source ? page.word("of_source", { source: page.text(source) }) : "",
      through ? page.word("through", { through: page.text(through) }) : "",
      types ? page.word("of_types", { types: page.text(types) }) : "",
    ].filter(Boolean);
    const names = rules.flatMap((rule, it) => (it ? [", ", ruleName(page, rule)] : [ruleName(page, rule)]));
    return element("li", {}, element("span", { class: "state basis" }, page.data.bases[basis]), ` ${how.join(", ")}${how.length ? ": " : ""}`, ...names);
  });
  return [element("p", { class: "label" }, page.word("grounds")), element("ul", {}, ...items)];
}

/** What the rules said in one environment: each that found something, then those that did not. @param {Page} page @param {[number, number[]]} result @param {boolean} isNamed */
function environment(page, [name, said], isNamed) {
  const { lists } = page.data;
  const records = said.map((number) => page.data.said[number]);
  const faults = (/** @type {number[]} */ record) => lists[record[SAID.found]].length + lists[record[SAID.tolerated]].length;
  const head = isNamed ? [element("p", { class: "label" }, page.text(name))] : [];
  return [
    ...head,
    ...records.filter(faults).map((record) => ruleSaid(page, record)),
    ...alike(records.filter((record) => !faults(record))).map((group) => rulesPassed(page, group)),
  ];
}

/** Records of rules that passed the same resources. @param {number[][]} records */
function alike(records) {
  /** @type {Map<string, number[][]>} */
  const groups = new Map();
  for (const record of records) {
    const key = `${record[SAID.names]} ${record[SAID.passed]}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()];
}

/** @param {Page} page @param {number[]} record */
function ruleTitle(page, record) {
  const title = page.text(page.data.asked[record[SAID.rule]][1]);
  return [title ? `${title} ` : "", ruleName(page, record[SAID.rule])];
}

/** @param {Page} page @param {number[]} record */
function ruleSaid(page, record) {
  const { lists } = page.data;
  const found = lists[record[SAID.found]];
  const tolerated = lists[record[SAID.tolerated]];
  const tally = page.word("rule_said", { failed: found.length + tolerated.length, passed: record[SAID.passed] });
  return element(
    "div",
    { class: "said" },
    element("p", {}, ...ruleTitle(page, record), element("span", { class: "aside" }, ` ${tally}`)),
    findingsOf(page, [...found.map((row) => [row, 0]), ...tolerated.map((row) => [row, 1])]),
    record[SAID.passed] ? passes(page, lists[record[SAID.names]], record[SAID.passed]) : null,
  );
}

/** @param {Page} page @param {number[][]} records that passed the same */
function rulesPassed(page, records) {
  const [first] = records;
  const passed = first[SAID.passed];
  const names = records.flatMap((record, it) => [it ? "; " : "", ...ruleTitle(page, record)]);
  const tally = page.word(records.length > 1 ? "each_said" : "rule_said", { failed: 0, passed });
  return element(
    "div",
    { class: "said" },
    element("p", {}, ...names, element("span", { class: "aside" }, ` ${tally}`)),
    passed ? passes(page, page.data.lists[first[SAID.names]], passed) : null,
  );
}

/** @param {Page} page @param {number[][]} rows each with whether it is tolerated */
function findingsOf(page, rows) {
  const list = element("ul", { class: "found" });
  lengthen(page, list, rows.map(([row, isTolerated]) => () => found(page, row, isTolerated === 1)), rows.length);
  return list;
}

/** One finding: what, where, the line itself, and why it does not count, if so. @param {Page} page @param {number} row @param {boolean} isTolerated */
function found(page, row, isTolerated) {
  const { data } = page;
  const subject = data.subjects[page.column("subject", row)];
  const message = page.text(page.column("message", row));
  const isListed = row < data.count;
  const link = isListed ? element("a", { href: `#finding=${encodeURIComponent(data.fingerprints[row])}` }, message) : message;
  const chips = page.chips(row).flatMap((chip) => [chip, " "]);
  if (isTolerated) chips.push(element("span", { class: "state not-applicable" }, page.word("tolerated")), " ");
  const line = lineOf(page, row);
  const why = excuse(page, row);
  return element(
    "li",
    {},
    ...chips,
    link,
    element("br"),
    element("span", { class: "place" }, path(page.place(row))),
    " ",
    element("span", { class: "aside" }, path(page.text(subject[SUBJECT.name]))),
    line ? element("code", { class: "line" }, line) : null,
    why ? element("span", { class: "excuse" }, why) : null,
  );
}

/** The line where it is mended: of the program where that is known. @param {Page} page @param {number} row */
function lineOf(page, row) {
  const source = page.data.sources[page.column("source", row)];
  const excerpt = page.data.excerpts[page.column(source && source[2] ? "program" : "excerpt", row)];
  const line = excerpt ? page.text(excerpt[0][excerpt[1]]).trim() : "";
  return /[\p{L}\p{N}]/u.test(line) ? line : ""; // a bracket says nothing
}

/** Why it does not count, who answers for that, and until when. @param {Page} page @param {number} row */
function excuse(page, row) {
  const why = page.data.more[page.column("more", row)][0];
  if (!why.length) return "";
  const [by, reason, owner, until, see] = why.map((/** @type {number} */ number) => page.text(number));
  const told = [["said_by", by], ["owner", owner], ["until", until], ["see", see]];
  return [reason, ...told.filter(([, value]) => value).map(([key, value]) => `${page.word(key)}: ${value}`)].join(" · ");
}

/** Resources that passed. @param {Page} page @param {number[]} numbers those that have their names here @param {number} all */
function passes(page, numbers, all) {
  const names = numbers.map((number) => page.data.checked[number].map((it) => page.text(it)));
  const list = element("ul", { class: "passed", "aria-label": page.word("checks_passed") });
  const made = names.map(([name]) => () => element("li", {}, path(name)));
  lengthen(page, list, made, all);
  return element("div", { class: "passes" }, element("span", { class: "state met" }, page.word("checks_passed")), " ", list);
}

/**
 * Puts the first of some items into a list, and a button that puts more; `all` is how many there
 * are, of which some may have no words here.
 * @param {Page} page @param {HTMLElement} list @param {(() => Node)[]} made @param {number} all
 */
function lengthen(page, list, made, all, from = 0, to = page.few) {
  list.append(...made.slice(from, to).map((make) => make()));
  const rest = all - Math.min(to, made.length);
  if (rest <= 0) return;
  const item = element("li", { class: "rest" }, element("span", {}, page.word("and_more", { number: rest })));
  const next = Math.min(MANY, made.length - to);
  if (next > 0) {
    const button = element("button", { type: "button" }, page.word("more", { number: next }));
    button.addEventListener("click", () => {
      item.remove();
      lengthen(page, list, made, all, to, to + MANY);
      const first = list.children[to];
      if (first instanceof HTMLElement) {
        first.tabIndex = -1;
        first.focus();
      }
    });
    item.append(" ", button);
  }
  list.append(item);
}

/** How many of each list there is room for on paper. @param {Page} page @param {number[]} numbers of the records of controls */
function roomFor(page, numbers) {
  const { controls, lists, said } = page.data;
  const sizes = numbers
    .flatMap((number) => controls[number][1].flatMap(([, records]) => records.map((it) => said[it])))
    .flatMap((record) => [SAID.found, SAID.tolerated, SAID.names].map((part) => lists[record[part]].length));
  /** @param {number} few */
  const fits = (few) => sizes.reduce((sum, size) => sum + Math.min(size, few), 0) <= PRINTED;
  return [FEW, 10, 5, 2].find(fits) ?? 1;
}
