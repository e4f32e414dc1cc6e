package server

import (
	"context"
	"maps"
	"reflect"
	"sync"

	"go.lsp.dev/uri"
)

// A view is something that a client asks for when it shows a document or the text changes, and has to be told to ask
// for again when the machine or another file changes it.
type view uint8

const (
	hintView view = iota
	lensView
	diagnosticView
	viewCount
)

// views is what the client was given, so that it is asked to come back only when it would see something else.
type views struct {
	mu      sync.Mutex
	given   [viewCount]map[uri.URI]*given
	pending [viewCount]bool // the client is to be told
}

// A given is what a client was given for a version of a document. It never changes.
type given struct {
	version int32
	content any
}

// give takes note of what the client gets for a document.
func (v *views) give(kind view, d *document, content any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.given[kind] == nil {
		v.given[kind] = map[uri.URI]*given{}
	}
	v.given[kind][d.uri] = &given{d.version, content}
}

// compare takes note of the kinds of which the client was given something else than a snapshot shows, and reports
// whether there are any to tell it of. What it was given for an older version it asks for again by itself.
func (s *server) compare(snap *snapshot) bool {
	content := [viewCount]func(*document) any{
		hintView:       func(d *document) any { return snap.hints(d) },
		lensView:       func(d *document) any { return snap.lenses(d) },
		diagnosticView: func(d *document) any { return s.diagnostics(snap, d.path, d.text) },
	}
	for kind, show := range content {
		for u, g := range s.views.of(view(kind)) {
			d := snap.docs[u]
			switch {
			case d == nil:
				s.views.replace(view(kind), u, g, nil)
			case s.can.refresh[kind] && d.version == g.version:
				if now := show(d); !reflect.DeepEqual(now, g.content) {
					s.views.replace(view(kind), u, g, &given{g.version, now})
				}
			}
		}
	}
	s.views.mu.Lock()
	defer s.views.mu.Unlock()
	return s.views.pending != [viewCount]bool{}
}

// of returns what the client was given of a kind, by document.
func (v *views) of(kind view) map[uri.URI]*given {
	v.mu.Lock()
	defer v.mu.Unlock()
	return maps.Clone(v.given[kind])
}

// replace takes note of what a client sees once it has asked again, and that it is to be told to, or, where next is
// nil, that it has closed the document. Where it has been given something else meanwhile than g, that stands.
func (v *views) replace(kind view, u uri.URI, g, next *given) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.given[kind][u] != g:
	case next == nil:
		delete(v.given[kind], u)
	default:
		v.given[kind][u] = next
		v.pending[kind] = true
	}
}

// take returns the kinds that the client is to be told of, once.
func (v *views) take() [viewCount]bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	pending := v.pending
	v.pending = [viewCount]bool{}
	return pending
}

// lookAgain has the views compared where the newest snapshot is not the one that a request was answered from.
func (s *server) lookAgain(answered *snapshot) {
	if s.current.Load() != answered {
		token(s.changed)
	}
}

// refresh is the only goroutine that tells the client to ask again. It waits for each answer, so that a slow client is
// told once of all that happened meanwhile.
func (s *server) refresh(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.outdated:
		}
		pending := s.views.take()
		tell := [viewCount]func(context.Context) error{
			hintView:       s.client.InlayHintRefresh,
			lensView:       s.client.CodeLensRefresh,
			diagnosticView: s.client.DiagnosticRefresh,
		}
		for kind, ask := range tell {
			if pending[kind] {
				s.ask(ctx, ask)
			}
		}
	}
}

func (s *server) ask(ctx context.Context, what func(context.Context) error) {
	within, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	if err := what(within); err != nil && ctx.Err() == nil {
		s.Log.Debug("the client does not ask again", "error", err)
	}
}
