// Package main plays the end-to-end specs of Kubernetes for Jobs and CronJobs against a server, with a typed client
// on its defaults: protobuf, its own rate limits, TLS as the kubeconfig says. The names are those of the specs in
// test/e2e/apps (job.go, cronjob.go); what they check is written again.
//
// Usage: specs KUBECONFIG. Prints a line for each spec, and ends with 1 if any failed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// Real time in which the simulation must come to what a spec waits for; its clock goes on by itself.
const patience = 30 * time.Second

const pollEvery = 10 * time.Millisecond

type cluster struct {
	kubernetes.Interface
	namespace string
}

type spec struct {
	name string
	run  func(context.Context, cluster) error
}

func main() {
	config, err := clientcmd.BuildConfigFromFlags("", os.Args[1])
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	client := kubernetes.NewForConfigOrDie(config)
	failed := 0
	for i, each := range append(jobSpecs, cronJobSpecs...) {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		namespace, err := newNamespace(ctx, client, i)
		if err == nil {
			err = each.run(ctx, cluster{client, namespace})
		}
		cancel()
		if err != nil {
			failed++
			fmt.Printf("FAIL %s: %v\n", each.name, err)
		} else {
			fmt.Printf("ok   %s\n", each.name)
		}
	}
	if failed > 0 {
		os.Exit(1)
	}
}

// until waits for a condition of the simulated cluster.
func until(ctx context.Context, what string, holds func() (bool, error)) error {
	err := wait.PollUntilContextCancel(ctx, pollEvery, true, func(context.Context) (bool, error) { return holds() })
	if err != nil {
		return fmt.Errorf("waiting until %s: %w", what, err)
	}
	return nil
}

// behave says how the pods of a Job live, which a real cluster finds out from their images.
func (c cluster) behave(ctx context.Context, rules ...map[string]any) error {
	body, err := json.Marshal(map[string]any{"rules": rules})
	if err != nil {
		return err
	}
	request := c.BatchV1().RESTClient().Post().AbsPath("/jobsim/v1/behaviours")
	return request.SetHeader("Content-Type", "application/json").Body(body).Do(ctx).Error()
}

func expect[T comparable](what string, got, want T) error {
	if got != want {
		return fmt.Errorf("%s is %v, and not %v", what, got, want)
	}
	return nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
