package server

import (
	"context"
	"fmt"
	"net/netip"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/machine"
)

// The question goes to the client and the answer comes back while the command is being answered, and no answer is no.
func TestStopAsksOverTheWire(t *testing.T) {
	o := quiet()
	o.Look = func(context.Context) (*machine.Picture, error) {
		return &machine.Picture{Listeners: []machine.Listener{{
			Addr: netip.MustParseAddr("127.0.0.1"), Port: 3000, Owner: &machine.Owner{PID: 12, Name: "node"},
		}}}, nil
	}
	answered := make(chan string, 1)
	o.Stop = func(ctx context.Context, l machine.Listener, client int, ask machine.Ask) (machine.Stopped, error) {
		yes, err := ask(ctx, l)
		answered <- fmt.Sprint(l.Owner.PID, client, yes, err)
		return machine.Stopped{Ending: machine.Declined}, nil
	}
	e := connect(t, o)
	if r := e.call("initialize", map[string]any{"processId": 7, "capabilities": map[string]any{}}); r.Error != nil {
		t.Fatal(r.Error)
	}
	target := map[string]any{"host": "127.0.0.1", "port": 3000, "protocol": "tcp", "pid": 12}
	command := map[string]any{"command": commandStop, "arguments": []any{target}}
	for answer, want := range map[string]string{
		"null":                "12 7 false <nil>",
		`{"title":"Cancel"}`:  "12 7 false <nil>",
		`{"title":"Stop It"}`: "12 7 true <nil>",
	} {
		e.mu.Lock()
		e.answer = answer
		e.mu.Unlock()
		if r := e.call(protocol.MethodWorkspaceExecuteCommand, command); r.Error != nil || string(r.Result) != "null" {
			t.Errorf("the command is answered %s, %+v", r.Result, r.Error)
		}
		if got := <-answered; got != want {
			t.Errorf("%s came as %s, want %s", answer, got, want)
		}
	}
	for _, params := range []any{
		map[string]any{"command": "portclash.dance", "arguments": []any{target}},
		map[string]any{"command": commandStop},
		map[string]any{"command": commandStop, "arguments": []any{map[string]any{"host": "localhost", "port": 3000, "pid": 12}}},
		map[string]any{"command": commandStop, "arguments": []any{map[string]any{"host": "127.0.0.1", "port": 0, "pid": 12}}},
		map[string]any{"command": commandStop, "arguments": []any{map[string]any{"host": "127.0.0.1", "port": 3000}}},
		map[string]any{"command": commandStop, "arguments": []any{3000}},
	} {
		if r := e.call(protocol.MethodWorkspaceExecuteCommand, params); r.Error == nil || r.Error.Code != -32602 {
			t.Errorf("%v is answered %s, %+v, want invalid params", params, r.Result, r.Error)
		}
	}
}
