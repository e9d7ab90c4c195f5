/** Servers with a token: they use TLS, with a certificate that is in the kubeconfig. */

import { request } from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Certificate, makeCertificate } from "../../src/http/certificate.ts";
import { kubeconfigText } from "../../src/http/kubeconfig.ts";
import { at, JOBS, startTestSession, type TestSession } from "./session.ts";

const token = "secret";
let certificate: Certificate;
let session: TestSession;
beforeAll(async () => {
  certificate = await makeCertificate("127.0.0.1");
  session = await startTestSession({ token, certificate });
});
afterAll(() => session.close());

function codeOf(options: { readonly ca?: string; readonly token?: string }): Promise<number | undefined> {
  const headers = options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` };
  return new Promise((resolve, reject) => {
    const sent = request(session.url + JOBS, { headers, ...(options.ca === undefined ? {} : { ca: options.ca }) });
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject);
    sent.end();
  });
}

describe("a server with a token", () => {
  test("answers clients with its certificate and the token", async () => {
    expect(session.url).toMatch(/^https:/);
    expect(await codeOf({ ca: certificate.cert, token })).toBe(200);
    expect(await codeOf({ ca: certificate.cert })).toBe(401);
    expect(await codeOf({ ca: certificate.cert, token: "other" })).toBe(401);
  });

  test("is not trusted without the certificate", async () => {
    await expect(codeOf({ token })).rejects.toThrow("self-signed certificate");
  });

  test("is in the kubeconfig with its certificate and the token", () => {
    const config: unknown = parse(kubeconfigText(session.url, { token, cert: certificate.cert }));
    const authority = at(config, "clusters.0.cluster.certificate-authority-data");
    expect(Buffer.from(String(authority), "base64").toString("utf8")).toBe(certificate.cert);
    expect(at(config, "users.0.user.token")).toBe(token);
    expect(at(config, "clusters.0.cluster.insecure-skip-tls-verify")).toBeUndefined();
  });
});
