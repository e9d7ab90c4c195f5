/** Watches sleep through what does not concern them, and miss nothing of what does. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, firstEvents, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const MERGE = { "Content-Type": "application/merge-patch+json" };
/** More changes of others than the server remembers the texts of. */
const OTHERS = 40;

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession({ keptEntries: 1_000 });
  for (const name of ["a", "b"]) await create(name, { team: name });
});
afterEach(() => session.close());

function create(name: string, labels: object) {
  return session.send("POST", JOBS, manifest(name, { suspend: true }, { labels }));
}

function label(name: string, labels: object) {
  return session.send("PATCH", `${JOBS}/${name}`, { metadata: { labels } }, MERGE);
}

async function disturb(): Promise<void> {
  for (let n = 0; n < OTHERS; n++) await label("b", { n: `${n}` });
}

/** The first events that a watch shows while something is done: type and label `step` of each. */
async function seen(query: string, count: number, act: () => Promise<unknown>): Promise<readonly string[]> {
  const watch = await fetch(`${session.url}${JOBS}?watch=true&${query}`);
  await act();
  const events = await firstEvents(watch, count);
  return events.map((event) =>
    `${String(at(event, "type"))} ${String(at(event, "object.metadata.labels.step") ?? "")}`.trim(),
  );
}

describe("a watch", () => {
  test.each([
    ["of one name", "fieldSelector=metadata.name%3Da"],
    ["of a label", "labelSelector=team%3Da"],
    ["of two labels", "labelSelector=team%3Da,step!%3Dx"],
  ])("%s shows its changes in order, however many others come between", async (_what, query) => {
    const events = await seen(`resourceVersion=0&${query}`, 4, async () => {
      await disturb();
      await label("a", { step: "1" });
      await disturb();
      await label("a", { step: "2" });
      await session.send("DELETE", `${JOBS}/a?propagationPolicy=Background`);
    });
    expect(events).toEqual(["ADDED", "MODIFIED 1", "MODIFIED 2", "DELETED 2"]);
  });

  test("of a label sees objects come into it and leave it", async () => {
    const events = await seen("labelSelector=team%3Da", 6, async () => {
      await label("b", { team: "a", step: "1" });
      await label("b", { team: "c", step: "2" });
      await label("a", { team: null, step: "3" });
      await create("d", { team: "a", step: "4" });
    });
    expect(events).toEqual(["ADDED", "ADDED 1", "DELETED 1", "DELETED", "ADDED 4", "MODIFIED 4"]);
  });

  test("that slept while the log let go of what it did not concern goes on", async () => {
    await session.close();
    session = await startTestSession({ keptEntries: 20 });
    for (const name of ["a", "b"]) await create(name, { team: name });
    const events = await seen("resourceVersion=0&fieldSelector=metadata.name%3Da", 2, async () => {
      for (let n = 0; n < 3; n++) await disturb();
      await label("a", { step: "1" });
    });
    expect(events).toEqual(["ADDED", "MODIFIED 1"]);
  });

  test("from a version that is not there any more is refused", async () => {
    await session.close();
    session = await startTestSession({ keptEntries: 20 });
    for (const name of ["a", "b"]) await create(name, { team: name });
    for (let n = 0; n < 3; n++) await disturb();
    const watch = await fetch(`${session.url}${JOBS}?watch=true&resourceVersion=1&timeoutSeconds=1`);
    expect(at(JSON.parse((await watch.text()).split("\n")[0] ?? ""), "object.code")).toBe(410);
  });
});
