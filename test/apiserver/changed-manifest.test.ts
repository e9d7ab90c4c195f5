import { expect, test } from "vitest";
import { ApiServer } from "../../src/apiserver/api-server.ts";
import { CommitLog } from "../../src/apiserver/log.ts";
import { NameSource } from "../../src/apiserver/names.ts";
import { Storage } from "../../src/apiserver/storage.ts";

function server(): ApiServer {
  return new ApiServer(new Storage(new CommitLog("none"), new NameSource("manifests"), () => 0, 0));
}

function manifest() {
  return {
    metadata: { name: "a", namespace: "default" },
    spec: {
      parallelism: 1,
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "x" }] } },
    },
  };
}

function created(given: unknown) {
  const answer = server().jobs.create(given, "user");
  return answer.ok ? answer.object : undefined;
}

/** Manifests are cached from the second time on. */
function createdTwice(given: unknown) {
  created(given);
  return created(given);
}

test("a manifest that was changed in place between two runs is decoded again", () => {
  const given = manifest();
  expect(createdTwice(given)?.spec.parallelism).toBe(1);
  given.spec.parallelism = 3;
  expect(created(given)?.spec.parallelism).toBe(3);
});

test("so is a manifest with a change deep inside", () => {
  const given = manifest();
  createdTwice(given);
  given.spec.template.spec.restartPolicy = "OnFailure";
  expect(created(given)?.spec.template.spec.restartPolicy).toBe("OnFailure");
});

test("so is a part that another manifest shares", () => {
  const { spec } = manifest();
  for (const name of ["a", "b"]) created({ metadata: { name, namespace: "default" }, spec });
  spec.parallelism = 2;
  expect(created({ metadata: { name: "c", namespace: "default" }, spec })?.spec.parallelism).toBe(2);
});

test("a manifest that was made invalid in place is refused", () => {
  const given = manifest();
  expect(createdTwice(given)).toBeDefined();
  given.spec.template.spec.restartPolicy = "Always";
  expect(created(given)).toBeUndefined();
});

test("a value that is not JSON is decoded anyway", () => {
  const given = { ...manifest(), status: {} };
  Object.assign(given.status, { itself: given });
  expect(() => created(given)).not.toThrow();
});
