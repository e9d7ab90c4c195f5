/** Leader election by a Lease, as in client-go. */

import {
  ApiRequestError,
  formatMicroTime,
  type JsonObject,
  LEASE,
  type Lease,
  type ReconcileTools,
} from "jobsim/testing";

/** The defaults of controller-runtime. */
const LEASE_DURATION_MS = 15_000;
const RENEW_DEADLINE_MS = 10_000;
const RETRY_PERIOD_MS = 2_000;

export class Election {
  readonly #tools: ReconcileTools;
  readonly #name: string;
  readonly #onElected: () => Promise<void>;
  /** The Lease as it last changed, and when that was seen: only the own clock counts. */
  #seen: { readonly version: string | undefined; readonly atMs: number } | undefined;
  #holder = "";
  #renewedMs = Number.NEGATIVE_INFINITY;
  #isElected = false;

  /** @param onElected called once, before this process leads */
  constructor(tools: ReconcileTools, name: string, onElected: () => Promise<void>) {
    this.#tools = tools;
    this.#name = name;
    this.#onElected = onElected;
    tools.clock.after(0, () => this.#attempt());
  }

  /** Whether this process was elected; another one may lead by now. */
  get isElected(): boolean {
    return this.#isElected;
  }

  get identity(): string {
    return this.#tools.identity;
  }

  /** The identity of the holder when this process last read the Lease. */
  get holder(): string {
    return this.#holder;
  }

  /** Whether no other process can lead: the last renewal is so recent that its Lease cannot have run out. */
  get leads(): boolean {
    return this.#isElected && this.#tools.instantMs() < this.#renewedMs + RENEW_DEADLINE_MS;
  }

  async #attempt(): Promise<void> {
    const { clock, exit } = this.#tools;
    const beganMs = clock.instantMs();
    const isHeld = await this.#acquireOrRenew();
    if (isHeld) this.#renewedMs = beganMs;
    if (isHeld && !this.#isElected) {
      await this.#onElected();
      this.#isElected = true;
    }
    // Whoever has lost its Lease ends: what it remembers is no longer true.
    if (this.#isElected && !this.leads) exit();
    else clock.after(RETRY_PERIOD_MS, () => this.#attempt());
  }

  async #acquireOrRenew(): Promise<boolean> {
    const { api, clock, identity } = this.#tools;
    try {
      const lease = await api.get(LEASE, "default", this.#name);
      if (lease === undefined) {
        await api.create(LEASE, { metadata: { namespace: "default", name: this.#name }, spec: this.#spec() });
        this.#holder = identity;
        return true;
      }
      const { resourceVersion: version } = lease.metadata;
      if (this.#seen?.version !== version) this.#seen = { version, atMs: clock.instantMs() };
      const { holderIdentity = "" } = lease.spec ?? {};
      this.#holder = holderIdentity;
      const isFree = holderIdentity === "" || clock.instantMs() >= this.#seen.atMs + LEASE_DURATION_MS;
      if (holderIdentity !== identity && (this.#isElected || !isFree)) return false;
      // The version of the Lease makes sure that only one of two candidates gets it.
      const next: Lease = { ...lease, spec: { ...lease.spec, ...this.#spec() } };
      await api.update(LEASE, next);
      this.#holder = identity;
      return true;
    } catch (error) {
      if (error instanceof ApiRequestError) return false;
      throw error;
    }
  }

  #spec() {
    const { clock, identity } = this.#tools;
    const renewTime = formatMicroTime(clock.instantMs());
    return { holderIdentity: identity, leaseDurationSeconds: LEASE_DURATION_MS / 1000, renewTime } satisfies JsonObject;
  }
}
