package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
)

const compose = "file:///p/compose.yaml"

// composeFile returns a Compose file of 200 lines in which every second service clashes with another.
func composeFile() string {
	var b strings.Builder
	b.WriteString("services:\n")
	for i := range 33 {
		fmt.Fprintf(&b, "  web%d:\n    image: example.com/web:%d\n    environment:\n      API_URL: http://localhost:%d/api\n    ports:\n      - \"127.0.0.1:%d:80\"\n",
			i, i, 9000+i, 8000+i/2)
	}
	b.WriteString("volumes: {}\n")
	return b.String()
}

// typed are the edits of a person who types a port at the first service and takes it back, key by key.
func typed() []map[string]any {
	const line, column = 6, 22 // after 127.0.0.1:8000
	var edits []map[string]any
	for i, key := range "1234" {
		edits = append(edits, stroke(line, column+i, column+i, string(key)))
	}
	for i := 4; i > 0; i-- {
		edits = append(edits, stroke(line, column+i-1, column+i, ""))
	}
	return edits
}

func stroke(line, from, to int, text string) map[string]any {
	return map[string]any{
		"range": map[string]any{"start": map[string]any{"line": line, "character": from}, "end": map[string]any{"line": line, "character": to}},
		"text":  text,
	}
}

// A listening client tells of publications without any wire.
type listeningClient struct {
	protocol.UnimplementedClient
	published chan int32
}

func (c *listeningClient) PublishDiagnostics(_ context.Context, p *protocol.PublishDiagnosticsParams) error {
	version, _ := p.Version.Get()
	c.published <- version
	return nil
}

// BenchmarkKeystroke measures from an edit to the call that publishes what it leads to.
func BenchmarkKeystroke(b *testing.B) {
	o := held(8003)
	o.Log = discard()
	s := newServer(o)
	client := &listeningClient{published: make(chan int32, 16)}
	s.client = client
	s.start(b.Context())
	s.announce()
	var p openParams
	p.TextDocument.URI, p.TextDocument.Version, p.TextDocument.Text = compose, 1, composeFile()
	if err := s.didOpen(&p); err != nil {
		b.Fatal(err)
	}
	<-client.published
	edits := typed()
	version := int32(1)
	for b.Loop() {
		version++
		edit := edits[(version-2)%int32(len(edits))]
		at := edit["range"].(map[string]any)
		change := &changeParams{}
		change.TextDocument.URI, change.TextDocument.Version = compose, &version
		start, end := at["start"].(map[string]any), at["end"].(map[string]any)
		change.Changes = append(change.Changes, struct {
			Range *protocol.Range `json:"range"`
			Text  *string         `json:"text"`
		}{
			&protocol.Range{
				Start: protocol.Position{Line: uint32(start["line"].(int)), Character: uint32(start["character"].(int))},
				End:   protocol.Position{Line: uint32(end["line"].(int)), Character: uint32(end["character"].(int))},
			},
			new(edit["text"].(string)),
		})
		if err := s.didChange(change); err != nil {
			b.Fatal(err)
		}
		for <-client.published != version {
			continue
		}
	}
}

// BenchmarkWireKeystroke measures what an editor sees: from the edit that it writes to the pipe to the diagnostics
// that it has read from the other, one key after the other.
func BenchmarkWireKeystroke(b *testing.B) {
	e := connect(b, held(8003))
	e.initialize(`{"textDocument":{"publishDiagnostics":{"relatedInformation":true}}}`)
	e.open(compose, 1, composeFile())
	if found := e.publication(compose, 1); len(found.Diagnostics) < 16 {
		b.Fatalf("%d diagnostics", len(found.Diagnostics))
	}
	edits := typed()
	version := 1
	var took []time.Duration
	for b.Loop() {
		edit := edits[(version-1)%len(edits)]
		version++
		begun := time.Now()
		e.change(compose, version, []map[string]any{edit})
		e.publication(compose, int32(version))
		took = append(took, time.Since(begun))
	}
	reportTimes(b, took)
}
