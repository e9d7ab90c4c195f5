/** What goes wrong for a program that speaks HTTP from a process of its own: its requests, its watches, its life. */

import type { ClientFault, ClientTrouble, ClientVerb } from "../../simulation/faults/client-fault.ts";
import { between, type Choices, chance, pick, type Source, several } from "../source.ts";
import { drawDuration } from "./pod-rules.ts";

/** What is drawn for one run. */
export interface ProcessTrouble {
  readonly faults: readonly ClientFault[];
  /** When the process is killed, milliseconds since the run began. */
  readonly killsMs: readonly number[];
}

/** Virtual time in which the process is killed. */
const KILLS_WITHIN_MS = 60_000;

const WRITES: readonly ClientVerb[] = ["create", "update", "patch", "delete"];
const READS: readonly ClientVerb[] = ["get", "list", "watch"];

/** What happens to which verbs; times are short ones, since clients wait in real time. */
const TROUBLES: Choices<{ readonly verbs: readonly ClientVerb[]; readonly trouble: ClientTrouble }> = [
  { verbs: WRITES, trouble: { kind: "error", code: 500 } },
  { verbs: WRITES, trouble: { kind: "lost" } },
  { verbs: ["update", "patch"], trouble: { kind: "error", code: 409 } },
  { verbs: WRITES, trouble: { kind: "delay", delayMs: 50 } },
  { verbs: READS, trouble: { kind: "error", code: 504 } },
  { verbs: ["watch"], trouble: { kind: "error", code: 410 } },
  { verbs: ["watch"], trouble: { kind: "break", afterMs: 50 } },
  { verbs: ["watch"], trouble: { kind: "stall", forMs: 100 } },
  { verbs: ["watch"], trouble: { kind: "repeat" } },
  { verbs: ["get", "list", "watch"], trouble: { kind: "stale", behindMs: 5_000 } },
];

/** Draws it; half of the runs kill the process. */
export function drawProcessTrouble(source: Source): ProcessTrouble {
  const faults = several(source, 0, 3, (): ClientFault => {
    const { verbs, trouble } = pick(source, TROUBLES);
    return { match: { verbs }, trouble, chance: between(source, 2, 10) / 10, count: between(source, 1, 3) };
  });
  const kills = chance(source, 50) ? between(source, 1, 2) : 0;
  const killsMs = Array.from({ length: kills }, () => drawDuration(source, KILLS_WITHIN_MS));
  return { faults, killsMs: killsMs.sort((a, b) => a - b) };
}
