package server

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/portclash/portclash/scanner/machine"
)

// A hundred requests at once for a port near the same number get a hundred, none of them one that a file claims.
func TestReserveForManyAtOnce(t *testing.T) {
	o := quiet()
	here := machine.New()
	o.Free, o.Reserve = here.Pick, here.Reserve
	e := connect(t, o)
	e.initialize(`{}`)
	e.open(env, 1, "PORT=18080\nAPI_PORT=18081\n")
	var answers []<-chan reply
	for range 50 {
		_, one := e.ask(methodReserve, map[string]any{"near": 18080})
		_, two := e.ask(methodReserve, map[string]any{"near": 18080, "count": 2})
		answers = append(answers, one, two)
	}
	got := map[int]bool{18080: true, 18081: true}
	for _, a := range answers {
		r := <-a
		var result reserveResult
		if err := json.Unmarshal(r.Result, &result); err != nil || len(result.Ports) == 0 {
			t.Fatalf("answered %s: %v", fmt.Sprint(r), err)
		}
		for _, port := range result.Ports {
			if got[port] {
				t.Errorf("%d was given twice, or is claimed", port)
			}
			got[port] = true
		}
	}
	if len(got) != 152 {
		t.Errorf("got %d ports, want 150", len(got)-2)
	}
	if r := e.call(methodReserve, map[string]any{"near": 70000}); r.Error == nil {
		t.Errorf("no error for a number that is no port: %s", r.Result)
	}
}
