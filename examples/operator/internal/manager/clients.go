// Package manager runs a controller on client-go alone, as controller-runtime does: caches of what it watches, a work
// queue, one reconcile at a time for each object, and a lease that says which of several processes works.
package manager

import (
	"context"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"

	example "operator/api/v1"
)

// Clients are those of Kubernetes' own kinds and of Backups.
type Clients struct {
	kubernetes.Interface
	Scheme  *runtime.Scheme
	backups rest.Interface
}

// NewClients makes the clients of a cluster.
func NewClients(config *rest.Config) (*Clients, error) {
	known := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{scheme.AddToScheme, example.AddToScheme} {
		if err := add(known); err != nil {
			return nil, err
		}
	}
	typed, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	own := rest.CopyConfig(config)
	own.GroupVersion = &example.GroupVersion
	own.APIPath = "/apis"
	own.NegotiatedSerializer = serializer.NewCodecFactory(known).WithoutConversion()
	backups, err := rest.RESTClientFor(own)
	if err != nil {
		return nil, err
	}
	return &Clients{typed, known, backups}, nil
}

// Backups is the client for the Backups of a namespace.
func (c *Clients) Backups(namespace string) *Backups { return &Backups{c.backups, namespace} }

// Backups reads and writes the Backups of a namespace.
type Backups struct {
	client    rest.Interface
	namespace string
}

const plural = "backups"

// Get reads one.
func (b *Backups) Get(ctx context.Context, name string) (*example.Backup, error) {
	found := &example.Backup{}
	return found, b.client.Get().Namespace(b.namespace).Resource(plural).Name(name).Do(ctx).Into(found)
}

// Create stores a new one.
func (b *Backups) Create(ctx context.Context, wanted *example.Backup) (*example.Backup, error) {
	made := &example.Backup{}
	return made, b.client.Post().Namespace(b.namespace).Resource(plural).Body(wanted).Do(ctx).Into(made)
}

// Update replaces one, its status left alone.
func (b *Backups) Update(ctx context.Context, wanted *example.Backup) (*example.Backup, error) {
	made := &example.Backup{}
	return made, b.put(wanted).Do(ctx).Into(made)
}

// UpdateStatus replaces the status of one, the rest left alone.
func (b *Backups) UpdateStatus(ctx context.Context, wanted *example.Backup) (*example.Backup, error) {
	made := &example.Backup{}
	return made, b.put(wanted).SubResource("status").Do(ctx).Into(made)
}

func (b *Backups) put(wanted *example.Backup) *rest.Request {
	return b.client.Put().Namespace(b.namespace).Resource(plural).Name(wanted.Name).Body(wanted)
}

// Delete marks one as deleted.
func (b *Backups) Delete(ctx context.Context, name string) error {
	options := &meta.DeleteOptions{}
	return b.client.Delete().Namespace(b.namespace).Resource(plural).Name(name).Body(options).Do(ctx).Error()
}
