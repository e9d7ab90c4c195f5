// Keeper gives each Job that has failed a second chance: one more Job from the same template.
//
// It speaks to the API server through net/http alone. As it stands it has a mistake that many controllers have had: what
// it has done already it knows from memory, and memory is lost with the process. With -exact-names the second Job has a
// name that follows from the first one, so that the API server refuses to create it twice.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"time"
)

const retryOf = "keeper.example.com/retry-of"

type metadata struct {
	Name            string            `json:"name,omitempty"`
	GenerateName    string            `json:"generateName,omitempty"`
	Namespace       string            `json:"namespace,omitempty"`
	UID             string            `json:"uid,omitempty"`
	ResourceVersion string            `json:"resourceVersion,omitempty"`
	Labels          map[string]string `json:"labels,omitempty"`
}

type condition struct {
	Type   string `json:"type"`
	Status string `json:"status"`
}

type job struct {
	APIVersion string         `json:"apiVersion"`
	Kind       string         `json:"kind"`
	Metadata   metadata       `json:"metadata"`
	Spec       map[string]any `json:"spec"`
	Status     struct {
		Conditions []condition `json:"conditions"`
	} `json:"status,omitzero"`
}

type keeper struct {
	server     string
	exactNames bool
	given      map[string]bool
}

func main() {
	server := flag.String("server", "http://kubernetes.default.svc", "URL of the API server")
	exactNames := flag.Bool("exact-names", false, "name the second Job after the first one")
	flag.Parse()
	k := &keeper{server: *server, exactNames: *exactNames, given: map[string]bool{}}
	for {
		if err := k.follow(); err != nil {
			log.Printf("lists again: %v", err)
		}
		time.Sleep(time.Second)
	}
}

// follow lists the Jobs, and then watches them until the watch ends.
func (k *keeper) follow() error {
	var list struct {
		Metadata metadata `json:"metadata"`
		Items    []job    `json:"items"`
	}
	answer, err := k.call("GET", "/apis/batch/v1/jobs", nil)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer, &list); err != nil {
		return err
	}
	for _, j := range list.Items {
		if err := k.handle(j); err != nil {
			return err
		}
	}
	response, err := http.Get(k.server + "/apis/batch/v1/jobs?watch=true&resourceVersion=" + list.Metadata.ResourceVersion)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("watch: %s", response.Status)
	}
	events := json.NewDecoder(response.Body)
	for {
		var event struct {
			Type   string `json:"type"`
			Object job    `json:"object"`
		}
		if err := events.Decode(&event); err != nil {
			return err
		}
		if event.Type == "ERROR" {
			return fmt.Errorf("the watch has ended")
		}
		if event.Type == "DELETED" {
			continue
		}
		if err := k.handle(event.Object); err != nil {
			return err
		}
	}
}

// handle gives a Job its second chance, if it has failed and has had none.
func (k *keeper) handle(j job) error {
	uid := j.Metadata.UID
	if _, isRetry := j.Metadata.Labels[retryOf]; isRetry || !failed(j) || k.given[uid] {
		return nil
	}
	again := job{APIVersion: "batch/v1", Kind: "Job", Spec: j.Spec}
	again.Metadata = metadata{Namespace: j.Metadata.Namespace, Labels: map[string]string{retryOf: uid}}
	if k.exactNames {
		again.Metadata.Name = "again-" + uid
	} else {
		again.Metadata.GenerateName = j.Metadata.Name + "-again-"
	}
	forgetSelector(again.Spec)
	body, err := json.Marshal(again)
	if err != nil {
		return err
	}
	if _, err := k.call("POST", "/apis/batch/v1/namespaces/"+j.Metadata.Namespace+"/jobs", body); err != nil {
		return err
	}
	log.Printf("gave %s a second chance", j.Metadata.Name)
	k.given[uid] = true
	return nil
}

func failed(j job) bool {
	for _, c := range j.Status.Conditions {
		if c.Type == "Failed" && c.Status == "True" {
			return true
		}
	}
	return false
}

// forgetSelector takes out of a copied spec what the API server wrote for the Job that it was copied from.
func forgetSelector(spec map[string]any) {
	delete(spec, "selector")
	delete(spec, "manualSelector")
	template, _ := spec["template"].(map[string]any)
	of, _ := template["metadata"].(map[string]any)
	delete(of, "labels")
}

// call sends a request; a Job that is there already under its exact name is as good as created.
func (k *keeper) call(method, path string, body []byte) ([]byte, error) {
	request, err := http.NewRequest(method, k.server+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "keeper")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	exists := method == "POST" && response.StatusCode == http.StatusConflict
	if response.StatusCode >= 300 && !(k.exactNames && exists) {
		return nil, fmt.Errorf("%s %s: %s", method, path, response.Status)
	}
	return answer, nil
}
