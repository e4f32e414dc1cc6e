package server

import (
	"context"
	"maps"
	"reflect"
	"runtime/debug"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// A publication is what the client was last told of a document.
type publication struct {
	spelled     uri.URI
	version     int32
	diagnostics []protocol.Diagnostic
}

// publish is the only goroutine that judges and publishes, always from the newest snapshot, so that nothing of an
// old text can follow something of a new one. What changed while it was at work is judged once.
func (s *server) publish(ctx context.Context) {
	told := map[uri.URI]publication{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.changed:
			s.publishChanges(ctx, told)
		}
	}
}

// publishChanges tells the client of the documents whose version or findings are not those it was told of. A new
// version is told even if the findings are the same, as clients may wait for it (golang.org/issue/50267).
func (s *server) publishChanges(ctx context.Context, told map[uri.URI]publication) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("panic while judging", "value", p, "stack", string(debug.Stack()))
		}
	}()
	snap := s.current.Load()
	for u, last := range told {
		if snap.docs[u] == nil {
			delete(told, u)
			s.send(ctx, &protocol.PublishDiagnosticsParams{URI: last.spelled, Diagnostics: []protocol.Diagnostic{}})
		}
	}
	for _, u := range slices.Sorted(maps.Keys(snap.docs)) {
		d := snap.docs[u]
		next := publication{d.spelled, d.version, s.diagnostics(snap, d)}
		if last, ok := told[u]; ok && reflect.DeepEqual(last, next) {
			continue
		}
		told[u] = next
		s.send(ctx, &protocol.PublishDiagnosticsParams{
			URI: d.spelled, Version: protocol.NewOptional(d.version), Diagnostics: next.diagnostics,
		})
	}
	if s.views.compare(snap, s.can.refresh) {
		token(s.outdated)
	}
	if snap.picture == nil && snap.live() {
		token(s.look) // nobody may be looking yet
	}
}

func (s *server) send(ctx context.Context, p *protocol.PublishDiagnosticsParams) {
	if err := s.client.PublishDiagnostics(ctx, p); err != nil {
		s.Log.Debug("diagnostics not sent", "uri", p.URI, "error", err) // the client is gone: its side ends soon
	}
}
