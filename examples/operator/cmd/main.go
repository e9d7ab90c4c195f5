// Command operator runs the controller of Backups.
//
// Usage: operator KUBECONFIG
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"

	"k8s.io/client-go/tools/clientcmd"

	"operator/internal/controller"
	"operator/internal/manager"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(kubeconfig string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	clients, err := manager.NewClients(config)
	if err != nil {
		return err
	}
	identity, err := os.Hostname()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	mgr := manager.New(clients, identity)
	election := manager.Election{Namespace: "default", Name: "backup-controller", Duration: 15 * time.Second}
	return mgr.Start(ctx, election, &controller.BackupReconciler{Manager: mgr})
}
