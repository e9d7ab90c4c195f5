import { expect, test } from "vitest";
import type { PodCommit } from "../../src/apiserver/log.ts";
import { PackedCommits } from "../../src/apiserver/packed-commits.ts";
import { podCommit, podOf } from "../controller/sync-bench.ts";

const version = (resourceVersion: string) => podOf("a", { metadata: { resourceVersion } });
const [FIRST, SECOND, THIRD] = [version("7"), version("8"), version("9")];

/** A commit of which the version is that of its pod, as in the log. */
function commit(type: PodCommit["type"], object: PodCommit["object"], previous: PodCommit["previous"]): PodCommit {
  return { ...podCommit(type, object, previous, 3), resourceVersion: Number(object.metadata.resourceVersion) };
}

test.each<[string, readonly PodCommit[]]>([
  ["of a pod's whole life", [commit("ADDED", FIRST, undefined), commit("DELETED", SECOND, FIRST)]],
  ["of a pod that existed before", [commit("MODIFIED", SECOND, FIRST), commit("MODIFIED", THIRD, SECOND)]],
])("commits %s come back as they were, with what was before each", (_of, commits) => {
  const packed = new PackedCommits();
  const places = commits.map((each) => packed.add(each));
  expect(places.map((place) => packed.timeMsAt(place))).toEqual(commits.map(({ timeMs }) => timeMs));
  expect(places.map((place) => packed.unpack(place))).toEqual(commits);
});

test("what was before is known from one packing to the next", () => {
  const packed = new PackedCommits();
  packed.unpack(packed.add(commit("ADDED", FIRST, undefined)));
  packed.clear();
  expect(packed.unpack(packed.add(commit("MODIFIED", SECOND, FIRST)))?.previous).toBe(FIRST);
});
