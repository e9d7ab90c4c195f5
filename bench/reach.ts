/** The table of docs/performance.md: what is to be reached, and what a run of the benchmark measured. */

import type { BenchReport, CaseResult } from "./result.ts";

interface Reach {
  readonly what: string;
  readonly target: string;
  /** Case whose figure is shown, or ratio. */
  readonly of: string;
  readonly show: (figures: Figures, name: string) => string | undefined;
  readonly note?: string;
}

/** The figures of a report by name. */
class Figures {
  readonly #results: ReadonlyMap<string, CaseResult>;
  readonly #ratios: ReadonlyMap<string, number>;

  constructor({ results, ratios }: Pick<BenchReport, "results" | "ratios">) {
    this.#results = new Map(results.map((result) => [result.name, result]));
    this.#ratios = new Map(ratios.map(({ name, value }) => [name, value]));
  }

  seconds(name: string): string | undefined {
    const found = this.#results.get(name);
    if (found === undefined) return undefined;
    const { seconds, cpuSeconds = seconds } = found;
    return `${seconds.toPrecision(2)} s (processor ${cpuSeconds.toPrecision(2)} s)`;
  }

  memory(name: string): string | undefined {
    const found = this.#results.get(name);
    return found === undefined ? undefined : `${this.seconds(name)}, ${found.rssMb} MB`;
  }

  speed(name: string): string | undefined {
    const found = this.#results.get(name);
    if (found === undefined) return undefined;
    const { perSecond, units, seconds, cpuSeconds = seconds, unit } = found;
    return `${count(perSecond)} ${unit} a second (of the processor ${count(units / cpuSeconds)})`;
  }

  milliseconds(name: string): string | undefined {
    const found = this.#results.get(name);
    return found === undefined ? undefined : `${Math.round(found.seconds * 1000)} ms`;
  }

  times(name: string): string | undefined {
    const value = this.#ratios.get(name);
    return value === undefined ? undefined : `${value.toFixed(value < 10 ? 2 : 0)} times`;
  }
}

function count(value: number): string {
  return value < 1e6 ? Math.round(value).toLocaleString("en") : `${(value / 1e6).toFixed(1)} million`;
}

const seconds: Reach["show"] = (figures, name) => figures.seconds(name);
const secondsAndMemory: Reach["show"] = (figures, name) => figures.memory(name);
const speed: Reach["show"] = (figures, name) => figures.speed(name);
const times: Reach["show"] = (figures, name) => figures.times(name);

const SIMPY = "bare events a second, jobsim to SimPy";
const NODE = "start of node -e 0";

const REACHES: readonly Reach[] = [
  {
    what: "Indexed Job of 10,000 pods, all parallel, to Complete",
    target: "0.075 s",
    of: "10,000 pods, all parallel",
    show: seconds,
    note: "the real controller's code on a virtual clock: 7.5 s",
  },
  {
    what: "Indexed Job of 100,000 pods, parallelism 100,000",
    target: "0.8 s, 400 MB",
    of: "100,000 pods, all parallel",
    show: secondsAndMemory,
    note: "memory with all runs and warm-ups of the process, and a young generation of 32 MB",
  },
  {
    what: "Indexed Job of 100,000 pods, parallelism 1,000",
    target: "1.0 s",
    of: "100,000 pods, parallelism 1,000",
    show: seconds,
  },
  {
    what: "10,000 pods of which every one fails once (`backoffLimitPerIndex: 1`)",
    target: "0.2 s",
    of: "10,000 pods, each fails once",
    show: seconds,
    note: "the real controller's code: 22 s",
  },
  {
    what: "10,000 Jobs of 10 pods at once, default client limits (20 a second, burst 30)",
    target: "1.5 s",
    of: "10,000 Jobs of 10 pods, 20 requests a second",
    show: secondsAndMemory,
  },
  {
    what: "10,000 Jobs of 10 pods at once, without limits",
    target: "1.5 s",
    of: "10,000 Jobs of 10 pods, no limits",
    show: secondsAndMemory,
  },
  {
    what: "growth of the time per pod from 1,000 to 100,000 pods",
    target: "less than 1.5 times",
    of: "time per pod, 100,000 pods to 1,000",
    show: times,
    note: "processor time",
  },
  {
    what: "bare engine, 100,000 events pending",
    target: "5 million events a second",
    of: "bare events, 100,000 pending",
    show: speed,
  },
  { what: "bare engine, 100,000 events pending, to SimPy", target: "20 times", of: SIMPY, show: times },
  {
    what: "small scenarios (1 Job, 5 pods, invariants on), one core",
    target: "5,000 a second",
    of: "small scenarios (1 Job, 5 pods, invariants on)",
    show: speed,
  },
  {
    what: "fault scenarios of `jobsim check`, one core",
    target: "–",
    of: "fault scenarios (jobsim check, one thread)",
    show: speed,
  },
  { what: "sweep on 2 workers", target: "1.9 times one worker", of: "sweep, 2 workers to 1", show: times },
  {
    what: "start of `jobsim --help`",
    target: "within 1.5 times `node -e 0` plus 40 ms",
    of: "start of jobsim --help less 40 ms, to node -e 0",
    show: (figures, name) => {
      const [help, node, ratio] = [
        figures.milliseconds("start of jobsim --help"),
        figures.milliseconds(NODE),
        figures.times(name),
      ];
      return ratio === undefined ? undefined : `${help} beside ${node}: 40 ms and ${ratio}`;
    },
  },
  {
    what: "pods a second: the whole simulation, to a store alone that copies with `structuredClone`",
    target: "–",
    of: "pods a second, the whole simulation to a structuredClone store alone",
    show: times,
    note: "the store does the same writes, and nothing else",
  },
];

/** The table as Markdown, with the machine it was measured on. */
export function reachTable(report: BenchReport): string {
  const figures = new Figures(report);
  const rows = REACHES.map(({ what, target, of, show, note = "" }) => {
    return `| ${what} | ${target} | ${show(figures, of) ?? "not measured"} | ${note} |`;
  });
  return [
    "| what | target | measured | note |",
    "|---|---|---|---|",
    ...rows,
    "",
    `Measured ${report.time.slice(0, 10)} at commit ${report.commit} with Node ${report.node} on ${report.machine}, with a`,
    `load of ${report.load.toFixed(1)} by other work when it began.`,
  ].join("\n");
}
