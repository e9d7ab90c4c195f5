package main

import (
	"context"
	"fmt"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

func ptr[T any](value T) *T { return &value }

func newNamespace(ctx context.Context, client kubernetes.Interface, i int) (string, error) {
	wanted := &core.Namespace{ObjectMeta: meta.ObjectMeta{GenerateName: fmt.Sprintf("spec-%d-", i)}}
	namespace, err := client.CoreV1().Namespaces().Create(ctx, wanted, meta.CreateOptions{})
	if err != nil {
		return "", err
	}
	return namespace.Name, nil
}

func newJob(name string, parallelism, completions, backoffLimit int32) *batch.Job {
	return &batch.Job{
		ObjectMeta: meta.ObjectMeta{Name: name},
		Spec: batch.JobSpec{
			Parallelism:  &parallelism,
			Completions:  &completions,
			BackoffLimit: &backoffLimit,
			Template: core.PodTemplateSpec{
				ObjectMeta: meta.ObjectMeta{Labels: map[string]string{"job": name}},
				Spec: core.PodSpec{
					RestartPolicy: core.RestartPolicyNever,
					Containers:    []core.Container{{Name: "c", Image: "registry.example/agnhost:2", Command: []string{"work"}}},
				},
			},
		},
	}
}

func indexed(job *batch.Job) *batch.Job {
	job.Spec.CompletionMode = ptr(batch.IndexedCompletion)
	return job
}

func (c cluster) create(ctx context.Context, job *batch.Job) error {
	_, err := c.BatchV1().Jobs(c.namespace).Create(ctx, job, meta.CreateOptions{})
	return err
}

func (c cluster) job(ctx context.Context, name string) (*batch.Job, error) {
	return c.BatchV1().Jobs(c.namespace).Get(ctx, name, meta.GetOptions{})
}

func (c cluster) podsOf(ctx context.Context, name string) ([]core.Pod, error) {
	list, err := c.CoreV1().Pods(c.namespace).List(ctx, meta.ListOptions{LabelSelector: "job=" + name})
	if err != nil {
		return nil, err
	}
	return list.Items, nil
}

func condition(job *batch.Job, kind batch.JobConditionType) *batch.JobCondition {
	for i := range job.Status.Conditions {
		if each := &job.Status.Conditions[i]; each.Type == kind && each.Status == core.ConditionTrue {
			return each
		}
	}
	return nil
}

func (c cluster) untilJob(ctx context.Context, name string, kind batch.JobConditionType) (*batch.Job, error) {
	var job *batch.Job
	err := until(ctx, fmt.Sprintf("job %s is %s", name, kind), func() (bool, error) {
		var err error
		job, err = c.job(ctx, name)
		return err == nil && condition(job, kind) != nil, err
	})
	return job, err
}

func (c cluster) untilFailed(ctx context.Context, name, reason string) error {
	job, err := c.untilJob(ctx, name, batch.JobFailed)
	if err != nil {
		return err
	}
	return expect("the reason", condition(job, batch.JobFailed).Reason, reason)
}

func (c cluster) untilRunning(ctx context.Context, name string, count int) error {
	return until(ctx, fmt.Sprintf("%d pods of %s run", count, name), func() (bool, error) {
		pods, err := c.podsOf(ctx, name)
		running := 0
		for _, pod := range pods {
			if pod.Status.Phase == core.PodRunning && pod.DeletionTimestamp == nil {
				running++
			}
		}
		return running == count, err
	})
}
