/** The picture of nodes and quotas on a report page: what each lane shows, and that pages without nodes have none. */

import { describe, expect, test } from "vitest";
import { clusterLanes } from "../../../src/analysis/cluster/lanes.ts";
import { collectReport } from "../../../src/report/html/collect.ts";
import { reportPage } from "../../../src/report/html/page.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { simulate } from "../../../src/simulation/simulation.ts";

/** Four pods of an hour on a node that takes two: it is full for two of four hours, and two pods wait for one. */
function play(cluster: string) {
  const job =
    "{ apiVersion: batch/v1, kind: Job, metadata: { name: a<b }, spec: { parallelism: 4, completions: 4, template: { spec: { restartPolicy: Never, containers: [{ name: m, image: i, resources: { requests: { cpu: 2 } } }] } } } }";
  const text = `apiVersion: jobsim.dev/v1\nkind: Scenario\nuntil: 4h\njobs: [{ manifest: ${job.replace("a<b", "a")} }]\npods: { default: { run: 1h, schedule: 0s, start: 0s } }\n${cluster}\n`;
  return simulate(loadScenario({ text, file: "a.yaml", readFile: () => "" }).plan);
}

const FULL = 'cluster: { nodes: [{ name: "x&y", capacity: { cpu: 4, memory: 1Gi } }] }';

describe("the lanes of a run", () => {
  const lanes = clusterLanes(play(`${FULL}\nquotas: [{ name: team, hard: { requests.cpu: 16 } }]`));
  const meanOf = (shares: readonly number[] = []) => shares.reduce((sum, share) => sum + share, 0) / shares.length;

  test("show how full nodes are by the resource that is used most", () => {
    const node = lanes?.lanes.find(({ kind }) => kind === "nodes");
    expect(node).toMatchObject({ name: "x&y-0", top: "all cpu", peak: "at most 100%" });
    expect(meanOf(node?.shares)).toBeCloseTo(0.5, 5);
  });

  test("show how many pods wait, and why", () => {
    const lane = lanes?.lanes.find(({ kind }) => kind === "waiting");
    expect(lane?.peak).toBe("at most 2");
    expect(meanOf(lane?.shares)).toBeCloseTo(0.25, 5);
    expect(lanes?.waiting).toMatchObject([{ owner: "a", pods: 2, fromMs: 0, toMs: 3_600_000 }]);
    expect(lanes?.waiting[0]?.message).toContain("1 Insufficient cpu");
  });

  test("show how much of a quota is used", () => {
    const quota = lanes?.lanes.find(({ kind }) => kind === "quota");
    expect(quota).toMatchObject({ name: "team: requests.cpu", peak: "at most 50%" });
    expect(meanOf(quota?.shares)).toBeCloseTo((0.5 + 0.25) / 4, 2);
  });

  test("are grouped by kind if there are many nodes", () => {
    const many = clusterLanes(play("cluster: { nodes: [{ name: a, count: 30 }, { name: b, count: 2 }] }"));
    expect(many?.lanes.map(({ name }) => name)).toEqual(["a (30)", "b (2)", "pods waiting"]);
  });

  test("are none without nodes and quotas", () => {
    expect(clusterLanes(play(""))).toBeUndefined();
  });
});

describe("the page of a run", () => {
  const pageOf = (cluster: string) => reportPage(collectReport(play(cluster), { title: "t" }));

  test("has a picture of its nodes, in which names are text", () => {
    const page = pageOf(FULL);
    expect(page).toContain('<section id="cluster"');
    expect(page).toContain("x&amp;y-0");
    expect(page).toContain("<td>a</td><td>2</td>");
  });

  test("has none without nodes", () => {
    expect(pageOf("")).not.toContain('id="cluster"');
  });
});
