/** A watch from an earlier version shows who managed the fields of each version at its time. */

import { afterEach, describe, expect, test } from "vitest";
import { at, firstEvents, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const MERGE = { "Content-Type": "application/merge-patch+json" };

let session: TestSession;
afterEach(() => session.close());

async function create(name: string): Promise<string> {
  const created = await session.send("POST", `${JOBS}?fieldManager=maker`, manifest(name, { suspend: true }));
  await session.advance("1s");
  return String(at(created.body, "metadata.resourceVersion"));
}

async function label(name: string, manager: string): Promise<string> {
  const path = `${JOBS}/${name}?fieldManager=${manager}`;
  const changed = await session.send("PATCH", path, { metadata: { labels: { [manager]: "yes" } } }, MERGE);
  return String(at(changed.body, "metadata.resourceVersion"));
}

/** The first events after a version: the type of each, and the clients that manage fields of its object. */
async function managersAfter(version: string, count: number): Promise<readonly string[]> {
  const query = `watch=true&resourceVersion=${version}&fieldSelector=metadata.name%3Da`;
  const watch = await fetch(`${session.url}${JOBS}?${query}`);
  const events = await firstEvents(watch, count);
  return events.map((event) => {
    const managers = at(event, "object.metadata.managedFields");
    const names = Array.isArray(managers) ? managers.map((entry) => String(at(entry, "manager"))) : [];
    const clients = names.filter((name) => name !== "kube-controller-manager");
    return `${String(at(event, "type"))} ${clients.sort().join(" ")}`;
  });
}

describe("the managers of versions that are no more", () => {
  test("are those of the time, also of an object that is gone", async () => {
    session = await startTestSession({ keptEntries: 1_000 });
    const made = await create("a");
    await label("a", "one");
    await label("a", "two");
    await session.send("DELETE", `${JOBS}/a?propagationPolicy=Background`);
    const managers = await managersAfter(made, 4);
    expect(managers).toEqual([
      "MODIFIED maker",
      "MODIFIED maker one",
      "MODIFIED maker one two",
      "DELETED maker one two",
    ]);
  });

  test("are known as long as the log shows the version", async () => {
    session = await startTestSession({ keptEntries: 20 });
    await create("a");
    await create("b");
    for (let n = 0; n < 60; n++) await label("b", `other${n % 2}`);
    const before = await label("a", "one");
    for (let n = 0; n < 8; n++) await label("b", `third${n}`);
    await label("a", "two");
    await label("a", "three");
    const managers = await managersAfter(before, 2);
    expect(managers).toEqual(["MODIFIED maker one two", "MODIFIED maker one three two"]);
  });
});
