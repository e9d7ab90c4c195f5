/**
 * Tokens of service accounts: JSON Web Tokens, as in a cluster, that expire in virtual time and with their account.
 *
 * They are not stored: what a token says is signed, and compared with the cluster whenever it comes back.
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import { isJsonList, isJsonObject, type JsonObject } from "../api/json.ts";
import { NODE } from "../api/kinds/node.ts";
import { SECRET, SERVICE_ACCOUNT } from "../api/kinds/simple-kinds.ts";
import { POD } from "../api/kinds/workloads.ts";
import type { World } from "./context.ts";

/** The audience of the server itself, and the issuer, as in a cluster of kubeadm. */
export const OWN_AUDIENCE = "https://kubernetes.default.svc.cluster.local";

/** An object that a token names. */
export interface ObjectIdentity {
  readonly name: string;
  readonly uid: string;
}

/** Kinds that a token can be bound to, by their names. */
export const BOUND_KINDS = { Pod: POD, Secret: SECRET, Node: NODE } as const;
export type BoundKind = keyof typeof BOUND_KINDS;

/** What a token says. */
export interface TokenClaims {
  readonly namespace: string;
  readonly account: ObjectIdentity;
  /** The object with which the token ends. */
  readonly bound?: (ObjectIdentity & { readonly kind: BoundKind }) | undefined;
  readonly audiences: readonly string[];
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

const HEADER = encoded({ alg: "HS256", typ: "JWT" });
/** Signs the tokens of runs that no socket reaches. */
const KEY_OF_RUNS = "jobsim";

/** A new token. */
export function issueToken(world: World, claims: TokenClaims): string {
  const { namespace, account, bound, audiences, issuedAt, expiresAt } = claims;
  const content = `${HEADER}.${encoded({
    aud: audiences,
    exp: expiresAt,
    iat: issuedAt,
    iss: OWN_AUDIENCE,
    "kubernetes.io": {
      namespace,
      ...(bound === undefined ? {} : { [bound.kind.toLowerCase()]: { name: bound.name, uid: bound.uid } }),
      serviceaccount: { name: account.name, uid: account.uid },
    },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${account.name}`,
  })}`;
  return `${content}.${signatureOf(world, content)}`;
}

/** Whether the server has issued a token. */
export function isIssued(world: World, token: string): boolean {
  const end = token.lastIndexOf(".");
  if (!token.startsWith(`${HEADER}.`) || end < HEADER.length) return false;
  const given = Buffer.from(token.slice(end + 1));
  const wanted = Buffer.from(signatureOf(world, token.slice(0, end)));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Whether a token is one that the server has issued, and still valid for it. */
export function isValid(world: World, token: string): boolean {
  return isIssued(world, token) && !("problem" in verifiedAccount(world, token));
}

/**
 * What a token that the server has issued says, or why it is not valid any more.
 *
 * @param audiences one of which the token must be for; that of the server by default
 */
export function verifiedAccount(
  world: World,
  token: string,
  audiences: readonly string[] = [OWN_AUDIENCE],
): TokenClaims | { readonly problem: string } {
  const claims = claimsOf(token);
  if (claims === undefined) return { problem: "invalid bearer token" };
  const { namespace, account, bound, expiresAt } = claims;
  if (expiresAt * 1_000 <= world.nowMs()) {
    return { problem: "[invalid bearer token, service account token has expired]" };
  }
  const { objects } = world.server;
  const stored = objects.get(SERVICE_ACCOUNT, namespace, account.name)?.metadata;
  if (stored?.uid !== account.uid || stored.deletionTimestamp !== undefined) {
    return { problem: "[invalid bearer token, service account token has been invalidated]" };
  }
  const place = bound?.kind === "Node" ? "" : namespace;
  if (bound && objects.of(BOUND_KINDS[bound.kind]).get(place, bound.name)?.metadata.uid !== bound.uid) {
    return { problem: "[invalid bearer token, service account token has been invalidated]" };
  }
  if (audiences.some((audience) => claims.audiences.includes(audience))) return claims;
  const [has, wants] = [claims.audiences, audiences].map(
    (list) => `[${list?.map((one) => JSON.stringify(one)).join(" ")}]`,
  );
  return { problem: `token audiences ${has} is invalid for the target audiences ${wants}` };
}

function claimsOf(token: string): TokenClaims | undefined {
  const [, payload = ""] = token.split(".");
  const { aud, iat, exp, "kubernetes.io": own } = decoded(payload);
  if (!isJsonObject(own) || typeof iat !== "number" || typeof exp !== "number" || !isJsonList(aud)) return undefined;
  const account = namedIn(own.serviceaccount);
  if (account === undefined || typeof own.namespace !== "string") return undefined;
  const [bound] = Object.keys(BOUND_KINDS).flatMap((kind) => {
    const object = namedIn(own[kind.toLowerCase()]);
    return object !== undefined && isBoundKind(kind) ? [{ ...object, kind }] : [];
  });
  return { namespace: own.namespace, account, bound, audiences: aud.map(String), issuedAt: iat, expiresAt: exp };
}

/** Whether a token can be bound to objects of a kind. */
export function isBoundKind(kind: string): kind is BoundKind {
  return Object.hasOwn(BOUND_KINDS, kind);
}

function namedIn(value: unknown): ObjectIdentity | undefined {
  const { name, uid } = isJsonObject(value) ? value : {};
  return typeof name === "string" && typeof uid === "string" ? { name, uid } : undefined;
}

function decoded(payload: string): JsonObject {
  const value: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  return isJsonObject(value) ? value : {};
}

function encoded(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signatureOf({ tokenKey }: World, content: string): string {
  return createHmac("sha256", tokenKey ?? KEY_OF_RUNS)
    .update(content)
    .digest("base64url");
}
