"use strict";

// The findings as data: how they are decoded, searched, filtered, grouped, and told by an address.
// Nothing here knows of the page. What the columns and records are is told in payload.py.

/**
 * @typedef {object} Data
 * @property {Record<string, string>} words
 * @property {string[]} severities
 * @property {string[]} statuses
 * @property {string[]} dispositions
 * @property {string[]} novelties
 * @property {string[]} strings
 * @property {number[][]} rules
 * @property {number[][]} subjects
 * @property {[number[], number, number, number][]} excerpts
 * @property {number[][]} sources
 * @property {any[][]} more
 * @property {number} count how many findings are listed; others stand at their controls alone
 * @property {Record<string, number[]>} columns
 * @property {string[]} fingerprints
 * @property {string[]} bases
 * @property {[number[], [number, number[]][]][]} controls
 *   Of each control its mappings, and of each environment what its rules said.
 * @property {[number, number, number, number[], number][]} mappings
 * @property {number[][]} said
 * @property {number[][]} lists
 * @property {number[][]} checked
 * @property {number[][]} asked
 *
 * @typedef {{names: string[], of: ArrayLike<number>}} Facet
 *   The values of a facet, and which of them each finding has.
 * @typedef {{data: Data, lower: string[],  facets: Record<string, Facet>}} Index
 * @typedef {Record<string, string> & {page: string}} State
 * @typedef {{name: string, path: string, count: number, below: Map<string, Node_>}} Node_
 * @typedef {{label: string, rows: number[]}} Group
 */

/** Facets of which a reader chooses one value; of severities, several. */
const CHOICES = ["stack", "rule", "service", "status", "disposition", "gate", "novelty"];
const KEYS = ["q", "severity", ...CHOICES, "path", "group", "page", "finding"];
const GATE = ["counted", "closes", "known"];
const PAGE_ROWS = 200;
/** Digits of a fingerprint that tell which one it is. */
const SHORTEST = 8;
const RULE = { id: 0, title: 1, code: 2, link: 3, controls: 4 };
const SAID = { rule: 0, found: 1, tolerated: 2, names: 3, passed: 4 };
const SUBJECT = { name: 0, logical: 1, type: 2, service: 3, stack: 4, stage: 5, path: 6 };

/** @param {string} base64 @returns {Promise<Data>} */
async function decoded(base64) {
  const signs = atob(base64);
  const bytes = new Uint8Array(signs.length);
  for (let at = 0; at < signs.length; at++) bytes[at] = signs.charCodeAt(at);
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return unpacked(JSON.parse(await new Response(inflated).text()));
}

/** Numbers from their differences, records from their columns. @param {any} data @returns {Data} */
function unpacked(data) {
  /** @param {number[]} less */
  const whole = (less) => {
    let sum = 0;
    return less.map((one) => (sum += one));
  };
  /** @param {number[][]} columns */
  const records = (columns) => {
    const [first = [], ...others] = columns.map(whole);
    return first.map((one, number) => [one, ...others.map((column) => column[number])]);
  };
  for (const name of ["rules", "subjects", "sources"]) data[name] = records(data[name]);
  for (const name of Object.keys(data.columns)) data.columns[name] = whole(data.columns[name]);
  data.lists = data.lists.map(whole);
  data.fingerprints = data.fingerprints ? data.fingerprints.split("\n") : [];
  return data;
}

/** What an address says; an address of a heading says nothing. @param {string} hash @returns {State | null} */
function readState(hash) {
  const said = hash.replace(/^#/, "");
  if (said && !/^\w+=/.test(said)) return null;
  const given = new URLSearchParams(said);
  /** @type {any} */
  const state = {};
  for (const key of KEYS) state[key] = given.get(key) ?? "";
  return state;
}

/**
 * The part of the page that an address names, and the states of controls that are shown of it:
 * `#isms-p/2.6.1`, `#isms-p?state=not-met,unknown`. Null where it says something of findings.
 * @param {string} hash @returns {{place: string, states: string[]} | null}
 */
function readPlace(hash) {
  const said = hash.replace(/^#/, "");
  if (!said || readState(hash)) return null;
  const [named, after = ""] = said.split("?", 2);
  const states = new URLSearchParams(after).get("state") ?? "";
  try {
    return { place: decodeURIComponent(named), states: states.split(",").filter(Boolean) };
  } catch {
    return null; // no address of ours
  }
}

/** @param {string} place @param {string[]} states */
function writePlace(place, states) {
  const named = encodeURIComponent(place).replaceAll("%2F", "/");
  return `#${named}${states.length ? `?state=${states.join(",")}` : ""}`;
}

/** The address that says so. @param {State} state */
function writeState(state) {
  const said = new URLSearchParams();
  for (const key of KEYS) {
    if (state[key] && !(key === "page" && state[key] === "1")) said.set(key, state[key]);
  }
  return `#${said}`;
}

/** @param {Data} data @returns {Index} */
function indexed(data) {
  const { columns, strings, subjects, rules } = data;
  /** @param {string} column @param {number[][]} records @param {number} part @returns {Facet} */
  const through = (column, records, part) => {
    /** @type {Map<number, number>} */
    const known = new Map();
    const of = new Uint32Array(data.count);
    for (let row = 0; row < data.count; row++) {
      const word = records[columns[column][row]][part] ?? 0;
      if (!known.has(word)) known.set(word, known.size);
      of[row] = known.get(word) ?? 0;
    }
    return { names: [...known.keys()].map((word) => strings[word]), of };
  };
  /** @param {string} column @param {string[]} names @returns {Facet} */
  const direct = (column, names) => ({ names, of: columns[column] ?? [] });
  return {
    data,
    lower: [],
    facets: {
      severity: direct("severity", data.severities),
      status: direct("status", data.statuses),
      disposition: direct("disposition", data.dispositions),
      novelty: direct("novelty", data.novelties),
      gate: direct("gate", GATE),
      stack: through("subject", subjects, SUBJECT.stack),
      service: through("subject", subjects, SUBJECT.service),
      rule: through("rule", rules, RULE.id),
    },
  };
}

/** Which records have one of these words in any of their parts. @param {any[][]} records @param {Uint8Array} hits */
function recordsWith(records, hits) {
  /** @param {any} part @returns {boolean} */
  const has = (part) => (Array.isArray(part) ? part.some(has) : hits[part] === 1);
  return Uint8Array.from(records, (record) => (record.some(has) ? 1 : 0));
}

/** For each finding whether every word of the search is in it somewhere. @param {Index} index @param {string} search */
function searched(index, search) {
  const { data } = index;
  if (search && !index.lower.length) index.lower = data.strings.map((text) => text.toLowerCase());
  const { lower } = index;
  const found = new Uint8Array(data.count).fill(1);
  const { columns } = data;
  for (const term of search.toLowerCase().split(/\s+/).filter(Boolean)) {
    const hits = Uint8Array.from(lower, (text) => (text.includes(term) ? 1 : 0));
    const rules = recordsWith(data.rules, hits);
    const subjects = recordsWith(data.subjects, hits);
    const sources = recordsWith(data.sources.map((one) => one.slice(0, 1)), hits);
    const more = recordsWith(data.more, hits);
    for (let row = 0; row < data.count; row++) {
      const source = columns.source[row];
      const any =
        rules[columns.rule[row]] ||
        subjects[columns.subject[row]] ||
        more[columns.more[row]] ||
        (source >= 0 && sources[source]) ||
        hits[columns.message[row]] ||
        hits[columns.path[row]] ||
        hits[columns.property[row]] ||
        data.fingerprints[row].startsWith(term);
      if (!any) found[row] = 0;
    }
  }
  return found;
}

/** For each resource whether it is at or below a construct. @param {Data} data @param {string} path */
function placed(data, path) {
  return Uint8Array.from(data.subjects, (subject) => {
    const own = data.strings[subject[SUBJECT.path]];
    return own === path || own.startsWith(`${path}/`) ? 1 : 0;
  });
}

/**
 * The findings that a reader asks for, and how many there would be with each other choice: a finding
 * that only one facet leaves out is counted there.
 * @param {Index} index @param {State} state
 */
function filtered(index, state) {
  const { data, facets } = index;
  const names = Object.keys(facets);
  const wanted = names.map((name) => {
    if (!state[name]) return null;
    const values = name === "severity" ? state[name].split(",") : [state[name]];
    return Uint8Array.from(facets[name].names, (it) => (values.includes(it) ? 1 : 0));
  });
  const counts = names.map((name) => new Uint32Array(facets[name].names.length));
  const found = searched(index, state.q);
  const within = state.path ? placed(data, state.path) : null;
  const rows = [];
  for (let row = 0; row < data.count; row++) {
    if (!found[row] || (within && !within[data.columns.subject[row]])) continue;
    let against = 0;
    let last = 0;
    for (let it = 0; it < names.length && against < 2; it++) {
      const allowed = wanted[it];
      if (allowed && !allowed[facets[names[it]].of[row]]) {
        against += 1;
        last = it;
      }
    }
    if (against === 0) {
      rows.push(row);
      for (let it = 0; it < names.length; it++) counts[it][facets[names[it]].of[row]] += 1;
    } else if (against === 1) {
      counts[last][facets[names[last]].of[row]] += 1;
    }
  }
  return { rows, counts: Object.fromEntries(names.map((name, it) => [name, counts[it]])) };
}

/** The findings by what they share, each group where its worst one is. @param {Index} index @param {number[]} rows @param {string} by @returns {Group[]} */
function grouped({ data, facets }, rows, by) {
  const facet = facets[by];
  if (!facet && by !== "resource") return [{ label: "", rows }];
  /** @type {Map<number, Group>} */
  const groups = new Map();
  for (const row of rows) {
    const subject = data.columns.subject[row];
    const key = facet ? facet.of[row] : subject;
    const label = facet ? facet.names[key] : data.strings[data.subjects[subject][SUBJECT.name]];
    const group = groups.get(key) ?? { label, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The part of each group that stands on a page. @param {Group[]} groups @param {number} page from 1 */
function onPage(groups, page) {
  const first = (page - 1) * PAGE_ROWS;
  let before = 0;
  const parts = [];
  for (const group of groups) {
    const rows = group.rows.slice(Math.max(0, first - before), Math.max(0, first + PAGE_ROWS - before));
    before += group.rows.length;
    if (rows.length) parts.push({ label: group.label, rows, of: group.rows.length });
  }
  return parts;
}

/** The constructs of the app, each with how many findings are at or below it. @param {Data} data @returns {Node_} */
function constructs(data) {
  const counts = new Uint32Array(data.subjects.length);
  for (let row = 0; row < data.count; row++) counts[data.columns.subject[row]] += 1;
  /** @type {Node_} */
  const root = { name: "", path: "", count: 0, below: new Map() };
  data.subjects.forEach((subject, number) => {
    if (!counts[number]) return; // of a control alone
    let node = root;
    node.count += counts[number];
    for (const name of data.strings[subject[SUBJECT.path]].split("/")) {
      const path = node === root ? name : `${node.path}/${name}`;
      const below = node.below.get(name) ?? { name, path, count: 0, below: new Map() };
      node.below.set(name, below);
      node = below;
      node.count += counts[number];
    }
  });
  return root;
}

/** The finding of a fingerprint, which the address or the page has in part; -1 where there is none. @param {Data} data @param {string} wanted */
function findingOf(data, wanted) {
  const fingerprints = data.fingerprints.slice(0, data.count);
  const exact = fingerprints.indexOf(wanted);
  if (exact >= 0 || wanted.length < SHORTEST) return exact;
  return fingerprints.findIndex((it) => it.startsWith(wanted) || (it.length >= 2 * SHORTEST && wanted.startsWith(it)));
}
