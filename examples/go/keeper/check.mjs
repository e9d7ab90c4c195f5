/** What must hold of keeper: `jobsim check --go keeper.wasm --invariants check.mjs`. */

const RETRY_OF = "keeper.example.com/retry-of";

/** A Job that has failed gets one second chance, not two. */
const oneSecondChance = {
  id: "one-second-chance",
  sentence: "of each Job there is at most one second chance at a time",
  source: "examples/go/keeper/main.go",
  watch: () => {
    const chances = new Map();
    return {
      job: ({ type, object, previous }, record, report) => {
        const of = object.metadata.labels?.[RETRY_OF];
        if (of === undefined) return;
        const there = (chances.get(of) ?? 0) + (previous === undefined ? 1 : 0) - (type === "DELETED" ? 1 : 0);
        chances.set(of, there);
        if (previous === undefined && there > 1) {
          report({ message: `a Job has ${there} second chances`, numbers: { there }, job: record });
        }
      },
    };
  },
};

export const invariants = [oneSecondChance];

const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "example.com/main:1" }] } };

/** For `jobsim explore`: a Job that waits for two seconds, and has failed then. */
export const world = {
  untilMs: 1_500_000,
  actions: [
    {
      atMs: 0,
      op: "createJob",
      manifest: {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: "a", namespace: "default" },
        spec: { parallelism: 0, activeDeadlineSeconds: 2, template },
      },
    },
  ],
};
