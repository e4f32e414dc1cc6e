package server

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/portclash/portclash/scanner/workspace"
)

// A client that does all that it gets is given the one action that a person most likely wants; who can choose is given
// every one.
func TestActionsOfAClientThatTakesAll(t *testing.T) {
	one, two := "PORT=8080\n", "PORT=8080\nPORT=70000\n"
	use, stop := "Use the free port 8081 instead of 8080", "Stop node (pid 4312, /elsewhere)"
	ignore := "Ignore port-in-use here, with a comment"
	const (
		port  = `{"start":{"line":0,"character":5},"end":{"line":0,"character":9}}`
		found = `{"message":"as it was","range":` + port + `}`
		whole = `{"start":{"line":0,"character":0},"end":{"line":9,"character":0}}`
	)
	for _, tc := range []struct {
		name, capabilities, text, span, diagnostics string
		want                                        []string
	}{
		{"Kate's quick fix", `{}`, one, whole, found, []string{use}},
		{"Kate's quick fix of one of two", `{}`, two, whole, found, []string{use}},
		{"a person at the port", `{}`, one, port, found, []string{use, stop, ignore}},
		{"a client that shows all of a text", `{}`, one, whole, found + "," + found, []string{use, stop, ignore}},
		{"one that tells of no diagnostic", `{}`, one, whole, "", []string{use, stop, ignore}},
		{
			"one that tells a preferred action from others", `{"textDocument":{"codeAction":{"isPreferredSupport":true}}}`, one, whole, found,
			[]string{use, stop, ignore},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := held(8080)
			o.ReadFile = func(string) (workspace.File, error) { return workspace.File{}, os.ErrNotExist }
			e := connect(t, o)
			e.initialize(tc.capabilities)
			e.open(env, 1, tc.text)
			e.clash(env)
			r := e.call("textDocument/codeAction", json.RawMessage(
				`{"textDocument":{"uri":"`+env+`"},"range":`+tc.span+`,"context":{"diagnostics":[`+tc.diagnostics+`]}}`,
			))
			var actions []struct{ Title string }
			if err := json.Unmarshal(r.Result, &actions); err != nil {
				t.Fatalf("%s: %v", r.Result, err)
			}
			var got []string
			for _, a := range actions {
				got = append(got, a.Title)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
