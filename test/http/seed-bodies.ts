/** Request bodies from the API documents. */

/** "Create" of batch/v2alpha1: the body of the curl example, sent as YAML. */
export const CREATE_YAML = `apiVersion: batch/v1
kind: Job
metadata:
  name: example-job
spec:
  template:
    metadata:
      name: example-job
    spec:
      containers:
      - name: pi
        image: perl
        command: ["perl",  "-Mbignum=bpi", "-wle", "print bpi(2000)"]
      restartPolicy: Never
`;

/** "Delete" of batch/v2alpha1: the body of the curl example, sent as YAML. */
export const DELETE_YAML = `
gracePeriodSeconds: 0
orphanDependents: false
`;

/** "Replacing the Status of a Specified Job": the example request. */
export const REPLACE_STATUS = {
  kind: "Job",
  apiVersion: "batch/v1",
  metadata: {
    name: "jobs-12130306",
    namespace: "ns-12130306-s",
    selfLink: "/apis/batch/v1/namespaces/ns-12130306-s/jobs/jobs-12130306",
    uid: "eed6b02b-dfb3-11e7-9c19-fa163e2d897b",
    resourceVersion: "419068",
    creationTimestamp: "2017-12-13T03:15:55Z",
    labels: { app: "new-jobs", name: "job-test" },
    enable: true,
  },
  spec: {
    parallelism: 1,
    completions: 1,
    selector: { matchLabels: { "controller-uid": "eed6b02b-dfb3-11e7-9c19-fa163e2d897b" } },
    template: {
      metadata: {
        name: "jobs-12130306",
        creationTimestamp: null,
        labels: {
          "controller-uid": "eed6b02b-dfb3-11e7-9c19-fa163e2d897b",
          "job-name": "jobs-12130306",
          name: "job-test",
        },
        enable: true,
      },
      spec: {
        containers: [
          {
            name: "jobs-12130306",
            image: "172.16.5.235:20202/test/redis:latest",
            resources: {},
            terminationMessagePath: "/dev/termination-log",
            terminationMessagePolicy: "File",
            imagePullPolicy: "Always",
          },
        ],
        restartPolicy: "Never",
        terminationGracePeriodSeconds: 30,
        dnsPolicy: "ClusterFirst",
        securityContext: {},
        schedulerName: "default-scheduler",
      },
    },
  },
  status: { startTime: "2017-12-13T03:15:55Z", active: 1 },
};
