package server

import (
	"context"
	"maps"
	"path"
	"slices"
	"sync"

	"go.lsp.dev/uri"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// A snapshot is what the server knows at one moment. It never changes: an edit, a look at the machine or a walk of
// the disk makes the next one, so that whoever has one may read it without a lock.
type snapshot struct {
	// folders are the workspace folders, by their path as the client has it; the values are what is the
	// user's own work around them, see [workspace.Project].
	folders map[string]string
	docs    map[uri.URI]*document
	// files are those of the disk that claim anything, by their path; index is made of them when first asked for.
	files map[string]check.File
	index func() *check.Index
	// read are the workspace folders whose files have been read once.
	read map[string]bool
	// all is set once somebody asked for the findings of all files, tellAll where they are to be told as they change.
	all, tellAll bool
	// picture is nil until the machine has answered, and again where nobody looks: nothing live is judged then.
	picture  *machine.Picture
	settings editorSettings
	// watched is set while a person looks at the list of all ports.
	watched bool

	// world is what there is to judge by: the files of the disk under the open documents. It is made once, when
	// first asked for.
	world func() *check.World
}

func newSnapshot() *snapshot {
	s := &snapshot{}
	s.hold(nil)
	s.world = sync.OnceValue(s.makeWorld)
	return s
}

// change makes the next snapshot. The function gets a copy whose maps it must replace, not write to.
func (s *server) change(next func(*snapshot)) {
	s.mu.Lock()
	snap := *s.current.Load()
	next(&snap)
	snap.world = sync.OnceValue(snap.makeWorld)
	s.current.Store(&snap)
	close(s.moved)
	s.moved = make(chan struct{})
	s.mu.Unlock()
	token(s.changed)
}

// await returns the first snapshot from now on that is ready, or the newest one when ctx ends.
func (s *server) await(ctx context.Context, ready func(*snapshot) bool) *snapshot {
	for {
		s.mu.Lock()
		snap, moved := s.current.Load(), s.moved
		s.mu.Unlock()
		if ready(snap) {
			return snap
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return s.current.Load()
		}
	}
}

// with returns the snapshot as it would be with another picture of the machine.
func (s *snapshot) with(picture *machine.Picture) *snapshot {
	next := *s
	next.picture = picture
	next.world = sync.OnceValue(next.makeWorld)
	return &next
}

// settled reports whether the files of all folders have been read.
func (s *snapshot) settled() bool {
	for folder := range s.folders {
		if !s.read[folder] {
			return false
		}
	}
	return true
}

// hold replaces the files of the disk.
func (s *snapshot) hold(files map[string]check.File) {
	s.files = files
	s.index = sync.OnceValue(func() *check.Index { return check.NewIndex(files) })
}

func (s *snapshot) makeWorld() *check.World {
	open := make(map[string]check.File, len(s.docs))
	for _, d := range s.docs {
		open[d.path] = check.File{Path: d.path, Name: d.name, Text: d.text.s, Claims: d.claims()}
	}
	return s.index().World(s.roots(), open, s.picture).Under(s.settings.Settings)
}

// claims returns what an open document claims, in the order of the text, with what other files take for ports of it.
func (s *snapshot) claims(d *document) []claim.Claim {
	f, _ := s.world().File(d.path)
	return f.Claims
}

// roots returns the folders that are the user's own work, symbolic links resolved: the workspace's projects, or, where a
// file was opened without any, its own folder.
func (s *snapshot) roots() []string {
	roots := slices.Sorted(maps.Values(s.folders))
	if len(roots) == 0 {
		for _, d := range s.docs {
			if d.folder != "" {
				roots = append(roots, d.folder)
			}
		}
		slices.Sort(roots)
	}
	return slices.Compact(roots)
}

// live reports whether the machine is worth looking at: an open document is about it, or any file where all are asked for,
// or a person looks at the list of ports.
func (s *snapshot) live() bool {
	if s.watched {
		return true
	}
	onHost := func(c claim.Claim) bool { return c.Scope == claim.Host && (c.Latent || !c.Note()) }
	for _, d := range s.docs {
		if slices.ContainsFunc(d.claims(), onHost) {
			return true
		}
	}
	if !s.all {
		return false
	}
	for _, f := range s.files {
		if slices.ContainsFunc(f.Claims, onHost) {
			return true
		}
	}
	return false
}

// source returns where a file of the world is shown: its URI, spelled as the client did where it is open, its text,
// and the open document, nil where there is none.
func (s *snapshot) source(path string) (uri.URI, text, *document) {
	for _, d := range s.docs {
		if d.path == path {
			return d.spelled, d.text, d
		}
	}
	return uriOf(path), fileText(s.files[path].Text), nil
}

// relative returns a path as it is known in the workspace, or its last element outside of it.
func (s *snapshot) relative(file string) string {
	best := path.Base(file)
	for folder := range s.folders {
		in, ok := within(folder, file)
		if ok && len(s.folders) > 1 {
			in = path.Join(path.Base(folder), in)
		}
		if ok && len(in) > len(best) {
			best = in
		}
	}
	return best
}
