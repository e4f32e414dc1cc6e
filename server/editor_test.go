package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/textproto"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/workspace"
)

// An editor is a client at the other end of real pipes. It speaks JSON of its own, so that nothing of the server's
// libraries is trusted to be right.
type editor struct {
	t   testing.TB
	in  io.WriteCloser // the server's standard input
	log *lockedBuffer  // what the server logs

	mu        sync.Mutex
	next      int
	answer    string // to the server's requests, JSON
	waiting   map[string]chan reply
	unasked   chan reply // responses to no request of ours: with the id null
	published chan protocol.PublishDiagnosticsParams
	code      chan int // what Serve returned
}

type reply struct {
	ID     json.RawMessage
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct {
		Code    int
		Message string
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// quiet are options of a machine on which nothing listens and a workspace in which nothing is.
func quiet() Options {
	return Options{
		Version:  "test",
		Look:     func(context.Context) (*machine.Picture, error) { return &machine.Picture{}, nil },
		Want:     func([]int) {},
		Free:     func(near int, _ claim.Protocol, _ func(int) bool) (int, error) { return near + 1, nil },
		Reserve:  func(near int, _ claim.Protocol, _ func(int) bool) (int, error) { return near + 1, nil },
		Read:     func(context.Context, string) ([]workspace.File, error) { return nil, nil },
		ReadFile: func(path string) (workspace.File, error) { return workspace.File{Path: path}, nil },
		Vanished: func(context.Context) <-chan struct{} { return nil },
		Stop: func(context.Context, machine.Listener, int, machine.Ask) (machine.Stopped, error) {
			return machine.Stopped{}, errors.New("nothing is stopped here")
		},
		Gone: func(context.Context, int) <-chan struct{} { return nil },
	}
}

func discard() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// connect starts a server and an editor on it. The test fails if the server has not left two seconds after its
// input ended.
func connect(t testing.TB, o Options) *editor {
	t.Helper()
	serverIn, in := io.Pipe()
	out, serverOut := io.Pipe()
	e := &editor{
		t: t, in: in, answer: "null", log: &lockedBuffer{}, waiting: map[string]chan reply{}, unasked: make(chan reply, 64),
		published: make(chan protocol.PublishDiagnosticsParams, 4096), code: make(chan int, 1),
	}
	o.Log = slog.New(slog.NewTextHandler(e.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	go func() {
		e.code <- Serve(context.Background(), struct {
			io.Reader
			io.Writer
		}{serverIn, serverOut}, o)
		serverOut.Close()
	}()
	read := make(chan struct{})
	go func() {
		defer close(read)
		e.read(bufio.NewReader(out))
	}()
	t.Cleanup(func() {
		in.Close()
		<-read
		if t.Failed() {
			t.Logf("the server's log:\n%s", e.log)
		}
	})
	return e
}

func (e *editor) read(r *bufio.Reader) {
	for {
		header, err := textproto.NewReader(r).ReadMIMEHeader()
		if err != nil {
			return
		}
		n, _ := strconv.Atoi(header.Get("Content-Length"))
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m reply
		if err := json.Unmarshal(body, &m); err != nil {
			e.t.Errorf("the server sent %s: %v", body, err)
			return
		}
		switch {
		case m.Method != "" && m.ID != nil:
			e.mu.Lock()
			answer := e.answer
			e.mu.Unlock()
			e.frame(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":%s}`, m.ID, answer))
		case m.Method == protocol.MethodTextDocumentPublishDiagnostics:
			var p protocol.PublishDiagnosticsParams
			if err := protocol.Unmarshal(m.Params, &p); err != nil {
				e.t.Errorf("the server published %s: %v", m.Params, err)
			}
			e.published <- p
		case m.Method == "":
			e.mu.Lock()
			answer, ok := e.waiting[string(m.ID)]
			delete(e.waiting, string(m.ID))
			e.mu.Unlock()
			if !ok {
				answer = e.unasked
			}
			answer <- m
		}
	}
}

// raw writes bytes as they are.
func (e *editor) raw(s string) {
	e.t.Helper()
	if _, err := io.WriteString(e.in, s); err != nil {
		e.t.Errorf("the server no longer reads: %v", err)
	}
}

func (e *editor) frame(body string) {
	e.t.Helper()
	e.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	e.frame(e.encode("", method, params))
}

func (e *editor) encode(id, method string, params any) string {
	e.t.Helper()
	m := map[string]any{"jsonrpc": "2.0", "method": method}
	if id != "" {
		m["id"] = json.RawMessage(id)
	}
	if params != nil {
		m["params"] = params
	}
	body, err := json.Marshal(m)
	if err != nil {
		e.t.Fatal(err)
	}
	return string(body)
}

// ask sends a request and returns its id and where the answer will come.
func (e *editor) ask(method string, params any) (string, <-chan reply) {
	e.t.Helper()
	e.mu.Lock()
	e.next++
	id := strconv.Itoa(e.next)
	answer := make(chan reply, 1)
	e.waiting[id] = answer
	e.mu.Unlock()
	e.frame(e.encode(id, method, params))
	return id, answer
}

// call sends a request and waits for its answer.
func (e *editor) call(method string, params any) reply {
	e.t.Helper()
	_, answer := e.ask(method, params)
	return e.await(answer)
}

// patience is how long a test waits for what must come; it only ever passes when the test fails.
const patience = 20 * time.Second

func (e *editor) await(answer <-chan reply) reply {
	e.t.Helper()
	select {
	case r := <-answer:
		return r
	case <-time.After(patience):
		e.t.Fatal("no answer")
		return reply{}
	}
}

// initialize opens the session with the given capabilities, JSON, and returns what the server can do.
func (e *editor) initialize(capabilities string) protocol.InitializeResult {
	e.t.Helper()
	r := e.call("initialize", json.RawMessage(`{"processId":null,"rootUri":null,"capabilities":`+capabilities+`}`))
	if r.Error != nil {
		e.t.Fatalf("initialize: %+v", r.Error)
	}
	var result protocol.InitializeResult
	if err := protocol.Unmarshal(r.Result, &result); err != nil {
		e.t.Fatal(err)
	}
	e.notify("initialized", map[string]any{})
	return result
}

func (e *editor) open(uri string, version int, text string) {
	e.t.Helper()
	e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": uri, "languageId": "plaintext", "version": version, "text": text,
	}})
}

// publication waits until the diagnostics of a version of a document come.
func (e *editor) publication(uri string, version int32) protocol.PublishDiagnosticsParams {
	e.t.Helper()
	for {
		select {
		case p := <-e.published:
			if v, _ := p.Version.Get(); string(p.URI) == uri && v == version {
				return p
			}
		case <-time.After(patience):
			e.t.Fatalf("nothing published for version %d of %s", version, uri)
		}
	}
}

// left waits for the server to end and returns its exit code.
func (e *editor) left() int {
	e.t.Helper()
	select {
	case code := <-e.code:
		return code
	case <-time.After(patience):
		e.t.Fatal("the server does not leave")
		return -1
	}
}

func hoverAt(uri string, line, character int) map[string]any {
	return map[string]any{
		"textDocument": map[string]any{"uri": uri},
		"position":     map[string]any{"line": line, "character": character},
	}
}
