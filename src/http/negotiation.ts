/** Content negotiation: JSON, YAML or protobuf; whole objects, tables, or metadata only. */

import { PROTOBUF } from "./protobuf/envelope.ts";
import type { Asked } from "./reply.ts";
import { HttpError } from "./status.ts";

/** A kind that replaces the requested one in an answer. */
export type Projection = "Table" | "PartialObjectMetadata" | "PartialObjectMetadataList";

/** The form of an answer. */
export interface AnswerForm {
  readonly format: "json" | "yaml" | "protobuf";
  readonly isPretty: boolean;
  /** The kind that replaces the requested one. */
  readonly as?: Projection;
  /** Version of `meta.k8s.io` for {@link as}. */
  readonly asVersion: string;
}

interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

const FORMATS: Readonly<Record<string, AnswerForm["format"]>> = {
  "application/json": "json",
  "application/yaml": "yaml",
  [PROTOBUF]: "protobuf",
  "application/*": "json",
  "*/*": "json",
};
const PROJECTIONS: readonly Projection[] = ["Table", "PartialObjectMetadata", "PartialObjectMetadataList"];
const META_VERSIONS = ["v1", "v1beta1"];
const INDENTING_CLIENTS = /^(?:curl|Wget|Mozilla\/5\.0)/;
/** Maximum length of the Accept header. */
const MAX_ACCEPT = 4096;

/** The clauses of an Accept header, most preferred first. */
export function parseAccept(header: string): readonly Clause[] {
  const clauses = header.slice(0, MAX_ACCEPT).split(",").map(parseClause);
  return clauses.filter(({ type }) => type !== "").sort((a, b) => b.quality - a.quality);
}

function parseClause(text: string): Clause {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim());
  const parameters = new Map(
    rest.map((part) => {
      const [key = "", value = ""] = part.split("=");
      return [key.trim().toLowerCase(), value.trim().replaceAll('"', "")];
    }),
  );
  const quality = Number(parameters.get("q") ?? 1);
  return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 1 : quality };
}

/**
 * Chooses the form of an answer.
 *
 * @param hasProtobuf whether the requested kind has a protobuf encoding; custom resources have none
 * @throws HttpError 406 if the client accepts none of the forms
 */
export function negotiate(request: Asked, query: URLSearchParams, hasProtobuf: boolean): AnswerForm {
  const header = request.headers.get("accept") ?? "*/*";
  const isPretty = wantsIndentation(request, query);
  for (const { type, parameters } of parseAccept(header)) {
    const format = FORMATS[type];
    if (format === undefined || (format === "protobuf" && !hasProtobuf)) continue;
    const as = parameters.get("as");
    const asVersion = parameters.get("v") ?? "v1";
    if (as === undefined) return { format, isPretty, asVersion };
    const projection = PROJECTIONS.find((known) => known === as);
    // Rows of tables have no schema, so tables have no protobuf encoding.
    if (format === "protobuf" && projection === "Table") continue;
    if (projection !== undefined && parameters.get("g") === "meta.k8s.io" && META_VERSIONS.includes(asVersion)) {
      return { format, isPretty, asVersion, as: projection };
    }
  }
  throw notAcceptable();
}

/** The form of errors: protobuf for clients that prefer it, else JSON. */
export function errorForm(request: Pick<Asked, "headers">): AnswerForm {
  const [best] = parseAccept(request.headers.get("accept") ?? "*/*");
  return { format: best?.type === PROTOBUF ? "protobuf" : "json", isPretty: false, asVersion: "v1" };
}

/** The error for a client that accepts none of the forms. */
export function notAcceptable(): HttpError {
  const types = `application/json, application/yaml, ${PROTOBUF}`;
  return new HttpError(406, "NotAcceptable", `only the following media types are accepted: ${types}`);
}

function wantsIndentation(request: Asked, query: URLSearchParams): boolean {
  const asked = query.get("pretty");
  if (asked !== null && asked !== "") return ["1", "t", "true"].includes(asked.toLowerCase());
  return INDENTING_CLIENTS.test(request.headers.get("user-agent") ?? "");
}
