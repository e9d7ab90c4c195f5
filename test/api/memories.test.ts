/** Caches return the same object, and never a wrong one. */

import { describe, expect, test } from "vitest";
import { decode } from "../../src/api/decode.ts";
import { FadingMap } from "../../src/api/fading-map.ts";
import { IndexSet, parseIndexes, rememberIndexes } from "../../src/api/index-set.ts";
import { JsonMemory } from "../../src/api/json-memory.ts";
import { oncePerObject } from "../../src/api/once-per-object.ts";

describe("a cache of JSON", () => {
  function taught(json: object, times: number): JsonMemory<string> {
    const memory = new JsonMemory<string>();
    for (let time = 0; time < times; time++) memory.set(json, "read");
    return memory;
  }

  test("is empty at first", () => {
    expect(new JsonMemory().get({})).toBeUndefined();
  });

  test("does not keep the result of what was read once", () => {
    const json = { a: 1 };
    expect(taught(json, 1).get(json)).toBeUndefined();
  });

  test("returns the result of what was read twice", () => {
    const json = { a: 1 };
    expect(taught(json, 2).get(json)).toBe("read");
    expect(taught(json, 2).get({ a: 1 })).toBeUndefined();
  });

  test("returns nothing for what was changed in place", () => {
    const json = { a: { b: 1 } };
    const memory = taught(json, 2);
    json.a.b = 2;
    expect(memory.get(json)).toBeUndefined();
    memory.set(json, "read again");
    expect(memory.get(json)).toBe("read again");
  });

  test("skips what is not JSON", () => {
    const circle: Record<string, unknown> = {};
    circle.itself = circle;
    expect(taught(circle, 3).get(circle)).toBeUndefined();
  });
});

describe("decoding", () => {
  const spec = { restartPolicy: "Never", containers: [{ name: "a", image: "b" }] };

  test.each([
    ["PodSpec", spec],
    ["PodTemplateSpec", { metadata: { name: "a" }, spec }],
    ["JobSpec", { parallelism: 1, template: { spec } }],
  ] as const)("gives back a %s that was read twice", (type, part) => {
    const [first, second, third] = [decode(type, part), decode(type, part), decode(type, part)];
    expect(second.object).toEqual(first.object);
    expect(third.object).toBe(second.object);
  });

  test("reports problems of a part each time", () => {
    const wrong = { restartPolicy: 3, containers: [] };
    const problems = [1, 2, 3, 4].map(() => decode("PodSpec", wrong).problems.length);
    expect(problems).toEqual([1, 1, 1, 1]);
  });

  test("uses settled parts as they are", () => {
    const template = { spec: { containers: [], unheardOf: true } };
    const { object, problems } = decode("JobSpec", { template }, { settled: new Set([template]) });
    expect(object.template).toBe(template);
    expect(problems).toEqual([]);
  });
});

describe("a map that fades", () => {
  const fill = (map: FadingMap<object, number>, count: number, between = () => {}) => {
    for (let n = 0; n < count; n++) {
      map.set({}, n);
      between();
    }
  };

  test("keeps what was set of late", () => {
    const map = new FadingMap<object, number>();
    const key = {};
    map.set(key, 7);
    fill(map, 500);
    expect(map.get(key)).toBe(7);
    expect(map.get({})).toBeUndefined();
  });

  test("forgets what nobody has asked for while a thousand others came", () => {
    const map = new FadingMap<object, number>();
    const key = {};
    map.set(key, 7);
    fill(map, 1_100);
    expect(map.get(key)).toBeUndefined();
  });

  test("keeps what is asked for again and again", () => {
    const map = new FadingMap<object, number>();
    const key = {};
    map.set(key, 7);
    fill(map, 5_000, () => map.get(key));
    expect(map.get(key)).toBe(7);
  });
});

describe("lists of indexes", () => {
  test("that were parsed are shared, for the same number of completions", () => {
    expect(parseIndexes("1-3,7", 9)).toBe(parseIndexes("1-3,7", 9));
    expect(parseIndexes("1-3,7", 5)).not.toBe(parseIndexes("1-3,7", 9));
  });

  test("that were just formatted are not parsed", () => {
    const set = IndexSet.of(2, 4);
    rememberIndexes("2,4", 8, set);
    expect(parseIndexes("2,4", 8)).toBe(set);
  });

  test("without indexes are the same", () => {
    expect(parseIndexes("", 3)).toBe(parseIndexes("", 4));
  });
});

test("a memoized function runs once per object", () => {
  let done = 0;
  const once = oncePerObject((object: { readonly a: number }) => {
    done++;
    return { twice: object.a * 2 };
  });
  const object = { a: 2 };
  expect(once(object)).toBe(once(object));
  expect(once({ a: 3 })).toEqual({ twice: 6 });
  expect(done).toBe(2);
});
