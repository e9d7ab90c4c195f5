/** Pods behind the interface of all kinds, on the same registry. */

import { DEFAULT_NAMESPACE } from "../api/constants.ts";
import { copyWith } from "../api/copy-with.ts";
import { decodePod } from "../api/decode.ts";
import { defaultPod } from "../api/defaults.ts";
import type { FieldError } from "../api/field-path.ts";
import { equalJson } from "../api/json.ts";
import { POD } from "../api/kinds/workloads.ts";
import type { PodFieldSet } from "../api/pod-fields.ts";
import type { ObjectMeta, Pod } from "../api/types.ts";
import { semanticallyEqual } from "../api/validation/equality.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../api/validation/metadata.ts";
import { validateNewPod } from "../api/validation/pod/pod.ts";
import { validateEphemeralContainersUpdate, validatePodUpdate } from "../api/validation/pod/pod-update.ts";
import { accepted, alreadyExists, badRequest, invalid, notFound, type Result, refused } from "./errors.ts";
import type { Actor, Verb } from "./log.ts";
import { metadataForUpdate } from "./object-metadata.ts";
import type { PodRegistry } from "./pod-registry.ts";
import { checkIdentity, checkPreconditions } from "./preconditions.ts";
import type { Mutation, Registry, Written } from "./registry.ts";
import type { DeleteOptions, UpdateOptions, WriteOptions } from "./write-options.ts";

/** The warning for changes of a running pod that the simulated kubelet ignores. */
const NOT_ACTED_ON =
  "jobsim: the kubelet of the simulation read this pod's spec when it started it, and does not act on this change";

type Part = UpdateOptions["subresource"] | "";

const RULES: { readonly [P in NonNullable<Part>]: (next: Pod, stored: Pod) => readonly FieldError[] } = {
  "": (next, stored) => (next.spec === stored.spec ? [] : validatePodUpdate(next, defaultPod(stored))),
  status: () => [],
  ephemeralcontainers: validateEphemeralContainersUpdate,
};

/** What a write to a subresource of the pod can change besides its metadata. */
function partOf(given: Pod, stored: Pod, part: NonNullable<Part>): Partial<Pick<Pod, "spec" | "status">> {
  if (part === "status") return { status: given.status };
  // An equal spec stays the object that other pods of the template share.
  if (semanticallyEqual(given.spec, stored.spec)) return {};
  const { spec } = defaultPod(given);
  if (part === "ephemeralcontainers") {
    const { ephemeralContainers } = spec;
    return { spec: copyWith(stored.spec, { ephemeralContainers: ephemeralContainers ?? [] }) };
  }
  return semanticallyEqual(spec, defaultPod(stored).spec) ? {} : { spec };
}

export class PodObjects implements Registry<Pod> {
  readonly of = POD;
  readonly #registry: PodRegistry;
  readonly #podFields: PodFieldSet;

  constructor(registry: PodRegistry, podFields: PodFieldSet) {
    this.#registry = registry;
    this.#podFields = podFields;
  }

  get(namespace: string, name: string): Pod | undefined {
    return this.#registry.pods.get(namespace, name);
  }

  list(namespace?: string): Iterable<Pod> {
    return namespace === undefined ? this.#registry.pods : this.#registry.pods.inNamespace(namespace);
  }

  create(namespace: string, manifest: unknown, { actor, dryRun = false }: WriteOptions): Result<Written<Pod>> {
    const { object, problems } = decodePod(manifest);
    const wrong = problems.find(({ kind }) => kind !== "unknownField");
    if (wrong !== undefined) return refused(badRequest(wrong.message));
    const place = namespace || object.metadata.namespace || DEFAULT_NAMESPACE;
    if (object.metadata.namespace !== "" && object.metadata.namespace !== place) {
      return refused(
        badRequest("the namespace of the provided object does not match the namespace sent on the request"),
      );
    }
    const { name: given, generateName = "" } = object.metadata;
    const name = given === "" && generateName !== "" ? this.#registry.freeName(place, generateName) : given;
    if (name === undefined) return refused(alreadyExists("pods", generateName));
    const pod = defaultPod({
      ...object,
      metadata: { ...object.metadata, namespace: place, name },
      status: { phase: "Pending" },
    });
    const errors = [...validateObjectMeta(pod.metadata), ...validateNewPod(pod, this.#podFields)];
    if (errors.length > 0) return refused(invalid("pods", name, errors));
    if (dryRun) return accepted({ object: pod, changed: false, warnings: [] });
    const created = this.#registry.createNamed(pod, actor);
    return created.ok ? accepted({ object: created.object, changed: true, warnings: [] }) : created;
  }

  /** Only a few fields of the spec may change after the pod was created. */
  update(namespace: string, name: string, change: Mutation<Pod>, options: UpdateOptions): Result<Written<Pod>> {
    const stored = this.get(namespace, name);
    if (stored === undefined) return refused(notFound("pods", name));
    const wanted = change(stored);
    if (!wanted.ok) return wanted;
    const { object: given, problems } = decodePod(wanted.object);
    const wrong = problems.find(({ kind }) => kind !== "unknownField");
    if (wrong !== undefined) return refused(badRequest(wrong.message));
    const { isReplacement = false, subresource = "", actor, dryRun = false } = options;
    const path = `/registry/pods/${namespace}/${name}`;
    const stale = checkIdentity("pods", given.metadata, stored.metadata, { checkUid: isReplacement, path });
    if (stale !== undefined) return refused(stale);
    const metadata = metadataForUpdate(given.metadata, stored.metadata);
    const next: Pod = { ...stored, metadata, ...partOf(given, stored, subresource) };
    const errors = [...validateObjectMetaUpdate(metadata, stored.metadata), ...RULES[subresource](next, stored)];
    if (errors.length > 0) return refused(invalid("pods", name, errors));
    if (equalJson(next, stored)) return accepted({ object: stored, changed: false, warnings: [] });
    const warnings = next.spec === stored.spec || (stored.spec.nodeName ?? "") === "" ? [] : [NOT_ACTED_ON];
    if (dryRun) return accepted({ object: next, changed: false, warnings });
    const verb = subresource === "status" ? "updateStatus" : isReplacement ? "update" : "patch";
    return accepted({ object: this.#registry.replace(next, stored, verb, actor), changed: true, warnings });
  }

  delete(namespace: string, name: string, options: DeleteOptions): Result<Written<Pod>> {
    const stored = this.get(namespace, name);
    if (stored === undefined) return refused(notFound("pods", name));
    const stale = checkPreconditions("pods", stored.metadata, options.preconditions);
    if (stale !== undefined) return refused(stale);
    if (options.dryRun === true) return accepted({ object: stored, changed: false, warnings: [] });
    const deleted = this.#registry.deleteStored(stored, options.gracePeriodSeconds, options.actor);
    return accepted({ object: deleted, changed: deleted !== stored, warnings: [] });
  }

  replaceMetadata(stored: Pod, metadata: ObjectMeta, verb: Verb, actor: Actor): Pod {
    return this.#registry.replace({ ...stored, metadata }, stored, verb, actor);
  }
}
