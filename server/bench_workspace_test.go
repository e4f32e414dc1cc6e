package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/workspace"
)

// largeWorkspace returns the files of 40 packages of one repository: 200 files, and 25 claims in each package that tie
// its files together. Every second package clashes with a listener of [largeMachine].
func largeWorkspace() map[string]string {
	files := map[string]string{}
	for i := range 40 {
		dir := fmt.Sprintf("/w/packages/p%02d/", i)
		web, api, db := 3000+i, 4000+i, 5500+i
		files[dir+".env"] = fmt.Sprintf("WEB_PORT=%d\nAPI_PORT=%d\nDB_URL=postgres://localhost:%d/app\nAPI_URL=http://localhost:%d/v1\nORIGINS=http://localhost:%d,http://127.0.0.1:%d\n", web, api, db, api, web, web)
		files[dir+"compose.yaml"] = fmt.Sprintf("services:\n  web:\n    image: shop/web\n    ports: [\"127.0.0.1:${WEB_PORT}:80\"]\n    environment:\n      API: http://api:8080\n  api:\n    image: shop/api\n    ports: [\"127.0.0.1:${API_PORT}:8080\", \"127.0.0.1:%d:9229\"]\n  db:\n    image: postgres:17\n    ports: [\"127.0.0.1:%d:5432\"]\n", 9300+i, db)
		files[dir+"package.json"] = fmt.Sprintf("{\"scripts\": {\n  \"dev\": \"vite --port %d\",\n  \"e2e\": \"wait-on http://localhost:%d http://localhost:%d\",\n  \"docs\": \"serve -l %d\"\n}}\n", 6100+i, web, api, 6200+i)
		files[dir+"vite.config.ts"] = fmt.Sprintf("export default {\n  server: { port: %d, proxy: { '/api': 'http://localhost:%d', '/ws': 'http://localhost:%d' } },\n  preview: { port: %d },\n}\n", 6100+i, api, 6300+i, 6400+i)
		files[dir+"nginx.conf"] = fmt.Sprintf("http {\n  upstream web { server 127.0.0.1:%d; server 127.0.0.1:%d; }\n  server { listen 127.0.0.1:%d; location / { proxy_pass http://127.0.0.1:%d; } }\n}\n", web, 6100+i, 7000+i, api)
	}
	return files
}

// largeMachine is a machine with 200 listeners, of which 20 hold the ports of every second package.
func largeMachine() *machine.Picture {
	p := &machine.Picture{Facts: machine.Facts{OS: "linux", Home: "/home/me", Ephemeral: [2]int{32768, 60999}, Unprivileged: 1024}}
	for i := range 180 {
		p.Listeners = append(p.Listeners, machine.Listener{
			Addr: netip.IPv4Unspecified(), Port: 20000 + i, Owner: &machine.Owner{PID: 100 + i, Name: "node", Dir: "/home/me/other"},
		})
	}
	for i := range 20 {
		p.Listeners = append(p.Listeners, machine.Listener{
			Addr: netip.IPv4Unspecified(), Port: 3000 + 2*i, Owner: &machine.Owner{PID: 9000 + i, Name: "java", Dir: "/home/me/other"},
		})
	}
	slices.SortFunc(p.Listeners, func(a, b machine.Listener) int { return a.Port - b.Port })
	return p
}

// connectLarge opens an editor on the large workspace, with the files of four packages open.
func connectLarge(b *testing.B, o Options) *editor {
	files := largeWorkspace()
	var read []workspace.File
	claims := 0
	for path, text := range files {
		f := workspace.File{Path: path, Text: text, Claims: scanner.Scan(path, text)}
		claims += len(slices.DeleteFunc(slices.Clone(f.Claims), claim.Claim.Note))
		read = append(read, f)
	}
	if len(files) != 200 || claims < 1000 {
		b.Fatalf("%d claims in %d files", claims, len(files))
	}
	o.Read = func(context.Context, string) ([]workspace.File, error) { return read, nil }
	e := connect(b, o)
	e.call("initialize", json.RawMessage(`{"processId":null,"rootUri":"file:///w","capabilities":{"textDocument":{"publishDiagnostics":{"relatedInformation":true}},"workspace":{"workspaceEdit":{"documentChanges":true}}}}`))
	e.notify("initialized", map[string]any{})
	for i := range 4 {
		for _, name := range []string{".env", "compose.yaml", "package.json", "vite.config.ts", "nginx.conf"} {
			path := fmt.Sprintf("/w/packages/p%02d/%s", i, name)
			e.open("file://"+path, 1, files[path])
		}
	}
	e.clash(largeEnv)
	return e
}

const (
	largeEnv  = "file:///w/packages/p00/.env" // WEB_PORT=3000, which is held
	largeVite = "file:///w/packages/p00/vite.config.ts"
)

func onLargeMachine() Options {
	o := quiet()
	o.Look = func(context.Context) (*machine.Picture, error) { return largeMachine(), nil }
	o.Free = func(near int, _ claim.Protocol, taken func(int) bool) (int, error) {
		for taken(near) {
			near++
		}
		return near, nil
	}
	return o
}

// BenchmarkLarge measures over the wire what an editor waits for in a workspace of 1,000 claims in 200 files. Before each
// request a key is typed, so that nothing is answered from what an earlier one has worked out.
func BenchmarkLarge(b *testing.B) {
	at := func(line, character int) map[string]any { return hoverAt(largeVite, line, character) }
	withContext := func(params map[string]any, context map[string]any) map[string]any {
		params["context"] = context
		return params
	}
	for _, bench := range []struct {
		name, method string
		params       map[string]any
		answer       string // is in the answer
	}{
		{"hover", "textDocument/hover", hoverAt(largeEnv, 0, 11), "java"},
		{"code-action", "textDocument/codeAction", actionsAt(largeEnv, 0), "Use the free port"},
		{"definition", "textDocument/definition", at(1, 63), "compose.yaml"},
		{"references", "textDocument/references", withContext(at(1, 63), map[string]any{"includeDeclaration": true}), "nginx.conf"},
		{"highlight", "textDocument/documentHighlight", at(1, 63), "range"},
		{"completion", "textDocument/completion", withContext(at(1, 60), map[string]any{"triggerKind": 1}), "set in"},
		{"document-symbol", "textDocument/documentSymbol", map[string]any{"textDocument": map[string]any{"uri": largeVite}}, "6100"},
		{"workspace-symbol", "workspace/symbol", map[string]any{"query": "3000"}, "WEB_PORT"},
		{"inlay-hint", "textDocument/inlayHint", map[string]any{
			"textDocument": map[string]any{"uri": strings.Replace(largeVite, "vite.config.ts", "compose.yaml", 1)},
			"range":        map[string]any{"start": map[string]any{"line": 0, "character": 0}, "end": map[string]any{"line": 99, "character": 0}},
		}, "= 3000"},
		{"code-lens", "textDocument/codeLens", map[string]any{"textDocument": map[string]any{"uri": strings.Replace(largeVite, "vite.config.ts", "package.json", 1)}}, "not running"},
		{"workspace-diagnostic", "workspace/diagnostic", map[string]any{"previousResultIds": []any{}}, "port-in-use"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			e := connectLarge(b, onLargeMachine())
			var took []time.Duration
			version := 1
			for b.Loop() {
				version++
				e.change(largeVite, version, []map[string]any{keystroke(version)})
				begun := time.Now()
				r := e.call(bench.method, bench.params)
				took = append(took, time.Since(begun))
				if r.Error != nil || !strings.Contains(string(r.Result), bench.answer) {
					b.Fatalf("%s %+v", r.Result, r.Error)
				}
				e.publication(largeVite, int32(version))
			}
			reportTimes(b, took)
		})
	}
	b.Run("keystroke", func(b *testing.B) {
		e := connectLarge(b, onLargeMachine())
		var took []time.Duration
		version := 1
		for b.Loop() {
			version++
			begun := time.Now()
			e.change(largeVite, version, []map[string]any{keystroke(version)})
			e.publication(largeVite, int32(version))
			took = append(took, time.Since(begun))
		}
		reportTimes(b, took)
	})
	b.Run("listener", benchmarkListener)
}

// benchmarkListener measures from the moment at which the machine was seen to have another listener, to the diagnostics
// that an editor reads.
func benchmarkListener(b *testing.B) {
	var seen atomic.Int64
	var free atomic.Bool
	o := onLargeMachine()
	vanished := make(chan struct{}, 1)
	o.Vanished = func(context.Context) <-chan struct{} { return vanished }
	o.Look = func(context.Context) (*machine.Picture, error) {
		picture := largeMachine()
		if free.Load() {
			picture.Listeners = slices.DeleteFunc(picture.Listeners, func(l machine.Listener) bool { return l.Port == 3000 })
		}
		seen.Store(time.Now().UnixNano())
		return picture, nil
	}
	e := connectLarge(b, o)
	var took []time.Duration
	for b.Loop() {
		free.Store(!free.Load())
		vanished <- struct{}{}
		for {
			p := <-e.published
			if string(p.URI) == largeEnv && (len(p.Diagnostics) == 0) == free.Load() {
				break
			}
		}
		took = append(took, time.Duration(time.Now().UnixNano()-seen.Load()))
	}
	reportTimes(b, took)
}

// keystroke types a blank at the end of the first line of the Vite configuration, and takes it back the next time.
func keystroke(version int) map[string]any {
	const end = len("export default {")
	if version%2 == 0 {
		return stroke(0, end, end, " ")
	}
	return stroke(0, end, end+1, "")
}

func reportTimes(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "median-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
