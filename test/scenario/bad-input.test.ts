import { describe, expect, test } from "vitest";

import { formatProblem, InputError } from "../../src/scenario/problem.ts";
import { job, load, problemsOf, scenario } from "./helpers.ts";

const time = "a time such as 250ms, 90s, 1h30m or 2d, or a number of seconds";
const supported = "supported are Job and CronJob (batch/v1), List (v1), or Scenario (jobsim.dev/v1)";

describe("a file that is not what it should be", () => {
  test.each([
    ["nothing", "", `1:1:the file is empty; ${supported}`],
    ["comments only", "# later\n", `1:1:the file is empty; ${supported}`],
    ["empty documents", "---\n---\n", `1:1:the file is empty; ${supported}`],
    ["text", "hello", `1:1:not a Kubernetes object; ${supported}`],
    ["a list", "- a\n- b\n", `1:1:not a Kubernetes object; ${supported}`],
    ["no kind", "apiVersion: batch/v1\n", `1:1:kind:is missing; ${supported}`],
    ["no apiVersion", "kind: Job\n", "1:1:apiVersion:is missing; write batch/v1"],
    [
      "another kind",
      "apiVersion: apps/v1\nkind: Deployment\n",
      `2:7:kind:Deployment cannot be simulated; ${supported}`,
    ],
    [
      "a JobSet",
      "apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet\n",
      "2:7:kind:JobSet cannot be simulated; copy the template of each of its replicatedJobs into a Job of its own",
    ],
    [
      "a misspelt kind",
      "apiVersion: jobsim.dev/v1\nkind: scenario\n",
      '2:7:kind:unknown kind "scenario"; did you mean "Scenario"?',
    ],
    [
      "an unknown version",
      "apiVersion: jobsim.dev/v2\nkind: Scenario\n",
      '1:13:apiVersion:unknown version "jobsim.dev/v2"; Scenario is of jobsim.dev/v1',
    ],
    [
      "an old Job",
      "apiVersion: batch/v1beta1\nkind: Job\n",
      '1:13:apiVersion:unknown version "batch/v1beta1"; Job is of batch/v1',
    ],
    ["an empty List", "apiVersion: v1\nkind: List\nitems: []\n", "3:8:items:must be a list with at least one Job"],
    [
      "a foreign object in a List",
      "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Service}\n",
      `4:28:items[0].kind:Service cannot be simulated; ${supported}`,
    ],
    [
      "a scenario beside a Job",
      `apiVersion: jobsim.dev/v1\nkind: Scenario\n---\n${job("a")}`,
      "2:7:kind:a scenario cannot be next to or inside other documents; list Jobs under its jobs",
    ],
  ])("%s", (_name, text, expected) => {
    expect(problemsOf(() => load(text))).toEqual([expected]);
  });
});

describe("broken YAML", () => {
  test.each([
    ["a tab", "a: 1\n\tb: 2\n", "2:1:a tab; YAML is indented with spaces"],
    ["two keys in a line", "a: b: c\n", '1:4:a second "key:" in one line; put text that holds ": " in quotes'],
    [
      "a bracket left open",
      "a: [1\nb: 2\n",
      "2:1:not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["a quote left open", 'a: "x\n', '2:1:not YAML: Missing closing "quote'],
    ["an unknown tag", "a: !secret x\n", "1:4:not YAML: Unresolved tag: !secret"],
    ["an unknown alias", "a: *b\n", '1:4:a:there is no "&b" above'],
    ["a value in itself", "a: &x [*x]\n", '1:8:a[0]:"*x" refers to a value that contains it'],
    [
      "a key twice in a scenario",
      "{apiVersion: jobsim.dev/v1, kind: Scenario, jobs: [], seed: 1, seed: 2}\n",
      "1:64:seed:the key occurs twice; the first is in line 1",
    ],
    [
      "an escape that go-yaml does not know",
      'a: "b\\nc \\/ d"\n',
      '1:10:"\\/" is no escape that kubectl knows; write / alone',
    ],
    ["a list as key", "? [a]\n: b\n", "1:3:a key must be text"],
    ["infinity", "a: .inf\n", "1:4:a:.inf is not a JSON number"],
    ["a bad merge", "a:\n  <<: 3\n", "2:3:a.<<:<< needs a map, or a list of maps, to merge"],
    ["deep nesting", `a: ${"[".repeat(101)}`, "1:104:nested more than 100 levels deep"],
  ])("%s", (_name, text, expected) => {
    expect(problemsOf(() => load(text))).toEqual([expected]);
  });

  test("that grows without bounds through aliases", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 9; i++)
      lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(", ")}]`);
    expect(problemsOf(() => load(lines.join("\n")))[0]).toBe("6:9:a5:aliases make this more than 1,000,000 values");
  });

  test("that grows deep through aliases", () => {
    const lines = Array.from({ length: 150 }, (_, i) => `a${i}: &a${i} [${i === 0 ? "x" : `*a${i - 1}`}]`);
    expect(problemsOf(() => load(lines.join("\n")))).toContain(
      "101:13:a100:aliases make this more than 100 levels deep",
    );
  });
});

describe("a scenario with a mistake", () => {
  test.each([
    ["untill: 1h", '5:1:untill:unknown key; did you mean "until"?'],
    [
      "colour: red",
      "5:1:colour:unknown key; known are apiVersion, kind, include, parameters, metadata, seed, kubernetes, switches, startTime, kubelet, until, jobs, pods, events, kinds, controllerManager, faults, clientFaults, quotas, priorityClasses, limitRanges, watchLag, cluster, background, queues, schedule, violation, expect, cases",
    ],
    ["until: 5 minutes", '5:8:until:"5 minutes" has the unknown unit "minutes"; write "5m"'],
    ["until: [1h]", `5:8:until:must be ${time}, not a list`],
    ["until: -1", "5:8:until:must be at least 0, not -1"],
    ["until: 9999d", "5:8:until:9999d is longer than the longest time, 3650d"],
    ["until:", `5:7:until:must be ${time}, not empty`],
    ["seed: [1]", "5:7:seed:must be a number or text, not a list"],
    ["metadata: {nam: x}", '5:12:metadata.nam:unknown key; did you mean "name"?'],
    ["pods: []", "5:7:pods:must be a map with default and rules, not a list"],
    ["pods: {default: {exitCode: 1}}", '5:18:pods.default.exitCode:unknown key; did you mean "exit"?'],
    ["pods: {default: {exit: 256}}", "5:24:pods.default.exit:must be at most 255, not 256"],
    [
      "pods: {default: {exit: one}}",
      '5:24:pods.default.exit:must be an exit code (0 to 255), or codes with their chances such as {0: 95%, 1: 5%}, not the text "one"',
    ],
    ["pods: {default: {exit: {0: 95%, 1: 6%}}}", "5:24:pods.default.exit:the chances add up to 101%, not to 100%"],
    ["pods: {default: {exit: {0: 1, 300: 1}}}", '5:31:pods.default.exit.300:"300" is not an exit code, 0 to 255'],
    ["pods: {default: {run: nevr}}", `5:23:pods.default.run:"nevr" is not a time; write ${time}, or "forever"`],
    [
      "pods: {default: {run: true}}",
      `5:23:pods.default.run:must be ${time}, "forever", or a distribution such as {uniform: {min: 10s, max: 40s}}, not true`,
    ],
    [
      "pods: {default: {run: {gauss: {mean: 3s}}}}",
      "5:24:pods.default.run.gauss:unknown key; known are uniform, normal, lognormal, exponential, weibull, empirical",
    ],
    [
      "pods: {default: {run: {}}}",
      "5:23:pods.default.run:needs a distribution; give exactly one of uniform, normal, lognormal, exponential, weibull, empirical",
    ],
    [
      "pods: {default: {run: {exponential: {mean: 1s}, uniform: {min: 1s, max: 2s}}}}",
      "5:23:pods.default.run:has 2 distributions: uniform, exponential; give exactly one of uniform, normal, lognormal, exponential, weibull, empirical",
    ],
    ["pods: {default: {run: {exponential: {}}}}", `5:24:pods.default.run.exponential.mean:is missing; must be ${time}`],
    [
      "pods: {default: {run: {uniform: {min: 3s, max: 2s}}}}",
      "5:48:pods.default.run.uniform.max:max (2s) is less than min (3s)",
    ],
    [
      "pods: {default: {run: {exponential: {maen: 2s}}}}",
      '5:38:pods.default.run.exponential.maen:unknown key; did you mean "mean"?',
    ],
    [
      "pods: {default: {run: {empirical: {}}}}",
      "5:35:pods.default.run.empirical:needs exactly one of values and quantiles",
    ],
    [
      "pods: {default: {conditions: [{type: X, status: True}]}}",
      "5:49:pods.default.conditions[0].status:must be one of True, False, Unknown, not true",
    ],
    [
      "pods: {default: {restarts: [{count: 0, run: 1s}]}}",
      "5:37:pods.default.restarts[0].count:must be at least 1, not 0",
    ],
    [
      "pods: {default: {restarts: [{run: 1s, exit: 0}]}}",
      "5:45:pods.default.restarts[0].exit:a run that is followed by a restart must fail, so its exit code is not 0",
    ],
    ["pods: {rules: [{exit: 1}]}", "5:16:pods.rules[0].match:is missing"],
    [
      "pods: {rules: [{match: {}, exit: 1}]}",
      "5:24:pods.rules[0].match:needs job, jobName, labels, annotations, cronRun, index, attempt or ordinal; what applies to all pods goes into pods.default",
    ],
    ["pods: {rules: [{match: {index: 5-3}}]}", '5:32:pods.rules[0].match.index:the range "5-3" ends below its start'],
    [
      "pods: {rules: [{match: {index: x}}]}",
      '5:32:pods.rules[0].match.index:"x" is not an index list; write a number, "0,3-5", or "2-" for 2 and all above',
    ],
    [
      "pods: {rules: [{match: {job: swep}}]}",
      '5:30:pods.rules[0].match.job:there is no Job "swep"; did you mean "sweep"?',
    ],
    [
      "pods: {rules: [{match: {job: [sweep, other]}}]}",
      '5:38:pods.rules[0].match.job[1]:there is no Job "other"; there is sweep',
    ],
    [
      "events: [{at: 1s}]",
      "5:10:events[0].action:is missing; one of patch, suspend, resume, delete, putStatus, recreate, create, createJobFrom, cordonNode, uncordonNode, drainNode, loseNode, shutDownNode, cutOffNode, returnNode, deleteNode, taintNode, untaintNode, evict, evictByKubelet, deletePod, patchPod, createPod, bindPod, createObject, putObject, deleteObject, restartController, answerReview, loseAnswers, delayWrites, slowCalls, crashController, overlapControllers, cutOffReplica, stallWatch, breakWatch, ageLists, ageReads, delayWatch, repeatWatch",
    ],
    ["events: [{at: 1s, do: suspend}]", '5:19:events[0].do:unknown key; did you mean "action"?'],
    [
      "events: [{at: 1s, action: suspnd}]",
      '5:27:events[0].action:must be one of patch, suspend, resume, delete, putStatus, recreate, create, createJobFrom, cordonNode, uncordonNode, drainNode, loseNode, shutDownNode, cutOffNode, returnNode, deleteNode, taintNode, untaintNode, evict, evictByKubelet, deletePod, patchPod, createPod, bindPod, createObject, putObject, deleteObject, restartController, answerReview, loseAnswers, delayWrites, slowCalls, crashController, overlapControllers, cutOffReplica, stallWatch, breakWatch, ageLists, ageReads, delayWatch, repeatWatch, not the text "suspnd"; did you mean "suspend"?',
    ],
    ["events: [soon]", '5:10:events[0]:must be a map, not the text "soon"'],
    ["events: [{action: suspend}]", `5:10:events[0].at:is missing; must be ${time}`],
    ["events: [{at: 1s, action: evict}]", "5:10:events[0].pod:is missing"],
    [
      "events: [{at: 1s, action: evict, pod: {}}]",
      "5:39:events[0].pod:needs exactly one of index (Indexed Jobs) and ordinal",
    ],
    [
      "events: [{at: 1s, action: evict, pod: {index: 2-}}]",
      "5:47:events[0].pod.index:an event needs a range with an end",
    ],
    [
      "events: [{at: 1s, action: evict, pod: {index: 0-999999}}]",
      "5:47:events[0].pod.index:names 1000000 pods; an event may name 100000",
    ],
    [
      "events: [{at: 1s, action: delete, propagation: Backgruond}]",
      '5:48:events[0].propagation:must be one of Background, Foreground, Orphan, not the text "Backgruond"; did you mean "Background"?',
    ],
  ])("%s is reported at its place: %s", (line, expected) => {
    expect(problemsOf(() => load(scenario(line)))).toEqual([expected]);
  });

  test.each([
    ["jobs: []", "3:7:jobs:are needed: without Jobs and events nothing happens (jobsim serve may have neither)"],
    ["seed: 1", "1:1:jobs:are needed: without Jobs and events nothing happens (jobsim serve may have neither)"],
    [
      "jobs: [job.yaml]",
      '3:8:jobs[0]:must be a map with file or manifest, for example {file: job.yaml}, not the text "job.yaml"',
    ],
    ["jobs: [{at: 1s}]", "3:8:jobs[0]:needs exactly one of file and manifest"],
    ["jobs: [{kind: Job}]", '3:9:jobs[0].kind:unknown key; did you mean "manifest"?'],
    ["jobs: [{file: other.yaml}]", "3:15:jobs[0].file:there is no file dir/other.yaml"],
    ["jobs: [{file: empty.yaml}]", "3:15:jobs[0].file:dir/empty.yaml is empty"],
    [
      "jobs: [{file: bad.yaml}]",
      "dir/bad.yaml:1:5:not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    [
      "jobs: [{file: in.yaml}]",
      "2:7:kind:a scenario cannot be next to or inside other documents; list Jobs under its jobs",
    ],
    ["jobs: [{manifest: {kind: Job}}]", "3:9:jobs[0].manifest.apiVersion:is missing; write batch/v1"],
  ])("%s is reported at its place: %s", (line, expected) => {
    const text = `apiVersion: jobsim.dev/v1\nkind: Scenario\n${line}\n`;
    const files = { "dir/empty.yaml": "", "dir/bad.yaml": "a: [", "dir/in.yaml": text };
    expect(problemsOf(() => load(text, files))).toEqual([expected]);
  });

  test("names an object of a kind that no run has", () => {
    const events = "events: [{at: 1s, action: createObject, manifest: {apiVersion: v1, kind: Widget}}]";
    const [problem = ""] = problemsOf(() => load(scenario(events)));
    expect(problem).toMatch(/events\[0\].manifest:there is no kind "Widget" of "v1"; there are Job \(batch\/v1\), /);
  });

  test("retries a CronJob, which is for Jobs", () => {
    const cron = `{apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, spec: {schedule: "0 2 * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: i}]}}}}}}`;
    const text = ["apiVersion: jobsim.dev/v1", "kind: Scenario", `jobs: [{retry: {times: 1}, manifest: ${cron}}]`];
    const [problem = ""] = problemsOf(() => load(text.join("\n")));
    expect(problem).toContain("jobs[0].retry:is for Jobs: a CronJob makes new ones by its schedule");
  });

  test("says which Job if there are several, even if two have the same name", () => {
    const jobs = `jobs: [{manifest: ${job("a")}}, {manifest: ${job("b")}}, {manifest: ${job("a").replace("{name: a}", "{name: a, namespace: x}")}}]`;
    const text = ["apiVersion: jobsim.dev/v1", "kind: Scenario", jobs, "events:"];
    const events = [
      "- {at: 1s, action: suspend}",
      "- {at: 1s, action: suspend, job: a}",
      "- {at: 1s, action: suspend, job: x/a}",
    ];
    expect(problemsOf(() => load([...text, ...events].join("\n")))).toEqual([
      "5:3:events[0].job:needs job, one of default/a, default/b, x/a",
      '6:34:events[1].job:"a" could be default/a or x/a; write one of them',
    ]);
  });

  test("gets all problems together, in the order of the file", () => {
    const lines = ["seed: []", "pods: {default: {runn: 1s, strat: 2s}}", "events: [{at: x, action: suspend}]"];
    expect(problemsOf(() => load(scenario(...lines)))).toEqual([
      "5:7:seed:must be a number or text, not a list",
      '6:18:pods.default.runn:unknown key; did you mean "run"?',
      '6:28:pods.default.strat:unknown key; did you mean "start"?',
      `7:15:events[0].at:"x" is not a time; write ${time}`,
    ]);
  });
});

describe("a manifest with a mistake", () => {
  test.each([
    ["backofLimit: 3", '1:67:spec.backofLimit:is not a field of JobSpec; did you mean "backoffLimit"?'],
    ["parallelism: '3'", '1:80:spec.parallelism:must be a whole number, not the string "3"'],
    ["suspend: 1", "1:76:spec.suspend:must be true or false, not 1"],
  ])("%s is reported at its place: %s", (spec, expected) => {
    expect(problemsOf(() => load(job("sweep", spec)))).toEqual([expected]);
  });

  test("inside a scenario is found there", () => {
    const text = scenario().replace("image: worker", "imagee: worker");
    expect(problemsOf(() => load(text))).toEqual([
      `4:${(text.split("\n")[3] ?? "").indexOf("imagee") + 1}:jobs[0].manifest.spec.template.spec.containers[0].imagee:is not a field of Container; did you mean "image"?`,
    ]);
  });

  test("that a flag made is reported for the flag", () => {
    const flags = {
      set: [
        "spec.backofLimit=2",
        "spec.parallelism=many",
        "spec.template.spec.containers.image=x",
        "spec.suspend=[",
        "kind.x=1",
      ],
    };
    expect(problemsOf(() => load(job("sweep"), {}, flags)).toSorted()).toEqual([
      '--set kind.x=1:kind is "Job"; it has no x',
      '--set spec.backofLimit=2:spec.backofLimit:is not a field of JobSpec; did you mean "backoffLimit"?',
      '--set spec.parallelism=many:spec.parallelism:must be a whole number, not the string "many"',
      "--set spec.suspend=[:not YAML: Flow sequence must end with a ]",
      "--set spec.template.spec.containers.image=x:spec.template.spec.containers is a list; write spec.template.spec.containers[0] for its first item, or the name of an item: main",
    ]);
  });
});

describe("what people see", () => {
  test("is the place, the message, and the line with a caret", () => {
    const run = () => load(scenario("untill: 1h"));
    expect(run).toThrow(InputError);
    expect(run).toThrow('dir/in.yaml:5:1: untill: unknown key; did you mean "until"?\n  5 | untill: 1h\n    | ^');
  });

  test("keeps the caret below its column in long lines and after tabs", () => {
    const long = formatProblem({
      file: "f",
      line: 10,
      column: 301,
      message: "m",
      lineText: `${"x".repeat(300)}Y${"x".repeat(300)}`,
    });
    const [, shown = "", caret = ""] = long.split("\n");
    expect(shown[caret.indexOf("^")]).toBe("Y");
    expect(shown.length).toBeLessThan(140);
    expect(formatProblem({ file: "f", line: 1, column: 3, message: "m", lineText: "\t\tx" })).toBe(
      "f:1:3: m\n  1 | \t\tx\n    | \t\t^",
    );
  });

  test("holds no control characters of the input", () => {
    expect(
      formatProblem({ file: "f", line: 1, column: 1, path: "a\u001b[31m", message: "m", lineText: "\u001b[31mx" }),
    ).not.toContain("\u001b");
  });

  test("counts what is too much to show", () => {
    const error = new InputError(Array.from({ length: 25 }, (_, i) => ({ file: "f", line: i, message: "m" })));
    expect(error.format(2)).toBe("f:0: m\nf:1: m\n… and 23 more");
  });
});

test("a message names some of very many Jobs, and counts the others", () => {
  const manifest = (n: number) =>
    `{ apiVersion: batch/v1, kind: Job, metadata: { name: job-${n} }, spec: { template: { spec: { restartPolicy: Never, containers: [{ name: main, image: a }] } } } }`;
  const jobs = Array.from({ length: 5_000 }, (_, n) => `  - manifest: ${manifest(n)}\n`).join("");
  const text = `apiVersion: jobsim.dev/v1\nkind: Scenario\njobs:\n${jobs}pods: { rules: [{ match: { job: other } }] }\n`;
  const [problem] = problemsOf(() => load(text));
  expect(problem).toContain(
    'there is no Job "other"; there is job-0, job-1, job-2, job-3, job-4, job-5, job-6, job-7, job-8, job-9 and 4990 more',
  );
});
