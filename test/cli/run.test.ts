import { describe, expect, test } from "vitest";
import { jobsim, manifest } from "./helpers.ts";

describe("jobsim run", () => {
  test("plays a plain manifest from standard input", async () => {
    const { code, out } = await jobsim(["run", "-", "-q"], { stdin: manifest("hello") });
    expect(code).toBe(0);
    expect(out).toBe("default/hello: Complete (CompletionsReached) after 12s\n");
  });

  test("plays several documents, and a List", async () => {
    const documents = `${manifest("a")}---\n${manifest("b")}`;
    expect((await jobsim(["run", "-", "-q"], { stdin: documents })).out.trim().split("\n")).toHaveLength(2);
    const items = [manifest("c"), manifest("d")].map((text) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}`);
    const list = `apiVersion: v1\nkind: List\nitems:\n${items.join("\n")}\n`;
    expect((await jobsim(["run", "-", "-q"], { stdin: list })).out).toMatch(/^default\/c: .*\ndefault\/d: .*\n$/);
  });

  test("plays several files as if they were created together", async () => {
    const files = { "a.yaml": manifest("a"), "b.yaml": manifest("b") };
    const { code, out } = await jobsim(["run", "a.yaml", "b.yaml", "-"], { files, stdin: manifest("c") });
    expect(code).toBe(0);
    expect(out).toContain("PODS of a");
    expect(out).toContain("jobs           3: 3 complete, 0 failed");
  });

  test("takes the behaviour of pods, changes of the spec and the end from flags", async () => {
    const flags = ["--run", "1m", "--exit", "1", "--set", "spec.backoffLimit=0"];
    const { out } = await jobsim(["run", "-", "-q", ...flags], { stdin: manifest("hello") });
    expect(out).toBe("default/hello: Failed (BackoffLimitExceeded) after 1m02s\n");
    const stopped = await jobsim(["run", "-", "-q", ...flags, "--until", "30s"], { stdin: manifest("hello") });
    expect(stopped.out).toBe("default/hello: Running with 1 pod not done\n");
    expect(stopped.err).toBe("");
  });

  test("ends with 1 on --exit-status if a Job did not complete, and with 0 without it", async () => {
    const world = { stdin: manifest("hello", "backoffLimit: 0") };
    expect((await jobsim(["run", "-", "--exit", "1"], world)).code).toBe(0);
    expect((await jobsim(["run", "-", "--exit", "1", "--exit-status"], world)).code).toBe(1);
    expect((await jobsim(["run", "-", "--exit-status"], world)).code).toBe(0);
  });

  test("stops a Job that never ends after seven days, and says so", async () => {
    const args = ["run", "-", "--exit", "1", "--run", "1h", "--set", "spec.backoffLimit=100000"];
    const world = { stdin: manifest("endless") };
    const { code, err } = await jobsim([...args, "-q"], world);
    expect(code).toBe(0);
    expect(err).toBe("note: stopped after 7d, the longest run without --until; Job endless is still Running\n");
    const text = await jobsim(args, world);
    expect(text.out).toContain("virtual time   7d00h00m00s");
    expect(text.out).toContain("note: stopped after 7d");
    expect(text.err).toBe("");
  });

  describe("a run that becomes too large", () => {
    const world = {
      stdin: manifest("large", "completions: 4000", "parallelism: 4000"),
      largest: { entries: 3_000, pods: 900 },
    };
    const pods =
      /^CUT SHORT: the run is too large: more than 900 pods after .* of virtual time; what follows is the part that was played\n/;
    const entries = /^CUT SHORT: the run is too large: more than 3,000 log entries after /;

    test.each([
      { args: ["run", "-"], stream: "out", says: pods },
      { args: ["run", "-", "-q"], stream: "err", says: pods },
      { args: ["run", "-", "-o", "json"], stream: "err", says: pods },
      { args: ["run", "-", "--explain"], stream: "out", says: entries },
      { args: ["explain", "-"], stream: "err", says: entries },
    ] as const)("is cut short by $args, which says so first, and exits with 3", async ({ args, stream, says }) => {
      const ended = await jobsim([...args], world);
      expect(ended.code).toBe(3);
      expect(ended[stream]).toMatch(says);
    });

    test("is played to its end if it fits", async () => {
      const { code, out } = await jobsim(["run", "-", "-q"], { ...world, largest: { entries: 10, pods: 4_000 } });
      expect([code, out]).toEqual([0, expect.stringMatching(/^default\/large: Complete/)]);
    });
  });

  test("reports if no events are left although a Job is not done", async () => {
    const { err } = await jobsim(["run", "-", "--run", "forever", "-q"], { stdin: manifest("stuck") });
    expect(err).toBe("note: nothing is left to happen, but Job stuck is still Running\n");
  });

  test("gives the same bytes for the same seed, and others for another", async () => {
    const args = ["run", "sim-scenarios/flaky-pods.yaml", "-o", "json"];
    const first = await jobsim(args, { wallMs: () => 1 });
    expect((await jobsim(args, { wallMs: () => 2 })).out).toBe(first.out);
    expect((await jobsim([...args, "--seed", "2"])).out).not.toBe(first.out);
  });

  test("prints JSON lines for programs, the last one with summary and digest", async () => {
    const { out } = await jobsim(["run", "sim-scenarios/flaky-pods.yaml", "-o", "jsonl"]);
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line): { readonly kind: string; readonly digest?: string } => JSON.parse(line));
    expect(lines[0]?.kind).toBe("created");
    expect(lines.at(-1)?.kind).toBe("summary");
    expect(lines.at(-1)?.digest).toMatch(/^[0-9a-f]{16}$/);
  });

  test("ends the text with the digest", async () => {
    const { out } = await jobsim(["run", "sim-scenarios/first-run.yaml"]);
    expect(out.trimEnd().split("\n").at(-1)).toMatch(/^digest [0-9a-f]{16}$/);
  });

  test("shows colours on a terminal only, and not with --no-color or NO_COLOR", async () => {
    const args = ["run", "sim-scenarios/first-run.yaml"];
    expect((await jobsim(args, { terminal: true })).out).toContain("\u001b[");
    const plain = (await jobsim(args)).out;
    expect(plain).not.toContain("\u001b[");
    expect((await jobsim([...args, "--no-color"], { terminal: true })).out).toBe(plain);
    expect((await jobsim(args, { terminal: true, noColor: true })).out).toBe(plain);
  });

  test("warns about likely mistakes, and continues", async () => {
    const stdin = manifest("hello", "backoffLimit: 3", "backoffLimit: 4");
    const { code, err } = await jobsim(["run", "-", "-q"], { stdin });
    expect(code).toBe(0);
    expect(err).toContain("warning: <stdin>:7:3: spec.backoffLimit: the key occurs twice; the first is in line 6");
  });

  test("prints the same bytes again without timing", async () => {
    const args = ["run", "sim-scenarios/first-run.yaml", "--no-timing"];
    let clock = 0;
    const wallMs = () => (clock += 7);
    const [first, second] = [await jobsim(args, { wallMs }), await jobsim(args, { wallMs })];
    expect(first).toEqual(second);
    expect(first.out).not.toContain("wall time");
  });

  test("lists objects that take no part in one line", async () => {
    const stdin = `${manifest("hello")}---\napiVersion: v1\nkind: ConfigMap\n`;
    const { code, err } = await jobsim(["run", "-", "-q"], { stdin });
    expect({ code, err }).toEqual({ code: 0, err: "skipped 1 object that is not a Job: 1 ConfigMap\n" });
  });

  test("limits the table of pods, failures first, and shows all on demand", async () => {
    const args = ["run", "sim-scenarios/flaky-pods.yaml", "--pods", "7"];
    const { out } = await jobsim(args);
    expect(out).toContain("… failures first, 7 of 46 pods; --pods all shows them all");
    const table = out.slice(out.indexOf("POD "), out.indexOf("FINAL"));
    expect(table.match(/ failed/g)).toHaveLength(6);
    const all = (await jobsim([...args.slice(0, 2), "--pods", "all"])).out;
    expect(all.slice(all.indexOf("POD "), all.indexOf("FINAL")).match(/\d+\/\d+ /g)).toHaveLength(46);
  });

  test.each(["run", "report", "explain"])(
    "%s is stopped by Ctrl-C with exit code 130, and says where",
    async (command) => {
      const interrupted = AbortSignal.abort();
      let now = 0;
      const wallMs = () => {
        now += 100;
        return now;
      };
      const stdin = manifest("big", "completions: 3000", "parallelism: 3000");
      const { code, out, err } = await jobsim([command, "-"], { stdin, interrupted, wallMs });
      expect(code).toBe(130);
      expect(out).toBe("");
      expect(err).toMatch(/^interrupted at virtual time /);
    },
  );

  test("shows help and the version without loading anything", async () => {
    expect((await jobsim(["--version"])).out).toBe("1.2.3\n");
    const bare = await jobsim([]);
    expect(bare.code).toBe(0);
    expect(bare.out).toBe((await jobsim(["--help"])).out);
  });
});

describe("an error inside", () => {
  const failing = () => {
    let calls = 0;
    return () => {
      calls++;
      if (calls > 1) throw new Error("the clock fell off the wall");
      return 0;
    };
  };
  const stdin = manifest("big", "completions: 3000", "parallelism: 3000");

  test("exits with 70 and the command that reproduces it, without a stack trace", async () => {
    const { code, err } = await jobsim(["run", "-", "--set", "metadata.annotations.a=b c"], {
      stdin,
      wallMs: failing(),
    });
    expect(code).toBe(70);
    expect(err).toContain("jobsim: internal error: the clock fell off the wall\n");
    expect(err).toContain("Replay it with: jobsim run - --set 'metadata.annotations.a=b c' --seed 1\n");
    expect(err).not.toContain("    at ");
  });

  test("shows the stack trace if JOBSIM_DEBUG is set", async () => {
    const { err } = await jobsim(["run", "-", "--seed", "9"], { stdin, wallMs: failing(), debug: true });
    expect(err).toContain("    at ");
    expect(err).toContain("Replay it with: jobsim run - --seed 9\n");
  });
});
