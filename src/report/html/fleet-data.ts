/** What the page of a fleet holds: a row for each Job, and the run of each Job packed away until it is opened. */

import { deflateRawSync } from "node:zlib";
import type { Fleet } from "../../analysis/fleet/fleet.ts";
import type { ReportData } from "./report-data.ts";

/** How many Jobs are unpacked together: neighbours are alike, and opening one is instant. */
const JOBS_PER_PACK = 50;
const BEST_COMPRESSION = 9;

/** A Job in the table: name, outcome, and milliseconds of waiting, running and makespan; -1 for what did not happen. */
export type FleetRow = readonly [name: string, outcome: string, waiting: number, running: number, makespan: number];

export interface FleetPageData {
  readonly fleet: {
    readonly rows: readonly FleetRow[];
    readonly jobsPerPack: number;
    /** JSON of `PackedJob`s, deflated, in Base64. */
    readonly packs: readonly string[];
  };
  /** What all Jobs have in common. */
  readonly shared: Omit<ReportData, "jobs" | "transitions">;
}

/** What is needed of a run to show one of its Jobs. */
export type PackedJob = Pick<ReportData, "jobs" | "transitions">;

/** Packs a report for the page of a fleet. */
export function packFleet({ jobs: rows }: Fleet, { jobs, transitions, ...shared }: ReportData): FleetPageData {
  const ofJob = jobs.map((job): PackedJob => ({ jobs: [job], transitions: [] }));
  const common = transitions.filter(({ job }) => job === undefined);
  const own = jobs.map((): PackedJob["transitions"][number][] => [...common]);
  for (const transition of transitions) {
    if (transition.job !== undefined) own[transition.job]?.push({ ...transition, job: 0 });
  }
  const packed = ofJob.map(({ jobs: [job] }, i): PackedJob => {
    const listed = (own[i] ?? []).toSorted((a, b) => a.atMs - b.atMs);
    return { jobs: job === undefined ? [] : [job], transitions: listed };
  });
  const packs: string[] = [];
  for (let from = 0; from < packed.length; from += JOBS_PER_PACK) {
    const text = JSON.stringify(packed.slice(from, from + JOBS_PER_PACK));
    packs.push(deflateRawSync(text, { level: BEST_COMPRESSION }).toString("base64"));
  }
  return {
    fleet: {
      rows: rows.map(({ summary, waitingMs = -1, runningMs = -1 }): FleetRow => {
        const { namespace, name, outcome, makespanMs = -1 } = summary;
        const shown = namespace === "default" ? name : `${namespace}/${name}`;
        return [shown, outcome, waitingMs, runningMs, makespanMs];
      }),
      jobsPerPack: JOBS_PER_PACK,
      packs,
    },
    shared,
  };
}
