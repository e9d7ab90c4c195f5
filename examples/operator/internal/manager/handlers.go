package manager

import (
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/cache"
)

type object interface {
	runtime.Object
	meta.Object
}

// whenever calls a function with each object that came, changed or went.
func whenever(call func(object)) cache.ResourceEventHandler {
	with := func(given any) {
		if last, isGone := given.(cache.DeletedFinalStateUnknown); isGone {
			given = last.Obj
		}
		if of, ok := given.(object); ok {
			call(of)
		}
	}
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    with,
		UpdateFunc: func(_, now any) { with(now) },
		DeleteFunc: with,
	}
}
