package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

// What is not there is null where a list would mean that nobody else need be asked, and a list where the protocol has
// nothing else.
func TestAnswersAboutNothing(t *testing.T) {
	e := connect(t, quiet())
	e.initialize(`{}`)
	e.open(env, 1, "# nothing\nPORT=8080\n")
	for method, want := range map[string]string{
		"textDocument/definition": "null", "textDocument/documentHighlight": "null", "textDocument/completion": "null",
		"textDocument/references": "[]",
	} {
		for _, at := range []map[string]any{
			hoverAt(env, 0, 3), hoverAt(env, 9, 0), hoverAt(env, 1, 0), hoverAt(env, 4294967295, 4294967295),
			hoverAt("file:///p/unknown.env", 0, 0), hoverAt("untitled:x", 0, 0), hoverAt("", 0, 0),
		} {
			at["context"] = map[string]any{"includeDeclaration": true, "triggerKind": 1}
			if r := e.call(method, at); string(r.Result) != want || r.Error != nil {
				t.Errorf("%s of %v: %s %+v, want %s", method, at, r.Result, r.Error, want)
			}
		}
	}
	everywhere := map[string]any{"start": map[string]any{"line": 0, "character": 0}, "end": map[string]any{"line": 9, "character": 0}}
	for method, want := range map[string]string{
		"textDocument/documentSymbol": "null", "textDocument/documentLink": "[]",
		"textDocument/inlayHint": "[]", "textDocument/codeLens": "[]",
	} {
		params := map[string]any{"textDocument": map[string]any{"uri": "file:///p/unknown.env"}, "range": everywhere}
		if r := e.call(method, params); string(r.Result) != want || r.Error != nil {
			t.Errorf("%s: %s %+v, want %s", method, r.Result, r.Error, want)
		}
	}
	if r := e.call("workspace/symbol", map[string]any{"query": "no such thing"}); string(r.Result) != "[]" {
		t.Errorf("workspace/symbol: %s %+v", r.Result, r.Error)
	}
}

// A claim is found from before its first character to behind its last, in the client's columns.
func TestTheEdgesOfAClaim(t *testing.T) {
	for encoding, before := range map[string]int{"utf-8": 6, "utf-16": 4, "utf-32": 3} { // the columns of "😀 |"
		e := connect(t, quiet())
		e.initialize(fmt.Sprintf(`{"general":{"positionEncodings":[%q]}}`, encoding))
		e.open("file:///p/a.yaml", 1, "a: 1\n😀: http://localhost:3000 # x\n")
		first := before + len("http://")
		last := first + len("localhost:3000")
		for column := first - 1; column <= last+1; column++ {
			r := e.call("textDocument/documentHighlight", hoverAt("file:///p/a.yaml", 1, column))
			want := fmt.Sprintf(`"start":{"line":1,"character":%d},"end":{"line":1,"character":%d}`, last-4, last)
			if inside := first <= column && column <= last; inside != strings.Contains(string(r.Result), want) {
				t.Errorf("%s column %d: %s", encoding, column, r.Result)
			}
		}
	}
}

// A client that is told of diagnostics must not believe that it should ask for them as well.
func TestWhoIsToAskForDiagnostics(t *testing.T) {
	for capabilities, want := range map[string]bool{
		`{}`: false,
		`{"textDocument":{"publishDiagnostics":{}}}`:                                                                     false,
		`{"textDocument":{"publishDiagnostics":{},"diagnostic":{}}}`:                                                     false,
		`{"textDocument":{"diagnostic":{}}}`:                                                                             true,
		`{"textDocument":{"publishDiagnostics":{},"diagnostic":{}},"workspace":{"diagnostics":{"refreshSupport":true}}}`: true,
		`{"textDocument":{"publishDiagnostics":{}},"workspace":{"diagnostics":{"refreshSupport":true}}}`:                 false,
	} {
		e := connect(t, quiet())
		if got := e.initialize(capabilities).Capabilities.DiagnosticProvider != nil; got != want {
			t.Errorf("%s: %t, want %t", capabilities, got, want)
		}
	}
}

// All files may be asked for without params, before anything is open, and by several at once.
func TestAllFilesAreCheckedOnRequest(t *testing.T) {
	e := connect(t, held(8080))
	e.initialize(`{}`)
	e.open(env, 1, "PORT=8080\n")
	var answers []<-chan reply
	for range 20 {
		_, answer := e.ask("portclash/checkWorkspace", nil)
		answers = append(answers, answer)
		_, answer = e.ask("workspace/diagnostic", map[string]any{"previousResultIds": []any{}})
		answers = append(answers, answer)
	}
	for i, answer := range answers {
		r := e.await(answer)
		switch {
		case r.Error != nil:
			t.Errorf("%+v", r.Error)
		case i%2 == 0 && string(r.Result) != `{"files":1,"findings":1,"clashes":1}`:
			t.Errorf("checked: %s", r.Result)
		case i%2 == 1 && !strings.Contains(string(r.Result), "port-in-use"):
			t.Errorf("reported: %s", r.Result)
		}
	}
}

// What a client asks for is a plain question: no params, however wrong, cost more than the answer.
func TestEveryRequestIsSurvived(t *testing.T) {
	e := connect(t, quiet())
	e.initialize(`{}`)
	e.open(env, 1, "PORT=8080\n")
	for method := range newServer(quiet()).requests() {
		if method == protocol.MethodWorkspaceDiagnostic || method == methodCheckWorkspace {
			continue // they wait for a machine that nothing here is about
		}
		for _, params := range []string{
			`{}`, `null`, `[]`, `5`, `{"textDocument":null}`, `{"textDocument":{"uri":5}}`, `{"textDocument":{"uri":"%zz:"}}`,
			`{"textDocument":{"uri":"file:///p/.env"},"position":{"line":-1,"character":0}}`,
			`{"textDocument":{"uri":"file:///p/.env"},"position":{"line":0,"character":4294967295},"context":null,"newName":null,"query":null}`,
			`{"textDocument":{"uri":"file:///p/.env"},"range":{"start":{"line":9,"character":9},"end":{"line":0,"character":0}},"context":{}}`,
		} {
			e.call(method, json.RawMessage(params))
		}
	}
	if r := e.call("textDocument/hover", hoverAt(env, 0, 6)); !strings.Contains(string(r.Result), "8080") {
		t.Errorf("hover after all that: %s %+v", r.Result, r.Error)
	}
	if strings.Contains(e.log.String(), "panic") {
		t.Error("one of them led to a panic")
	}
}
