// What data.js makes of a page of 450 findings, of which every tenth is accepted, and every tenth in
// doubt: test_html.py runs it, as `node html_data_test.js DATA_JS PAGE`.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const vm = require("node:vm");

const [script, page] = process.argv.slice(2);
const names = ["decoded", "readState", "writeState", "readPlace", "writePlace", "indexed", "filtered", "grouped", "onPage", "constructs", "findingOf"];
const source = `${readFileSync(script, "utf8")}\n;({ ${names.join(", ")} })`;
const ours = vm.runInThisContext(source);

async function main() {
  const packed = readFileSync(page, "utf8").match(/id="data">([^<]*)</)[1];
  const data = await ours.decoded(packed);
  const index = ours.indexed(data);
  const asked = (hash) => ours.filtered(index, ours.readState(hash));

  const all = asked("");
  assert.equal(all.rows.length, 450);
  assert.deepEqual([...all.counts.disposition], [405, 0, 45, 0, 0, 0]);

  const some = asked("#severity=critical%2Chigh&stack=Stack5");
  assert.ok(some.rows.length > 0);
  for (const row of some.rows) {
    assert.ok(["critical", "high"].includes(data.severities[data.columns.severity[row]]));
    assert.equal(data.strings[data.subjects[data.columns.subject[row]][4]], "Stack5");
  }
  // A facet counts what there would be with another choice of its own.
  const here = some.counts.stack.reduce((sum, one) => sum + one, 0);
  assert.ok(here > some.rows.length);

  assert.equal(asked("#status=unknown").rows.length, 45);
  assert.equal(asked("#disposition=waived").rows.length, 45);
  assert.equal(asked("#service=S3").rows.length, 450);
  assert.equal(asked("#stack=Nowhere").rows.length, 0);
  assert.equal(asked("#path=Prod%2FStack5").rows.length, 45);
  assert.equal(asked("#path=Prod%2FStack").rows.length, 0);

  const name = data.strings[data.subjects[data.columns.subject[7]][1]];
  assert.deepEqual(asked(`#q=${name.toUpperCase()}`).rows.map((row) => data.columns.subject[row]), [data.columns.subject[7]]);
  assert.equal(asked(`#q=${name}+nosuchword`).rows.length, 0);
  assert.equal(asked(`#q=${data.fingerprints[9].slice(0, 12)}`).rows[0], 9);

  const state = ours.readState("#q=a%26b&severity=high&group=rule&page=3");
  assert.equal(ours.writeState(state), "#q=a%26b&severity=high&group=rule&page=3");
  assert.equal(ours.readState("#accepted"), null);

  assert.deepEqual({ ...ours.readPlace("#isms-p/2.6.1") }, { place: "isms-p/2.6.1", states: [] });
  const chosen = ours.readPlace("#isms-p?state=not-met,unknown");
  assert.deepEqual([chosen.place, ...chosen.states], ["isms-p", "not-met", "unknown"]);
  assert.equal(ours.readState("#isms-p?state=not-met"), null);
  assert.equal(ours.readPlace("#q=isms&severity=high"), null);
  assert.equal(ours.readPlace("#%E0%A4%A"), null);
  assert.equal(ours.readPlace(""), null);
  for (const place of ["isms-p/2.6.1", "a?b=c/%#&", "우리/1"]) {
    assert.equal(ours.readPlace(ours.writePlace(place, ["met"])).place, place);
    assert.deepEqual([...ours.readPlace(ours.writePlace(place, ["met"])).states], ["met"]);
  }

  const groups = ours.grouped(index, all.rows, "stack");
  assert.equal(groups.length, 10);
  assert.equal(groups.reduce((sum, one) => sum + one.rows.length, 0), 450);
  const pages = [1, 2, 3].map((number) => ours.onPage(groups, number).flatMap((part) => part.rows));
  assert.deepEqual(pages.map((rows) => rows.length), [200, 200, 50]);
  assert.equal(new Set(pages.flat()).size, 450);

  const root = ours.constructs(data);
  assert.equal(root.count, 450);
  assert.equal(root.below.get("Prod").below.get("Stack3").count, 45);

  assert.equal(ours.findingOf(data, data.fingerprints[33]), 33);
  assert.equal(ours.findingOf(data, data.fingerprints[33].slice(0, 10)), 33);
  assert.equal(ours.findingOf(data, "0".repeat(32)), -1);
  assert.equal(ours.findingOf(data, "f"), -1);
  console.log(JSON.stringify({ passed: true }));
}

main();
