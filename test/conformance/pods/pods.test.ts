import { expect, test } from "vitest";
import { runVector } from "../run-vector.ts";
import { readVectorFile } from "../vectors.ts";

const folder = new URL("../vectors/", import.meta.url).pathname;
function failuresOf(path: string): string[] {
  return readVectorFile(path)
    .map(runVector)
    .filter(({ difference }) => difference !== undefined)
    .map(({ name }) => name);
}

test("pods live as recorded with a real kubelet", { timeout: 60_000 }, () => {
  expect(failuresOf(`${folder}pod-life-traces.jsonl.gz`)).toEqual([]);
});

test("pods of older releases, evicted pods and pods of a node that shuts down live as worked out", () => {
  expect(failuresOf(`${folder}pod-life-examples.jsonl.gz`)).toEqual([]);
});

test("phases, conditions and ends of pods are those of upstream's unit tests", () => {
  expect(failuresOf(`${folder}phase-facts.jsonl.gz`)).toEqual([]);
});
