/** The page of what `jobsim serve` answers: asked of the server itself, by discovery, as kubectl does. */

import { readFileSync } from "node:fs";
import { z } from "zod";
import { ApiServer } from "../src/apiserver/api-server.ts";
import { CommitLog } from "../src/apiserver/log.ts";
import { NameSource } from "../src/apiserver/names.ts";
import { Storage } from "../src/apiserver/storage.ts";
import { createAnswers } from "../src/http/app.ts";
import type { GeneratedFile } from "./generated-file.ts";

const ROUTES = "src/http/live/clock-routes.ts";
const HOST = "http://localhost";

const groupList = z.object({
  groups: z.array(z.object({ versions: z.array(z.object({ groupVersion: z.string() })) })),
});
const resource = z.object({
  name: z.string(),
  kind: z.string(),
  namespaced: z.boolean(),
  verbs: z.array(z.string()),
  shortNames: z.array(z.string()).optional(),
});
const resourceList = z.object({ resources: z.array(resource) });

const HEAD = `# HTTP

What \`jobsim serve\` answers: the paths of kube-apiserver for the kinds that take part in a run, and a few of its own. How to
use it with kubectl and client libraries is in [Kubernetes clients](../clients.md).

## The server

| path | answers |
|---|---|
| \`/healthz\`, \`/livez\`, \`/readyz\` | \`ok\`, also without a token |
| \`/version\` | the release of Kubernetes that is played |
| \`/api\`, \`/apis\`, \`/apis/GROUP/VERSION\` | discovery, also aggregated |
| \`/openapi/v2\`, \`/openapi/v3\` | the schemas, for \`kubectl explain\` and client-side validation |

## Kubernetes' resources

Namespaced resources are below \`namespaces/NAMESPACE/\`; without it they are listed and watched in all namespaces. Kinds of a
CustomResourceDefinition are served while it exists.
`;

const OWN = `## The session

Below \`/jobsim/v1\` are the clock and what else Kubernetes has no words for.
`;

export function httpReference(): GeneratedFile {
  const ask = documents();
  const { groups } = groupList.parse(ask("/apis"));
  const versions = groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion));
  const paths = ["/api/v1", ...versions.map((version) => `/apis/${version}`)];
  const sections = paths.map((path) => section(path, resourceList.parse(ask(path)).resources));
  return { path: "docs/reference/http.md", text: [HEAD, ...sections, OWN, ownRoutes()].join("\n") };
}

/** What an empty cluster says of itself. */
function documents(): (path: string) => unknown {
  const storage = new Storage(new CommitLog("full"), new NameSource("reference"), () => 0, 0);
  const nothing = () => {};
  const answer = createAnswers(
    {
      server: new ApiServer(storage, {}),
      nowMs: () => 0,
      write: (action) => action(),
      record: nothing,
      recordOnPod: nothing,
    },
    {},
  );
  return (path) => {
    const reply = answer({
      method: "GET",
      url: new URL(HOST + path),
      headers: new Headers(),
      bytes: () => Buffer.alloc(0),
    });
    if (typeof reply.body !== "string") throw new Error(`${path} is not answered with JSON`);
    return JSON.parse(reply.body);
  };
}

function section(path: string, resources: readonly z.infer<typeof resource>[]): string {
  const rows = resources.map(({ name, kind, namespaced, verbs, shortNames = [] }) => {
    const short = shortNames.length === 0 ? "" : ` (${shortNames.join(", ")})`;
    return `| \`${name}\`${short} | ${kind} | ${namespaced ? "yes" : "no"} | ${verbs.join(", ")} |`;
  });
  const head = ["| resource | kind | namespaced | verbs |", "|---|---|---|---|"];
  return `### ${path}\n\n${[...head, ...rows].join("\n")}\n`;
}

/** The list stands at the head of the file that answers these paths. */
function ownRoutes(): string {
  const [head = ""] = readFileSync(ROUTES, "utf8").split("*/");
  const lines = head.split("\n").map((line) => line.replace(/^ \* ?/, ""));
  const items = lines.slice(lines.findIndex((line) => line.startsWith("- ")));
  if (items.length < 2) throw new Error(`${ROUTES} begins without a list of its paths`);
  return `${items.join("\n").trimEnd()}\n`;
}
