/** kubectl 1.32 or later, unchanged, against a running simulation. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Kubectl, kubectlFor, whyWithoutKubectl } from "./kubectl.ts";
import { manifest, startTestSession, type TestSession } from "./session.ts";

const missing = whyWithoutKubectl();
if (missing !== undefined) process.stderr.write(`left out: all tests with kubectl, because ${missing}\n`);

let session: TestSession;
let kubectl: Kubectl;
beforeEach(async () => {
  session = await startTestSession();
  kubectl = kubectlFor(session.url);
});
afterEach(() => session.close());

function text(name: string, spec: object = {}): string {
  return JSON.stringify(manifest(name, spec));
}

async function jsonOf(name: string): Promise<Record<string, unknown>> {
  return JSON.parse(await kubectl.run(["get", "job", name, "-o", "json"]));
}

describe.skipIf(missing !== undefined)("kubectl", () => {
  test("creates a Job and refuses a misspelt field by its name", async () => {
    expect(await kubectl.run(["create", "-f", "-"], text("a"))).toBe("job.batch/a created\n");
    await expect(kubectl.run(["create", "-f", "-"], text("b", { paralelism: 2 }))).rejects.toThrow(
      'unknown field "spec.paralelism"',
    );
    await expect(kubectl.run(["create", "-f", "-"], text("a"))).rejects.toThrow('jobs.batch "a" already exists');
  });

  test("applies on the client side: creates, changes, and leaves alone", async () => {
    const { run } = kubectl;
    expect(await run(["apply", "-f", "-"], text("a"))).toBe("job.batch/a created\n");
    expect(await run(["apply", "-f", "-"], text("a", { parallelism: 3 }))).toBe("job.batch/a configured\n");
    expect(await run(["apply", "-f", "-"], text("a", { parallelism: 3 }))).toBe("job.batch/a unchanged\n");
    expect(await jsonOf("a")).toMatchObject({ spec: { parallelism: 3 }, metadata: { generation: 2 } });
  });

  test("applies on the server side, and gets a conflict with another manager", async () => {
    const apply = ["apply", "--server-side", "-f", "-"];
    expect(await kubectl.run(apply, text("a", { parallelism: 2 }))).toBe("job.batch/a serverside-applied\n");
    const asOther = [...apply, "--field-manager=other"];
    await expect(kubectl.run(asOther, text("a", { parallelism: 5 }))).rejects.toThrow(
      'conflict with "kubectl": .spec.parallelism',
    );
    await kubectl.run([...asOther, "--force-conflicts"], text("a", { parallelism: 5 }));
    expect(await jsonOf("a")).toMatchObject({ spec: { parallelism: 5 } });
  });

  test("gets Jobs as a wide table, as YAML and as JSON", async () => {
    await kubectl.run(["create", "-f", "-"], text("a", { completions: 3 }));
    await session.advance("90s");
    const table = await kubectl.run(["get", "jobs", "-o", "wide"]);
    expect(table).toMatch(/^NAME +STATUS +COMPLETIONS +DURATION +AGE +CONTAINERS +IMAGES +SELECTOR\n/);
    expect(table).toMatch(/\na +Complete +3\/3 +\d+s +90s +main +example.com\/worker:1 +batch.kubernetes.io/);
    expect(await kubectl.run(["get", "job", "a", "-o", "yaml"])).toContain("\nkind: Job\n");
    expect(await jsonOf("a")).toMatchObject({ status: { succeeded: 3 } });
  });

  test("watches a Job until it is complete", async () => {
    await kubectl.run(["create", "-f", "-"], text("a"));
    const stop = kubectl.start(["get", "jobs", "--watch"]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await session.advance("1m");
    await new Promise((resolve) => setTimeout(resolve, 500));
    const lines = (await stop()).trim().split("\n");
    expect(lines[1]).toMatch(/^a +Running +0\/1 /);
    expect(lines.at(-1)).toMatch(/^a +Complete +1\/1 /);
  });

  test("waits for a condition", async () => {
    await kubectl.run(["create", "-f", "-"], text("a"));
    const waiting = kubectl.run(["wait", "--for=condition=complete", "job/a", "--timeout=20s"]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await session.advance("1m");
    expect(await waiting).toBe("job.batch/a condition met\n");
  });

  test("describes a Job with its Events, and a pod", async () => {
    await kubectl.run(["create", "-f", "-"], text("a"));
    await session.advance("1m");
    const description = await kubectl.run(["describe", "job", "a"]);
    expect(description).toContain("Pods Statuses:    0 Active (0 Ready) / 1 Succeeded / 0 Failed");
    expect(description).toMatch(/SuccessfulCreate .* job-controller +Created pod: a-/);
    expect(await kubectl.run(["describe", "pods"])).toContain("Controlled By:  Job/a");
  });

  test.each([
    ["strategic", '{"spec":{"parallelism":4}}'],
    ["merge", '{"spec":{"parallelism":4}}'],
    ["json", '[{"op":"replace","path":"/spec/parallelism","value":4}]'],
  ])("changes the parallelism with a %s patch", async (type, patch) => {
    await kubectl.run(["create", "-f", "-"], text("a"));
    expect(await kubectl.run(["patch", "job", "a", `--type=${type}`, "-p", patch])).toBe("job.batch/a patched\n");
    expect(await jsonOf("a")).toMatchObject({ spec: { parallelism: 4 } });
  });

  test("suspends a Job, which stops its pods, and resumes it", async () => {
    await kubectl.run(["create", "-f", "-"], text("a"));
    await session.advance("5s");
    await kubectl.run(["patch", "job", "a", "-p", '{"spec":{"suspend":true}}']);
    await session.advance("5s");
    expect(await kubectl.run(["get", "jobs"])).toMatch(/\na +Suspended /);
    expect(await kubectl.run(["get", "pods", "-o", "name"])).toBe("");
    await kubectl.run(["patch", "job", "a", "-p", '{"spec":{"suspend":false}}']);
    await session.advance("1m");
    expect(await kubectl.run(["get", "jobs"])).toMatch(/\na +Complete /);
  });

  test("explains a field of a Job and one of its template", async () => {
    const field = await kubectl.run(["explain", "job.spec.suspend"]);
    expect(field).toContain("FIELD: suspend <boolean>");
    expect(field).toContain("While true no pods are created");
    expect(await kubectl.run(["explain", "job.spec.template.spec.containers"])).toContain(
      "FIELD: containers <[]Container>",
    );
  });

  test("reads the logs of a Job's pod", async () => {
    await kubectl.run(["create", "-f", "-"], text("a"));
    await session.advance("1m");
    expect(await kubectl.run(["logs", "job/a"])).toContain("container main exited with code 0");
  });

  test.each([
    ["background", ""],
    ["foreground", ""],
    ["orphan", "pod/a-"],
  ])("deletes a Job with the cascade %s", async (cascade, left) => {
    await kubectl.run(["create", "-f", "-"], text("a"));
    await session.advance("1m");
    expect(await kubectl.run(["delete", "job", "a", `--cascade=${cascade}`])).toContain('job.batch "a" deleted');
    await session.advance("5s");
    const pods = await kubectl.run(["get", "pods", "-o", "name"]);
    expect(pods.slice(0, left === "" ? undefined : left.length)).toBe(left);
  });

  test("lists what the server has", async () => {
    const resources = await kubectl.run(["api-resources", "-o", "name"]);
    expect(resources.split("\n")).toEqual(expect.arrayContaining(["jobs.batch", "pods", "events", "namespaces"]));
    const versions = await kubectl.run(["api-versions"]);
    expect([versions.includes("batch/v1\n"), versions.includes("v2alpha1")]).toEqual([true, false]);
  });
});
