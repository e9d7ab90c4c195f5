import { spawnSync } from "node:child_process";
import * as nodeModule from "node:module";
import { describe, expect, test } from "vitest";

const JOBSIM = [process.execPath, "--import", "tsx", "src/cli/main.ts"];

function shell(script: string, input = "") {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "bash", ...JOBSIM], { encoding: "utf8", input });
  return { status, stdout, stderr };
}

describe("the process", () => {
  test("runs a scenario and ends with 0", () => {
    const { status, stdout, stderr } = shell('"$@" run sim-scenarios/first-run.yaml -q');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "default/hello: Complete (CompletionsReached) after 1m06s\n",
      stderr: "",
    });
  });

  test("reads standard input", () => {
    const { status, stdout } = shell(
      '"$@" run - -q',
      '{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}',
    );
    expect(status).toBe(0);
    expect(stdout).toContain("default/j: Complete");
  });

  test("ends quietly when the reader closes the pipe", () => {
    const script =
      'set -o pipefail; "$@" run sim-scenarios/flaky-pods.yaml --set spec.completions=3000 --set spec.parallelism=3000 --exit 0 -o json | head -n 1';
    const { status, stdout, stderr } = shell(script);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "{\n", stderr: "" });
  });

  test("ends with a message and a special code if the disk is full", () => {
    expect(shell('"$@" run sim-scenarios/first-run.yaml -q > /dev/full')).toEqual({
      status: 74,
      stdout: "",
      stderr: "jobsim: standard output: cannot be written: the disk is full\n",
    });
  });

  test("and if a file cannot be written", () => {
    const { status, stderr } = shell('"$@" report sim-scenarios/first-run.yaml --html /nowhere/run.html');
    expect({ status, stderr }).toEqual({
      status: 74,
      stderr: "/nowhere/run.html: cannot be written: there is no such folder\n",
    });
  });

  test("ends with 2 for bad input", () => {
    expect(shell('"$@" run nowhere.yaml')).toEqual({
      status: 2,
      stdout: "",
      stderr: "nowhere.yaml: there is no such file\n",
    });
  });

  test.each([
    ["a folder that cannot be made", "/proc/nowhere"],
    ["a file", "/dev/null"],
  ])("runs without a cache of compiled code if its place is %s", (_what, place) => {
    const { status, stderr } = shell(`XDG_CACHE_HOME=${place} timeout 60 "$@" run sim-scenarios/first-run.yaml -q`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test.skipIf(!("enableCompileCache" in nodeModule))("keeps compiled code where only its user may write", () => {
    const script = 'export XDG_CACHE_HOME=$(mktemp -d); "$@" --help > /dev/null; stat -c %a "$XDG_CACHE_HOME"/jobsim';
    expect(shell(script).stdout).toBe("700\n");
  });

  test("does not load heavy libraries to show its help", () => {
    const script = `NODE_DEBUG=esm "$@" --help 2>&1 | grep -c -E "node_modules/(zod|yaml|immer|seedrandom)/" || true`;
    expect(shell(script).stdout.trim()).toBe("0");
  });
});
