// Package v1 holds the types of example.com/v1.
package v1

import (
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GroupVersion is that of all types here.
var GroupVersion = schema.GroupVersion{Group: "example.com", Version: "v1"}

// BackupSpec says what is to be saved.
type BackupSpec struct {
	// Target is what is saved, for example the name of a volume.
	Target string `json:"target"`
	// Retries is how often a failed attempt is made again; 2 if it is not given.
	Retries *int32 `json:"retries,omitempty"`
}

// BackupPhase is where a Backup stands.
type BackupPhase string

const (
	// Running means that its Job has not ended.
	Running BackupPhase = "Running"
	// Succeeded means that its Job is complete.
	Succeeded BackupPhase = "Succeeded"
	// Failed means that its Job has failed.
	Failed BackupPhase = "Failed"
)

// BackupStatus is what the controller found.
type BackupStatus struct {
	Phase          BackupPhase `json:"phase,omitempty"`
	CompletionTime *meta.Time  `json:"completionTime,omitempty"`
	// Attempts counts the pods that failed.
	Attempts   int32            `json:"attempts,omitempty"`
	Conditions []meta.Condition `json:"conditions,omitempty"`
}

// Backup saves its target once.
type Backup struct {
	meta.TypeMeta   `json:",inline"`
	meta.ObjectMeta `json:"metadata,omitempty"`

	Spec   BackupSpec   `json:"spec,omitempty"`
	Status BackupStatus `json:"status,omitempty"`
}

// BackupList is a list of Backups.
type BackupList struct {
	meta.TypeMeta `json:",inline"`
	meta.ListMeta `json:"metadata,omitempty"`
	Items         []Backup `json:"items"`
}

// AddToScheme makes the types known.
func AddToScheme(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(GroupVersion, &Backup{}, &BackupList{})
	meta.AddToGroupVersion(scheme, GroupVersion)
	return nil
}

// DeepCopy makes a copy that shares nothing.
func (b *Backup) DeepCopy() *Backup {
	copied := *b
	b.ObjectMeta.DeepCopyInto(&copied.ObjectMeta)
	if b.Spec.Retries != nil {
		retries := *b.Spec.Retries
		copied.Spec.Retries = &retries
	}
	copied.Status.CompletionTime = b.Status.CompletionTime.DeepCopy()
	copied.Status.Conditions = nil
	for i := range b.Status.Conditions {
		copied.Status.Conditions = append(copied.Status.Conditions, *b.Status.Conditions[i].DeepCopy())
	}
	return &copied
}

// DeepCopyObject makes a Backup a runtime.Object.
func (b *Backup) DeepCopyObject() runtime.Object { return b.DeepCopy() }

// DeepCopyObject makes a BackupList a runtime.Object.
func (l *BackupList) DeepCopyObject() runtime.Object {
	copied := *l
	l.ListMeta.DeepCopyInto(&copied.ListMeta)
	copied.Items = nil
	for i := range l.Items {
		copied.Items = append(copied.Items, *l.Items[i].DeepCopy())
	}
	return &copied
}
