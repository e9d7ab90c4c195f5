/** The search by blocks finds what a walk over all nodes finds. */

import { expect, test } from "vitest";
import { randomStream } from "../../src/engine/random.ts";
import { BlockSearch } from "../../src/scheduler/framework/block-search.ts";
import { NodeInfo } from "../../src/scheduler/node-info.ts";

const SEARCHES = 400;
const BLOCK = 32;

/** One node after another, from one of them on and around. */
function walk(fits: Uint8Array, scores: Int32Array, from: number, wanted: number) {
  const found: number[] = [];
  let looked = 0;
  for (; looked < fits.length && found.length < wanted; looked++) {
    const at = (from + looked) % fits.length;
    if (fits[at] === 1) found.push(at);
  }
  const most = Math.max(...found.map((at) => scores[at] ?? 0));
  return { looked, best: found.filter((at) => scores[at] === most) };
}

test("blocks of nodes give the best nodes of a walk, in its order, and end where it ends", () => {
  const draw = randomStream("blocks", "search");
  const below = (n: number) => Math.floor(draw() * n);
  for (let round = 0; round < SEARCHES; round++) {
    const count = 1 + below(5 * BLOCK);
    const nodes = Array.from({ length: count }, (_none, at) => new NodeInfo({ metadata: { name: String(at) } }));
    const density = below(101);
    const fits = Uint8Array.from(nodes, () => (below(100) < density ? 1 : 0));
    const scores = Int32Array.from(nodes, () => below(3));
    const blocks = new BlockSearch(nodes, { fits, scores });
    const [from, wanted] = [below(count), 1 + below(count)];
    blocks.search(from, wanted, { refreshBlock: (block) => blocks.sum(block) });
    const expected = walk(fits, scores, from, wanted);
    const names = expected.best.map(String);
    expect(blocks.looked).toBe(expected.looked);
    expect(blocks.length).toBe(names.length);
    expect(names.map((_name, index) => blocks.at(index)?.name)).toEqual(names);
    expect([...blocks].map(({ name }) => name)).toEqual(names);
    expect(blocks.at(names.length)).toBeUndefined();
  }
});
