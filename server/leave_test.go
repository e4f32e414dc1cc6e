package server

import (
	"context"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
)

func TestExitCodes(t *testing.T) {
	t.Run("after shutdown", func(t *testing.T) {
		e := connect(t, quiet())
		e.initialize(`{}`)
		if r := e.call("shutdown", nil); r.Error != nil || string(r.Result) != "null" {
			t.Errorf("shutdown: %s %+v", r.Result, r.Error)
		}
		e.notify("exit", nil)
		if code := e.left(); code != 0 {
			t.Errorf("exit code %d", code)
		}
	})
	t.Run("both at once", func(t *testing.T) {
		e := connect(t, quiet())
		e.initialize(`{}`)
		_, answer := e.ask("shutdown", nil)
		e.notify("exit", nil)
		e.in.Close()
		if code := e.left(); code != 0 {
			t.Errorf("exit code %d", code)
		}
		e.await(answer)
	})
	t.Run("without shutdown", func(t *testing.T) {
		e := connect(t, quiet())
		e.initialize(`{}`)
		e.notify("exit", nil)
		if code := e.left(); code != 1 {
			t.Errorf("exit code %d", code)
		}
	})
	t.Run("before initialize", func(t *testing.T) {
		e := connect(t, quiet())
		e.notify("exit", nil)
		if code := e.left(); code != 1 {
			t.Errorf("exit code %d", code)
		}
	})
	t.Run("end of the input", func(t *testing.T) {
		e := connect(t, quiet())
		e.initialize(`{}`)
		e.in.Close()
		if code := e.left(); code != 1 {
			t.Errorf("exit code %d", code)
		}
	})
	t.Run("end of the client", func(t *testing.T) {
		gone := make(chan struct{})
		o := quiet()
		o.Gone = func(_ context.Context, pid int) <-chan struct{} {
			if pid != 4711 {
				t.Errorf("asked for process %d", pid)
			}
			return gone
		}
		e := connect(t, o)
		if r := e.call("initialize", map[string]any{"processId": 4711, "rootUri": nil, "capabilities": map[string]any{}}); r.Error != nil {
			t.Fatal(r.Error)
		}
		close(gone)
		if code := e.left(); code != 1 {
			t.Errorf("exit code %d", code)
		}
	})
}

// A request that hangs must not keep the process alive once the client has gone.
func TestARequestThatHangsDoesNotKeepTheServer(t *testing.T) {
	o := held(8080)
	entered, never := make(chan struct{}, 9), make(chan struct{})
	defer close(never)
	o.Free = func(int, claim.Protocol, func(int) bool) (int, error) {
		entered <- struct{}{}
		<-never
		return 0, context.Canceled
	}
	for _, exit := range []bool{true, false} {
		e := connect(t, o)
		e.initialize(`{}`)
		e.open(env, 1, "PORT=8080\n")
		e.clash(env)
		e.ask("textDocument/codeAction", actionsAt(env, 0))
		<-entered
		if exit {
			e.notify("exit", nil)
		} else {
			e.in.Close()
		}
		if code := e.left(); code != 1 {
			t.Errorf("exit code %d", code)
		}
	}
}

func TestOrderOfTheSession(t *testing.T) {
	e := connect(t, quiet())
	if r := e.call("textDocument/hover", hoverAt(env, 0, 0)); r.Error == nil || r.Error.Code != -32002 {
		t.Errorf("before initialize: %s %+v", r.Result, r.Error)
	}
	e.open(env, 1, "PORT=8080\n") // without effect
	if r := e.call("initialize", map[string]any{"trace": nil, "capabilities": map[string]any{"workspace": map[string]any{"workspaceEdit": map[string]any{"failureHandling": nil}}}}); r.Error != nil {
		t.Fatalf("initialize with nulls: %+v", r.Error)
	}
	if r := e.call("initialize", map[string]any{"capabilities": map[string]any{}}); r.Error == nil || r.Error.Code != -32600 {
		t.Errorf("the second initialize: %s %+v", r.Result, r.Error)
	}
	if r := e.call("textDocument/hover", hoverAt(env, 0, 6)); r.Error != nil || string(r.Result) != "null" {
		t.Errorf("hover over what was opened too early: %s %+v", r.Result, r.Error)
	}
	if r := e.call("no/such", nil); r.Error == nil || r.Error.Code != -32601 || !strings.Contains(r.Error.Message, "no/such") {
		t.Errorf("an unknown method: %s %+v", r.Result, r.Error)
	}
	if r := e.call("textDocument/hover", nil); r.Error == nil || r.Error.Code != -32602 {
		t.Errorf("hover without params: %s %+v", r.Result, r.Error)
	}
	if r := e.call("textDocument/hover", map[string]any{"position": "top"}); r.Error == nil || r.Error.Code != -32602 {
		t.Errorf("hover with bad params: %s %+v", r.Result, r.Error)
	}
	e.call("shutdown", nil)
	if r := e.call("textDocument/hover", hoverAt(env, 0, 0)); r.Error == nil || r.Error.Code != -32600 {
		t.Errorf("after shutdown: %s %+v", r.Result, r.Error)
	}
}
