package main

import (
	"context"
	"fmt"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/retry"
)

type rule = map[string]any

// forJob makes a rule for the pods of one Job: what they do, and under "match" which of them.
func forJob(name string, more rule) rule {
	made := rule{}
	for key, value := range more {
		made[key] = value
	}
	made["match"] = merged(rule{"jobName": name}, more["match"])
	return made
}

func merged(into rule, more any) rule {
	if values, ok := more.(rule); ok {
		for key, value := range values {
			into[key] = value
		}
	}
	return into
}

var jobSpecs = []spec{
	{"should run a job to completion when tasks succeed", runsToCompletion},
	{"should allow to use the pod failure policy on exit code to fail the job early", failsEarly},
	{"should allow to use the pod failure policy to not count the failure towards the backoffLimit", ignoresFailures},
	{"should not create pods when created in suspend state", startsSuspended},
	{"should delete pods when suspended", deletesWhenSuspended},
	{"should recreate pods only after they have failed if pod replacement policy is set to Failed", replacesFailed},
	{"should create pods for an Indexed job with completion indexes and specified hostname", hasIndexes},
	{"should execute all indexes despite some failing when using backoffLimitPerIndex", limitsPerIndex},
	{"should terminate job execution when the number of failed indexes exceeds maxFailedIndexes", limitsFailedIndexes},
	{"should mark indexes as failed when the FailIndex action is matched in podFailurePolicy", failsIndexes},
	{"with successPolicy succeededIndexes rule", succeedsEarly},
	{"should remove pods when job is deleted", removesPods},
	{"should run a job to completion when tasks sometimes fail and are locally restarted", restartsLocally},
	{"should run a job to completion when tasks sometimes fail and are not locally restarted", replacesPods},
	{"should fail when exceeds active deadline", exceedsDeadline},
	{"should delete a job", deletesJob},
	{"should adopt matching orphans and release non-matching pods", adoptsAndReleases},
	{"should fail to exceed backoffLimit", exceedsBackoffLimit},
	{"should apply changes to a job status", changesStatus},
	{"should manage the lifecycle of a job", managesLifecycle},
	{"should update the status ready field", updatesReady},
	{"should allow to delegate reconciliation to external controller", delegates},
}

func runsToCompletion(ctx context.Context, c cluster) error {
	if err := c.create(ctx, newJob("all-succeed", 2, 4, 6)); err != nil {
		return err
	}
	job, err := c.untilJob(ctx, "all-succeed", batch.JobComplete)
	if err != nil {
		return err
	}
	pods, err := c.podsOf(ctx, "all-succeed")
	return first(err, expect("succeeded", job.Status.Succeeded, 4), expect("pods", len(pods), 4))
}

func failsEarly(ctx context.Context, c cluster) error {
	job := newJob("pod-failure-failjob", 2, 4, 0)
	job.Spec.PodFailurePolicy = onExitCode(batch.PodFailurePolicyActionFailJob, 1)
	err := first(c.behave(ctx, forJob(job.Name, rule{"exit": 1})), c.create(ctx, job))
	return first(err, c.untilFailed(ctx, job.Name, batch.JobReasonPodFailurePolicy))
}

func ignoresFailures(ctx context.Context, c cluster) error {
	job := newJob("pod-failure-ignore", 1, 2, 0)
	job.Spec.PodFailurePolicy = onExitCode(batch.PodFailurePolicyActionIgnore, 3)
	failing := forJob(job.Name, rule{"match": rule{"ordinal": 0}, "exit": 3})
	if err := first(c.behave(ctx, failing), c.create(ctx, job)); err != nil {
		return err
	}
	_, err := c.untilJob(ctx, job.Name, batch.JobComplete)
	return err
}

func startsSuspended(ctx context.Context, c cluster) error {
	job := newJob("suspend-true-to-false", 2, 4, 6)
	job.Spec.Suspend = ptr(true)
	if err := c.create(ctx, job); err != nil {
		return err
	}
	if _, err := c.untilJob(ctx, job.Name, batch.JobSuspended); err != nil {
		return err
	}
	pods, err := c.podsOf(ctx, job.Name)
	if err := first(err, expect("pods of a suspended Job", len(pods), 0), c.change(ctx, job.Name, resume)); err != nil {
		return err
	}
	_, err = c.untilJob(ctx, job.Name, batch.JobComplete)
	return err
}

func deletesWhenSuspended(ctx context.Context, c cluster) error {
	job := newJob("suspend-false-to-true", 2, 4, 6)
	err := first(c.behave(ctx, forJob(job.Name, rule{"run": "forever"})), c.create(ctx, job))
	err = first(err, c.untilRunning(ctx, job.Name, 2))
	err = first(err, c.change(ctx, job.Name, func(job *batch.Job) { job.Spec.Suspend = ptr(true) }))
	return first(err, until(ctx, "no pod is left", func() (bool, error) {
		pods, err := c.podsOf(ctx, job.Name)
		return len(pods) == 0, err
	}))
}

func replacesFailed(ctx context.Context, c cluster) error {
	job := newJob("pod-recreate-failure-job", 1, 1, 1)
	job.Spec.PodReplacementPolicy = ptr(batch.Failed)
	once := forJob(job.Name, rule{"match": rule{"ordinal": 0}, "exit": 1})
	if err := first(c.behave(ctx, once), c.create(ctx, job)); err != nil {
		return err
	}
	done, err := c.untilJob(ctx, job.Name, batch.JobComplete)
	if err != nil {
		return err
	}
	return first(expect("failed", done.Status.Failed, 1), expect("terminating", *done.Status.Terminating, 0))
}

func hasIndexes(ctx context.Context, c cluster) error {
	job := indexed(newJob("indexed-job", 2, 4, 6))
	if err := c.create(ctx, job); err != nil {
		return err
	}
	done, err := c.untilJob(ctx, job.Name, batch.JobComplete)
	if err != nil {
		return err
	}
	pods, err := c.podsOf(ctx, job.Name)
	seen := map[string]bool{}
	for _, pod := range pods {
		index := pod.Annotations[batch.JobCompletionIndexAnnotation]
		seen[index] = true
		err = first(err, expect("hostname", pod.Spec.Hostname, job.Name+"-"+index))
	}
	return first(err, expect("indexes", len(seen), 4), expect("completed", done.Status.CompletedIndexes, "0-3"))
}

func limitsPerIndex(ctx context.Context, c cluster) error {
	job := indexed(newJob("with-backoff-limit-per-index", 2, 4, 0))
	job.Spec.BackoffLimit, job.Spec.BackoffLimitPerIndex = nil, ptr(int32(0))
	odd := forJob(job.Name, rule{"match": rule{"index": "1,3"}, "exit": 1})
	err := first(c.behave(ctx, odd), c.create(ctx, job), c.untilFailed(ctx, job.Name, batch.JobReasonFailedIndexes))
	if err != nil {
		return err
	}
	done, err := c.job(ctx, job.Name)
	return first(err, expect("completed", done.Status.CompletedIndexes, "0,2"), expect("failed", *done.Status.FailedIndexes, "1,3"))
}

func limitsFailedIndexes(ctx context.Context, c cluster) error {
	job := indexed(newJob("with-max-failed-indexes", 1, 10, 0))
	job.Spec.BackoffLimit, job.Spec.BackoffLimitPerIndex = nil, ptr(int32(0))
	job.Spec.MaxFailedIndexes = ptr(int32(3))
	err := first(c.behave(ctx, forJob(job.Name, rule{"exit": 1})), c.create(ctx, job))
	err = first(err, c.untilFailed(ctx, job.Name, batch.JobReasonMaxFailedIndexesExceeded))
	if err != nil {
		return err
	}
	done, err := c.job(ctx, job.Name)
	return first(err, expect("failed indexes", *done.Status.FailedIndexes, "0-3"))
}

func failsIndexes(ctx context.Context, c cluster) error {
	job := indexed(newJob("mark-indexes-failed", 2, 2, 0))
	job.Spec.BackoffLimit, job.Spec.BackoffLimitPerIndex = nil, ptr(int32(1))
	job.Spec.PodFailurePolicy = onExitCode(batch.PodFailurePolicyActionFailIndex, 1)
	failing := forJob(job.Name, rule{"match": rule{"index": 0}, "exit": 1})
	err := first(c.behave(ctx, failing), c.create(ctx, job), c.untilFailed(ctx, job.Name, batch.JobReasonFailedIndexes))
	if err != nil {
		return err
	}
	done, err := c.job(ctx, job.Name)
	return first(err, expect("failed indexes", *done.Status.FailedIndexes, "0"), expect("failed", done.Status.Failed, 1))
}

func succeedsEarly(ctx context.Context, c cluster) error {
	job := indexed(newJob("with-success-policy", 2, 5, 6))
	job.Spec.SuccessPolicy = &batch.SuccessPolicy{Rules: []batch.SuccessPolicyRule{{SucceededIndexes: ptr("0")}}}
	others := forJob(job.Name, rule{"match": rule{"index": "1-4"}, "run": "forever"})
	if err := first(c.behave(ctx, others), c.create(ctx, job)); err != nil {
		return err
	}
	done, err := c.untilJob(ctx, job.Name, batch.JobComplete)
	if err != nil {
		return err
	}
	return expect("the reason", condition(done, batch.JobComplete).Reason, batch.JobReasonSuccessPolicy)
}

func removesPods(ctx context.Context, c cluster) error {
	job := newJob("all-pods-removed", 2, 4, 6)
	err := first(c.behave(ctx, forJob(job.Name, rule{"run": "forever"})), c.create(ctx, job))
	err = first(err, c.untilRunning(ctx, job.Name, 2), c.remove(ctx, job.Name, meta.DeletePropagationForeground))
	return first(err, until(ctx, "no pod is left", func() (bool, error) {
		pods, err := c.podsOf(ctx, job.Name)
		return len(pods) == 0, err
	}))
}

func restartsLocally(ctx context.Context, c cluster) error {
	job := newJob("fail-once-local", 2, 4, 6)
	job.Spec.Template.Spec.RestartPolicy = core.RestartPolicyOnFailure
	once := forJob(job.Name, rule{})
	once["restarts"] = []rule{{"run": "1s", "exit": 1}}
	if err := first(c.behave(ctx, once), c.create(ctx, job)); err != nil {
		return err
	}
	if _, err := c.untilJob(ctx, job.Name, batch.JobComplete); err != nil {
		return err
	}
	pods, err := c.podsOf(ctx, job.Name)
	for _, pod := range pods {
		err = first(err, expect("restarts of a pod", pod.Status.ContainerStatuses[0].RestartCount, 1))
	}
	return first(err, expect("pods", len(pods), 4))
}

func replacesPods(ctx context.Context, c cluster) error {
	job := newJob("fail-once-non-local", 2, 3, 6)
	early := forJob(job.Name, rule{"match": rule{"ordinal": "0-1"}, "exit": 1})
	if err := first(c.behave(ctx, early), c.create(ctx, job)); err != nil {
		return err
	}
	done, err := c.untilJob(ctx, job.Name, batch.JobComplete)
	if err != nil {
		return err
	}
	return first(expect("succeeded", done.Status.Succeeded, 3), expect("failed", done.Status.Failed, 2))
}

func exceedsDeadline(ctx context.Context, c cluster) error {
	job := newJob("exceed-active-deadline", 2, 4, 6)
	job.Spec.ActiveDeadlineSeconds = ptr(int64(1))
	err := first(c.behave(ctx, forJob(job.Name, rule{"run": "forever"})), c.create(ctx, job))
	return first(err, c.untilFailed(ctx, job.Name, batch.JobReasonDeadlineExceeded))
}

func deletesJob(ctx context.Context, c cluster) error {
	job := newJob("foo", 2, 4, 6)
	err := first(c.behave(ctx, forJob(job.Name, rule{"run": "forever"})), c.create(ctx, job))
	err = first(err, c.untilRunning(ctx, job.Name, 2), c.remove(ctx, job.Name, meta.DeletePropagationBackground))
	return first(err, until(ctx, "the Job is gone", func() (bool, error) {
		_, err := c.job(ctx, job.Name)
		if errors.IsNotFound(err) {
			return true, nil
		}
		return false, err
	}))
}

func adoptsAndReleases(ctx context.Context, c cluster) error {
	job := newJob("adopt-release", 2, 4, 6)
	err := first(c.behave(ctx, forJob(job.Name, rule{"run": "forever"})), c.create(ctx, job), c.untilRunning(ctx, job.Name, 2))
	if err != nil {
		return err
	}
	pods, err := c.podsOf(ctx, job.Name)
	if err != nil {
		return err
	}
	name := pods[0].Name
	if err := c.patchPod(ctx, name, `{"metadata":{"ownerReferences":null}}`); err != nil {
		return err
	}
	if err := c.untilOwned(ctx, name, true); err != nil {
		return err
	}
	none := `{"metadata":{"labels":{"job":null,"controller-uid":null,"job-name":null,` +
		`"batch.kubernetes.io/controller-uid":null,"batch.kubernetes.io/job-name":null}}}`
	return first(c.patchPod(ctx, name, none), c.untilOwned(ctx, name, false))
}

func exceedsBackoffLimit(ctx context.Context, c cluster) error {
	job := newJob("backofflimit", 1, 1, 1)
	err := first(c.behave(ctx, forJob(job.Name, rule{"exit": 1})), c.create(ctx, job))
	err = first(err, c.untilFailed(ctx, job.Name, batch.JobReasonBackoffLimitExceeded))
	pods, listErr := c.podsOf(ctx, job.Name)
	err = first(err, listErr, expect("pods", len(pods), 2))
	for _, pod := range pods {
		err = first(err, expect("phase", pod.Status.Phase, core.PodFailed))
	}
	return err
}

func changesStatus(ctx context.Context, c cluster) error {
	job := newJob("suspend-false", 2, 4, 6)
	err := first(c.behave(ctx, forJob(job.Name, rule{"run": "forever"})), c.create(ctx, job), c.untilRunning(ctx, job.Name, 2))
	if err != nil {
		return err
	}
	jobs := c.BatchV1().Jobs(c.namespace)
	note := []byte(`{"metadata":{"annotations":{"patched":"true"}}}`)
	patched, err := jobs.Patch(ctx, job.Name, types.MergePatchType, note, meta.PatchOptions{}, "status")
	if err != nil {
		return err
	}
	return first(expect("the annotation", patched.Annotations["patched"], "true"),
		expect("active", patched.Status.Active, 2))
}

func managesLifecycle(ctx context.Context, c cluster) error {
	jobs := c.BatchV1().Jobs(c.namespace)
	job := newJob("lifecycle", 1, 1, 6)
	job.Labels = map[string]string{"e2e": "lifecycle"}
	job.Spec.Suspend = ptr(true)
	if err := c.create(ctx, job); err != nil {
		return err
	}
	body := []byte(`{"metadata":{"labels":{"patched":"yes"}}}`)
	patched, err := jobs.Patch(ctx, job.Name, types.StrategicMergePatchType, body, meta.PatchOptions{})
	if err := first(err, expect("the label", patched.Labels["patched"], "yes"), c.change(ctx, job.Name, resume)); err != nil {
		return err
	}
	if _, err := c.untilJob(ctx, job.Name, batch.JobComplete); err != nil {
		return err
	}
	list, err := c.BatchV1().Jobs("").List(ctx, meta.ListOptions{LabelSelector: "e2e=lifecycle"})
	if err := first(err, expect("Jobs with the label", len(list.Items), 1)); err != nil {
		return err
	}
	background := meta.DeleteOptions{PropagationPolicy: ptr(meta.DeletePropagationBackground)}
	err = jobs.DeleteCollection(ctx, background, meta.ListOptions{LabelSelector: "e2e=lifecycle"})
	return first(err, until(ctx, "the Jobs are gone", func() (bool, error) {
		left, err := jobs.List(ctx, meta.ListOptions{LabelSelector: "e2e=lifecycle"})
		return err == nil && len(left.Items) == 0, err
	}))
}

func updatesReady(ctx context.Context, c cluster) error {
	job := newJob("status-ready", 2, 4, 6)
	err := first(c.behave(ctx, forJob(job.Name, rule{"run": "forever"})), c.create(ctx, job))
	return first(err, until(ctx, "two pods are ready", func() (bool, error) {
		job, err := c.job(ctx, job.Name)
		return err == nil && job.Status.Ready != nil && *job.Status.Ready == 2, err
	}))
}

func delegates(ctx context.Context, c cluster) error {
	job := newJob("managed-by", 1, 1, 6)
	job.Spec.ManagedBy = ptr("example.com/custom")
	other := newJob("marker", 1, 1, 6)
	if err := first(c.create(ctx, job), c.create(ctx, other)); err != nil {
		return err
	}
	if _, err := c.untilJob(ctx, other.Name, batch.JobComplete); err != nil {
		return err
	}
	left, err := c.job(ctx, job.Name)
	return first(err, expect("a start time", left.Status.StartTime == nil, true))
}

func resume(job *batch.Job) { job.Spec.Suspend = ptr(false) }

// change updates a Job as it stands, and again if somebody else was quicker.
func (c cluster) change(ctx context.Context, name string, how func(*batch.Job)) error {
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		job, err := c.job(ctx, name)
		if err != nil {
			return err
		}
		how(job)
		_, err = c.BatchV1().Jobs(c.namespace).Update(ctx, job, meta.UpdateOptions{})
		return err
	})
}

func (c cluster) remove(ctx context.Context, name string, policy meta.DeletionPropagation) error {
	return c.BatchV1().Jobs(c.namespace).Delete(ctx, name, meta.DeleteOptions{PropagationPolicy: &policy})
}

func (c cluster) patchPod(ctx context.Context, name, body string) error {
	_, err := c.CoreV1().Pods(c.namespace).Patch(ctx, name, types.MergePatchType, []byte(body), meta.PatchOptions{})
	return err
}

func (c cluster) untilOwned(ctx context.Context, name string, isOwned bool) error {
	return until(ctx, fmt.Sprintf("pod %s has a controller: %v", name, isOwned), func() (bool, error) {
		pod, err := c.CoreV1().Pods(c.namespace).Get(ctx, name, meta.GetOptions{})
		return err == nil && (meta.GetControllerOf(pod) != nil) == isOwned, err
	})
}

func onExitCode(action batch.PodFailurePolicyAction, code int32) *batch.PodFailurePolicy {
	requirement := &batch.PodFailurePolicyOnExitCodesRequirement{
		ContainerName: ptr("c"),
		Operator:      batch.PodFailurePolicyOnExitCodesOpIn,
		Values:        []int32{code},
	}
	return &batch.PodFailurePolicy{Rules: []batch.PodFailurePolicyRule{{Action: action, OnExitCodes: requirement}}}
}
