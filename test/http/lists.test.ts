/** Lists by label, and in pages. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const MERGE = { "Content-Type": "application/merge-patch+json" };
const ALL_JOBS = "/apis/batch/v1/jobs";
const KEPT = 20;

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession({ keptEntries: KEPT });
});
afterEach(() => session.close());

function create(name: string, labels: object, namespace = "default") {
  const path = JOBS.replace("default", namespace);
  return session.send("POST", path, manifest(name, { suspend: true }, { labels }));
}

function label(name: string, labels: object) {
  return session.send("PATCH", `${JOBS}/${name}`, { metadata: { labels } }, MERGE);
}

async function names(path: string): Promise<readonly unknown[]> {
  return items((await session.send("GET", path)).body).map((item) => at(item, "metadata.name"));
}

describe("a list by label", () => {
  const BLUE = `${JOBS}?labelSelector=team%3Dblue`;

  test("has what has the label now, whatever had it when it was asked for first", async () => {
    await create("a", { team: "blue" });
    await create("b", { team: "red" });
    expect(await names(BLUE)).toEqual(["a"]);
    await label("b", { team: "blue" });
    await label("a", { team: null });
    await create("c", { team: "blue" });
    expect(await names(BLUE)).toEqual(["b", "c"]);
    await session.send("DELETE", `${JOBS}/b?propagationPolicy=Background`);
    await label("c", { more: "labels" });
    expect(await names(BLUE)).toEqual(["c"]);
  });

  test("is right after the log has let go of what happened since", async () => {
    await create("a", { team: "blue" });
    expect(await names(BLUE)).toEqual(["a"]);
    await label("a", { team: "red" });
    for (let n = 0; n < 3 * KEPT; n++) await create(`b-${n}`, { team: "red" });
    await create("c", { team: "blue" });
    expect(await names(BLUE)).toEqual(["c"]);
  });

  test("has the other requirements of its selector too", async () => {
    for (const [name, tier] of ["x", "y", "z"].entries()) await create(`job-${name}`, { team: "blue", tier });
    expect(await names(`${BLUE},tier%21%3Dy`)).toEqual(["job-0", "job-2"]);
    expect(await names(`${BLUE}&fieldSelector=metadata.name%3Djob-1`)).toEqual(["job-1"]);
  });

  test("keeps namespaces apart", async () => {
    await session.send("POST", "/api/v1/namespaces", { metadata: { name: "other" } });
    await create("a", { team: "blue" });
    await create("a", { team: "blue" }, "other");
    await create("b", { team: "blue" }, "other");
    expect(await names(BLUE)).toEqual(["a"]);
    expect(await names(`${ALL_JOBS}?labelSelector=team%3Dblue`)).toEqual(["a", "a", "b"]);
  });

  test("remembers more keys than it has an index of", async () => {
    const keys = Array.from({ length: 12 }, (_, n) => `key-${n}`);
    await create("a", Object.fromEntries(keys.map((key) => [key, "v"])));
    for (const key of [...keys, ...keys]) expect(await names(`${JOBS}?labelSelector=${key}%3Dv`)).toEqual(["a"]);
  });
});

describe("the pages of a list", () => {
  beforeEach(async () => {
    for (const name of ["a-b", "a"]) await session.send("POST", "/api/v1/namespaces", { metadata: { name } });
    for (const name of ["z", "b", "a-1", "a", "c"]) {
      await create(name, {});
      await create(name, {}, "a-b");
    }
    await create("a", {}, "a");
  });

  /** What the pages have, and how many they say are left. */
  async function pages(path: string, limit: number) {
    const found: unknown[] = [];
    const remaining: unknown[] = [];
    let next = "";
    do {
      const { body } = await session.send("GET", `${path}?limit=${limit}&continue=${next}`);
      found.push(...items(body).map((item) => `${at(item, "metadata.namespace")}/${at(item, "metadata.name")}`));
      remaining.push(at(body, "metadata.remainingItemCount"));
      next = String(at(body, "metadata.continue") ?? "");
    } while (next !== "");
    return { found, remaining };
  }

  test.each([1, 2, 3, 5, 9])("of %i have every object once, in the order of the whole list", async (limit) => {
    const own = ["a", "a-1", "b", "c", "z"];
    expect((await pages(JOBS, limit)).found).toEqual(own.map((name) => `default/${name}`));
    const all = [...own.map((name) => `a-b/${name}`), "a/a", ...own.map((name) => `default/${name}`)];
    expect((await pages(ALL_JOBS, limit)).found).toEqual(all);
  });

  test("say how many are left", async () => {
    expect((await pages(JOBS, 2)).remaining).toEqual([3, 1, undefined]);
  });
});

describe("a list in order", () => {
  const few = ["b", "d", "f"];

  test("has what came and went since it was asked for first", async () => {
    for (const name of few) await create(name, {});
    expect(await names(JOBS)).toEqual(few);
    for (const name of ["e", "a", "g"]) await create(name, {});
    for (const name of ["d", "g"]) await session.send("DELETE", `${JOBS}/${name}?propagationPolicy=Background`);
    await label("f", { changed: "yes" });
    expect(await names(JOBS)).toEqual(["a", "b", "e", "f"]);
    expect(await names(`${JOBS}?limit=2`)).toEqual(["a", "b"]);
  });

  test("is right after more has come than was there, and after the log let go of it", async () => {
    for (const name of few) await create(name, {});
    expect(await names(JOBS)).toEqual(few);
    const many = Array.from({ length: 100 }, (_, n) => `c-${100 + n}`);
    for (const name of many) await create(name, {});
    expect(await names(JOBS)).toEqual(["b", ...many, "d", "f"]);
  });
});

test.each(["plain", "caf\u00e9", "\u65e5\u672c\u8a9e"])(
  "the text %s is the same in answers, lists and watches",
  async (text) => {
    await session.send("POST", JOBS, manifest("a", { suspend: true }, { annotations: { text } }));
    const path = "metadata.annotations.text";
    expect(at((await session.send("GET", `${JOBS}/a`)).body, path)).toBe(text);
    expect(at((await session.send("GET", JOBS)).body, `items.0.${path}`)).toBe(text);
    const watched = await fetch(`${session.url}${JOBS}?watch=true&resourceVersion=0`);
    const reader = watched.body?.getReader();
    const event: unknown = JSON.parse(new TextDecoder().decode((await reader?.read())?.value));
    await reader?.cancel();
    expect(at(event, `object.${path}`)).toBe(text);
  },
);

test("a list is the same text as its objects are in JSON", async () => {
  for (const name of ["a", "b"]) await create(name, { team: name });
  const { body } = await session.send("GET", JOBS);
  const pretty = await session.send("GET", `${JOBS}?pretty=true`);
  expect(body).toEqual(pretty.body);
  expect(items(body).map((item) => Object.keys(item ?? {}))).toEqual([
    ["metadata", "spec", "status"],
    ["metadata", "spec", "status"],
  ]);
});
