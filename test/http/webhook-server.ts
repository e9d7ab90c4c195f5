/** An admission webhook of a test: answers as the test says, and keeps what it was asked. */

import { createServer, type Server } from "node:http";
import { at } from "./session.ts";

const ROOT = "/apis/admissionregistration.k8s.io/v1";

/** What a webhook says about the request of a review. */
export type WebhookAnswer = (request: unknown) => object;

export interface WebhookServer {
  readonly port: number;
  readonly url: string;
  /** The requests that it received. */
  readonly asked: unknown[];
  /** The paths that they were sent to, with their queries. */
  readonly paths: string[];
  answer: WebhookAnswer;
  close(): void;
}

export async function startWebhook(server: Server = createServer()): Promise<WebhookServer> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const hook: WebhookServer = {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    asked: [],
    paths: [],
    answer: () => ({ allowed: true }),
    close: () => server.close(),
  };
  server.on("request", (request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", async () => {
      const review: unknown = JSON.parse(text);
      hook.asked.push(at(review, "request"));
      hook.paths.push(request.url ?? "");
      const said = await hook.answer(at(review, "request"));
      const whole = { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview" };
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ ...whole, response: { uid: at(review, "request.uid"), ...said } }));
    });
  });
  return hook;
}

/** Agrees, and changes the object. */
export function patching(...operations: object[]): WebhookAnswer {
  const patch = Buffer.from(JSON.stringify(operations)).toString("base64");
  return () => ({ allowed: true, patchType: "JSONPatch", patch });
}

/** Where the configuration of a webhook is created, and its manifest. */
export function webhookConfiguration(
  kind: "Mutating" | "Validating",
  { url }: WebhookServer,
  webhook: object,
): [path: string, manifest: object] {
  const whole = {
    name: "hook.example.com",
    clientConfig: { url },
    sideEffects: "None",
    admissionReviewVersions: ["v1"],
    ...webhook,
  };
  const metadata = { name: kind.toLowerCase() };
  return [
    `${ROOT}/${kind.toLowerCase()}webhookconfigurations`,
    { kind: `${kind}WebhookConfiguration`, metadata, webhooks: [whole] },
  ];
}
