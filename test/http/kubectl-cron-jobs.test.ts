/** kubectl 1.32 or later, unchanged, with CronJobs of a running simulation. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Kubectl, kubectlFor, whyWithoutKubectl } from "./kubectl.ts";
import { startTestSession, type TestSession } from "./session.ts";

const missing = whyWithoutKubectl();

let session: TestSession;
let kubectl: Kubectl;
beforeEach(async () => {
  session = await startTestSession();
  kubectl = kubectlFor(session.url);
});
afterEach(() => session.close());

const CREATE = ["create", "cronjob", "often", "--image=example.com/worker:1", "--schedule=*/5 * * * *"];

describe.skipIf(missing !== undefined)("kubectl", () => {
  test("creates a CronJob, and shows it in a table", async () => {
    expect(await kubectl.run(CREATE)).toBe("cronjob.batch/often created\n");
    await session.advance("11m");
    const table = await kubectl.run(["get", "cronjobs", "-o", "wide"]);
    expect(table).toMatch(
      /^NAME +SCHEDULE +TIMEZONE +SUSPEND +ACTIVE +LAST SCHEDULE +AGE +CONTAINERS +IMAGES +SELECTOR\n/,
    );
    expect(table).toMatch(
      /\noften +\*\/5 \* \* \* \* +<none> +False +0 +\d+s +11m +often +example.com\/worker:1 +<none>\n/,
    );
    expect(await kubectl.run(["get", "cj", "-o", "name"])).toBe("cronjob.batch/often\n");
    expect((await kubectl.run(["get", "jobs", "-o", "name"])).trim().split("\n")).toHaveLength(2);
  });

  test("refuses an invalid schedule", async () => {
    const create = [...CREATE.slice(0, -1), "--schedule=every minute"];
    await expect(kubectl.run(create)).rejects.toThrow("expected exactly 5 fields, found 2: [every minute]");
  });

  test("describes a CronJob with its Events", async () => {
    await kubectl.run(CREATE);
    await session.advance("6m");
    const description = await kubectl.run(["describe", "cronjob", "often"]);
    expect(description).toMatch(/Schedule: +\*\/5 \* \* \* \*/);
    expect(description).toMatch(/Concurrency Policy: +Allow/);
    expect(description).toMatch(/SuccessfulCreate .* cronjob-controller +Created job often-\d+/);
    expect(description).toMatch(/SawCompletedJob .* cronjob-controller +Saw completed job: often-\d+/);
  });

  test("starts a run manually, which counts among the CronJob's Jobs", async () => {
    await kubectl.run(CREATE);
    expect(await kubectl.run(["create", "job", "now", "--from=cronjob/often"])).toBe("job.batch/now created\n");
    await session.advance("1m");
    const job = JSON.parse(await kubectl.run(["get", "job", "now", "-o", "json"]));
    expect(job.metadata.annotations).toMatchObject({ "cronjob.kubernetes.io/instantiate": "manual" });
    expect(job.status.succeeded).toBe(1);
    const { status } = JSON.parse(await kubectl.run(["get", "cronjob", "often", "-o", "json"]));
    expect(status.lastSuccessfulTime).toBe(job.status.completionTime);
  });

  test("suspends a CronJob with a patch, and resumes it", async () => {
    await kubectl.run(CREATE);
    const suspend = (value: boolean) =>
      kubectl.run(["patch", "cronjob", "often", "-p", JSON.stringify({ spec: { suspend: value } })]);
    expect(await suspend(true)).toBe("cronjob.batch/often patched\n");
    await session.advance("12m");
    expect(await kubectl.run(["get", "jobs", "-o", "name"])).toBe("");
    await suspend(false);
    await session.advance("1s");
    expect((await kubectl.run(["get", "jobs", "-o", "name"])).trim().split("\n")).toHaveLength(1);
  });

  test("deletes a CronJob together with its Jobs", async () => {
    await kubectl.run(CREATE);
    await session.advance("6m");
    expect(await kubectl.run(["delete", "cronjob", "often"])).toMatch(/^cronjob.batch "often" deleted/);
    expect(await kubectl.run(["get", "jobs,cronjobs", "-o", "name"])).toBe("");
  });
});
