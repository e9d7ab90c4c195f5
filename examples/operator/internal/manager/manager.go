package manager

import (
	"context"
	"time"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/types"
	typedcore "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/workqueue"

	example "operator/api/v1"
)

// Reconciler brings the cluster to what one Backup wants; an error means that it is tried again, later each time.
type Reconciler interface {
	Reconcile(ctx context.Context, name types.NamespacedName) error
}

// Manager runs one reconciler.
type Manager struct {
	Clients  *Clients
	Recorder record.EventRecorder
	// Identity names this process in the lease.
	Identity string

	backups cache.SharedIndexInformer
	jobs    cache.SharedIndexInformer
	queue   workqueue.TypedRateLimitingInterface[types.NamespacedName]
	events  record.EventBroadcaster
}

// New makes a manager that has not started.
func New(clients *Clients, identity string) *Manager {
	events := record.NewBroadcaster()
	watched := func(client cache.Getter, resource string, of object) cache.SharedIndexInformer {
		source := cache.NewListWatchFromClient(client, resource, meta.NamespaceAll, fields.Everything())
		return cache.NewSharedIndexInformer(source, of, 0, cache.Indexers{})
	}
	limits := workqueue.DefaultTypedControllerRateLimiter[types.NamespacedName]()
	return &Manager{
		Clients:  clients,
		Recorder: events.NewRecorder(clients.Scheme, core.EventSource{Component: "backup-controller"}),
		Identity: identity,
		backups:  watched(clients.backups, plural, &example.Backup{}),
		jobs:     watched(clients.BatchV1().RESTClient(), "jobs", &batch.Job{}),
		queue:    workqueue.NewTypedRateLimitingQueue(limits),
		events:   events,
	}
}

// Backup is what the cache has under a name; nil if it has none.
func (m *Manager) Backup(name types.NamespacedName) *example.Backup {
	return cached[*example.Backup](m.backups, name)
}

// Job is what the cache has under a name; nil if it has none.
func (m *Manager) Job(name types.NamespacedName) *batch.Job { return cached[*batch.Job](m.jobs, name) }

func cached[T any](informer cache.SharedIndexInformer, name types.NamespacedName) T {
	var none T
	found, exists, err := informer.GetIndexer().GetByKey(name.String())
	if err != nil || !exists {
		return none
	}
	return found.(T)
}

// Election says how a process becomes the leader.
type Election struct {
	Namespace, Name string
	Duration        time.Duration
}

// Start keeps the caches, and reconciles whenever this process is the leader, until the context ends.
func (m *Manager) Start(ctx context.Context, election Election, reconciler Reconciler) error {
	defer m.queue.ShutDown()
	m.events.StartRecordingToSink(&typedcore.EventSinkImpl{Interface: m.Clients.CoreV1().Events("")})
	defer m.events.Shutdown()
	if err := m.watch(ctx); err != nil {
		return err
	}
	lease := &resourcelock.LeaseLock{
		LeaseMeta:  meta.ObjectMeta{Namespace: election.Namespace, Name: election.Name},
		Client:     m.Clients.CoordinationV1(),
		LockConfig: resourcelock.ResourceLockConfig{Identity: m.Identity, EventRecorder: m.Recorder},
	}
	elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
		Lock:            lease,
		LeaseDuration:   election.Duration,
		RenewDeadline:   election.Duration * 2 / 3,
		RetryPeriod:     election.Duration / 10,
		ReleaseOnCancel: true,
		Name:            election.Name,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(ctx context.Context) { m.work(ctx, reconciler) },
			OnStoppedLeading: func() {},
		},
	})
	if err != nil {
		return err
	}
	elector.Run(ctx)
	return nil
}

func (m *Manager) watch(ctx context.Context) error {
	backups, err := m.backups.AddEventHandler(whenever(func(of object) {
		m.queue.Add(types.NamespacedName{Namespace: of.GetNamespace(), Name: of.GetName()})
	}))
	if err != nil {
		return err
	}
	jobs, err := m.jobs.AddEventHandler(whenever(func(of object) {
		if owner := meta.GetControllerOf(of); owner != nil && owner.Kind == "Backup" {
			m.queue.Add(types.NamespacedName{Namespace: of.GetNamespace(), Name: owner.Name})
		}
	}))
	if err != nil {
		return err
	}
	go m.backups.RunWithContext(ctx)
	go m.jobs.RunWithContext(ctx)
	cache.WaitForCacheSync(ctx.Done(), backups.HasSynced, jobs.HasSynced)
	return ctx.Err()
}

func (m *Manager) work(ctx context.Context, reconciler Reconciler) {
	go func() {
		<-ctx.Done()
		m.queue.ShutDown()
	}()
	for {
		name, isShutDown := m.queue.Get()
		if isShutDown {
			return
		}
		if err := reconciler.Reconcile(ctx, name); err != nil {
			m.queue.AddRateLimited(name)
		} else {
			m.queue.Forget(name)
		}
		m.queue.Done(name)
	}
}
