/** Tokens of service accounts: who asks for one, and who comes with one. */

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, items, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";
import { startWebhook, webhookConfiguration } from "./webhook-server.ts";

const CORE = "/api/v1/namespaces/default";
const ACCOUNTS = `${CORE}/serviceaccounts`;
const AUTHENTICATION = "/apis/authentication.k8s.io/v1";
const NAME = "system:serviceaccount:default:robot";

let session: TestSession;
beforeEach(async () => {
  session = await startTestSession();
  await session.send("POST", ACCOUNTS, { metadata: { name: "robot" } });
});
afterEach(() => session.close());

function ask(spec: object = {}, account = "robot") {
  return session.send("POST", `${ACCOUNTS}/${account}/token`, { spec });
}

async function token(spec: object = {}): Promise<string> {
  return String(at((await ask(spec)).body, "status.token"));
}

async function whoami(given: string) {
  const headers = { Authorization: `Bearer ${given}` };
  const { code, body } = await session.send("POST", `${AUTHENTICATION}/selfsubjectreviews`, {}, headers);
  return [code, at(body, "status.userInfo.username")];
}

async function review(given: string, audiences?: readonly string[]): Promise<unknown> {
  const spec = { token: given, ...(audiences && { audiences }) };
  return at((await session.send("POST", `${AUTHENTICATION}/tokenreviews`, { spec })).body, "status");
}

describe("a token", () => {
  test("is a JSON Web Token that says whose it is and when it ends, an hour from now", async () => {
    const { code, body } = await ask();
    const seconds = (path: string) => Date.parse(String(at(body, path))) / 1_000;
    expect([code, at(body, "kind"), at(body, "spec.expirationSeconds")]).toEqual([201, "TokenRequest", 3_600]);
    expect(seconds("status.expirationTimestamp") - seconds("metadata.creationTimestamp")).toBe(3_600);
    const [, payload = ""] = String(at(body, "status.token")).split(".");
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({
      sub: NAME,
      exp: seconds("status.expirationTimestamp"),
      "kubernetes.io": { namespace: "default", serviceaccount: { name: "robot" } },
    });
  });

  test("makes its sender the account, for the server, for reviews and for webhooks", async () => {
    const given = await token();
    const groups = ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"];
    expect(await whoami(given)).toEqual([201, NAME]);
    expect(await review(given)).toMatchObject({ authenticated: true, user: { username: NAME, groups } });
    const hook = await startWebhook();
    const rules = [{ operations: ["*"], apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"] }];
    await session.send("POST", ...webhookConfiguration("Validating", hook, { rules }));
    const headers = { Authorization: `Bearer ${given}` };
    await session.send("POST", `${CORE}/configmaps`, { metadata: { name: "a" } }, headers);
    await session.send("DELETE", `${CORE}/configmaps/a`, undefined, headers);
    hook.close();
    expect(hook.asked.map((request) => at(request, "userInfo.username"))).toEqual([NAME, NAME]);
  });

  test("ends with its time, in virtual time", async () => {
    const given = await token({ expirationSeconds: 600 });
    await session.advance("599s");
    expect(await whoami(given)).toEqual([201, NAME]);
    await session.advance("1s");
    expect(await whoami(given)).toEqual([401, undefined]);
    expect(await review(given)).toEqual({
      user: {},
      error: "[invalid bearer token, service account token has expired]",
    });
  });

  test("ends with its account, even if another one gets the name", async () => {
    const given = await token();
    await session.send("DELETE", `${ACCOUNTS}/robot`);
    await session.send("POST", ACCOUNTS, { metadata: { name: "robot" } });
    expect(await whoami(given)).toEqual([401, undefined]);
    expect(at(await review(given), "error")).toContain("service account token has been invalidated");
  });

  test("ends with the pod that it is bound to, which its user names", async () => {
    const { spec } = manifest("j").spec.template;
    await session.send("POST", `${CORE}/pods`, {
      metadata: { name: "p" },
      spec: { ...spec, serviceAccountName: "robot" },
    });
    const given = await token({ boundObjectRef: { apiVersion: "v1", kind: "Pod", name: "p" } });
    expect(at(await review(given), "user.extra")).toMatchObject({ "authentication.kubernetes.io/pod-name": ["p"] });
    await session.send("DELETE", `${CORE}/pods/p?gracePeriodSeconds=0`);
    expect(await whoami(given)).toEqual([401, undefined]);
  });

  test("for another audience is none for the server, but for a review that asks for it", async () => {
    const given = await token({ audiences: ["vault"] });
    expect(await whoami(given)).toEqual([401, undefined]);
    expect(await review(given, ["vault"])).toMatchObject({ authenticated: true, audiences: ["vault"] });
    expect(await review(given)).toEqual({
      user: {},
      error:
        'token audiences ["vault"] is invalid for the target audiences ["https://kubernetes.default.svc.cluster.local"]',
    });
  });

  test("that somebody has changed is none that the server knows", async () => {
    const [head, payload = "", signature] = (await token()).split(".");
    const claims = Buffer.from(payload, "base64url").toString().replaceAll("robot", "admin");
    const forged = [head, Buffer.from(claims).toString("base64url"), signature].join(".");
    expect(await whoami(forged)).toEqual([201, "kubernetes-admin"]);
    expect(await review(forged)).toEqual({ user: {}, error: expect.stringContaining("invalid bearer token") });
  });

  test("is as good as that of the server where one is needed", async () => {
    await session.close();
    session = await startTestSession({ token: "secret" });
    const headers = { Authorization: "Bearer secret" };
    await session.send("POST", ACCOUNTS, { metadata: { name: "robot" } }, headers);
    const { body } = await session.send("POST", `${ACCOUNTS}/robot/token`, {}, headers);
    expect(await whoami(String(at(body, "status.token")))).toEqual([201, NAME]);
    expect(await whoami(`${String(at(body, "status.token"))}x`)).toEqual([401, undefined]);
  });
});

test.each([
  [
    { expirationSeconds: 599 },
    422,
    "spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes",
  ],
  [{ expirationSeconds: 2 ** 33 }, 422, "may not specify a duration larger than 2^32 seconds"],
  [{ boundObjectRef: { apiVersion: "v1", kind: "Service", name: "a" } }, 400, "cannot bind token to object of type"],
  [{ boundObjectRef: { apiVersion: "v1", kind: "Secret", name: "a" } }, 404, 'secrets "a" not found'],
])("a request that asks for %j is refused", async (spec, code, words) => {
  const answer = await ask(spec);
  expect([answer.code, at(answer.body, "message")]).toEqual([code, expect.stringContaining(words)]);
});

test("a pod of another account is none to bind a token to, nor is a pod with another UID", async () => {
  await session.send("POST", JOBS, manifest("j"));
  await session.advance("1s");
  const [pod] = items((await session.send("GET", `${CORE}/pods`)).body);
  const reference = { apiVersion: "v1", kind: "Pod", name: at(pod, "metadata.name") };
  expect(at((await ask({ boundObjectRef: reference })).body, "message")).toBe(
    'cannot bind token for serviceaccount "robot" to pod running with different serviceaccount name.',
  );
  await session.send("POST", ACCOUNTS, { metadata: { name: "default" } });
  const strange = await ask({ boundObjectRef: { ...reference, uid: "x" } }, "default");
  expect([strange.code, at(strange.body, "message")]).toEqual([
    409,
    expect.stringContaining("the UID in the bound object reference (x) does not match the UID in record."),
  ]);
});

test("there is no token of an account that does not exist, and only POST asks for one", async () => {
  expect((await ask({}, "nobody")).code).toBe(404);
  expect((await session.send("GET", `${ACCOUNTS}/robot/token`)).code).toBe(405);
});
