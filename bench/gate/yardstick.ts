/**
 * Fixed pieces of work of the kinds that a run does, which the check measures everything against. The start of Node
 * alone would not do: how it compares with other work differs by a factor of three between machines.
 *
 * As a program: `yardstick.js FUNCTIONS WRITES`.
 */

import { Script } from "node:vm";

interface Kept {
  readonly metadata: {
    readonly name: string;
    readonly version: number;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly status: { readonly phase: string; readonly atMs: number };
}

const NAMES = 20_000;

/**
 * Makes objects with objects in them, finds them by name and by number, and keeps some of them, as a run does: so the
 * collector and the caches of a busy machine slow both.
 */
export function keepObjects(writes: number): number {
  const byName = new Map<string, Kept>();
  const log: Kept[] = [];
  for (let write = 0; write < writes; write++) {
    const name = `pod-${write % NAMES}`;
    const before = byName.get(name);
    const labels = before?.metadata.labels ?? { index: name, job: "bench" };
    const kept = {
      metadata: { ...before?.metadata, name, version: write, labels },
      status: { phase: before === undefined ? "Pending" : "Running", atMs: write },
    };
    byName.set(name, kept);
    log.push(kept);
  }
  return log.length;
}

/** Calls of each new function: code that runs a few times is what a short command spends its time with. */
const CALLS = 4;

/** Reads and runs functions that V8 has not seen before. */
export function runNewCode(functions: number): void {
  const parts = Array.from({ length: functions }, (_, i) => newFunction(i));
  new Script(`(() => { let sum = 0; ${parts.join("\n")} return sum; })()`).runInThisContext();
}

function newFunction(i: number): string {
  return `
    function step${i}(pod, atMs) {
      const { name, labels = {} } = pod;
      if (name === undefined) throw new Error("pod ${i} has no name");
      const owned = Object.keys(labels).filter((key) => key.startsWith("k${i % 17}"));
      const next = { ...pod, atMs, phase: owned.length > ${i % 3} ? "Running" : "Pending", field${i % 97}: ${i} };
      return next.atMs + owned.length + (next.phase === "Running" ? 1 : 0);
    }
    for (let call = 0; call < ${CALLS}; call++) {
      sum += step${i}({ name: "pod-${i}", labels: { k${i % 17}: "a", k${i % 13}: "b" } }, call);
    }`;
}

const [functions, writes] = process.argv.slice(2).map(Number);
if (process.argv[1]?.endsWith("yardstick.js") === true && functions !== undefined && writes !== undefined) {
  runNewCode(functions);
  keepObjects(writes);
}
