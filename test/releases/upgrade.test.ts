/** What `jobsim upgrade` finds. */

import { describe, expect, test } from "vitest";
import { compareReleases, type Upgrade } from "../../src/analysis/upgrade/upgrade.ts";
import type { PodScript } from "../../src/kubelet/script.ts";
import { upgradePage } from "../../src/report/upgrade-html.ts";
import type { JsonObject, SimulationPlan, TimedAction } from "../../src/simulation/plan.ts";
import type { Release } from "../../src/simulation/releases/releases.ts";
import { jobsim, manifest } from "../cli/helpers.ts";
import { scripted } from "../scripted.ts";
import { manifestOf } from "./helpers.ts";

const SCRIPT: PodScript = {
  scheduleMs: 100,
  startMs: 1500,
  exitCode: 0,
  terminationMs: 1500,
  terminationExitCode: 143,
};

function upgrade(from: Release, to: Release, spec: JsonObject, script: Partial<PodScript>, each = false): Upgrade {
  const created: TimedAction = { op: "createJob", atMs: 0, manifest: manifestOf(spec) };
  const plan = (seed: string): SimulationPlan => ({
    epochMs: 946_684_800_000,
    seed,
    untilMs: 600_000,
    actions: [created],
    pods: scripted({ ...SCRIPT, ...script }),
  });
  return compareReleases({ name: "sample", plan: plan("1"), planFor: plan, from, to, seeds: 2, each });
}

function firstCauses({ effects }: Upgrade): string[] {
  return effects.filter(({ isFirstCause }) => isFirstCause).map(({ id }) => id);
}

describe("an upgrade", () => {
  test("names the switch behind the first difference, and when it shows", () => {
    const found = upgrade("1.30", "1.31", { activeDeadlineSeconds: 10 }, {});
    expect(found.parting?.atMs).toBe(10_000);
    expect(firstCauses(found)).toContain("failureTarget");
    expect(found.effects.map(({ id }) => id)).toContain("terminalConditionDelay");
  });

  test("says which fields start to count", () => {
    const { fields } = upgrade("1.28", "1.29", { podReplacementPolicy: "Failed" }, { runMs: 1000 });
    expect(fields).toEqual([
      {
        job: "sample",
        field: "spec.podReplacementPolicy",
        switchId: "podReplacementPolicy",
        from: "dropped",
        to: "on",
      },
    ]);
  });

  test("begins with a difference that can be seen", () => {
    const spec = { completionMode: "Indexed", completions: 2, parallelism: 2, backoffLimitPerIndex: 1 };
    // With a limit per index the status has a list of failed indexes from the start, which is empty.
    expect(upgrade("1.28", "1.29", spec, { runMs: 1000 }).parting).toBeUndefined();
    const { parting } = upgrade("1.28", "1.29", spec, { runMs: 1000, exitCode: 1 });
    expect(parting?.atMs).toBeGreaterThan(0);
  });

  test("finds nothing between releases that only differ in words", () => {
    const found = upgrade("1.32", "1.33", {}, { runMs: 1700, exitCode: 1 });
    expect(found.parting).toBeUndefined();
    expect(found.effects).toEqual([]);
  });

  test("has a column of numbers for each release between", () => {
    const { numbers } = upgrade("1.27", "1.36.2", {}, { runMs: 1000 }, true);
    expect(numbers.map(({ release }) => release)).toEqual([
      ...["27", "28", "29", "30", "31", "32", "33", "34", "35"].map((minor) => `1.${minor}`),
      "1.36.2",
    ]);
    expect(numbers.every(({ success, outcomes }) => success === 1 && outcomes.Complete === 2)).toBe(true);
  });

  test("says what is stored, warned of and shown differently, and by which switch", () => {
    const { objects, effects } = upgrade("1.26", "1.27", {}, { runMs: 1000 });
    expect(objects.map(({ what }) => what)).toContain("Job sample: spec.selector.matchLabels.controller-uid");
    expect(effects.find(({ id }) => id === "prefixedLabels")).toEqual({
      id: "prefixedLabels",
      from: "no",
      to: "yes",
      isFirstCause: false,
    });
    const unknown = upgrade("1.26", "1.27", { managedBy: "example.com/other" }, { runMs: 1000 });
    expect(unknown.objects.some(({ what }) => what.includes("managedBy"))).toBe(false);
    expect(upgrade("1.29", "1.30", { managedBy: "example.com/other" }, { runMs: 1000 }).objects).toContainEqual({
      what: "Job sample: warning spec.managedBy is not a field of JobSpec in this release",
      from: "shown",
    });
    expect(upgrade("1.30", "1.31", {}, { runMs: 1000 }).objects).toContainEqual({
      what: "Job sample: Status in kubectl get",
      from: "Running → Complete",
      to: "Running → SuccessCriteriaMet → Complete",
    });
  });

  test("is a separate page as HTML", () => {
    const page = upgradePage([upgrade("1.26", "1.27", {}, { runMs: 1700, exitCode: 1 })]);
    expect(page).toContain("<title>sample: 1 manifest, Kubernetes 1.26 → 1.27: changed</title>");
    expect(page).toContain("https://github.com/kubernetes/kubernetes/issues/114768");
  });
});

describe("jobsim upgrade", () => {
  const files = { "job.yaml": manifest("sample", "backoffLimit: 1") };

  test("prints text and JSON", async () => {
    const args = ["upgrade", "job.yaml", "--from", "1.27", "--exit", "1", "--seeds", "2"];
    const text = await jobsim(args, { files });
    expect(text.err).toBe("");
    expect(text.out).toMatch(/^1 manifest, Kubernetes 1\.27 → 1\.36: /);
    const { out } = await jobsim([...args, "-o", "json"], { files });
    expect(JSON.parse(out)).toMatchObject({ manifests: [{ name: "job", from: "1.27", to: "1.36" }] });
  });

  const many = {
    "same.yaml": manifest("same"),
    "also.yaml": manifest("also", "completions: 2"),
    "counts.yaml": manifest("counts", "podReplacementPolicy: Failed"),
    "fares.yaml": manifest("fares", "managedBy: example.com/queue"),
    "refused.yaml": manifest("refused", "backoffLimit: -1"),
  };
  const BETWEEN = ["--from", "1.28", "--seeds", "2"];

  test("begins with a verdict, says what changes, and folds the rest", async () => {
    const names = ["same.yaml", "also.yaml", "counts.yaml", "fares.yaml"];
    const { code, out } = await jobsim(["upgrade", ...names, ...BETWEEN], { files: many });
    expect(code).toBe(0);
    const [verdict] = out.split("\n");
    expect(verdict).toBe("4 manifests, Kubernetes 1.28 → 1.36: 2 unchanged, 2 change");
    expect(out).toContain("counts: spec.podReplacementPolicy is silently dropped in 1.28, and counts in 1.36");
    expect(out).toContain("  Complete: 2 → 0 Jobs\n  Running: 0 → 2 Jobs\n");
    expect(out).toMatch(
      /\n {2}same\.yaml, also\.yaml: only what is stored or shown differs, and no figure over 2 seeds: .*\n$/,
    );
  });

  test("lists what does not matter on request", async () => {
    const { out } = await jobsim(["upgrade", "same.yaml", "--all", ...BETWEEN], { files: many });
    expect(out).toMatch(/^1 manifest, Kubernetes 1\.28 → 1\.36: unchanged\n/);
    expect(out).toContain("OBJECTS, warnings and tables\n  Job same: spec.manualSelector: only in 1.36, false\n");
    expect(out).not.toContain("UNCHANGED");
  });

  test("one that is refused keeps nobody from the others", async () => {
    const { code, out, err } = await jobsim(["upgrade", "refused.yaml", "same.yaml", ...BETWEEN], { files: many });
    expect(code).toBe(2);
    expect(out).toMatch(/^1 manifest, .*: unchanged\n/);
    expect(err).toContain('refused.yaml:6:17: Job.batch "refused" is invalid: spec.backoffLimit');
  });

  test("refuses a release that it does not know", async () => {
    const { code, err } = await jobsim(["upgrade", "job.yaml", "--from", "1.20"], { files });
    expect(code).toBe(2);
    expect(err).toContain('"1.20" is not a release that can be played');
  });
});
