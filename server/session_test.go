package server

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.lsp.dev/protocol"
	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/scanner/machine"
)

var update = flag.Bool("update", false, "rewrite what the stories in testdata expect")

// TestSessions plays the stories in testdata: what an editor does, what happens on the machine and on the disk, and,
// indented, what the editor then shows. Time in them costs nothing.
func TestSessions(t *testing.T) {
	stories, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(stories) == 0 {
		t.Fatal("no stories", err)
	}
	for _, name := range stories {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var got string
			synctest.Test(t, func(t *testing.T) { got = play(t, archive) })
			if want := string(archive.Files[0].Data); got != want && !*update {
				t.Errorf("the session went\n%s\ninstead of\n%s", got, want)
			} else if got != want {
				archive.Files[0].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// A story is a session in the making: the server, what it is told of the world, and what it has told the client.
type story struct {
	t       *testing.T
	ctx     context.Context //nolint:containedctx // the bubble's
	server  *server
	archive *txtar.Archive
	out     strings.Builder

	versions map[string]int
	texts    map[string]text // of open documents, as an editor has them
	actions  []protocol.CodeAction

	answer, meanwhile string   // to the next question
	stubborn          string   // a process
	reborn            []string // NAME PID

	protocol.UnimplementedClient
	mu        sync.Mutex
	disk      map[string]string
	listeners []machine.Listener
	// connections block ports; a look tells of those that are wanted.
	connections []machine.Blocker
	wanted      []int
	partial     string
	mayMiss     bool
	where       string
	firewall    machine.Firewall
	failure     error
	looks       int
	hanging     chan struct{} // until it is closed, looks do not end; nil where they do
	vanished    chan struct{}
	shown       map[string][]protocol.Diagnostic
	published   []string
	registered  []string
	refreshed   []string
	told        int               // that the list of ports has changed
	results     map[string]string // ids of the diagnostics that were pulled, by URI
}

func play(t *testing.T, archive *txtar.Archive) string {
	ctx, cancel := context.WithCancel(t.Context())
	s := &story{
		t: t, ctx: ctx, archive: archive, versions: map[string]int{}, results: map[string]string{}, texts: map[string]text{},
		disk: map[string]string{}, shown: map[string][]protocol.Diagnostic{}, vanished: make(chan struct{}, 1),
	}
	s.server = newServer(Options{
		Version: "test", Look: s.look, Want: s.want, Free: s.free, Reserve: s.free, Stop: s.stop, Read: s.read, ReadFile: s.readFile,
		Vanished: func(context.Context) <-chan struct{} { return s.vanished },
		Gone:     func(context.Context, int) <-chan struct{} { return nil },
		Log:      discard(),
	})
	s.server.client, s.server.notify = s, s.hearOfPorts
	s.server.home = "/home/me"
	for _, f := range archive.Files[1:] {
		if !strings.HasPrefix(f.Name, "later/") {
			s.disk["/w/"+f.Name] = string(f.Data)
		}
	}
	s.server.start(ctx)
	defer func() {
		if t.Failed() {
			t.Logf("the session so far:\n%s", &s.out)
		}
	}()
	for line := range strings.Lines(string(archive.Files[0].Data)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "\t") {
			continue // what was expected
		}
		fmt.Fprintln(&s.out, line)
		if words := strings.Fields(line); len(words) > 0 {
			s.do(words[0], words[1:], strings.TrimPrefix(line, words[0]+" "))
			synctest.Wait()
		}
	}
	cancel()
	synctest.Wait()
	return s.out.String()
}

func (s *story) do(verb string, args []string, rest string) {
	s.t.Helper()
	switch verb {
	case "start": // start FOLDER… CAPABILITIES
		s.start(args)
	case "open": // open FILE, or open untitled:NAME@LANGUAGE
		s.openFile(args[0])
	case "edit": // edit FILE LINE:COLUMN-LINE:COLUMN "TEXT"
		with, err := strconv.Unquote(strings.SplitN(rest, " ", 3)[2])
		if err != nil {
			s.t.Fatalf("%s: %v", rest, err)
		}
		from, to, _ := strings.Cut(args[1], "-")
		s.edit(args[0], protocol.Range{Start: s.place(from), End: s.place(to)}, with)
	case "save", "close":
		method := map[string]string{"save": protocol.MethodTextDocumentDidSave, "close": protocol.MethodTextDocumentDidClose}[verb]
		s.notify(method, map[string]any{"textDocument": map[string]any{"uri": s.uri(args[0])}})
	case "write": // write FILE, with what is in later/FILE
		s.setDisk(args[0], s.file("later/"+args[0]))
		s.notify(protocol.MethodWorkspaceDidChangeWatchedFiles, changed(s.uri(args[0]), protocol.FileChangeTypeCreated))
	case "store": // as write, but nobody tells the server
		s.setDisk(args[0], s.file("later/"+args[0]))
	case "remove":
		s.setDisk(args[0], "")
		s.notify(protocol.MethodWorkspaceDidChangeWatchedFiles, changed(s.uri(args[0]), protocol.FileChangeTypeDeleted))
	case "folders": // folders +FOLDER… -FOLDER…
		s.folders(args)
	case "settings":
		s.notify(protocol.MethodWorkspaceDidChangeConfiguration, map[string]any{"settings": json.RawMessage(rest)})
	case "apart": // apart NAME: the machine is another one than the editor's
		s.mu.Lock()
		s.where = rest
		s.mu.Unlock()
	case "firewall": // firewall on NAME, or firewall off NAME
		s.mu.Lock()
		s.firewall = machine.Firewall{Name: args[1], On: args[0] == "on"}
		s.mu.Unlock()
	case "publish": // publish ADDRESS CONTAINER IMAGE FOLDER SERVICE
		s.publish(args)
	case "listen": // listen ADDRESS, or listen ADDRESS NAME PID FOLDER COMMAND…
		s.listen(args)
	case "connect": // connect ADDRESS PEER NAME PID FOLDER
		s.connect(args)
	case "end": // end ADDRESS: nobody listens there any more
		s.end(args[0])
	case "vanish": // vanish ADDRESS: the same, and the system tells
		s.end(args[0])
		s.vanished <- struct{}{}
	case "ownerless": // ownerless REASON: all listeners are seen, not all owners
		s.mu.Lock()
		s.partial, s.mayMiss = rest, false
		s.mu.Unlock()
	case "partial": // partial REASON: a listener may be missed
		s.mu.Lock()
		s.partial, s.mayMiss = rest, true
		s.mu.Unlock()
	case "focus": // the person comes back to the editor
		s.notify(methodFocus, nil)
	case "hang": // the machine does not answer, until "resume"
		s.mu.Lock()
		s.hanging = make(chan struct{})
		s.mu.Unlock()
	case "resume":
		s.mu.Lock()
		close(s.hanging)
		s.hanging = nil
		s.mu.Unlock()
	case "fail":
		s.mu.Lock()
		s.failure = errors.New(rest)
		s.mu.Unlock()
	case "wait":
		d, err := time.ParseDuration(args[0])
		if err != nil {
			s.t.Fatal(err)
		}
		<-time.After(d) // of the bubble's clock
	case "show":
		s.show(args[0])
	case "published": // published, or published sorted where it is not told which file comes first
		s.mu.Lock()
		if len(args) > 0 {
			slices.Sort(s.published)
		}
		s.print(strings.Join(s.published, "\n"))
		s.published = nil
		s.mu.Unlock()
	case "looks": // looks, or looks forgotten where one more or less is as good
		s.mu.Lock()
		if len(args) == 0 {
			s.print(strconv.Itoa(s.looks))
		}
		s.looks = 0
		s.mu.Unlock()
	case "registered":
		s.mu.Lock()
		s.print(strings.Join(s.registered, "\n"))
		s.mu.Unlock()
	case "hover": // hover FILE LINE:COLUMN
		s.hover(args[0], args[1])
	case "actions": // actions FILE LINE
		s.listActions(args[0], args[1], false)
	case "silencing": // silencing FILE LINE: the actions that silence
		s.listActions(args[0], args[1], true)
	case "apply": // apply NUMBER of the last actions
		n, err := strconv.Atoi(args[0])
		if err != nil || n < 1 || n > len(s.actions) {
			s.t.Fatalf("%s: there are %d actions", rest, len(s.actions))
		}
		s.apply(s.actions[n-1])
	case "execute": // execute NUMBER of the last actions
		n, err := strconv.Atoi(args[0])
		if err != nil || n < 1 || n > len(s.actions) {
			s.t.Fatalf("%s: there are %d actions", rest, len(s.actions))
		}
		s.execute(s.actions[n-1].Command)
	case "answer": // answer WORDS to the next question, or answer nothing, or answer with an error
		s.answer = rest
	case "meanwhile": // meanwhile VERB…: what happens while the next question is shown
		s.meanwhile = rest
	case "stubborn": // stubborn PID: the process does not end when it is asked to
		s.stubborn = args[0]
	case "reborn": // reborn NAME PID: what starts in the place of what is stopped next
		s.reborn = args
	case "stop": // stop JSON, as a client asks that has a dialog of its own
		s.askToStop(rest)
	case "text":
		s.print(s.texts[s.uri(args[0])].s)
	default:
		if !s.navigate(verb, args) && !s.rename(verb, args) && !s.list(verb, args) {
			s.t.Fatalf("unknown: %s", verb)
		}
	}
}

func (s *story) print(lines string) {
	if lines == "" {
		lines = "nothing"
	}
	for line := range strings.Lines(strings.TrimRight(lines, "\n") + "\n") {
		s.out.WriteString(strings.TrimRight("\t"+line, " \n") + "\n")
	}
}
