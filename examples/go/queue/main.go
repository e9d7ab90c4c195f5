// Queue deletes Jobs a minute after they have ended, with a shared informer and a rate-limited work queue of client-go.
//
// As it stands it has a mistake that many controllers have had: it deletes by name what its cache shows, and a name may
// belong to another Job by then. With -preconditions the API server is told which Job is meant.
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	batchlisters "k8s.io/client-go/listers/batch/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
)

const keep = time.Minute

func main() {
	preconditions := flag.Bool("preconditions", false, "delete the very Job that the cache shows")
	flag.Parse()
	// The two lines that differ from a program in a cluster: there is no dialer, and no certificate.
	config := &rest.Config{Host: "http://kubernetes.default.svc", UserAgent: "queue"}
	config.Transport = http.DefaultTransport
	client := kubernetes.NewForConfigOrDie(config)
	factory := informers.NewSharedInformerFactory(client, 10*time.Minute)
	jobs := factory.Batch().V1().Jobs()
	queue := workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[string]())
	add := func(object any) {
		if key, err := cache.MetaNamespaceKeyFunc(object); err == nil {
			queue.Add(key)
		}
	}
	jobs.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    add,
		UpdateFunc: func(_, object any) { add(object) },
	})
	ctx := context.Background()
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	for {
		key, shutdown := queue.Get()
		if shutdown {
			return
		}
		wait, err := sync(ctx, client, jobs.Lister(), key, *preconditions)
		switch {
		case err != nil:
			fmt.Printf("%s: %v\n", key, err)
			queue.AddRateLimited(key)
		case wait > 0:
			queue.Forget(key)
			queue.AddAfter(key, wait)
		default:
			queue.Forget(key)
		}
		queue.Done(key)
	}
}

// sync deletes a Job that has ended long enough ago; otherwise it says how long to wait.
func sync(ctx context.Context, client kubernetes.Interface, jobs batchlisters.JobLister, key string, preconditions bool) (time.Duration, error) {
	namespace, name, err := cache.SplitMetaNamespaceKey(key)
	if err != nil {
		return 0, nil
	}
	job, err := jobs.Jobs(namespace).Get(name)
	if err != nil {
		return 0, nil
	}
	ended := endOf(job)
	if ended.IsZero() || job.DeletionTimestamp != nil {
		return 0, nil
	}
	if left := keep - time.Since(ended); left > 0 {
		return left, nil
	}
	background := metav1.DeletePropagationBackground
	options := metav1.DeleteOptions{PropagationPolicy: &background}
	if preconditions {
		options.Preconditions = &metav1.Preconditions{UID: &job.UID}
	}
	err = client.BatchV1().Jobs(namespace).Delete(ctx, name, options)
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return 0, nil
	}
	return 0, err
}

// endOf is when a Job completed or failed; zero if it has not.
func endOf(job *batchv1.Job) time.Time {
	for _, condition := range job.Status.Conditions {
		ended := condition.Type == batchv1.JobComplete || condition.Type == batchv1.JobFailed
		if ended && condition.Status == "True" {
			return condition.LastTransitionTime.Time
		}
	}
	return time.Time{}
}
