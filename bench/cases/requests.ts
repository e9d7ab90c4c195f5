/**
 * A served cluster under load: requests one after another, as many at once as an operator has workers, beside watches
 * that stay open. Server and clients are one process, on the loopback address alone, and end by themselves.
 */

import { Agent, type ClientRequest, request } from "node:http";
import { type Session, startSession } from "../../src/http/live/session.ts";
import { EPOCH_MS } from "../../src/simulation/plan.ts";
import type { BenchCase } from "../case.ts";
import { startStopwatch } from "../stopwatch.ts";

const JOBS = "/apis/batch/v1/namespaces/default/jobs";
const OBJECTS = 100;
const WORKERS = 25;
/** One request in so many writes, and is seen by the watches of its Job. */
const WRITES_ONE_IN = 10;
const MEGABYTE = 2 ** 20;

/** Answers of a server, and the watches on it. */
class Load {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: WORKERS });
  readonly #watches: ClientRequest[] = [];
  events = 0;

  constructor({ url }: Session) {
    this.#url = url;
  }

  send(method: string, path: string, body?: object, type = "application/json"): Promise<number> {
    const options = { method, agent: this.#agent, headers: { "Content-Type": type } };
    return new Promise((resolve, reject) => {
      const sent = request(this.#url + path, options, (response) => {
        response.resume();
        response.on("error", reject);
        response.on("end", () => resolve(response.statusCode ?? 0));
      });
      sent.on("error", reject);
      sent.end(body && JSON.stringify(body));
    });
  }

  /** Watches one Job, as those do who wait for it; there once the server has answered. */
  watch(job: string): Promise<void> {
    const path = `${JOBS}?watch=true&resourceVersion=0&fieldSelector=metadata.name%3D${job}`;
    return new Promise((resolve, reject) => {
      const sent = request(this.#url + path, { agent: false }, (response) => {
        response.on("data", () => {
          this.events++;
        });
        response.on("error", () => {});
        resolve();
      });
      sent.on("error", reject);
      sent.end();
      this.#watches.push(sent);
    });
  }

  end(): void {
    for (const watch of this.#watches) watch.destroy();
    this.#agent.destroy();
  }
}

/** So many requests beside so many watches; what is counted are requests. */
export function requestsBeside(watches: number, requests: number): BenchCase {
  return {
    name: `${requests.toLocaleString("en")} requests beside ${watches.toLocaleString("en")} watches`,
    unit: "requests",
    warmUps: 1,
    runs: 3,
    slow: true,
    run: async () => {
      const plan = { epochMs: EPOCH_MS, seed: "1", actions: [] };
      const clock = { speed: 1, paused: true, wallMs: () => performance.now() } as const;
      const session = await startSession(plan, { host: "127.0.0.1", port: 0, ...clock });
      const load = new Load(session);
      try {
        for (let n = 0; n < OBJECTS; n++) await load.send("POST", JOBS, job(n));
        for (let n = 0; n < watches; n++) await load.watch(`job-${n % OBJECTS}`);
        const memoryBefore = process.memoryUsage().rss;
        const stopwatch = startStopwatch();
        const waits = await play(load, requests);
        const time = stopwatch();
        const grown = (process.memoryUsage().rss - memoryBefore) / MEGABYTE;
        const slowest = waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? 0;
        const note = `p99 ${slowest.toFixed(0)} ms, ${load.events} events, ${grown.toFixed(0)} MB more`;
        return { units: requests, note, time };
      } finally {
        load.end();
        await session.close();
      }
    },
  };
}

/** Sends the requests, and gives the milliseconds that each waited for its answer. */
async function play(load: Load, requests: number): Promise<number[]> {
  const waits: number[] = [];
  const worker = async (first: number) => {
    for (let n = first; n < requests; n += WORKERS) {
      const fromMs = performance.now();
      const code = await ask(load, n);
      if (code !== 200) throw new Error(`request ${n} was answered with ${code}`);
      waits.push(performance.now() - fromMs);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, n) => worker(n)));
  return waits;
}

function ask(load: Load, n: number): Promise<number> {
  const path = `${JOBS}/job-${Math.floor(n / WRITES_ONE_IN) % OBJECTS}`;
  if (n % WRITES_ONE_IN !== 0) return load.send("GET", path);
  return load.send("PATCH", path, { metadata: { labels: { n: `${n}` } } }, "application/merge-patch+json");
}

function job(n: number): object {
  const containers = [{ name: "main", image: "example.com/worker:1" }];
  const template = { spec: { restartPolicy: "Never", containers } };
  return { metadata: { name: `job-${n}` }, spec: { suspend: true, template } };
}
