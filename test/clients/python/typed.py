"""Creates, lists, watches, patches and deletes an object of each kind with Kubernetes' typed Python client.

The models of that client refuse an object that lacks a required field, so whatever it reads is whole.

Jobs, whose pods run, stand beside kinds that are only kept, and beside kinds that this program defines.

Usage: python3 typed.py KUBECONFIG. Prints a line for each kind, and ends with 1 if any failed.
"""

import sys
from kubernetes import client, config, watch

NAMESPACE = "default"


def meta(name):
    return {"metadata": {"name": name, "labels": {"typed": "yes"}}}


POD_SPEC = {"restartPolicy": "Never", "containers": [{"name": "main", "image": "registry.example/worker:1"}]}
JOB_SPEC = {"template": {"spec": POD_SPEC}}
LABELS = {"app": "typed"}
SELECTED = {
    "selector": {"matchLabels": LABELS},
    "template": {"metadata": {"labels": LABELS}, "spec": {**POD_SPEC, "restartPolicy": "Always"}},
}
WEBHOOK = {
    "name": "hook.example.com",
    "clientConfig": {"url": "https://127.0.0.1:1/"},
    "sideEffects": "None",
    "admissionReviewVersions": ["v1"],
}

# API, the name of the kind in the client's functions, the body besides its metadata.
NAMESPACED = [
    (client.BatchV1Api, "job", {"spec": JOB_SPEC}),
    (client.BatchV1Api, "cron_job", {"spec": {"schedule": "0 3 * * *", "jobTemplate": {"spec": JOB_SPEC}}}),
    (client.CoreV1Api, "config_map", {"data": {"a": "b"}}),
    (client.CoreV1Api, "secret", {"stringData": {"a": "b"}}),
    (client.CoreV1Api, "service_account", {}),
    (client.CoreV1Api, "service", {"spec": {"ports": [{"port": 80}]}}),
    (client.CoreV1Api, "resource_quota", {"spec": {"hard": {"pods": "1000"}}}),
    (client.CoreV1Api, "limit_range", {"spec": {"limits": [{"type": "Container", "max": {"cpu": "100"}}]}}),
    (
        client.CoreV1Api,
        "persistent_volume_claim",
        {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}},
    ),
    (client.CoreV1Api, "pod", {"spec": POD_SPEC}),
    (client.CoreV1Api, "endpoints", {}),
    (client.CoreV1Api, "replication_controller", {"spec": {"template": SELECTED["template"]}}),
    (client.AppsV1Api, "deployment", {"spec": SELECTED}),
    (client.AppsV1Api, "replica_set", {"spec": SELECTED}),
    (client.AppsV1Api, "daemon_set", {"spec": SELECTED}),
    (client.AppsV1Api, "stateful_set", {"spec": {**SELECTED, "serviceName": "typed"}}),
    (client.NetworkingV1Api, "ingress", {"spec": {"defaultBackend": {"resource": {"kind": "A", "name": "a"}}}}),
    (client.CoordinationV1Api, "lease", {"spec": {"holderIdentity": "me"}}),
    (
        client.CoreV1Api,
        "event",
        {"involvedObject": {"kind": "Job", "namespace": NAMESPACE, "name": "a"}, "reason": "Typed", "type": "Normal"},
    ),
    (
        client.EventsV1Api,
        "event",
        {
            "regarding": {"kind": "Job", "namespace": NAMESPACE, "name": "b"},
            "eventTime": "2026-10-24T00:00:00.000000Z",
            "reportingController": "example.com/typed",
            "reportingInstance": "typed-0",
            "action": "Testing",
            "reason": "Typed",
            "type": "Normal",
        },
    ),
    (client.PolicyV1Api, "pod_disruption_budget", {"spec": {"minAvailable": 1, "selector": {}}}),
]
DEFINITION = {
    "metadata": {"name": "typeds.example.com"},
    "spec": {
        "group": "example.com",
        "scope": "Namespaced",
        "names": {"plural": "typeds", "singular": "typed", "kind": "Typed", "listKind": "TypedList"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
            }
        ],
    },
}
CLUSTERED = [
    (client.ApiextensionsV1Api, "custom_resource_definition", DEFINITION),
    (client.CoreV1Api, "node", {}),
    (client.CoreV1Api, "namespace", {}),
    (client.CoreV1Api, "persistent_volume", {"spec": {"capacity": {"storage": "1Gi"}}}),
    (client.SchedulingV1Api, "priority_class", {"value": 1}),
    (client.AdmissionregistrationV1Api, "mutating_webhook_configuration", {"webhooks": [WEBHOOK]}),
    (client.AdmissionregistrationV1Api, "validating_webhook_configuration", {"webhooks": [WEBHOOK]}),
]


class Kind:
    def __init__(self, api, name, is_namespaced):
        self.name = name
        self._api = api()
        self._scope = "namespaced_" if is_namespaced else ""
        self._where = {"namespace": NAMESPACE} if is_namespaced else {}

    def call(self, verb, **arguments):
        return getattr(self._api, f"{verb}_{self._scope}{self.name}")(**self._where, **arguments)

    def check(self, body):
        # A definition has the name of what it defines.
        name = body.get("metadata", {}).get("name", "typed-" + self.name.replace("_", "-"))
        created = self.call("create", body={**body, **meta(name)})
        assert created.metadata.uid, "what is created has a UID"
        listed = self.call("list", label_selector="typed=yes")
        assert [each.metadata.name for each in listed.items] == [name], "the list holds what was created"
        patched = self.call("patch", name=name, body={"metadata": {"annotations": {"patched": "yes"}}})
        assert patched.metadata.annotations["patched"] == "yes", "the patch is applied"
        version = created.metadata.resource_version
        function = getattr(self._api, f"list_{self._scope}{self.name}")
        watcher = watch.Watch()
        seen = []
        for event in watcher.stream(function, **self._where, resource_version=version, timeout_seconds=20):
            if event["object"].metadata.name == name:
                seen.append(event["type"])
            if "MODIFIED" in seen:
                watcher.stop()
        assert "MODIFIED" in seen, f"the watch shows the patch: {seen}"
        self.call("delete", name=name)


class CustomKind:
    """A kind that a definition declares: its objects are dictionaries, and its status is written apart."""

    def __init__(self, plural, is_namespaced):
        self.name = "custom " + plural
        self._plural = plural
        self._api = client.CustomObjectsApi()
        self._scope = "namespaced" if is_namespaced else "cluster"
        self._where = {"group": "custom.example.com", "version": "v1", "plural": plural}
        if is_namespaced:
            self._where["namespace"] = NAMESPACE

    def call(self, verb, part="", **arguments):
        return getattr(self._api, f"{verb}_{self._scope}_custom_object{part}")(**self._where, **arguments)

    def define(self):
        kind = self._plural[:-1].capitalize()
        spec = {"type": "object", "properties": {"size": {"type": "integer", "minimum": 1, "default": 3}}}
        status = {"type": "object", "properties": {"ready": {"type": "boolean"}, "size": {"type": "integer"}}}
        version = {
            "name": "v1",
            "served": True,
            "storage": True,
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec, "status": status}}},
            "subresources": {
                "status": {},
                "scale": {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.size"},
            },
        }
        definition = {
            "metadata": {"name": self._plural + ".custom.example.com"},
            "spec": {
                "group": "custom.example.com",
                "scope": self._scope.capitalize(),
                "names": {"plural": self._plural, "singular": kind.lower(), "kind": kind},
                "versions": [version],
            },
        }
        client.ApiextensionsV1Api().create_custom_resource_definition(definition)
        return {"apiVersion": "custom.example.com/v1", "kind": kind}

    def check(self, _body):
        body = {**self.define(), **meta("mine"), "spec": {}}
        created = self.call("create", body=body)
        assert created["spec"] == {"size": 3}, "the schema gives a default"
        assert [each["metadata"]["name"] for each in self.items()] == ["mine"], "the list holds what was created"
        seen = self.watched(created["metadata"]["resourceVersion"])
        assert [each["metadata"]["name"] for each in self.items()] == [], "the list holds nothing that was deleted"
        assert seen == ["MODIFIED", "MODIFIED", "MODIFIED", "DELETED"], f"the watch shows all changes: {seen}"

    def items(self):
        return self.call("list", label_selector="typed=yes")["items"]

    def watched(self, version):
        self.change()
        watcher = watch.Watch()
        function = getattr(self._api, f"list_{self._scope}_custom_object")
        seen = []
        for event in watcher.stream(function, **self._where, resource_version=version, timeout_seconds=20):
            seen.append(event["type"])
            if event["type"] == "DELETED":
                watcher.stop()
        return seen

    def change(self):
        patched = self.call("patch", name="mine", body={"spec": {"size": 4}})
        assert patched["spec"]["size"] == 4 and patched["metadata"]["generation"] == 2, "the patch is applied"
        status = self.call("patch", "_status", name="mine", body={"status": {"ready": True}, "spec": {"size": 9}})
        assert status["status"] == {"ready": True} and status["spec"]["size"] == 4, "only the status is written"
        scaled = self.call("patch", "_scale", name="mine", body={"spec": {"replicas": 5}})
        assert scaled["spec"]["replicas"] == 5, "the scale is written"
        whole = self.call("get", name="mine")
        assert whole["spec"]["size"] == 5 and whole["status"] == {"ready": True}, "the object has it all"
        try:
            self.call("patch", name="mine", body={"spec": {"size": 0}})
            raise AssertionError("the schema has a minimum")
        except client.ApiException as error:
            assert error.status == 422, f"the schema has a minimum: {error.status}"
        deleted = self.call("delete", name="mine")
        assert deleted["status"] == "Success", "the object is deleted"


def main(kubeconfig):
    config.load_kube_config(kubeconfig)
    failed = 0
    kinds = [(Kind(api, name, True), body) for api, name, body in NAMESPACED]
    kinds += [(Kind(api, name, False), body) for api, name, body in CLUSTERED]
    kinds += [(CustomKind("gadgets", True), {}), (CustomKind("planets", False), {})]
    for kind, body in kinds:
        try:
            kind.check(body)
            print("ok  ", kind.name)
        except Exception as error:  # whatever a model or the server refuses is the finding
            failed += 1
            print("FAIL", kind.name, type(error).__name__, str(error)[:300].replace("\n", " "))
    return 1 if failed else 0


sys.exit(main(sys.argv[1]))
