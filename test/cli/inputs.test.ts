/** Inputs on the command line: folders, patterns, dumps, sources of other tools. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { decodeText } from "../../src/scenario/text-encoding.ts";
import { jobsim, manifest } from "./helpers.ts";

const ANSWERS = "test/cli/answers";
const folder = mkdtempSync(path.join(tmpdir(), "jobsim-inputs-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files in a new folder. */
function tree(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, name, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return path.join(folder, name);
}

const KINDS = "skipped 2 objects that are not Jobs: 1 Deployment, 1 Kustomization";

describe("files without a Job", () => {
  const kustomize = `; to see what it makes: kubectl kustomize ${ANSWERS}/folder | jobsim run -\n`;

  test.each([
    ["a folder", [`${ANSWERS}/folder`]],
    ["a pattern that no shell has filled in", [`${ANSWERS}/folder/*.yaml`]],
    ["several files", ["deploy", "job", "kustomization"].map((name) => `${ANSWERS}/folder/${name}.yaml`)],
  ])("are counted in one line at the end: %s", async (_name, paths) => {
    const { out, err } = await jobsim(["lint", ...paths]);
    expect(out).toContain(`${ANSWERS}/folder/job.yaml:`);
    expect(out).toMatch(/ in 1 Job\n$/);
    expect(err).toBe(KINDS + kustomize);
    const ran = await jobsim(["run", ...paths, "-q"]);
    expect(ran).toMatchObject({ code: 0, err: KINDS + kustomize });
    expect(ran.out).toMatch(/^default\/db-migrate: Complete/);
  });

  const NODE =
    "apiVersion: v1\nkind: Node\nmetadata: { name: n1 }\nstatus: { allocatable: { cpu: 1, memory: 1Gi, pods: 1 } }\n";

  test("take part in the run if they describe the cluster", async () => {
    const where = tree("roomy", {
      "job.yaml": manifest("a", "completions: 2", "parallelism: 2"),
      "nodes.yaml": NODE,
      "deploy.yaml": "apiVersion: apps/v1\nkind: Deployment\n",
    });
    const one = "skipped 1 object that is not a Job: 1 Deployment\n";
    for (const paths of [[where], [`${where}/job.yaml`, `${where}/nodes.yaml`, `${where}/deploy.yaml`]]) {
      const { code, out, err } = await jobsim(["run", ...paths, "-q", "--run", "10s"]);
      expect({ code, err }).toEqual({ code: 0, err: one });
      // One pod after the other, since the only node has room for one.
      expect(out).toBe("default/a: Complete (CompletionsReached) after 23s\n");
    }
    const linted = await jobsim(["lint", where]);
    expect(linted.err).toBe("skipped 2 objects that are not Jobs: 1 Deployment, 1 Node\n");
  });

  test("are skipped next to a scenario, which describes its own cluster", async () => {
    const scenario = "apiVersion: jobsim.dev/v1\nkind: Scenario\njobs: [{ file: job.yaml }]\n";
    const where = tree("own", { "s.yaml": scenario, "nodes.yaml": NODE, "job.yaml": manifest("a") });
    const { code, err } = await jobsim(["run", `${where}/s.yaml`, `${where}/nodes.yaml`, "-q"]);
    expect({ code, err }).toEqual({ code: 0, err: "skipped 1 object that is not a Job: 1 Node\n" });
  });

  test("are the only files", async () => {
    const service = "apiVersion: v1\nkind: Service\n";
    const where = tree("none", { "a.yaml": service, "values.yaml": "image: x\n", "other.yaml": "image: y\n" });
    expect(await jobsim(["lint", where])).toEqual({
      code: 2,
      out: "",
      err: `${where}: no Job here; skipped 3 objects that are not Jobs: 2 files without a Kubernetes object, 1 Service\n`,
    });
  });

  test("do not hide an invalid Job", async () => {
    const where = tree("broken", {
      "a.yaml": manifest("fine"),
      "b.yaml": "kind: Job\nmetadata: {name: [\n",
      "notes.yaml": "- [\n",
    });
    const { code, out, err } = await jobsim(["lint", where]);
    expect(code).toBe(2);
    expect(out).toContain("in 1 Job");
    expect(err).toContain(`${where}/b.yaml:`);
    expect(err).toMatch(/skipped 1 object that is not a Job: 1 file that cannot be read\n$/);
  });

  describe("of which one is broken, is refused or has an unknown field", () => {
    const FILES = {
      "a.yaml": manifest("fine"),
      "b.yaml": "kind: Job\nmetadata: {name: [\n",
      "c.yaml": `${manifest("refused")}  backoffLimit: -1\n`,
      "d.yaml": manifest("also-fine"),
      "e.yaml": `${manifest("odd")}  backoffLimit: many\n`,
    };

    test.each(["run", "explain"])(
      "leave it out of %s, which plays the others and says what is wrong",
      async (command) => {
        const where = tree(`leaving-${command}`, FILES);
        const { code, out, err } = await jobsim([command, where, "--seed", "1"]);
        expect(code).toBe(2);
        expect(out).toContain("also-fine");
        expect(out).not.toMatch(/refused|odd/);
        expect(err).toContain("left out, as 3 files cannot be played:\n");
        for (const file of ["b", "c", "e"]) expect(err).toMatch(new RegExp(`^${where}/${file}.yaml:\\d+:\\d+: `, "m"));
      },
    );

    test("are all refused if none is left to play", async () => {
      const { "b.yaml": b, "c.yaml": c } = FILES;
      const { code, out, err } = await jobsim(["run", tree("none-left", { "b.yaml": b, "c.yaml": c })]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("b.yaml");
      expect(err).toContain("c.yaml");
    });

    test("are all refused if it says what the cluster is", async () => {
      const node = "apiVersion: v1\nkind: Node\nmetadata: {name: n}\nstatus: {allocatable: {cpu: lots}}\n";
      const { code, out } = await jobsim(["run", tree("cluster-broken", { ...FILES, "node.yaml": node })]);
      expect([code, out]).toEqual([2, ""]);
    });
  });

  test("are in folders that are not the user's", async () => {
    const where = tree("skipped", {
      "a.yaml": manifest("a"),
      "node_modules/b.yaml": manifest("b"),
      ".git/c.yaml": "x",
    });
    expect((await jobsim(["run", where, "-q"])).out).toBe("default/a: Complete (CompletionsReached) after 12s\n");
  });

  test("a file with a Job and another kind of the same name from another API", async () => {
    const { code, out, err } = await jobsim(["run", `${ANSWERS}/mixed-with-volcano.yaml`, "-q"]);
    expect({ code, err }).toEqual({
      code: 0,
      err: "skipped 1 object that is not a Job: 1 Job of batch.volcano.sh\n",
    });
    expect(out).toMatch(/^default\/db-migrate: Complete/);
  });
});

describe("sources of other tools", () => {
  test("a template of a chart must be rendered first", async () => {
    const { code, err } = await jobsim(["run", `${ANSWERS}/chart-template.yaml`]);
    expect(code).toBe(2);
    expect(err).toContain(":4:9: a template of a Helm chart; render it first: helm template . | jobsim run -\n");
  });

  test("a chart in a folder is skipped, with the command that renders it", async () => {
    const where = tree("charts", {
      "app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
      "app/templates/job.yaml": "{{- if .Values.on }}\nkind: Job\n{{- end }}\n",
      "job.yaml": manifest("plain"),
    });
    const { code, err } = await jobsim(["run", where, "-q"]);
    expect(code).toBe(0);
    expect(err).toContain("1 Helm chart, 1 chart template");
    expect(err).toContain(`helm template ${where}/app | jobsim run -`);
  });

  test("a template inside the command of a Job is not one", async () => {
    const text = manifest("formats").replace(
      "image: worker",
      "image: worker\n          args: ['{{range .items}}{{end}}']",
    );
    expect((await jobsim(["run", "-", "-q"], { stdin: text })).code).toBe(0);
  });
});

describe("YAML as kubectl reads it", () => {
  test.each([
    ["dedented-quote", 0, ""],
    ["duplicate-key", 0, "the last one counts, as kubectl sends it"],
    ["escape-slash", 2, '"\\/" is no escape that kubectl knows'],
  ])("%s", async (name, code, message) => {
    const ended = await jobsim(["run", `${ANSWERS}/${name}.yaml`, "-q"]);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(message);
  });

  test.each(["utf16le", "utf8"] as const)("in %s, with a byte order mark", (encoding) => {
    expect(decodeText(Buffer.from("\uFEFFkind: Jöb", encoding))).toBe("kind: Jöb");
  });

  test("in UTF-16 without a mark, in either order", () => {
    const little = Buffer.from("kind", "utf16le");
    expect(decodeText(little)).toBe("kind");
    expect(decodeText(Buffer.from(little).swap16())).toBe("kind");
  });
});

describe("hints", () => {
  test.each([
    [["--set", "backoffLimit=2"], "did you mean spec.backoffLimit?"],
    [["--set", "containers[0].image=x"], "did you mean spec.template.spec.containers[0].image?"],
    [["--exit", "1:10%"], "if the rest succeeds, write 0:90%,1:10%"],
    [["--kubernetes", "v1.28.3"], "write 1.28, which stands for a late one"],
  ])("%j: %s", async (flags, hint) => {
    const { code, err } = await jobsim(["run", `${ANSWERS}/plain.yaml`, ...flags]);
    expect(code).toBe(2);
    expect(err).toContain(hint);
  });

  test("a suspended Job that nobody resumes", async () => {
    const { err } = await jobsim(["run", `${ANSWERS}/queued.yaml`, "-q"]);
    expect(err).toBe(
      "note: Job train is suspended, and a queue (team-a) would resume it, but there is none here; to play it as if it were resumed at once: --set spec.suspend=false\n",
    );
  });

  test("a Job that another controller manages", async () => {
    const { err } = await jobsim(["run", `${ANSWERS}/managed-elsewhere.yaml`, "-q"]);
    expect(err).toBe(
      "note: Job managed is managed by kueue.x-k8s.io/multikueue, so the Job controller leaves it alone; to play it as if it were its own: --set spec.managedBy=null\n",
    );
  });
});

/** A Job as `kubectl get -o yaml` shows it, after it has run. */
const DUMP = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: {
    name: "load",
    namespace: "data",
    uid: "6a3f",
    resourceVersion: "77",
    creationTimestamp: "2024-03-01T08:00:00Z",
    labels: { "batch.kubernetes.io/controller-uid": "6a3f", "batch.kubernetes.io/job-name": "load" },
  },
  spec: {
    selector: { matchLabels: { "batch.kubernetes.io/controller-uid": "6a3f" } },
    template: {
      metadata: { labels: { "batch.kubernetes.io/controller-uid": "6a3f", "batch.kubernetes.io/job-name": "load" } },
      spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i" }] },
    },
  },
  status: { conditions: [{ type: "Complete", status: "True" }], succeeded: 1, completionTime: "2024-03-01T08:04:00Z" },
};

describe("every command that plays manifests accepts them", () => {
  const list = {
    apiVersion: "v1",
    kind: "List",
    items: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "s" } }],
  };
  const where = tree("shapes", {
    "yaml/one.yaml": manifest("one"),
    "several/two.yaml": `${manifest("two")}---\n${manifest("three")}---\nkind: ConfigMap\napiVersion: v1\n`,
    "list/list.json": JSON.stringify({ ...list, items: [...list.items, parse(manifest("four"))] }),
    "stream/values.json": ["five", "six"].map((name) => JSON.stringify(parse(manifest(name)), null, 2)).join("\n"),
    "dump/load.yaml": stringify(DUMP),
    "folder/a/seven.yaml": manifest("seven"),
    "folder/b/eight.yml": manifest("eight"),
    "folder/b/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n",
  });
  writeFileSync(path.join(where, "wide.yaml"), Buffer.from(`\uFEFF${manifest("nine")}`, "utf16le"));

  const SHAPES: readonly (readonly [input: string, jobs: readonly string[], skipped: string])[] = [
    ["yaml", ["one"], ""],
    ["yaml/one.yaml", ["one"], ""],
    ["several/two.yaml", ["two", "three"], "1 ConfigMap"],
    ["list/list.json", ["four"], "1 Secret"],
    ["stream/values.json", ["five", "six"], ""],
    ["dump/load.yaml", ["load"], ""],
    ["folder", ["seven", "eight"], "1 Deployment"],
    ["folder/*/*.y*ml", ["seven", "eight"], "1 Deployment"],
  ];

  const COMMANDS: readonly (readonly string[])[] = [
    ["run", "-q"],
    ["lint"],
    ["explain"],
    ["compare", "--set", "spec.backoffLimit=1"],
    ["sweep", "--seeds", "2", "--workers", "1"],
    ["report", "--html", path.join(folder, "page.html")],
    ["upgrade", "--from", "1.35", "--seeds", "1"],
  ];

  test.each(COMMANDS.flatMap(([command = "", ...flags]) => SHAPES.map((shape) => [command, flags, ...shape] as const)))(
    "%s %j %s",
    async (command, flags, input, jobs, skipped) => {
      const { code, out, err } = await jobsim([command, path.join(where, input), ...flags]);
      expect({ code, out, err }).toMatchObject({ code: 0 });
      if (command === "run") for (const job of jobs) expect(out).toContain(`/${job}: Complete`);
      if (command === "lint") expect(out).toContain(` in ${jobs.length} Job`);
      if (skipped !== "") expect(err).toMatch(new RegExp(`^skipped 1 object that is not a Job: ${skipped}$`, "m"));
    },
  );

  test("from standard input", async () => {
    const stdin = `${manifest("ten")}---\n${manifest("eleven")}`;
    for (const [command = "", ...flags] of COMMANDS) {
      expect(await jobsim([command, "-", ...flags], { stdin }), command).toMatchObject({ code: 0 });
    }
  });

  test("a dump is recognized, and the hint says how to replay it", async () => {
    const { out, err } = await jobsim(["run", path.join(where, "dump"), "-q"]);
    expect(out).toBe("data/load: Complete (CompletionsReached) after 12s\n");
    expect(err).toContain(
      "a dump of an existing Job (created 2024-03-01T08:00:00Z, Complete); it is played as a new one",
    );
    expect(err).toContain("kubectl get job,pods -l job-name=load -o yaml | jobsim import -");
  });

  test("two folders are compared with each other", async () => {
    const { out } = await jobsim(["compare", path.join(where, "yaml"), path.join(where, "folder")]);
    expect(out).toMatch(/^ +\S+yaml +\S+folder$/m);
    expect(out).toMatch(/^pods +1 +2$/m);
  });

  test("tests are found next to the manifests that they cover", async () => {
    const { code, out } = await jobsim(["test", "--manifests", path.join(where, "folder")]);
    expect(out).toContain(`no test plays ${path.join(where, "folder/a/seven.yaml")}\n`);
    expect(code).toBe(2);
  });

  test("an invalid value in one of several documents has its position in the whole text", async () => {
    const text = `${JSON.stringify(parse(manifest("fine")), null, 2)}\n{"kind": "Job",\n  "apiVersion": oops oops]}`;
    const { err } = await jobsim(["run", "-"], { stdin: text });
    expect(err).toMatch(/^<stdin>:\d+:\d+: /);
    expect(Number(/:(\d+):/.exec(err)?.[1])).toBeGreaterThanOrEqual(text.split("\n").length - 1);
  });
});

describe("import", () => {
  test.each([
    ["YAML", stringify({ apiVersion: "v1", kind: "List", items: [DUMP] })],
    ["JSON", JSON.stringify(DUMP)],
    ["several documents", `${stringify(DUMP)}---\napiVersion: v1\nkind: Service\n`],
  ])("reads what kubectl prints: %s", async (_name, stdin) => {
    const { code, out } = await jobsim(["import", "-"], { stdin });
    expect(code).toBe(0);
    expect(out).toContain("kind: Scenario");
  });

  test("reads folders, and skips objects that no cluster has seen", async () => {
    const where = tree("cluster", {
      "load.yaml": stringify(DUMP),
      "job.yaml": manifest("never-stored"),
      "queue.yaml": "apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nmetadata: {name: v, uid: u}\n",
      "broken.yaml": "a: [\n",
    });
    const { code, out, err } = await jobsim(["import", where]);
    expect(code).toBe(0);
    expect(out).toContain("# Imported by jobsim: Jobs 1, pods 0");
    expect(err).toContain(
      "skipped 3 objects that are not Jobs: 1 Job of batch.volcano.sh, 1 file that cannot be read, 1 manifest of a Job\n",
    );
  });

  test("reports that a manifest is not from a cluster", async () => {
    const { code, err } = await jobsim(["import", "-"], { stdin: manifest("new") });
    expect(code).toBe(2);
    expect(err).toContain("only manifests of Jobs that no cluster has seen; jobsim run plays them");
  });
});
