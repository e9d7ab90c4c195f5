import { expect, test } from "vitest";
import { runVector } from "../run-vector.ts";
import { readVectorFile } from "../vectors.ts";

const folder = new URL("../vectors/", import.meta.url).pathname;
/** Recordings that come out otherwise, kept apart from those that must pass. */
const open = new URL("../open/", import.meta.url).pathname;

/** What chance decided in the recorded kubelet, by name of the recording. */
const MATTERS_OF_CHANCE = [
  // One more look at the pod within the millisecond in which its container is restarted.
  "pub-0116",
  // A side-car that would end in the millisecond of its SIGKILL: in two recordings it is killed, in this one it is not.
  "pub-0147",
];

function failuresOf(path: string): string[] {
  return readVectorFile(path)
    .map(runVector)
    .filter(({ difference }) => difference !== undefined)
    .map(({ name }) => name);
}

test("pods live as recorded with a real kubelet", { timeout: 60_000 }, () => {
  expect(failuresOf(`${folder}pod-life-traces.jsonl.gz`)).toEqual([]);
});

test("two recordings are still open: what chance decided there comes out the other way", () => {
  expect(failuresOf(`${open}pod-life-traces.jsonl.gz`)).toEqual(MATTERS_OF_CHANCE);
});

test("pods of older releases, evicted pods and pods of a node that shuts down live as worked out", () => {
  expect(failuresOf(`${folder}pod-life-examples.jsonl.gz`)).toEqual([]);
});

test("phases, conditions and ends of pods are those of upstream's unit tests", () => {
  expect(failuresOf(`${folder}phase-facts.jsonl.gz`)).toEqual([]);
});
