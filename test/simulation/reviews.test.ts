/** Reviews in a scenario: what webhooks answered in a session that was saved, or what somebody wrote by hand. */

import { expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { simulate } from "../../src/simulation/simulation.ts";

const JOB =
  "{ apiVersion: batch/v1, kind: Job, metadata: { name: a }, spec: { template: { spec: { restartPolicy: Never, containers: [{ name: main, image: i }] } } } }";

function play(verdict: string, at = "3s") {
  const event = `{ at: ${at}, action: answerReview, batch: 0, verdicts: [${verdict}] }`;
  const text = `apiVersion: jobsim.dev/v1\nkind: Scenario\njobs: [{ manifest: ${JOB} }]\nevents: [${event}]\nuntil: 4s\n`;
  const { log, server } = simulate(loadScenario({ text, file: "a.yaml", readFile: () => "" }).plan);
  const refused = log.entries.flatMap((entry) =>
    entry.kind === "request" && entry.error ? [[entry.timeMs, entry.error.message]] : [],
  );
  const created = log.entries.filter(
    (entry) => entry.kind === "commit" && entry.resource === "pods" && entry.type === "ADDED",
  );
  return { pods: [...server.pods.pods], createdMs: created.map(({ timeMs }) => timeMs), refused };
}

test("a pod waits for its review", () => {
  expect(play("{}")).toMatchObject({ createdMs: [3_000], refused: [] });
  expect(play("{}", "5s").pods).toEqual([]);
});

test("a pod has what the review added", () => {
  const { pods } = play("{ patch: [{ op: add, path: /metadata/labels/x, value: z }] }");
  expect(pods).toMatchObject([{ metadata: { labels: { x: "z", "job-name": "a" } } }]);
});

test.each([
  ["{ refuse: no pods today }", "no pods today"],
  ["{ patch: [{ op: remove, path: /x }] }", expect.stringContaining("rejected our request")],
  ["{ patch: [{ op: jump }] }", expect.any(String)],
])("a creation is refused, and tried again a second later: %s", (verdict, words) => {
  expect(play(verdict)).toMatchObject({ createdMs: [4_000], refused: [[3_000, words]] });
});
