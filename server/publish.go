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

// A publication is what the client was last told of a file, or is to be told.
type publication struct {
	spelled     uri.URI
	version     protocol.Optional[int32] // of an open document
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
	shown := s.openPublications(snap)
	if snap.tellAll {
		s.tell(ctx, told, shown) // what a person looks at does not wait for all files
		maps.Copy(shown, s.otherPublications(snap))
	}
	for u, last := range told {
		if _, ok := shown[u]; !ok {
			delete(told, u)
			s.clear(ctx, last)
		}
	}
	s.tell(ctx, told, shown)
	if s.compare(snap) {
		token(s.outdated)
	}
	token(s.listed)
	if snap.picture == nil && snap.live() {
		token(s.look) // nobody may be looking yet
	}
}

// openPublications returns what is to be told of the open documents: nothing to a client that asks itself, as it would
// show everything twice.
func (s *server) openPublications(snap *snapshot) map[uri.URI]publication {
	open := map[uri.URI]publication{}
	if s.can.pulls {
		return open
	}
	for u, d := range snap.docs {
		open[u] = publication{d.spelled, protocol.NewOptional(d.version), s.diagnostics(snap, d.path, d.text)}
	}
	return open
}

// otherPublications returns what is to be told of the files that are not open. Those without a finding are left out.
func (s *server) otherPublications(snap *snapshot) map[uri.URI]publication {
	others := map[uri.URI]publication{}
	for _, path := range snap.world().Paths() {
		at, t, d := snap.source(path)
		if found := s.diagnostics(snap, path, t); d == nil && len(found) > 0 {
			others[at] = publication{spelled: at, diagnostics: found}
		}
	}
	return others
}

// tell sends what is not what the client was told last.
func (s *server) tell(ctx context.Context, told, next map[uri.URI]publication) {
	for _, u := range slices.Sorted(maps.Keys(next)) {
		p := next[u]
		last, known := told[u]
		if known && reflect.DeepEqual(last, p) {
			continue
		}
		if known && last.spelled != p.spelled {
			s.clear(ctx, last)
		}
		told[u] = p
		s.send(ctx, &protocol.PublishDiagnosticsParams{URI: p.spelled, Version: p.version, Diagnostics: p.diagnostics})
	}
}

func (s *server) clear(ctx context.Context, last publication) {
	s.send(ctx, &protocol.PublishDiagnosticsParams{URI: last.spelled, Diagnostics: []protocol.Diagnostic{}})
}

func (s *server) send(ctx context.Context, p *protocol.PublishDiagnosticsParams) {
	if err := s.client.PublishDiagnostics(ctx, p); err != nil {
		s.Log.Debug("diagnostics not sent", "uri", p.URI, "error", err) // the client is gone: its side ends soon
	}
}
