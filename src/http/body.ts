/** Reads the body of a request: JSON, YAML or protobuf, up to Kubernetes' size limit. */

import type { Problem } from "../scenario/problem.ts";
import { readDocuments } from "../scenario/yaml-documents.ts";
import { checkJson, checkYaml } from "./body-limits.ts";
import { goJsonError } from "./go-json.ts";
import { visitKeys } from "./json-keys.ts";
import { MalformedMessage } from "./protobuf/decode.ts";
import { decodeObject, PROTOBUF, UnknownKind } from "./protobuf/envelope.ts";
import type { Asked } from "./reply.ts";
import { badRequest, type HttpError, unsupportedMediaType } from "./status.ts";
import { headerError, headerProblem, unrecognized } from "./unrecognized.ts";

/** A parsed body, with facts about its text. */
export interface Body {
  readonly value: unknown;
  /** Paths of duplicate keys, in the order of the text. */
  readonly duplicates: readonly string[];
  /** Position of each key in the text, by path. */
  readonly order: ReadonlyMap<string, number>;
  /** For the result of a patch: how messages print the patch, or its result. */
  readonly patch?: string;
}

/** In the words of kube-apiserver. */
const ACCEPTED = `application/json, application/yaml, ${PROTOBUF}`;

/** The error for an unsupported media type. */
export function unknownMediaType() {
  const message = "the body of the request was in an unknown format - accepted media types include:";
  return unsupportedMediaType(`${message} ${ACCEPTED}`);
}

/** The media type of a body without parameters; `""` if there is none. */
export function mediaTypeOf(request: Pick<Asked, "headers">): string {
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  return type.trim().toLowerCase();
}

/**
 * Reads and parses the body of a request according to its media type.
 *
 * @param kind of the expected object, for messages
 * @throws HttpError 413 above the limits, 415 for another media type, 400 if it cannot be parsed
 */
export function readBody(request: Asked, kind: string): Body {
  const type = mediaTypeOf(request);
  if (type !== "application/json" && type !== "application/yaml" && type !== PROTOBUF) throw unknownMediaType();
  const bytes = request.bytes();
  const body = parseBody(type, bytes, kind);
  const error = headerError(body.value);
  if (error !== undefined) throw unrecognized(kind, headerProblem(error), bytes);
  return body;
}

/**
 * Reads and parses an optional body.
 *
 * @throws HttpError as `readBody` does
 */
export function readOptionalBody(request: Asked, kind: string): Body | undefined {
  const bytes = request.bytes();
  return bytes.toString("latin1").trim() === "" ? undefined : parseBody(mediaTypeOf(request), bytes, kind);
}

function parseBody(type: string, bytes: Buffer, kind: string): Body {
  switch (type) {
    case "application/json":
      return parseJson(bytes, (error) => unrecognized(kind, headerProblem(error), bytes));
    case "application/yaml":
      return parseYaml(bytes, (error) => unrecognized(kind, error, bytes));
    case PROTOBUF:
      return parseProtobuf(bytes);
    default:
      throw unknownMediaType();
  }
}

/** Protobuf has field numbers, so there are no duplicate keys and no positions. */
function parseProtobuf(bytes: Buffer): Body {
  try {
    return { value: decodeObject(bytes), duplicates: [], order: new Map() };
  } catch (error) {
    if (error instanceof MalformedMessage || error instanceof UnknownKind) throw badRequest(error.message);
    throw error;
  }
}

/**
 * Parses JSON, and finds duplicate keys.
 *
 * @param refusal makes the error for invalid JSON from Go's message
 */
export function parseJson(bytes: Buffer, refusal: (error: string) => HttpError): Body {
  const text = bytes.toString("utf8");
  checkJson(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refusal(goJsonError(bytes) ?? (error instanceof Error ? error.message : String(error)));
  }
  return { value, ...keysOf(text) };
}

function keysOf(text: string): Pick<Body, "duplicates" | "order"> {
  const duplicates: string[] = [];
  const order = new Map<string, number>();
  visitKeys(text, (path, isRepeated) => {
    if (isRepeated) duplicates.push(path);
    else order.set(path, order.size);
  });
  return { duplicates, order };
}

/**
 * Parses YAML 1.1, as Kubernetes does; only the first document counts.
 *
 * @param refusal makes the error for invalid YAML
 */
export function parseYaml(bytes: Buffer, refusal: (error: string) => HttpError): Body {
  const text = bytes.toString("utf8");
  checkYaml(text);
  const problems: Problem[] = [];
  const [document] = readDocuments("body", text, problems);
  const [problem] = problems;
  if (problem !== undefined) {
    throw refusal(`error converting YAML to JSON: yaml: line ${problem.line ?? 1}: ${problem.message}`);
  }
  const json = JSON.stringify(document?.value ?? null);
  checkJson(json);
  return { value: JSON.parse(json), duplicates: [], order: keysOf(json).order };
}
