import { describe, expect, test } from "vitest";
import { fixed } from "../../src/engine/distribution.ts";
import { always } from "../../src/kubelet/behaviour/exit-choice.ts";
import { parseContainerFlag } from "../../src/scenario/container-flag.ts";
import { parseFlags } from "../../src/scenario/flags.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { writeTraits } from "../../src/scenario/write/write-pods.ts";
import { simulate } from "../../src/simulation/simulation.ts";

function load(containers: string, flags?: readonly string[]) {
  const text = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}
pods: {default: {containers: ${containers}}}
`;
  return loadScenario({
    text,
    file: "file.yaml",
    readFile: () => "",
    ...(flags === undefined ? {} : { flags: parseFlags({ container: flags }) }),
  }).plan.pods?.default.containers;
}

describe("containers of a scenario", () => {
  test("say in their attempts what they do", () => {
    expect(load("{main: {runs: [{run: 30s, exit: 1}, {run: forever}]}}")).toEqual({
      main: { runs: [{ run: fixed(30_000), exit: always(1) }, { run: "forever" }] },
    });
  });

  test("say what happens to their image, their configuration and their probes", () => {
    const text =
      "{main: {image: {pull: 40s, failsFor: 5m}, config: {missingUntil: 2m}, startup: 20s, liveness: never}}";
    expect(load(text)).toEqual({
      main: {
        image: { pull: fixed(40_000), failsFor: fixed(300_000) },
        configMissing: fixed(120_000),
        startup: fixed(20_000),
        liveness: "never",
      },
    });
  });

  test.each([
    "{main: {run: 5m, exit: 1}}",
    "{main: {onTerm: ignore, oomAt: 1m}}",
    "{main: {onTerm: {time: 3s, exit: 0}, start: 2s, ready: 4s}}",
    "{main: {image: {missing: true}, config: {missingUntil: forever}}}",
    "{main: {postStart: 2s, preStop: 30s}}",
  ])("are written as they are read: %s", (text) => {
    const containers = load(text) ?? {};
    expect(load(JSON.stringify(writeTraits({ containers }).containers))).toEqual(containers);
  });
});

describe("the flag of a container", () => {
  test("gives one trait", () => {
    expect(parseContainerFlag("proxy.run=forever")).toEqual({ value: { name: "proxy", traits: { run: "forever" } } });
    expect(parseContainerFlag("proxy.onTerm=ignore")).toEqual({
      value: { name: "proxy", traits: { onTerm: "ignore" } },
    });
  });

  test("of the whole pod wins over what the file says of the first container by name", () => {
    const flags = { exit: "7", container: ["main.ready=3s"] };
    const { pods } = loadScenario({
      text: `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
  - manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: a}]}}}}
pods: {default: {containers: {main: {run: 1m, exit: 1}, other: {exit: 3}}}}
`,
      file: "file.yaml",
      readFile: () => "",
      flags: parseFlags(flags),
    }).plan;
    expect(pods?.default).toEqual({
      exit: always(7),
      containers: {
        main: { run: fixed(60_000), ready: fixed(3_000) },
        other: { exit: always(3), yields: ["exit"] },
      },
    });
  });

  test("of the whole pod is about the first container of each Job, and leaves it alone where it is not the first", () => {
    const jobOf = (name: string, containers: string) =>
      `  - manifest: {apiVersion: batch/v1, kind: Job, metadata: {name: ${name}}, spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [${containers}]}}}}\n`;
    const [fetch, load] = ["{name: fetch, image: a}", "{name: load, image: a}"];
    const text = `apiVersion: jobsim.dev/v1
kind: Scenario
jobs:
${jobOf("a", `${fetch}, ${load}`)}${jobOf("b", `${load}, ${fetch}`)}
pods:
  default: {containers: {fetch: {run: 10s, exit: 3}, load: {run: 20s, exit: 4}}}
  rules: [{match: {job: b}, start: 5s}]
`;
    const codes = (flags: Readonly<Record<string, string>>) => {
      const { plan } = loadScenario({ text, file: "file.yaml", readFile: () => "", flags: parseFlags(flags) });
      const ended = new Map<string, string>();
      for (const entry of simulate(plan).log.entries) {
        if (entry.kind !== "commit" || entry.resource !== "pods") continue;
        for (const { name, state } of entry.object.status.containerStatuses ?? []) {
          const job = entry.object.metadata.labels?.["job-name"];
          if (state?.terminated !== undefined) ended.set(`${job} ${name}`, String(state.terminated.exitCode));
        }
      }
      return [...ended].map(([container, code]) => `${container}: ${code}`).sort();
    };
    expect(codes({})).toEqual(["a fetch: 3", "a load: 4", "b fetch: 3", "b load: 4"]);
    expect(codes({ exit: "7" })).toEqual(["a fetch: 7", "a load: 4", "b fetch: 3", "b load: 7"]);
  });

  test("adds up with others of the same container, over what the file says", () => {
    expect(load("{main: {run: 5m, exit: 1}}", ["main.exit=2", "main.ready=3s"])).toEqual({
      main: { run: fixed(300_000), exit: always(2), ready: fixed(3000) },
    });
  });

  test.each([
    ["proxy", "write a container, a dot, a key, =, and a value, for example proxy.run=forever"],
    ["proxy.runs=5s", 'a container has no key "runs"; did you mean "run"?'],
    ["proxy.start=never", "must be a time"],
  ])("is refused with advice: %s", (text, problem) => {
    expect(parseContainerFlag(text)).toEqual({ problem });
  });
});
