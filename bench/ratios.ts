/** What is told as one case against another of the same run, so that the machine drops out. */

import type { CaseResult, RatioResult } from "./result.ts";

type Read = (result: CaseResult) => number;

interface Ratio {
  readonly name: string;
  readonly of: string;
  readonly to: string;
  /** What is compared: by default, how much is done in a second of the processor. */
  readonly read?: Read;
  readonly readOther?: Read;
}

const cpuOf: Read = ({ seconds, cpuSeconds = seconds }) => cpuSeconds;
const perCpuSecond: Read = (result) => result.units / cpuOf(result);
const cpuPerUnit: Read = (result) => cpuOf(result) / result.units;
/** What Node may take beside its own start. */
const START_SECONDS = 0.04;

const RATIOS: readonly Ratio[] = [
  {
    name: "time per pod, 100,000 pods to 1,000",
    of: "100,000 pods, all parallel",
    to: "1,000 pods, all parallel",
    read: cpuPerUnit,
  },
  {
    name: "time per pod, two init containers and a side-car to a plain one",
    of: "10,000 pods with init containers and a side-car",
    to: "10,000 pods, all parallel",
    read: cpuPerUnit,
  },
  {
    name: "bare events a second, 100,000 pending to 100",
    of: "bare events, 100,000 pending",
    to: "bare events, 100 pending",
  },
  {
    name: "bare events a second, jobsim to SimPy",
    of: "bare events, 100,000 pending",
    to: "SimPy: bare events, 100,000 pending",
  },
  {
    name: "pods a second, the whole simulation to a structuredClone store alone",
    of: "10,000 pods, all parallel",
    to: "structuredClone store: the writes of 2,000 pods",
  },
  {
    name: "requests a second, beside 2,000 watches to beside none",
    of: "5,000 requests beside 2,000 watches",
    to: "5,000 requests beside 0 watches",
  },
  {
    name: "processor time per paced request, beside 2,000 watches to beside none",
    of: "1,000 requests a second beside 2,000 watches",
    to: "1,000 requests a second beside 0 watches",
    read: cpuPerUnit,
  },
  {
    name: "sweep, 2 workers to 1",
    of: "sweep on 2 workers",
    to: "sweep on 1 worker",
    read: ({ perSecond }) => perSecond,
  },
  {
    name: "start of jobsim --help less 40 ms, to node -e 0",
    of: "start of jobsim --help",
    to: "start of node -e 0",
    read: ({ seconds }) => seconds - START_SECONDS,
    readOther: ({ seconds }) => seconds,
  },
];

export const RATIO_NAMES: readonly string[] = RATIOS.map(({ name }) => name);

/** The ratios of those cases that were measured. */
export function ratiosOf(results: readonly CaseResult[]): RatioResult[] {
  const byName = new Map(results.map((result) => [result.name, result]));
  return RATIOS.flatMap(({ name, of, to, read = perCpuSecond, readOther = read }) => {
    const [one, other] = [byName.get(of), byName.get(to)];
    return one === undefined || other === undefined ? [] : [{ name, value: read(one) / readOther(other) }];
  });
}
