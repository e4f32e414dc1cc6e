package server

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

const env = "file:///p/.env"

// Without order, or with an offset that is one off, the text that is scanned is not the one on the screen.
func TestEditsInOrderGiveTheEditorsText(t *testing.T) {
	for _, encoding := range []protocol.PositionEncodingKind{
		protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32,
	} {
		t.Run(string(encoding), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			e := connect(t, quiet())
			e.initialize(fmt.Sprintf(`{"general":{"positionEncodings":[%q]}}`, encoding))
			text := []rune(strings.Repeat("PORT=8080\r\n# é😀ü\n", 20))
			e.open(env, 1, string(text))
			pieces := []string{"", "x", "8080", "\n", "\r\n", "😀", "é", "A=1\nB=2\n"}
			for version := 2; version <= 1001; version++ {
				from := rng.IntN(len(text) + 1)
				to := min(len(text), from+rng.IntN(5))
				if splitsCRLF(text, from) || splitsCRLF(text, to) {
					from, to = 0, 0
				}
				piece := []rune(pieces[rng.IntN(len(pieces))])
				e.change(env, version, []map[string]any{{
					"range": map[string]any{"start": place(encoding, text[:from]), "end": place(encoding, text[:to])},
					"text":  string(piece),
				}})
				text = append(append(append([]rune{}, text[:from]...), piece...), text[to:]...)
			}
			// The last line tells by its place and its number that all before it was understood.
			last := append(append([]rune{}, text...), []rune("\nLAST_PORT=4711")...)
			e.change(env, 1002, []map[string]any{{
				"range": map[string]any{"start": place(encoding, text), "end": place(encoding, text)},
				"text":  "\nLAST_PORT=4711",
			}})
			want := place(encoding, last)
			r := e.call("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": env}, "position": want})
			var hover struct{ Range struct{ End map[string]int } }
			if err := json.Unmarshal(r.Result, &hover); err != nil || fmt.Sprint(hover.Range.End) != fmt.Sprint(want) {
				t.Fatalf("hover at %v: %s %v", want, r.Result, err)
			}
			if got := e.publication(env, 1002); len(got.Diagnostics) > 0 && got.Diagnostics[0].Message == nil {
				t.Error("a diagnostic without a message")
			}
		})
	}
}

func splitsCRLF(text []rune, at int) bool {
	return at > 0 && at < len(text) && text[at-1] == '\r' && text[at] == '\n'
}

// place counts lines and columns as the protocol describes them, in another way than the server does.
func place(encoding protocol.PositionEncodingKind, before []rune) map[string]int {
	text := strings.ReplaceAll(string(before), "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	line := text[strings.LastIndexByte(text, '\n')+1:]
	var columns int
	switch encoding {
	case protocol.PositionEncodingKindUTF8:
		columns = len(line)
	case protocol.PositionEncodingKindUTF16:
		columns = len(utf16.Encode([]rune(line)))
	case protocol.PositionEncodingKindUTF32:
		columns = len([]rune(line))
	}
	return map[string]int{"line": strings.Count(text, "\n"), "character": columns}
}

func (e *editor) change(uri string, version int, changes []map[string]any) {
	e.t.Helper()
	e.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": changes,
	})
}

// One notification that the server cannot take ended the session of servers built the way the library's manual says.
func TestEveryNotificationIsSurvived(t *testing.T) {
	methods := []string{
		"$/cancelRequest", "$/progress", "$/setTrace", "$/unknown", "initialized", "no/such", "",
		"notebookDocument/didOpen", "notebookDocument/didChange", "notebookDocument/didSave", "notebookDocument/didClose",
		"textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose",
		"textDocument/willSave", "textDocument/hover", "window/workDoneProgress/cancel",
		"workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles", "workspace/didChangeWorkspaceFolders",
		"workspace/didCreateFiles", "workspace/didDeleteFiles", "workspace/didRenameFiles",
	}
	params := []string{
		"", `,"params":null`, `,"params":{}`, `,"params":[]`, `,"params":[1]`,
		`,"params":{"id":null}`, `,"params":{"id":99999999999}`, `,"params":{"id":1.5}`, `,"params":{"value":null}`,
		`,"params":{"textDocument":null}`, `,"params":{"textDocument":{"uri":5}}`, `,"params":{"textDocument":{"uri":"%zz:"}}`,
		`,"params":{"textDocument":{"uri":"file:///p/.env","version":null},"contentChanges":null}`,
		`,"params":{"textDocument":{"uri":"file:///p/.env","version":9},"contentChanges":[{"text":5}]}`,
		`,"params":{"textDocument":{"uri":"file:///other/.env","version":2},"contentChanges":[{"text":""}]}`,
		`,"params":{"settings":null}`, `,"params":{"settings":{"portclash":5}}`, `,"params":{"changes":[{"uri":"","type":9}]}`,
		`,"params":{"event":{"added":[{"uri":"","name":""}],"removed":[{"uri":"x:y","name":""}]}}`,
	}
	e := connect(t, quiet())
	e.initialize(`{}`)
	e.open(env, 1, "PORT=8080\n")
	for _, method := range methods {
		for _, p := range params {
			e.frame(fmt.Sprintf(`{"jsonrpc":"2.0","method":%q%s}`, method, p))
		}
	}
	e.open(env, 10, "PORT=8080\n")
	if r := e.call("textDocument/hover", hoverAt(env, 0, 6)); !strings.Contains(string(r.Result), "8080") {
		t.Errorf("hover after all that: %s %+v", r.Result, r.Error)
	}
}

// A range that cannot be read must not turn a small edit into a whole new text.
func TestABadEditChangesNothing(t *testing.T) {
	e := connect(t, quiet())
	e.initialize(`{}`)
	e.open(env, 1, "PORT=8080\n")
	for i, change := range []string{
		`{"range":{"start":{"line":-1,"character":0},"end":{"line":0,"character":0}},"text":"Z"}`,
		`{"range":{"start":{"line":4294967296,"character":0},"end":{"line":0,"character":0}},"text":"Z"}`,
		`{"range":{"start":{"line":0.5,"character":0},"end":{"line":0,"character":0}},"text":"Z"}`,
		`{"range":{"start":5,"end":6},"text":"Z"}`,
		`{"range":"all","text":"Z"}`,
		`{}`,
	} {
		e.frame(fmt.Sprintf(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":%q,"version":%d},"contentChanges":[%s]}}`, env, i+2, change))
		if r := e.call("textDocument/hover", hoverAt(env, 0, 6)); !strings.Contains(string(r.Result), "8080") {
			t.Errorf("after %s: %s", change, r.Result)
		}
	}
	// One outside of the text is at its end, and one to an older version is no news.
	e.change(env, 100, []map[string]any{{
		"range": map[string]any{"start": map[string]any{"line": 90, "character": 0}, "end": map[string]any{"line": 99, "character": 7}},
		"text":  "API_PORT=9090\n",
	}})
	e.change(env, 99, []map[string]any{{"text": ""}})
	if r := e.call("textDocument/hover", hoverAt(env, 1, 10)); !strings.Contains(string(r.Result), "9090") {
		t.Errorf("the line that was put outside of the text: %s", r.Result)
	}
	if strings.Contains(e.log.String(), "panic") {
		t.Error("one of them led to a panic")
	}
}

func TestMalformedMessagesAreAnswered(t *testing.T) {
	for _, tc := range []struct {
		body string
		id   string // of the answer; empty where there is none
		code int
	}{
		{`{`, "null", -32700},
		{``, "null", -32700},
		{"\ufeff{}", "null", -32700},
		{`{"jsonrpc":"2.0","id":1,"method":"x"} y`, "null", -32700},
		{`[]`, "null", -32600},
		{`[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]`, "null", -32600},
		{`{"id":7,"method":"shutdown"}`, "7", -32600},
		{`{"jsonrpc":"1.0","id":"a","method":"shutdown"}`, `"a"`, -32600},
		{`{"jsonrpc":"2.0","id":1.5,"method":"shutdown"}`, "null", -32600},
		{`{"jsonrpc":"2.0","id":{},"method":"shutdown"}`, "null", -32600},
		{`{"jsonrpc":"2.0","id":true,"method":"shutdown"}`, "null", -32600},
		{`{"jsonrpc":"2.0","id":99999999999999999999,"method":"shutdown"}`, "null", -32600},
		{`{}`, "", 0},
		{`{"jsonrpc":"2.0","id":5}`, "", 0},
		{`{"jsonrpc":"2.0","id":5,"result":null,"error":{"code":1,"message":""}}`, "", 0},
		{`{"jsonrpc":"2.0","id":12345,"result":null}`, "", 0},
	} {
		t.Run(tc.body, func(t *testing.T) {
			e := connect(t, quiet())
			e.initialize(`{}`)
			e.raw("\r\n") // a stray blank line between messages
			e.frame(tc.body)
			if tc.id != "" {
				r := e.await(e.unasked)
				if string(r.ID) != tc.id || r.Error == nil || r.Error.Code != tc.code {
					t.Errorf("answer %s %+v, want %s %d", r.ID, r.Error, tc.id, tc.code)
				}
			}
			if r := e.call("textDocument/hover", hoverAt(env, 0, 0)); r.Error != nil {
				t.Errorf("the next request: %+v", r.Error)
			}
			select {
			case r := <-e.unasked:
				t.Errorf("unasked: %s %+v", r.ID, r.Error)
			default:
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	body := `{"jsonrpc":"2.0","id":"x","method":"no/such"}`
	for _, header := range []string{
		"Content-Length: %d\r\n\r\n", "content-length:%d\n\n",
		"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
	} {
		e := connect(t, quiet())
		e.initialize(`{}`)
		e.raw(fmt.Sprintf(header, len(body)) + body)
		if r := e.await(e.unasked); r.Error == nil || r.Error.Code != -32601 {
			t.Errorf("%q: %+v", header, r)
		}
	}
	// Where a message ends cannot be told any more: the server says so and leaves.
	for header, why := range map[string]string{
		"Content-Length: x\r\n\r\n": "bad Content-Length", "Content-Length: -5\r\n\r\n": "bad Content-Length",
		"Content-Type: x\r\n\r\n": "without Content-Length",
		strings.Repeat("x", 5000): "buffer full", strings.Repeat("X: y\r\n", 2000): "header too long",
	} {
		e := connect(t, quiet())
		e.initialize(`{}`)
		go e.in.Write([]byte(header + "\r\n")) // it may be left unread
		if code := e.left(); code != 1 {
			t.Errorf("%.30q: exit code %d", header, code)
		}
		if log := e.log.String(); !strings.Contains(log, "the connection broke") || !strings.Contains(log, why) {
			t.Errorf("%.30q: the log does not say %q", header, why)
		}
	}
}

func TestAMessageThatIsTooLongIsPassedOver(t *testing.T) {
	e := connect(t, quiet())
	e.initialize(`{}`)
	e.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n", maxBody+1))
	block := strings.Repeat(" ", 1<<20)
	for range maxBody / len(block) {
		e.raw(block)
	}
	e.raw("x")
	if r := e.await(e.unasked); r.Error == nil || r.Error.Code != -32600 {
		t.Errorf("answer %+v", r)
	}
	if r := e.call("textDocument/hover", hoverAt(env, 0, 0)); r.Error != nil {
		t.Errorf("the next request: %+v", r.Error)
	}
}

func TestAPanicCostsOneRequest(t *testing.T) {
	o := held(8080)
	o.Free = func(int, claim.Protocol, func(int) bool) (int, error) { panic("no ports today") }
	e := connect(t, o)
	e.initialize(`{}`)
	e.open(env, 1, "PORT=8080\n")
	e.clash(env)
	if r := e.call("textDocument/codeAction", actionsAt(env, 0)); r.Error == nil || r.Error.Code != -32603 {
		t.Errorf("%s %+v", r.Result, r.Error)
	}
	if r := e.call("textDocument/hover", hoverAt(env, 0, 6)); r.Error != nil || string(r.Result) == "null" {
		t.Errorf("the next request: %s %+v", r.Result, r.Error)
	}
}

func TestACancelledRequestIsAnsweredAsSuch(t *testing.T) {
	o := held(8080)
	entered, leave := make(chan struct{}, 9), make(chan struct{})
	o.Free = func(near int, _ claim.Protocol, _ func(int) bool) (int, error) {
		entered <- struct{}{}
		<-leave
		return near, nil
	}
	e := connect(t, o)
	e.initialize(`{}`)
	e.open(env, 1, "PORT=8080\n")
	e.clash(env)
	id, answer := e.ask("textDocument/codeAction", actionsAt(env, 0))
	<-entered
	e.notify("$/cancelRequest", map[string]any{"id": json.RawMessage(id)})
	e.call("textDocument/hover", hoverAt(env, 0, 6)) // answered after the cancellation, and beside the slow request
	close(leave)
	if r := e.await(answer); r.Error == nil || r.Error.Code != -32800 {
		t.Errorf("%s %+v", r.Result, r.Error)
	}
}

// Hovers wait for their turn when a client asks for more than there is room for, and none is lost.
func TestManyRequestsAtOnce(t *testing.T) {
	e := connect(t, quiet())
	e.initialize(`{}`)
	e.open(env, 1, "PORT=8080\n")
	var answers []<-chan reply
	for range 500 {
		_, answer := e.ask("textDocument/hover", hoverAt(env, 0, 6))
		answers = append(answers, answer)
	}
	for _, answer := range answers {
		if r := e.await(answer); !strings.Contains(string(r.Result), "8080") {
			t.Fatalf("%s %+v", r.Result, r.Error)
		}
	}
}

// held are options of a machine where a foreign process listens on every address of a port.
func held(port int) Options {
	o := quiet()
	o.Look = func(context.Context) (*machine.Picture, error) {
		return &machine.Picture{Listeners: []machine.Listener{{
			Addr: netip.IPv4Unspecified(), Port: port, Owner: &machine.Owner{PID: 4312, Name: "node", Dir: "/elsewhere"},
		}}}, nil
	}
	return o
}

// clash waits until a document is told to have a finding, and returns it.
func (e *editor) clash(uri string) protocol.Diagnostic {
	e.t.Helper()
	for {
		select {
		case p := <-e.published:
			if string(p.URI) == uri && len(p.Diagnostics) > 0 {
				return p.Diagnostics[0]
			}
		case <-time.After(patience):
			e.t.Fatalf("nothing found in %s", uri)
		}
	}
}

func actionsAt(uri string, line int) map[string]any {
	return map[string]any{
		"textDocument": map[string]any{"uri": uri},
		"range":        map[string]any{"start": map[string]any{"line": line, "character": 0}, "end": map[string]any{"line": line, "character": 99}},
		"context":      map[string]any{"diagnostics": []any{}},
	}
}

// A request is about the text that its client had when it asked, however long it waits for its turn.
func TestARequestIsAnsweredFromItsPlaceInTheOrder(t *testing.T) {
	o := held(8080)
	entered, leave := make(chan struct{}, 2*maxRequests), make(chan struct{})
	o.Free = func(near int, _ claim.Protocol, _ func(int) bool) (int, error) {
		entered <- struct{}{}
		<-leave
		return near + 1, nil
	}
	e := connect(t, o)
	e.initialize(`{}`)
	e.open(env, 1, "PORT=8080\n")
	e.clash(env)
	for range maxRequests { // all there is room for
		e.ask("textDocument/codeAction", actionsAt(env, 0))
		<-entered
	}
	_, answer := e.ask("textDocument/hover", hoverAt(env, 0, 6))
	e.change(env, 2, []map[string]any{{"text": "PORT=9090\n"}})
	e.publication(env, 2)
	select {
	case r := <-answer:
		t.Errorf("answered out of turn: %s", r.Result)
	default:
	}
	close(leave)
	if r := e.await(answer); !strings.Contains(string(r.Result), "8080") {
		t.Errorf("%s %+v", r.Result, r.Error)
	}
}

// A text above the scanner's bound is kept in step, as it may shrink again.
func TestAHugeTextIsKeptInStep(t *testing.T) {
	e := connect(t, quiet())
	e.initialize(`{}`)
	e.open(env, 1, strings.Repeat("# no port here\n", scanner.MaxText/15+1)+"PORT=70000\n")
	if p := e.publication(env, 1); len(p.Diagnostics) != 0 {
		t.Errorf("it was scanned: %v", p.Diagnostics)
	}
	lines := scanner.MaxText/15 + 1
	e.change(env, 2, []map[string]any{{
		"range": map[string]any{"start": map[string]any{"line": 1, "character": 0}, "end": map[string]any{"line": lines - 1, "character": 0}},
		"text":  "",
	}})
	p := e.publication(env, 2)
	if len(p.Diagnostics) != 1 || p.Diagnostics[0].Range.Start.Line != 2 {
		t.Errorf("after it shrank: %+v", p.Diagnostics)
	}
	e.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": env}})
	if p := e.publication(env, 0); len(p.Diagnostics) != 0 {
		t.Errorf("after it was closed: %+v", p.Diagnostics)
	}
}

func TestTheEncodingIsTheClientsFirstThatIsKnown(t *testing.T) {
	for offered, want := range map[string]protocol.PositionEncodingKind{
		`{}`:                                      "utf-16",
		`{"general":{}}`:                          "utf-16",
		`{"general":{"positionEncodings":null}}`:  "utf-16",
		`{"general":{"positionEncodings":[]}}`:    "utf-16",
		`{"general":{"positionEncodings":["x"]}}`: "utf-16",
		`{"general":{"positionEncodings":["utf-8","utf-16"]}}`:          "utf-8",
		`{"general":{"positionEncodings":["utf-16","utf-8"]}}`:          "utf-16",
		`{"general":{"positionEncodings":["ebcdic","utf-32","utf-8"]}}`: "utf-32",
	} {
		e := connect(t, quiet())
		if got := e.initialize(offered).Capabilities.PositionEncoding; got != want {
			t.Errorf("%s: %s, want %s", offered, got, want)
		}
	}
}
