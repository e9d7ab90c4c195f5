/** CertificateSigningRequests: clients decide about them, and nothing signs. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { simulate } from "../../src/simulation/simulation.ts";
import { at, startTestSession, type TestSession } from "./session.ts";

const REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
const TABLE = { Accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
const PEM = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n";
const SPEC = {
  request: Buffer.from(PEM).toString("base64"),
  signerName: "kubernetes.io/kube-apiserver-client",
  usages: ["client auth"],
};

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
});
afterEach(() => session.close());

function create(spec: object = {}) {
  return session.send("POST", REQUESTS, { metadata: { name: "a" }, spec: { ...SPEC, ...spec } });
}

async function stored(): Promise<object> {
  return Object((await session.send("GET", `${REQUESTS}/a`)).body);
}

async function decide(...types: string[]) {
  const conditions = types.map((type) => ({ type, status: "True", reason: "Test" }));
  return session.send("PUT", `${REQUESTS}/a/approval`, { ...(await stored()), status: { conditions } });
}

async function shown(): Promise<unknown> {
  const { body } = await session.send("GET", `${REQUESTS}/a`, undefined, TABLE);
  const cells = at(body, "rows.0.cells");
  return Array.isArray(cells) ? cells.at(-1) : undefined;
}

describe("a request", () => {
  test("names who asks, whatever its client says, and waits for a decision", async () => {
    const { code, body, headers } = await create({ username: "somebody", groups: ["admins"] });
    expect([code, at(body, "spec.username"), at(body, "status")]).toEqual([201, "kubernetes-admin", {}]);
    expect(headers.get("warning")).toContain("nothing signs this request");
    expect(await shown()).toBe("Pending");
  });

  test("is approved, and stays without a certificate until somebody writes one", async () => {
    await create();
    expect((await decide("Approved")).code).toBe(200);
    expect(at(await stored(), "status.conditions")).toMatchObject([
      { type: "Approved", lastUpdateTime: expect.any(String), lastTransitionTime: expect.any(String) },
    ]);
    expect(await shown()).toBe("Approved");
    await session.advance("1h");
    const status = { ...Object(at(await stored(), "status")), certificate: "QQ==" };
    await session.send("PUT", `${REQUESTS}/a/status`, { ...(await stored()), status });
    expect(await shown()).toBe("Approved,Issued");
    const { plan } = loadScenario({ text: session.scenario(), file: "saved.yaml", readFile: () => "" });
    expect(digestOf(simulate(plan).log.entries)).toBe(digestOf(session.world.simulation.log.entries));
  });

  test("is not approved and denied, and nothing but decisions are taken by its approval", async () => {
    await create();
    const both = await decide("Approved", "Denied");
    expect([both.code, at(both.body, "message")]).toEqual([422, expect.stringContaining("mutually exclusive")]);
    await decide("Denied", "Failed");
    expect(await shown()).toBe("Denied");
    const { body } = await session.send("PUT", `${REQUESTS}/a/approval`, {
      ...(await stored()),
      spec: { ...SPEC, usages: ["server auth"] },
    });
    expect(at(body, "spec.usages")).toEqual(["client auth"]);
  });

  test("is not decided upon as it was before somebody else has changed it", async () => {
    await create();
    const old = await stored();
    await decide("Approved");
    const conditions = [{ type: "Denied", status: "True" }];
    expect((await session.send("PUT", `${REQUESTS}/a/approval`, { ...old, status: { conditions } })).code).toBe(409);
  });
});

test.each([
  [{ request: "QQ==" }, "spec.request: Invalid value"],
  [{ usages: [] }, "spec.usages: Required value"],
  [{ signerName: "mine" }, "must be a fully qualified domain and path"],
  [{ expirationSeconds: 60 }, "may not specify a duration less than 600 seconds (10 minutes)"],
])("a request with %j is refused", async (spec, words) => {
  const { code, body } = await create(spec);
  expect([code, at(body, "message")]).toEqual([422, expect.stringContaining(words)]);
});
