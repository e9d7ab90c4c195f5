package controller

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/yaml"

	example "operator/api/v1"
	"operator/internal/manager"
)

var (
	ctx, cancel = context.WithCancel(context.Background())
	clients     *manager.Clients
	stopFirst   context.CancelFunc
)

var election = manager.Election{Namespace: "default", Name: "backup-controller", Duration: 2 * time.Second}

func TestControllers(t *testing.T) {
	RegisterFailHandler(Fail)
	SetDefaultEventuallyTimeout(20 * time.Second)
	SetDefaultEventuallyPollingInterval(5 * time.Millisecond)
	RunSpecs(t, "Backups")
}

var _ = BeforeSuite(func() {
	// With envtest, this one line is testEnv.Start().
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	Expect(err).NotTo(HaveOccurred())
	config.QPS, config.Burst = 1000, 2000
	clients, err = manager.NewClients(config)
	Expect(err).NotTo(HaveOccurred())
	installCRDs(config, filepath.Join("..", "..", "config", "crd", "bases"))
	var first context.Context
	first, stopFirst = context.WithCancel(ctx)
	startManager(first, "first")
})

var _ = AfterSuite(func() { cancel() })

// startManager starts what a process of the operator runs.
func startManager(ctx context.Context, identity string) {
	mgr := manager.New(clients, identity)
	go func() {
		defer GinkgoRecover()
		Expect(mgr.Start(ctx, election, &BackupReconciler{mgr})).To(Succeed())
	}()
}

// installCRDs creates the definitions of a folder, and waits until what they define is served.
func installCRDs(config *rest.Config, folder string) {
	anything, err := dynamic.NewForConfig(config)
	Expect(err).NotTo(HaveOccurred())
	definitions := anything.Resource(schema.GroupVersionResource{
		Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions",
	})
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	Expect(err).NotTo(HaveOccurred())
	Expect(files).NotTo(BeEmpty())
	for _, file := range files {
		text, err := os.ReadFile(file)
		Expect(err).NotTo(HaveOccurred())
		definition := &unstructured.Unstructured{}
		Expect(yaml.Unmarshal(text, definition)).To(Succeed())
		_, err = definitions.Create(ctx, definition, meta.CreateOptions{})
		Expect(err).NotTo(HaveOccurred())
	}
	Eventually(func(g Gomega) {
		served, err := clients.Discovery().ServerResourcesForGroupVersion(example.GroupVersion.String())
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(served.APIResources).To(ContainElement(HaveField("Kind", "Backup")))
	}).Should(Succeed())
}
