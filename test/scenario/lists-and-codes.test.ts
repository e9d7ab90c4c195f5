import { describe, expect, test } from "vitest";

import { randomStream } from "../../src/engine/random.ts";
import { always, drawExit } from "../../src/kubelet/behaviour/exit-choice.ts";
import { spansInclude } from "../../src/kubelet/behaviour/rules.ts";
import { isFault } from "../../src/scenario/checked.ts";
import { weighted } from "../../src/scenario/exit-weights.ts";
import { parseIndexList } from "../../src/scenario/index-list.ts";

describe("an index list", () => {
  test.each([
    [3, [[3, 3]]],
    [
      [0, 5],
      [
        [0, 0],
        [5, 5],
      ],
    ],
    [
      "0,3-5",
      [
        [0, 0],
        [3, 5],
      ],
    ],
    ["2-", [[2]]],
    [
      " 1 , 4 - 6 ",
      [
        [1, 1],
        [4, 6],
      ],
    ],
  ])("%j is read", (input, expected) => {
    expect(parseIndexList(input)).toEqual({
      value: expected.map(([first, last]) => (last === undefined ? { first } : { first, last })),
    });
  });

  test.each([
    ["a", { problem: '"a" is not an index list; write a number, "0,3-5", or "2-" for 2 and all above' }],
    ["5-3", { problem: 'the range "5-3" ends below its start' }],
    ["3000000000", { problem: "3000000000 is above the highest index, 2147483647" }],
    [[1, -1], { problem: "-1 is not a whole number from 0 to 2147483647", key: 1 }],
    [1.5, { problem: "1.5 is not a whole number from 0 to 2147483647" }],
    [[], { problem: "needs at least one number" }],
  ])("%j is refused", (input, fault) => {
    expect(parseIndexList(input)).toEqual(fault);
  });

  test("holds what stands in it", () => {
    const list = parseIndexList("0,3-5,9-");
    const ranges = isFault(list) ? [] : list.value;
    const held = Array.from({ length: 12 }, (_, i) => i).filter((i) => spansInclude(ranges, i));
    expect(held).toEqual([0, 3, 4, 5, 9, 10, 11]);
  });
});

describe("exit codes with chances", () => {
  test("are drawn as often as they should be", () => {
    const choice = weighted([
      ["1", "5%"],
      ["0", "80%"],
      ["42", "15%"],
    ]);
    if (isFault(choice)) throw new Error(choice.problem);
    expect(choice.value.codes).toEqual([0, 1, 42]);
    const counts = new Map<number, number>();
    for (let i = 0; i < 20_000; i++) {
      const code = drawExit(choice.value, randomStream("1", i));
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    expect((counts.get(0) ?? 0) / 20_000).toBeCloseTo(0.8, 1);
    expect((counts.get(1) ?? 0) / 20_000).toBeCloseTo(0.05, 1);
    expect((counts.get(42) ?? 0) / 20_000).toBeCloseTo(0.15, 1);
  });

  test("need no draw if there is one, or if the others have no chance", () => {
    const noDraw = () => {
      throw new Error("drawn");
    };
    expect(drawExit(always(3), noDraw)).toBe(3);
    const choice = weighted([
      ["0", 0],
      ["1", 2],
    ]);
    expect(isFault(choice) ? choice : drawExit(choice.value, noDraw)).toBe(1);
  });

  test.each<
    readonly [readonly (readonly [string, string | number])[], { problem: string; key?: string; misnamed?: true }]
  >([
    [
      [
        ["0", "90%"],
        ["1", "5%"],
      ],
      { problem: "the chances add up to 95%, not to 100%" },
    ],
    [
      [
        ["0", "90%"],
        ["1", 1],
      ],
      { problem: "mixes percentages and weights; use one of them" },
    ],
    [[["0", 0]], { problem: "needs an exit code with a chance above 0" }],
    [[], { problem: "needs an exit code with a chance above 0" }],
    [[["256", 1]], { problem: '"256" is not an exit code, 0 to 255', key: "256", misnamed: true }],
    [[["x", 1]], { problem: '"x" is not an exit code, 0 to 255', key: "x", misnamed: true }],
    [[["0", -1]], { problem: '"-1" is not a chance; write a percentage such as 5%, or a weight', key: "0" }],
    [[["0", "often"]], { problem: '"often" is not a chance; write a percentage such as 5%, or a weight', key: "0" }],
    [
      [
        ["1", 1],
        ["01", 1],
      ],
      { problem: "exit code 1 is named twice", key: "01", misnamed: true },
    ],
  ])("%j are refused", (weights, fault) => {
    expect(weighted(weights)).toEqual(fault);
  });
});
