/**
 * A served cluster under the load of a test suite: 1,000 requests a second for a minute, beside watches. The server is a
 * process of its own, its clients are this one, all on the loopback address, and both end by themselves.
 */

import type { BenchCase } from "../case.ts";
import { PacedLoad } from "../paced/load.ts";
import { preparations, requestOf, watchOf } from "../paced/mix.ts";
import { Server, serverAbsent } from "../paced/server.ts";
import { startStolen } from "../paced/stolen.ts";

const SECONDS = 60;
const WARM_UP_SECONDS = 20;
/** When the memory of the server is looked at, besides the end. */
const EARLY_SECOND = 10;

/** So many requests a second for a minute, beside so many watches; what is measured is the work of the server. */
export function pacedRequests(watches: number, perSecond: number, seconds = SECONDS): BenchCase {
  return {
    name: `${perSecond.toLocaleString("en")} requests a second beside ${watches.toLocaleString("en")} watches`,
    unit: "requests",
    warmUps: 0,
    runs: 1,
    slow: true,
    absent: serverAbsent,
    run: async () => {
      const server = await Server.start(["--run", "1s"]);
      const load = new PacedLoad(server.url);
      try {
        // All at once, so that every connection is there before the clock starts.
        await Promise.all(preparations().map((asked) => load.send(asked)));
        for (let n = 0; n < watches; n++) await load.watch(watchOf(n));
        // A server that has just started runs code that is not compiled yet: it gets half of the load first.
        const before = { perSecond: perSecond / 2, seconds: WARM_UP_SECONDS };
        await load.pace(requestOf, before, () => {});
        load.forgetLatencies();
        const memoryMb = new Map<number, number>();
        const cpuBefore = server.cpuSeconds;
        const stolen = startStolen();
        const asked = before.perSecond * before.seconds;
        await load.pace(
          (number) => requestOf(asked + number),
          { perSecond, seconds },
          (second) => {
            if (second === EARLY_SECOND || second === seconds) memoryMb.set(second, server.memoryMb);
          },
        );
        const cpuSeconds = server.cpuSeconds - cpuBefore;
        return { units: perSecond * seconds, note: noteOf(load, memoryMb, stolen()), time: { seconds, cpuSeconds } };
      } finally {
        load.end();
        await server.stop();
      }
    },
  };
}

function noteOf(
  { latenciesMs, errors, events, endedWatches }: PacedLoad,
  memoryMb: ReadonlyMap<number, number>,
  stolenSeconds: number | undefined,
) {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const quantile = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)} ms`;
  const memory = Array.from(memoryMb, ([second, mb]) => `${mb.toFixed(0)} MB after ${second} s`).join(", ");
  const first = errors[0] === undefined ? "" : ` (${errors[0]})`;
  const failures = `${errors.length} errors${first}, ${endedWatches} watches ended`;
  const host = stolenSeconds === undefined ? "" : `, ${stolenSeconds.toFixed(1)} s stolen by the host`;
  const seen = `${memory}, ${events.toLocaleString("en")} events, ${failures}${host}`;
  return `p50 ${quantile(0.5)}, p99 ${quantile(0.99)}, ${seen}`;
}
