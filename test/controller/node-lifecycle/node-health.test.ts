import { describe, expect, test } from "vitest";
import { isSilent, type NodeHealth, observe } from "../../../src/controller/node-lifecycle/node-health.ts";
import { DEFAULT_NODE_LIFECYCLE } from "../../../src/controller/node-lifecycle/settings.ts";

const ready = (heartbeatMs: number) => ({ status: "True" as const, heartbeatMs });
const known: NodeHealth = { probeMs: 20_000, ready: ready(0), leaseMs: 20_000 };

describe("a pass", () => {
  test("starts the grace period when it sees a new lease", () => {
    expect(observe(known, { ready: ready(0), leaseMs: 30_000, createdMs: 0 }, 30_000).probeMs).toBe(30_000);
    expect(observe(known, { ready: ready(0), leaseMs: 20_000, createdMs: 0 }, 30_000).probeMs).toBe(20_000);
  });

  test("that sees a new status without a newer lease makes the next pass take the old lease for new", () => {
    const posted = observe(known, { ready: ready(25_000), leaseMs: 20_000, createdMs: 0 }, 25_000);
    expect(posted).toEqual({ probeMs: 25_000, ready: ready(25_000), leaseMs: undefined });
    expect(observe(posted, { ready: ready(25_000), leaseMs: 20_000, createdMs: 0 }, 30_000).probeMs).toBe(30_000);
  });

  test("starts the grace period of a node that never posted at its creation", () => {
    const seen = observe(undefined, { ready: undefined, leaseMs: undefined, createdMs: 30_000 }, 35_000);
    expect([90_000, 95_000].map((nowMs) => isSilent(seen, DEFAULT_NODE_LIFECYCLE, nowMs))).toEqual([false, true]);
  });

  test("considers a node silent only after the grace period", () => {
    expect([70_000, 75_000].map((nowMs) => isSilent(known, DEFAULT_NODE_LIFECYCLE, nowMs))).toEqual([false, true]);
  });
});
