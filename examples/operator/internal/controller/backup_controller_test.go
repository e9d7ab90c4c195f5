package controller

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"

	example "operator/api/v1"
	"operator/internal/manager"
)

var _ = Describe("A Backup", func() {
	var namespace string
	var backups *manager.Backups

	BeforeEach(func() {
		wanted := &core.Namespace{ObjectMeta: meta.ObjectMeta{GenerateName: "backups-"}}
		created, err := clients.CoreV1().Namespaces().Create(ctx, wanted, meta.CreateOptions{})
		Expect(err).NotTo(HaveOccurred())
		namespace = created.Name
		backups = clients.Backups(namespace)
	})

	create := func(name, target string) *example.Backup {
		GinkgoHelper()
		wanted := &example.Backup{ObjectMeta: meta.ObjectMeta{Name: name}, Spec: example.BackupSpec{Target: target}}
		created, err := backups.Create(ctx, wanted)
		Expect(err).NotTo(HaveOccurred())
		return created
	}
	job := func(name string) func() (*batch.Job, error) {
		return func() (*batch.Job, error) {
			return clients.BatchV1().Jobs(namespace).Get(ctx, name, meta.GetOptions{})
		}
	}
	status := func(name string) func() (example.BackupStatus, error) {
		return func() (example.BackupStatus, error) {
			found, err := backups.Get(ctx, name)
			return found.Status, err
		}
	}

	It("has defaults from its schema, and is refused with what is wrong", func() {
		Expect(*create("plain", "disk").Spec.Retries).To(Equal(int32(2)))
		retries := int32(7)
		_, err := backups.Create(ctx, &example.Backup{
			ObjectMeta: meta.ObjectMeta{Name: "wrong"}, Spec: example.BackupSpec{Target: "disk", Retries: &retries},
		})
		Expect(errors.IsInvalid(err)).To(BeTrue())
		Expect(err).To(MatchError(ContainSubstring("spec.retries in body should be less than or equal to 6")))
	})

	It("gets a finalizer, and a Job that it owns", func() {
		backup := create("owner", "disk")
		Eventually(job("owner")).Should(HaveField("OwnerReferences", ConsistOf(SatisfyAll(
			HaveField("UID", backup.UID), HaveField("Controller", HaveValue(BeTrue())),
		))))
		Expect(backups.Get(ctx, "owner")).To(HaveField("Finalizers", ConsistOf(Finalizer)))
	})

	It("has succeeded when its Job is complete, and has Events", func() {
		create("good", "disk")
		Eventually(status("good")).Should(SatisfyAll(
			HaveField("Phase", example.Succeeded),
			HaveField("CompletionTime", Not(BeNil())),
			HaveField("Conditions", ConsistOf(SatisfyAll(HaveField("Type", "Saved"), HaveField("Status", meta.ConditionTrue)))),
		))
		Eventually(func() ([]core.Event, error) {
			options := meta.ListOptions{FieldSelector: "involvedObject.kind=Backup,involvedObject.name=good"}
			list, err := clients.CoreV1().Events(namespace).List(ctx, options)
			return list.Items, err
		}).Should(ContainElement(HaveField("Reason", "Started")))
	})

	It("has failed when the retries of its Job are used up", func() {
		create("bad", "broken")
		Eventually(status("bad")).Should(SatisfyAll(
			HaveField("Phase", example.Failed), HaveField("Attempts", int32(3)),
		))
	})

	It("gets its Job back when somebody deletes it", func() {
		create("again", "disk")
		var first *batch.Job
		Eventually(func() (err error) { first, err = job("again")(); return err }).Should(Succeed())
		policy := meta.DeletePropagationBackground
		options := meta.DeleteOptions{PropagationPolicy: &policy}
		Expect(clients.BatchV1().Jobs(namespace).Delete(ctx, "again", options)).To(Succeed())
		Eventually(job("again")).Should(HaveField("UID", Not(Equal(first.UID))))
		Eventually(status("again")).Should(HaveField("Phase", example.Succeeded))
	})

	It("refuses an update that was made from an old version", func() {
		stale := create("stale", "disk")
		Eventually(status("stale")).Should(HaveField("Phase", example.Succeeded))
		stale.Labels = map[string]string{"a": "b"}
		_, err := backups.Update(ctx, stale)
		Expect(errors.IsConflict(err)).To(BeTrue())
	})

	It("is held until it has been cleaned up, and takes its Jobs along", func() {
		create("gone", "disk")
		Eventually(status("gone")).Should(HaveField("Phase", example.Succeeded))
		Expect(backups.Delete(ctx, "gone")).To(Succeed())
		Eventually(func() bool {
			_, err := backups.Get(ctx, "gone")
			return errors.IsNotFound(err)
		}).Should(BeTrue())
		Eventually(func() ([]batch.Job, error) {
			list, err := clients.BatchV1().Jobs(namespace).List(ctx, meta.ListOptions{})
			return list.Items, err
		}).Should(BeEmpty())
	})
})

var _ = Describe("A second process", func() {
	It("waits until the first gives up its lease, and goes on with its work", func() {
		holder := func() (string, error) {
			lease, err := clients.CoordinationV1().Leases(election.Namespace).Get(ctx, election.Name, meta.GetOptions{})
			if err != nil || lease.Spec.HolderIdentity == nil {
				return "", err
			}
			return *lease.Spec.HolderIdentity, nil
		}
		Eventually(holder).Should(Equal("first"))
		startManager(ctx, "second")
		Consistently(holder, "300ms").Should(Equal("first"))
		stopFirst()
		Eventually(holder).Should(Equal("second"))

		backups := clients.Backups("default")
		_, err := backups.Create(ctx, &example.Backup{
			ObjectMeta: meta.ObjectMeta{Name: "later"}, Spec: example.BackupSpec{Target: "disk"},
		})
		Expect(err).NotTo(HaveOccurred())
		Eventually(func() (example.BackupPhase, error) {
			found, err := backups.Get(ctx, "later")
			return found.Status.Phase, err
		}).Should(Equal(example.Succeeded))
	})
})
