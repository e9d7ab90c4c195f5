/** A Job that the server plays, recorded as kubectl prints it, imported and replayed. */

import { afterEach, describe, expect, test } from "vitest";
import { importRecording } from "../../../src/analysis/import/import-recording.ts";
import { readJsonStream } from "../../../src/analysis/import/json-stream.ts";
import { RecordingBuilder } from "../../../src/analysis/import/recording.ts";
import { type Session, startSession } from "../../../src/http/live/session.ts";
import { NO_RULES } from "../../../src/kubelet/behaviour/rules.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { EPOCH_MS } from "../../../src/simulation/plan.ts";
import { kubectlFor, whyWithoutKubectl } from "../../http/kubectl.ts";
import { JOBS, manifest } from "../../http/session.ts";

/** Whole seconds, which is the precision of a recording. */
const PODS = {
  default: {
    start: "2s",
    run: { empirical: { values: ["10s", "25s", "40s"] } },
    exit: { 0: "60%", 1: "30%", 42: "10%" },
  },
};

let session: Session;
afterEach(() => session.close());

/** A server with pods that sometimes fail. */
async function serve(): Promise<void> {
  const job = { manifest: manifest("unused", { suspend: true }) };
  const text = JSON.stringify({ apiVersion: "jobsim.dev/v1", kind: "Scenario", seed: 5, jobs: [job], pods: PODS });
  const { pods = NO_RULES } = loadScenario({ text, file: "pods.json", readFile: () => "" }).plan;
  const plan = { epochMs: EPOCH_MS, seed: "5", actions: [], pods };
  session = await startSession(plan, {
    host: "127.0.0.1",
    port: 0,
    speed: 1,
    paused: true,
    wallMs: () => performance.now(),
  });
}

async function ask(method: string, path: string, body?: unknown): Promise<string> {
  const headers = { "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/json" };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return (await fetch(session.url + path, init)).text();
}

const advance = (time: string) => ask("POST", "/jobsim/v1/clock", { advance: time });

/** Jobs, pods and Events as lists of the server. */
async function snapshot(): Promise<string> {
  const paths = [JOBS, "/api/v1/namespaces/default/pods", "/api/v1/namespaces/default/events"];
  return (await Promise.all(paths.map((path) => ask("GET", path)))).join("\n");
}

/** Imports a recording, plays it, and compares. */
function replay(text: string) {
  const builder = new RecordingBuilder();
  for (const value of readJsonStream(text)) builder.add(value);
  const { distance, notes } = importRecording(builder.build(), { name: "recorded", scrub: "values", exact: true });
  return { ...distance, notes };
}

const INDEXED = { completionMode: "Indexed", completions: 6, parallelism: 3, backoffLimitPerIndex: 2 };

describe("the replay of a recording has the same transitions", () => {
  test.each([
    ["an Indexed Job with retries", INDEXED],
    ["a Job whose pods fail", { completions: 4, parallelism: 2, backoffLimit: 20 }],
    ["a Job that fails", { completions: 9, parallelism: 3, backoffLimit: 1 }],
    ["a Job past its deadline", { ...INDEXED, activeDeadlineSeconds: 30 }],
  ])("%s, recorded each second", async (_, spec) => {
    await serve();
    await ask("POST", JOBS, manifest("job", spec));
    const texts: string[] = [];
    for (let i = 0; i < 130; i++) {
      texts.push(await snapshot());
      await advance("1s");
    }
    texts.push(await snapshot());
    const { transitions, unmatched, worstMs, statuses, notes } = replay(texts.join("\n"));
    expect(notes).toEqual([]);
    expect(transitions.length).toBeGreaterThan(10);
    expect(transitions.filter(({ recordedMs, replayedMs }) => recordedMs !== replayedMs)).toEqual([]);
    expect([unmatched, worstMs]).toEqual([0, 0]);
    expect(statuses.recorded).toBeGreaterThan(5);
    expect(statuses.same).toBe(statuses.recorded);
  });

  test("a Job that is suspended and resumed, seen once a minute", async () => {
    await serve();
    await ask("POST", JOBS, manifest("job", INDEXED));
    await advance("20s");
    await ask("PATCH", `${JOBS}/job`, { spec: { suspend: true } });
    await advance("40s");
    const texts = [await snapshot()];
    await ask("PATCH", `${JOBS}/job`, { spec: { suspend: false } });
    await advance("5m");
    texts.push(await snapshot());
    const { transitions, unmatched } = replay(texts.join("\n"));
    const conditions = transitions.filter(({ what }) => what.startsWith("condition Suspended"));
    expect(conditions.map(({ recordedMs, replayedMs }) => [recordedMs, replayedMs])).toEqual([
      [20_000, 20_000],
      [60_000, 60_000],
    ]);
    expect(unmatched).toBeLessThan(transitions.length / 3);
  });

  const missing = whyWithoutKubectl();
  test.skipIf(missing !== undefined)(
    `a Job recorded by kubectl${missing === undefined ? "" : ` (${missing})`}`,
    async () => {
      await serve();
      const kubectl = kubectlFor(session.url);
      await kubectl.run(["create", "-f", "-"], JSON.stringify(manifest("job", INDEXED)));
      await advance("10m");
      const { unmatched, worstMs, transitions } = replay(await kubectl.run(["get", "jobs,pods,events", "-o", "json"]));
      expect(transitions.length).toBeGreaterThan(10);
      expect([unmatched, worstMs]).toEqual([0, 0]);
    },
  );
});
