package server

import (
	"fmt"
	"maps"
	"path"
	"runtime/debug"
	"strings"
	"sync"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
)

// A document is one version of an open text. It never changes.
type document struct {
	uri     uri.URI // canonical, the key in the snapshot
	spelled uri.URI // as the client wrote it; it may know no other spelling
	path    string  // what the world knows it by
	folder  string  // the folder of a file, symbolic links resolved; empty where it is no one's own work
	name    string  // what its format is told by
	version int32
	text    text
	claims  func() []claim.Claim // scanned once, when first asked for
}

// with returns the next version of a document.
func (d document) with(version int32, t text) *document {
	d.version, d.text = version, t
	d.claims = sync.OnceValue(func() []claim.Claim { return scanner.Scan(d.name, t.s) })
	return &d
}

// openParams are protocol.DidOpenTextDocumentParams with the URI as the client spelled it.
type openParams struct {
	TextDocument struct {
		URI        string `json:"uri"`
		LanguageID string `json:"languageId"`
		Version    int32  `json:"version"`
		Text       string `json:"text"`
	} `json:"textDocument"`
}

func (s *server) didOpen(p *openParams) error {
	opened := p.TextDocument
	u, err := uri.Parse(opened.URI)
	if err != nil {
		return fmt.Errorf("open %s: %w", opened.URI, err)
	}
	d := document{uri: u, spelled: uri.URI(opened.URI), path: pathOf(u)}
	d.name = nameOf(u, opened.LanguageID)
	if !scanner.Knows(d.name) {
		s.forget(u) // it may have been known under another language
		return nil
	}
	if u.IsFile() {
		d.folder = s.ownFolder(d.path)
	}
	s.put(d.with(opened.Version, newText(opened.Text)))
	if u.IsFile() {
		s.readSettingsAbove(d.path)
	}
	return nil
}

// changeParams are protocol.DidChangeTextDocumentParams read strictly: package protocol takes a change with a range
// that it cannot read for a whole new text.
type changeParams struct {
	TextDocument struct {
		URI     uri.URI `json:"uri"`
		Version *int32  `json:"version"`
	} `json:"textDocument"`
	Changes []struct {
		Range *protocol.Range `json:"range"`
		Text  *string         `json:"text"`
	} `json:"contentChanges"`
}

func (s *server) didChange(p *changeParams) error {
	u := p.TextDocument.URI
	d := s.current.Load().docs[u]
	if d == nil {
		s.Log.Debug("change of a document that is not followed", "uri", u)
		return nil
	}
	version := d.version
	if v := p.TextDocument.Version; v != nil {
		if version = *v; version <= d.version {
			return fmt.Errorf("change %s: version %d after %d", u, version, d.version)
		}
	}
	t := d.text
	for _, c := range p.Changes {
		switch {
		case c.Text == nil:
			return fmt.Errorf("change %s: no text", u)
		case c.Range == nil:
			t = newText(*c.Text)
		default:
			t = t.replace(s.can.encoding, *c.Range, *c.Text)
		}
	}
	s.put(d.with(version, t))
	return nil
}

// didSave looks again: saving is when a person has just done something, such as starting a server.
func (s *server) didSave(*protocol.DidSaveTextDocumentParams) error {
	token(s.look)
	return nil
}

func (s *server) didClose(p *protocol.DidCloseTextDocumentParams) error {
	u := p.TextDocument.URI
	d := s.current.Load().docs[u]
	if d == nil {
		return nil
	}
	s.forget(u)
	s.readAgain(d.path)
	if len(d.text.s) > scanner.MaxText {
		go debug.FreeOSMemory() // Go would keep the room of a huge text for minutes
	}
	return nil
}

func (s *server) put(d *document) {
	s.change(func(snap *snapshot) {
		snap.docs = maps.Clone(snap.docs)
		if snap.docs == nil {
			snap.docs = map[uri.URI]*document{}
		}
		snap.docs[d.uri] = d
	})
}

func (s *server) forget(u uri.URI) {
	s.change(func(snap *snapshot) {
		snap.docs = maps.Clone(snap.docs)
		delete(snap.docs, u)
	})
}

// ownFolder returns the folder of a file, symbolic links resolved. The home folder and the top of the disk are
// no project's: half the machine would be the user's own work.
func (s *server) ownFolder(file string) string {
	folder := resolved(path.Dir(file))
	if folder == resolved(s.home) || path.Dir(folder) == folder {
		return ""
	}
	return folder
}

// nameOf returns the name that a document's format is told by: its path, or, where it has none yet, one that goes
// with its language.
func nameOf(u uri.URI, language string) string {
	if u.IsFile() {
		return pathOf(u)
	}
	if base := path.Base(u.Path()); scanner.Knows(base) {
		return base
	}
	if name := scanner.NameOf(language); name != "" {
		return name
	}
	return strings.TrimPrefix(u.Path(), "/")
}
