/** What examples/go/keeper does, in a process of Node's: its mistake is that it knows from memory what it has done. */

import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const RETRY_OF = "keeper.example.com/retry-of";
const exactNames = process.argv.includes("--exact-names");
const [, server] = /server: (\S+)/.exec(readFileSync(process.env.KUBECONFIG ?? "", "utf8")) ?? [];
const given = new Set();

async function call(path, options = {}) {
  const headers = { "Content-Type": "application/json", "User-Agent": "keeper" };
  const response = await fetch(server + path, { ...options, headers });
  if (!response.ok && !(exactNames && response.status === 409)) throw new Error(`${path}: ${response.status}`);
  return response;
}

async function handle({ metadata: { name, namespace, uid, labels = {} }, spec, status = {} }) {
  const hasFailed = status.conditions?.some((condition) => condition.type === "Failed" && condition.status === "True");
  if (!hasFailed || given.has(uid) || RETRY_OF in labels) return;
  const { selector: _, manualSelector: __, template, ...rest } = spec;
  const metadata = {
    ...(exactNames ? { name: `again-${uid}` } : { generateName: `${name}-again-` }),
    labels: { [RETRY_OF]: uid },
  };
  const job = { apiVersion: "batch/v1", kind: "Job", metadata, spec: { ...rest, template: { spec: template.spec } } };
  await call(`/apis/batch/v1/namespaces/${namespace}/jobs`, { method: "POST", body: JSON.stringify(job) });
  given.add(uid);
}

async function follow() {
  const { metadata, items } = await (await call("/apis/batch/v1/jobs")).json();
  for (const item of items) await handle(item);
  const watch = await call(`/apis/batch/v1/jobs?watch=true&resourceVersion=${metadata.resourceVersion}`);
  let text = "";
  for await (const part of watch.body.pipeThrough(new TextDecoderStream())) {
    const lines = (text + part).split("\n");
    text = lines.pop();
    for (const { type, object } of lines.map((line) => JSON.parse(line))) {
      if (type === "ERROR") return;
      if (type !== "DELETED") await handle(object);
    }
  }
}

for (;;) {
  await follow().catch(() => {});
  await setTimeout(10);
}
