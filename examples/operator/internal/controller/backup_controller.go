// Package controller holds the controller of Backups.
package controller

import (
	"context"
	"slices"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/errors"
	conditions "k8s.io/apimachinery/pkg/api/meta"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	example "operator/api/v1"
	"operator/internal/manager"
)

// Finalizer holds a Backup that is deleted until what it saved is removed.
const Finalizer = "example.com/cleanup"

// BackupReconciler runs a Job for each Backup, and another one that cleans up when the Backup goes.
type BackupReconciler struct {
	*manager.Manager
}

// Reconcile does the next thing that is to be done for a Backup.
func (r *BackupReconciler) Reconcile(ctx context.Context, name types.NamespacedName) error {
	backup := r.Backup(name)
	if backup == nil {
		return nil
	}
	if backup.DeletionTimestamp != nil {
		return r.cleanUp(ctx, backup)
	}
	if !slices.Contains(backup.Finalizers, Finalizer) {
		held := backup.DeepCopy()
		held.Finalizers = append(held.Finalizers, Finalizer)
		_, err := r.Clients.Backups(name.Namespace).Update(ctx, held)
		return err
	}
	job := r.Job(name)
	if job == nil {
		return r.createJob(ctx, backup, name.Name, *backup.Spec.Retries)
	}
	return r.report(ctx, backup, job)
}

// cleanUp lets the Backup go once a Job has removed what it saved.
func (r *BackupReconciler) cleanUp(ctx context.Context, backup *example.Backup) error {
	at := slices.Index(backup.Finalizers, Finalizer)
	if at < 0 {
		return nil
	}
	name := types.NamespacedName{Namespace: backup.Namespace, Name: backup.Name + "-cleanup"}
	job := r.Job(name)
	if job == nil {
		return r.createJob(ctx, backup, name.Name, 6)
	}
	if !hasEnded(job, batch.JobComplete) {
		return nil
	}
	free := backup.DeepCopy()
	free.Finalizers = slices.Delete(free.Finalizers, at, at+1)
	_, err := r.Clients.Backups(backup.Namespace).Update(ctx, free)
	return err
}

func (r *BackupReconciler) createJob(ctx context.Context, backup *example.Backup, name string, retries int32) error {
	owner := meta.NewControllerRef(backup, example.GroupVersion.WithKind("Backup"))
	template := core.PodTemplateSpec{
		ObjectMeta: meta.ObjectMeta{Labels: map[string]string{"target": backup.Spec.Target}},
		Spec: core.PodSpec{
			RestartPolicy: core.RestartPolicyNever,
			Containers:    []core.Container{{Name: "main", Image: "registry.example/backup:1", Args: []string{backup.Spec.Target}}},
		},
	}
	job := &batch.Job{
		ObjectMeta: meta.ObjectMeta{Name: name, Namespace: backup.Namespace, OwnerReferences: []meta.OwnerReference{*owner}},
		Spec:       batch.JobSpec{BackoffLimit: &retries, Template: template},
	}
	_, err := r.Clients.BatchV1().Jobs(backup.Namespace).Create(ctx, job, meta.CreateOptions{})
	if errors.IsAlreadyExists(err) {
		return nil // The cache will have it.
	}
	if err == nil {
		r.Recorder.Eventf(backup, core.EventTypeNormal, "Started", "Job %s was created", name)
	}
	return err
}

// report writes what became of the Job into the status, if that is news.
func (r *BackupReconciler) report(ctx context.Context, backup *example.Backup, job *batch.Job) error {
	next := backup.DeepCopy()
	next.Status.Attempts = job.Status.Failed
	next.Status.Phase = example.Running
	ready := meta.Condition{Type: "Saved", Status: meta.ConditionFalse, Reason: "Running", Message: "the Job runs"}
	switch {
	case hasEnded(job, batch.JobComplete):
		next.Status.Phase = example.Succeeded
		next.Status.CompletionTime = job.Status.CompletionTime
		ready.Status, ready.Reason, ready.Message = meta.ConditionTrue, "Succeeded", "the Job is complete"
	case hasEnded(job, batch.JobFailed):
		next.Status.Phase = example.Failed
		ready.Reason, ready.Message = "Failed", "the Job has failed"
	}
	ready.ObservedGeneration = backup.Generation
	conditions.SetStatusCondition(&next.Status.Conditions, ready)
	if equality.Semantic.DeepEqual(next.Status, backup.Status) {
		return nil
	}
	_, err := r.Clients.Backups(backup.Namespace).UpdateStatus(ctx, next)
	return err
}

func hasEnded(job *batch.Job, how batch.JobConditionType) bool {
	return slices.ContainsFunc(job.Status.Conditions, func(each batch.JobCondition) bool {
		return each.Type == how && each.Status == core.ConditionTrue
	})
}
