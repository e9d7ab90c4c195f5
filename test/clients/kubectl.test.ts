/** What people do around Jobs with kubectl, unchanged, against `jobsim serve` with a clock that goes on when idle. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Kubectl, kubectlFor, whyWithoutKubectl } from "../http/kubectl.ts";
import { at, startTestSession, type TestSession } from "../http/session.ts";

let session: TestSession;
let kubectl: Kubectl;
beforeEach(async () => {
  session = await startTestSession({ speed: "idle", paused: false });
  kubectl = kubectlFor(session.url);
});
afterEach(() => session.close());

const RUN = ["run", "a", "--image=busybox", "--restart=Never"];

describe.skipIf(whyWithoutKubectl() !== undefined)("kubectl", () => {
  test("runs a pod, waits for its end, and reads what it wrote", async () => {
    expect(await kubectl.run(RUN)).toBe("pod/a created\n");
    const succeeded = "--for=jsonpath={.status.phase}=Succeeded";
    expect(await kubectl.run(["wait", succeeded, "pod/a", "--timeout=20s"])).toBe("pod/a condition met\n");
    const lines = "jobsim: container a started\njobsim: container a exited with code 0\n";
    expect(await kubectl.run(["logs", "a", "--since=1h"])).toBe(lines);
    expect(await kubectl.run(["logs", "-f", "a"])).toBe(lines);
    await expect(kubectl.run(["logs", "--previous", "a"])).rejects.toThrow("previous terminated container");
  });

  test("changes what may change of a pod, and hears what may not", async () => {
    await kubectl.run(RUN);
    expect(await kubectl.run(["set", "image", "pod/a", "a=busybox:2"])).toBe("pod/a image updated\n");
    await expect(kubectl.run(["patch", "pod", "a", "-p", '{"spec":{"hostNetwork":true}}'])).rejects.toThrow(
      "pod updates may not change fields other than `spec.containers[*].image`",
    );
    expect(await kubectl.run(["label", "pod", "a", "x=1"])).toBe("pod/a labeled\n");
    expect(await kubectl.run(["delete", "pod", "a"])).toContain('pod "a" deleted');
  });

  test("adds a container to a pod for debugging, and hears that it does not run", async () => {
    await kubectl.run(RUN);
    await kubectl.run(["debug", "a", "--image=busybox", "-c", "d"]);
    expect(await kubectl.run(["get", "pod", "a", "-o", "jsonpath={.spec.ephemeralContainers[0].name}"])).toBe("d");
  });

  test("asks who it is and what it may do", async () => {
    expect(await kubectl.run(["auth", "whoami"])).toContain("kubernetes-admin");
    expect(await kubectl.run(["auth", "can-i", "create", "pods"])).toBe("yes\n");
    expect(await kubectl.run(["auth", "can-i", "--list"])).toContain("[*]");
  });

  test("gets a token of a service account that exists, for as long as it asks", async () => {
    await kubectl.run(["create", "serviceaccount", "robot"]);
    const token = await kubectl.run(["create", "token", "robot", "--duration=20m"]);
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    expect(at(claims, "sub")).toBe("system:serviceaccount:default:robot");
    expect(Number(at(claims, "exp")) - Number(at(claims, "iat"))).toBe(1_200);
    await expect(kubectl.run(["create", "token", "nobody"])).rejects.toThrow('serviceaccounts "nobody" not found');
  });

  test("approves and denies requests for certificates, which nothing signs", async () => {
    const pem = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n";
    const request = Buffer.from(pem).toString("base64");
    const spec = { request, signerName: "kubernetes.io/kube-apiserver-client", usages: ["client auth"] };
    const of = { apiVersion: "certificates.k8s.io/v1", kind: "CertificateSigningRequest" };
    for (const name of ["good", "bad"]) {
      await kubectl.run(["create", "-f", "-"], JSON.stringify({ ...of, metadata: { name }, spec }));
    }
    expect(await kubectl.run(["certificate", "approve", "good"])).toContain("good approved");
    expect(await kubectl.run(["certificate", "deny", "bad"])).toContain("bad denied");
    const table = await kubectl.run(["get", "csr"]);
    expect(table).toMatch(/good +\d+s +kubernetes\.io\/kube-apiserver-client +kubernetes-admin +<none> +Approved\n/);
    expect(table).toMatch(/bad .* Denied\n/);
  });

  test("autoscales a Deployment, which is not scaled", async () => {
    await kubectl.run(["create", "deployment", "w", "--image=example.com/w:1"]);
    expect(await kubectl.run(["autoscale", "deployment", "w", "--max=5", "--cpu=50%"])).toContain("w autoscaled");
    expect(await kubectl.run(["get", "hpa"])).toMatch(/w +Deployment\/w +cpu: <unknown>\/50% +1 +5 +0 /);
    expect(await kubectl.run(["get", "deployment", "w", "-o", "jsonpath={.spec.replicas}"])).toBe("1");
  });

  test.each([[["exec", "a", "--", "ls"]], [["attach", "a"]], [["port-forward", "a", "8080:80"]]])(
    "hears in plain words that nothing runs in a pod: %j",
    async (args) => {
      await session.send("POST", "/jobsim/v1/clock", { pause: true });
      await kubectl.run(RUN);
      await session.advance("2s");
      await expect(kubectl.run(args)).rejects.toThrow("no process runs in pod a");
    },
  );

  test("cordons, taints, describes and drains a node", async () => {
    await session.close();
    const nodes = ["a", "b"].map((name) => ({ name, room: { pods: 10, cpuMilli: 4_000, memoryBytes: 2 ** 33 } }));
    const cluster = { nodes, imagePullMs: 0, outages: [], nodeObjects: true };
    session = await startTestSession({ cluster });
    kubectl = kubectlFor(session.url);
    expect(await kubectl.run(["taint", "nodes", "b", "x=y:NoSchedule"])).toBe("node/b tainted\n");
    await kubectl.run(RUN);
    await session.advance("2s");
    expect(await kubectl.run(["get", "pod", "a", "-o", "jsonpath={.spec.nodeName}"])).toBe("a");
    expect(await kubectl.run(["cordon", "a"])).toBe("node/a cordoned\n");
    expect(await kubectl.run(["get", "nodes"])).toMatch(/a +Ready,SchedulingDisabled.* v1\.36/);
    expect(await kubectl.run(["get", "nodes", "-o", "wide"])).toMatch(/ 172\.[\d.]+ +<none> +jobsim /);
    const described = await kubectl.run(["describe", "node", "a"]);
    expect(described).toMatch(/default +a +0 \(0%\)/);
    expect(described).toMatch(/Kubelet Version: +v1\.36/);
    expect(described).toMatch(/HolderIdentity: +a\n +AcquireTime: +<unset>\n +RenewTime: +\w{3}, /);
    const draining = kubectl.run(["drain", "a", "--force", "--timeout=20s"]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await session.advance("1m");
    expect(await draining).toContain("node/a drained");
    expect(await kubectl.run(["get", "pods", "-o", "name"])).toBe("");
    expect(await kubectl.run(["uncordon", "a"])).toBe("node/a uncordoned\n");
  });

  test("defines a kind, and applies, changes and lists objects of it", async () => {
    const schema = {
      type: "object",
      properties: { spec: { type: "object", properties: { size: { type: "integer", default: 1 } } } },
    };
    const column = { name: "Size", type: "integer", jsonPath: ".spec.size" };
    const version = { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } };
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "widgets.example.com" },
      spec: {
        group: "example.com",
        names: { plural: "widgets", kind: "Widget" },
        scope: "Namespaced",
        versions: [{ ...version, additionalPrinterColumns: [column] }],
      },
    };
    const widget = (spec: object) =>
      JSON.stringify({ apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "a" }, spec });
    const apply = (text: string) => kubectl.run(["apply", "-f", "-"], text);
    await expect(apply(widget({}))).rejects.toThrow(
      'no matches for kind "Widget" in version "example.com/v1"\nensure CRDs are installed first',
    );
    await apply(JSON.stringify(definition));
    await kubectl.run(["wait", "--for=condition=Established", "crd/widgets.example.com", "--timeout=20s"]);
    expect(await apply(widget({}))).toBe("widget.example.com/a created\n");
    expect(await kubectl.run(["get", "widgets"])).toMatch(/NAME +SIZE +AGE\na +1 /);
    expect(await apply(widget({ size: 2 }))).toBe("widget.example.com/a configured\n");
    await expect(apply(widget({ sice: 2 }))).rejects.toThrow('unknown field "spec.sice"');
    expect(await kubectl.run(["delete", "widget", "a"])).toContain('widget.example.com "a" deleted');
  });

  test("hears that there are no metrics", async () => {
    await expect(kubectl.run(["top", "pod"])).rejects.toThrow("Metrics API not available");
  });
});
