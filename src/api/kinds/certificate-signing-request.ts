/** The kind CertificateSigningRequest (certificates.k8s.io/v1): clients approve and deny, and nothing signs. */

import type { FieldError } from "../field-path.ts";
import { humanDuration } from "../human-duration.ts";
import { equalJson } from "../json.ts";
import { formatTimestamp } from "../timestamp.ts";
import type { KubeObject } from "../types.ts";
import { invalid, required, unsupported } from "../validation/errors.ts";
import { checkPathSegment } from "../validation/names.ts";
import type { Column } from "./column.ts";
import { kind } from "./kind.ts";

/** What was decided about a request. */
export interface CertificateCondition {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastUpdateTime?: string;
  readonly lastTransitionTime?: string;
}

/** A CertificateSigningRequest of certificates.k8s.io/v1. */
export interface CertificateSigningRequest extends KubeObject {
  readonly apiVersion: "certificates.k8s.io/v1";
  readonly kind: "CertificateSigningRequest";
  readonly spec?: {
    /** The request as PEM, in base64. */
    readonly request?: string;
    readonly signerName?: string;
    readonly usages?: readonly string[];
    readonly expirationSeconds?: number;
    /** Who asks: the server writes it. */
    readonly username?: string;
  };
  readonly status?: { readonly conditions?: readonly CertificateCondition[]; readonly certificate?: string };
}

const MIN_SECONDS = 600;
const HEADER = "-----BEGIN CERTIFICATE REQUEST-----";
const SIGNER = /^[a-z0-9.-]+\/.+$/;
const DECISIONS: ReadonlySet<string> = new Set(["Approved", "Denied"]);
const WARNING =
  "jobsim: nothing signs this request: when it is approved, it waits for a client that writes status.certificate";

const COLUMNS: readonly Column<CertificateSigningRequest>[] = [
  {
    name: "Name",
    type: "string",
    format: "name",
    description: "Name of the request.",
    cell: ({ metadata }) => metadata.name,
  },
  {
    name: "Age",
    type: "string",
    description: "Time since the request was created.",
    cell: ({ metadata }, nowMs) => humanDuration(nowMs - Date.parse(metadata.creationTimestamp)),
  },
  {
    name: "SignerName",
    type: "string",
    description: "signerName indicates the requested signer, and is a qualified name.",
    cell: ({ spec: { signerName = "<none>" } = {} }) => signerName,
  },
  {
    name: "Requestor",
    type: "string",
    description: "username contains the name of the user that created the CertificateSigningRequest.",
    cell: ({ spec: { username = "" } = {} }) => username,
  },
  {
    name: "RequestedDuration",
    type: "string",
    description: "expirationSeconds is the requested duration of validity of the issued certificate.",
    cell: ({ spec: { expirationSeconds } = {} }) =>
      expirationSeconds === undefined ? "<none>" : humanDuration(expirationSeconds * 1_000),
  },
  {
    name: "Condition",
    type: "string",
    description: "The decision, and whether a certificate was issued.",
    cell: conditionOf,
  },
];

/** The kind CertificateSigningRequest. */
export const CERTIFICATE_SIGNING_REQUEST = kind<CertificateSigningRequest>({
  apiVersion: "certificates.k8s.io/v1",
  kind: "CertificateSigningRequest",
  plural: "certificatesigningrequests",
  shortNames: ["csr"],
  scope: "Cluster",
  selectableTexts: { "spec.signerName": (object) => signerOf(object) },
  columns: COLUMNS,
  hasAllColumns: true,
  strategy: {
    validateName: checkPathSegment,
    prepareForCreate: (request) => ({ ...request, status: {} }),
    validate: validateRequest,
    // What was asked for does not change.
    prepareForUpdate: (next, { spec }) => (spec === undefined ? next : { ...next, spec }),
    validateStatusUpdate: ({ status }) => validateConditions(status?.conditions ?? []),
    warningsOnCreate: () => [WARNING],
  },
});

/** The conditions of a request whose approval a client replaces: only decisions change, and get their times. */
export function decided(
  stored: readonly CertificateCondition[],
  given: readonly CertificateCondition[],
  nowMs: number,
): readonly CertificateCondition[] {
  const others = stored.filter(({ type }) => !DECISIONS.has(type));
  const now = formatTimestamp(nowMs);
  const decisions = given
    .filter(({ type }) => DECISIONS.has(type))
    .map((condition) => {
      const before = stored.find(({ type }) => type === condition.type);
      const { lastTransitionTime = before?.lastTransitionTime ?? now, lastUpdateTime = now } = condition;
      const whole = { ...condition, lastUpdateTime, lastTransitionTime };
      return before !== undefined && equalJson(before, whole) ? before : whole;
    });
  return [...others, ...decisions];
}

function validateRequest({ spec = {} }: CertificateSigningRequest): readonly FieldError[] {
  const { request = "", signerName = "", usages = [], expirationSeconds } = spec;
  const errors: FieldError[] = [];
  if (!pemIn(request).includes(HEADER)) {
    errors.push(invalid(["spec", "request"], request, "PEM block type must be CERTIFICATE REQUEST"));
  }
  if (usages.length === 0) errors.push(required(["spec", "usages"], "usages is required"));
  if (signerName === "") errors.push(required(["spec", "signerName"]));
  else if (!SIGNER.test(signerName)) {
    errors.push(
      invalid(
        ["spec", "signerName"],
        signerName,
        "must be a fully qualified domain and path of the form 'example.com/signer-name'",
      ),
    );
  }
  if (expirationSeconds !== undefined && expirationSeconds < MIN_SECONDS) {
    errors.push(
      invalid(
        ["spec", "expirationSeconds"],
        expirationSeconds,
        "may not specify a duration less than 600 seconds (10 minutes)",
      ),
    );
  }
  return errors;
}

function validateConditions(conditions: readonly CertificateCondition[]): FieldError[] {
  const types = conditions.map(({ type }) => type);
  const errors = conditions.flatMap(({ type = "", status = "" }, i): FieldError[] => {
    const path = ["status", "conditions", i];
    if (type === "") return [required([...path, "type"])];
    const isTrue = status === "True" || !(DECISIONS.has(type) || type === "Failed");
    if (!isTrue) return [unsupported([...path, "status"], status, ["True"])];
    const detail = "Approved and Denied conditions are mutually exclusive";
    return type === "Denied" && types.includes("Approved") ? [invalid([...path, "type"], type, detail)] : [];
  });
  return errors;
}

function pemIn(request: string): string {
  try {
    return atob(request);
  } catch {
    return "";
  }
}

function signerOf(object: object): string {
  const { spec }: { readonly spec?: CertificateSigningRequest["spec"] } = object;
  return spec?.signerName ?? "";
}

/** As kubectl has it: `Approved,Issued`. */
function conditionOf({ status: { conditions = [], certificate = "" } = {} }: CertificateSigningRequest): string {
  const has = (wanted: string) => conditions.some(({ type }) => type === wanted);
  const decision = has("Denied") ? "Denied" : has("Approved") ? "Approved" : "Pending";
  return `${decision}${has("Failed") ? ",Failed" : ""}${certificate === "" ? "" : ",Issued"}`;
}
