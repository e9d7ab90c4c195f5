package main

import (
	"context"
	"fmt"

	batch "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

var cronJobSpecs = []spec{
	{"should schedule multiple jobs concurrently", schedulesConcurrently},
	{"should not schedule jobs when suspended", schedulesNothingSuspended},
	{"should not schedule new jobs when ForbidConcurrent", forbidsConcurrent},
	{"should replace jobs when ReplaceConcurrent", replacesConcurrent},
	{"should remove from active list jobs that have been deleted", forgetsDeleted},
	{"should delete successful finished jobs with limit of one successful job", keepsOneSuccess},
	{"should delete failed finished jobs with limit of one job", keepsOneFailure},
	{"should support timezone", supportsTimeZone},
	{"should support CronJob API operations", supportsOperations},
}

func newCronJob(name string, policy batch.ConcurrencyPolicy) *batch.CronJob {
	job := newJob(name, 1, 1, 0)
	return &batch.CronJob{
		ObjectMeta: meta.ObjectMeta{Name: name},
		Spec: batch.CronJobSpec{
			Schedule:          "*/1 * * * ?",
			ConcurrencyPolicy: policy,
			JobTemplate:       batch.JobTemplateSpec{Spec: job.Spec},
		},
	}
}

func (c cluster) createCronJob(ctx context.Context, cronJob *batch.CronJob) error {
	_, err := c.BatchV1().CronJobs(c.namespace).Create(ctx, cronJob, meta.CreateOptions{})
	return err
}

func (c cluster) cronJob(ctx context.Context, name string) (*batch.CronJob, error) {
	return c.BatchV1().CronJobs(c.namespace).Get(ctx, name, meta.GetOptions{})
}

func (c cluster) untilCronJob(ctx context.Context, name, what string, holds func(*batch.CronJob) bool) error {
	return until(ctx, what, func() (bool, error) {
		cronJob, err := c.cronJob(ctx, name)
		return err == nil && holds(cronJob), err
	})
}

func activeAtLeast(count int) func(*batch.CronJob) bool {
	return func(cronJob *batch.CronJob) bool { return len(cronJob.Status.Active) >= count }
}

func forever(name string) rule {
	return rule{"match": rule{"jobName": name + "-*"}, "run": "forever"}
}

func schedulesConcurrently(ctx context.Context, c cluster) error {
	cronJob := newCronJob("concurrent", batch.AllowConcurrent)
	err := first(c.behave(ctx, forever(cronJob.Name)), c.createCronJob(ctx, cronJob))
	return first(err, c.untilCronJob(ctx, cronJob.Name, "two Jobs are active", activeAtLeast(2)))
}

func schedulesNothingSuspended(ctx context.Context, c cluster) error {
	cronJob := newCronJob("suspended", batch.AllowConcurrent)
	cronJob.Spec.Suspend = ptr(true)
	marker := newCronJob("marker", batch.AllowConcurrent)
	err := first(c.behave(ctx, forever(marker.Name)), c.createCronJob(ctx, cronJob), c.createCronJob(ctx, marker))
	err = first(err, c.untilCronJob(ctx, marker.Name, "two Jobs are active", activeAtLeast(2)))
	if err != nil {
		return err
	}
	suspended, err := c.cronJob(ctx, cronJob.Name)
	return first(err, expect("active Jobs of the suspended one", len(suspended.Status.Active), 0))
}

func forbidsConcurrent(ctx context.Context, c cluster) error {
	cronJob := newCronJob("forbid", batch.ForbidConcurrent)
	marker := newCronJob("marker", batch.AllowConcurrent)
	err := first(c.behave(ctx, forever(cronJob.Name), forever(marker.Name)), c.createCronJob(ctx, cronJob))
	err = first(err, c.untilCronJob(ctx, cronJob.Name, "a Job is active", activeAtLeast(1)), c.createCronJob(ctx, marker))
	err = first(err, c.untilCronJob(ctx, marker.Name, "three Jobs are active", activeAtLeast(3)))
	if err != nil {
		return err
	}
	found, err := c.cronJob(ctx, cronJob.Name)
	return first(err, expect("active Jobs", len(found.Status.Active), 1))
}

func replacesConcurrent(ctx context.Context, c cluster) error {
	cronJob := newCronJob("replace", batch.ReplaceConcurrent)
	err := first(c.behave(ctx, forever(cronJob.Name)), c.createCronJob(ctx, cronJob))
	err = first(err, c.untilCronJob(ctx, cronJob.Name, "a Job is active", activeAtLeast(1)))
	if err != nil {
		return err
	}
	before, err := c.cronJob(ctx, cronJob.Name)
	if err != nil {
		return err
	}
	old := before.Status.Active[0].Name
	return c.untilCronJob(ctx, cronJob.Name, "another Job is active", func(cronJob *batch.CronJob) bool {
		return len(cronJob.Status.Active) == 1 && cronJob.Status.Active[0].Name != old
	})
}

func forgetsDeleted(ctx context.Context, c cluster) error {
	cronJob := newCronJob("forget", batch.ForbidConcurrent)
	err := first(c.behave(ctx, forever(cronJob.Name)), c.createCronJob(ctx, cronJob))
	err = first(err, c.untilCronJob(ctx, cronJob.Name, "a Job is active", activeAtLeast(1)))
	if err != nil {
		return err
	}
	found, err := c.cronJob(ctx, cronJob.Name)
	if err != nil {
		return err
	}
	name := found.Status.Active[0].Name
	err = c.remove(ctx, name, meta.DeletePropagationBackground)
	return first(err, c.untilCronJob(ctx, cronJob.Name, "the Job is forgotten", func(cronJob *batch.CronJob) bool {
		for _, each := range cronJob.Status.Active {
			if each.Name == name {
				return false
			}
		}
		return true
	}))
}

func keepsOneSuccess(ctx context.Context, c cluster) error {
	cronJob := newCronJob("successful-jobs-history-limit", batch.AllowConcurrent)
	cronJob.Spec.SuccessfulJobsHistoryLimit, cronJob.Spec.FailedJobsHistoryLimit = ptr(int32(1)), ptr(int32(0))
	return c.keepsOne(ctx, cronJob, batch.JobComplete)
}

func keepsOneFailure(ctx context.Context, c cluster) error {
	cronJob := newCronJob("failed-jobs-history-limit", batch.AllowConcurrent)
	cronJob.Spec.SuccessfulJobsHistoryLimit, cronJob.Spec.FailedJobsHistoryLimit = ptr(int32(0)), ptr(int32(1))
	failing := rule{"match": rule{"jobName": cronJob.Name + "-*"}, "exit": 1}
	return first(c.behave(ctx, failing), c.keepsOne(ctx, cronJob, batch.JobFailed))
}

// keepsOne waits for a second finished Job, and for the first to be cleaned up.
func (c cluster) keepsOne(ctx context.Context, cronJob *batch.CronJob, kind batch.JobConditionType) error {
	if err := c.createCronJob(ctx, cronJob); err != nil {
		return err
	}
	seen := map[string]bool{}
	return until(ctx, "one of two finished Jobs is left", func() (bool, error) {
		list, err := c.BatchV1().Jobs(c.namespace).List(ctx, meta.ListOptions{})
		if err != nil {
			return false, err
		}
		finished := 0
		for i := range list.Items {
			if condition(&list.Items[i], kind) != nil {
				finished++
				seen[list.Items[i].Name] = true
			}
		}
		return len(seen) > 1 && finished == 1, nil
	})
}

func supportsTimeZone(ctx context.Context, c cluster) error {
	wrong := newCronJob("cronjob-without-timezone", batch.AllowConcurrent)
	wrong.Spec.TimeZone = ptr("nowhere")
	if err := c.createCronJob(ctx, wrong); !errors.IsInvalid(err) {
		return fmt.Errorf("an unknown time zone is answered with %v", err)
	}
	right := newCronJob("cronjob-with-timezone", batch.AllowConcurrent)
	right.Spec.TimeZone = ptr("America/New_York")
	return c.createCronJob(ctx, right)
}

func supportsOperations(ctx context.Context, c cluster) error {
	cronJobs := c.BatchV1().CronJobs(c.namespace)
	cronJob := newCronJob("operations", batch.AllowConcurrent)
	cronJob.Spec.Suspend = ptr(true)
	cronJob.Labels = map[string]string{"special": "yes"}
	if err := c.createCronJob(ctx, cronJob); err != nil {
		return err
	}
	watch, err := cronJobs.Watch(ctx, meta.ListOptions{ResourceVersion: "0", LabelSelector: "special=yes"})
	if err != nil {
		return err
	}
	defer watch.Stop()
	if event := <-watch.ResultChan(); event.Object.(*batch.CronJob).Name != cronJob.Name {
		return fmt.Errorf("the watch shows %v", event)
	}
	note := []byte(`{"metadata":{"annotations":{"patched":"true"}}}`)
	patched, err := cronJobs.Patch(ctx, cronJob.Name, types.MergePatchType, note, meta.PatchOptions{})
	if err := first(err, expect("the annotation", patched.Annotations["patched"], "true")); err != nil {
		return err
	}
	patched.Status.LastScheduleTime = ptr(meta.Now())
	updated, err := cronJobs.UpdateStatus(ctx, patched, meta.UpdateOptions{})
	if err := first(err, expect("a time in the status", updated.Status.LastScheduleTime != nil, true)); err != nil {
		return err
	}
	err = cronJobs.DeleteCollection(ctx, meta.DeleteOptions{}, meta.ListOptions{LabelSelector: "special=yes"})
	left, listErr := cronJobs.List(ctx, meta.ListOptions{})
	return first(err, listErr, expect("CronJobs left", len(left.Items), 0))
}
