/** `kubectl apply` in all its forms, and what people do with custom kinds, with the real kubectl. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Kubectl, kubectlFor, whyWithoutKubectl } from "../http/kubectl.ts";
import { startTestSession, type TestSession } from "../http/session.ts";

let session: TestSession;
let kubectl: Kubectl;
beforeEach(async () => {
  session = await startTestSession({ speed: "idle", paused: false });
  kubectl = kubectlFor(session.url);
});
afterEach(() => session.close());

const ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

function map(name: string, data: object) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, labels: { app: "x" } }, data };
}

function job(parallelism: number) {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/worker:1" }] } };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "j", labels: { app: "x" } },
    spec: { suspend: true, parallelism, template },
  };
}

const WIDGETS = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.example.com" },
  spec: {
    group: "example.com",
    names: { plural: "widgets", kind: "Widget" },
    scope: "Namespaced",
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: ".spec.count", statusReplicasPath: ".status.count" } },
        schema: {
          openAPIV3Schema: {
            description: "A Widget is made of parts.",
            type: "object",
            properties: {
              spec: {
                description: "What is wanted.",
                type: "object",
                properties: {
                  count: { description: "How many there are.", type: "integer", default: 1 },
                  parts: {
                    type: "array",
                    "x-kubernetes-list-type": "map",
                    "x-kubernetes-list-map-keys": ["name"],
                    items: {
                      type: "object",
                      required: ["name"],
                      properties: { name: { type: "string" }, size: { type: "integer" } },
                    },
                  },
                },
              },
              status: { type: "object", properties: { count: { type: "integer" } } },
            },
          },
        },
      },
    ],
  },
};

function widget(spec: object) {
  return { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "a" }, spec };
}

const apply = (object: object, ...flags: string[]) =>
  kubectl.run(["apply", "-f", "-", ...flags], JSON.stringify(object));

async function define(): Promise<void> {
  await apply(WIDGETS);
  await kubectl.run(["wait", "--for=condition=Established", "crd/widgets.example.com", "--timeout=20s"]);
}

async function shown(what: string, path: string): Promise<string> {
  return kubectl.run(["get", what, "--show-managed-fields", "-o", `jsonpath={${path}}`]);
}

describe.skipIf(whyWithoutKubectl() !== undefined)("kubectl apply", () => {
  test.each([
    ["a ConfigMap", "cm/a", map("a", { k: "1", l: "2" }), map("a", { k: "3" }), ".data", '{"k":"3"}'],
    ["a Job", "job/j", job(2), job(3), ".spec.parallelism", "3"],
  ])(
    "on the server's side takes over %s that was applied on the client's",
    async (_what, name, before, after, path, value) => {
      await apply(before);
      expect(await shown(name, ".metadata.managedFields[*].manager")).toContain("kubectl-client-side-apply");
      expect(await apply(after, "--server-side")).toContain("serverside-applied");
      expect(await shown(name, path)).toBe(value);
      const managers = await shown(name, ".metadata.managedFields[*].manager");
      expect(managers.split(" ")).toEqual(expect.arrayContaining(["kubectl", "kubectl-last-applied"]));
      expect(managers).not.toContain("kubectl-client-side-apply");
      const annotations: unknown = JSON.parse(await shown(name, ".metadata.annotations"));
      expect(JSON.parse(String(new Map(Object.entries(Object(annotations))).get(ANNOTATION)))).toMatchObject(after);
    },
  );

  test("on the server's side hears of what others have changed since", async () => {
    await apply(map("a", { k: "1" }));
    await kubectl.run(["patch", "cm", "a", "-p", '{"data":{"k":"2"}}']);
    await expect(apply(map("a", { k: "3" }), "--server-side")).rejects.toThrow(
      'Apply failed with 1 conflict: conflict with "kubectl-patch" using v1',
    );
  });

  test("on the server's side lets two managers have parts of one list", async () => {
    await define();
    await apply(widget({ parts: [{ name: "x", size: 1 }] }), "--server-side", "--field-manager=one");
    await apply(widget({ parts: [{ name: "y", size: 2 }] }), "--server-side", "--field-manager=two");
    expect(await shown("widget/a", ".spec.parts[*].name")).toBe("x y");
    await apply(widget({}), "--server-side", "--field-manager=one");
    expect(await shown("widget/a", ".spec.parts[*].name")).toBe("y");
  });

  test("--prune deletes what is applied no longer, and says which kinds nothing acts on", async () => {
    await apply(map("a", { k: "1" }));
    await apply(job(1));
    expect(await apply(map("b", { k: "1" }), "--prune", "-l", "app=x")).toBe(
      "configmap/b created\nconfigmap/a pruned\njob.batch/j pruned\n",
    );
    const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d" }, spec: {} };
    const { headers } = await session.send("POST", "/apis/apps/v1/namespaces/default/deployments", deployment);
    expect(headers.get("warning")).toContain("a Deployment is kept as it is, and nothing acts on it");
  });
});

describe.skipIf(whyWithoutKubectl() !== undefined)("kubectl, of kinds that clients define,", () => {
  beforeEach(define);

  test("explains them and their fields", async () => {
    expect(await kubectl.run(["explain", "widget"])).toContain("A Widget is made of parts.");
    expect(await kubectl.run(["explain", "widget.spec.count"])).toMatch(
      /FIELD: count <integer>[\s\S]*How many there are/,
    );
    expect(await kubectl.run(["explain", "widget.spec.parts"])).toContain("size\t<integer>");
  });

  test("scales them", async () => {
    await apply(widget({ count: 2 }));
    expect(await kubectl.run(["scale", "widget/a", "--replicas=5", "--current-replicas=2"])).toContain("scaled");
    expect(await shown("widget/a", ".spec.count")).toBe("5");
    expect(await shown("widget/a", ".metadata.generation")).toBe("2");
    await expect(kubectl.run(["scale", "widget/a", "--replicas=6", "--current-replicas=2"])).rejects.toThrow(
      "Expected replicas to be 2, was 5",
    );
    expect(await kubectl.run(["get", "widget/a", "--subresource=scale", "-o", "jsonpath={.spec.replicas}"])).toBe("5");
  });
});

describe.skipIf(whyWithoutKubectl() !== undefined)("kubectl explain", () => {
  test.each([
    ["configmap.data", "<map[string]string>"],
    ["lease.spec.holderIdentity", "<string>"],
    ["deployment.spec.template.spec.containers", "<[]Container>"],
    ["job.spec.backoffLimit", "Failed pods after which the Job fails"],
  ])("knows the fields of each kind: %s", async (path, words) => {
    expect(await kubectl.run(["explain", path])).toContain(words);
  });
});
