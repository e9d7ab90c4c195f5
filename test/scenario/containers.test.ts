import { describe, expect, test } from "vitest";
import { fixed } from "../../src/engine/distribution.ts";
import { always } from "../../src/kubelet/behaviour/exit-choice.ts";
import { parseContainerFlag } from "../../src/scenario/container-flag.ts";
import { parseFlags } from "../../src/scenario/flags.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { writeTraits } from "../../src/scenario/write/write-pods.ts";

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
      containers: { main: { run: fixed(60_000), ready: fixed(3_000) }, other: { exit: always(3) } },
    });
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
