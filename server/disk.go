package server

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"sync"
	"time"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/workspace"
	"github.com/portclash/portclash/server/check"
	"github.com/portclash/portclash/server/settings"
)

// stale is what of the disk is to be read again, by path.
type stale struct {
	mu      sync.Mutex
	folders map[string]bool
	files   map[string]bool
}

// walkShare bounds the walks that changes on the disk cause: to one part in so many of the time.
const walkShare = 10

// readDisk is the only goroutine that reads the disk: a folder once it joins the workspace, and what has changed.
func (s *server) readDisk(ctx context.Context) {
	select {
	case <-ctx.Done():
		return
	case <-s.initialized:
	}
	go s.askForChanges(ctx)
	var rested time.Time // when the next walk may begin
	rest := time.NewTimer(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.reread:
		case <-rest.C:
		}
		for path := range s.stale.take(&s.stale.files) {
			s.readFile(path)
		}
		if wait := time.Until(rested); wait > 0 {
			rest.Reset(wait)
			continue
		}
		begun := time.Now()
		for path := range s.stale.take(&s.stale.folders) {
			s.readFolder(ctx, path)
		}
		rested = time.Now().Add((walkShare - 1) * time.Since(begun))
	}
}

func (s *stale) take(set *map[string]bool) map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := *set
	*set = nil
	return taken
}

// readAgain has a file read. One that no walk has found has its folder walked instead, as only a walk knows what
// the ignore files hide.
func (s *server) readAgain(path string) {
	snap := s.current.Load()
	s.stale.mu.Lock()
	defer s.stale.mu.Unlock()
	if _, known := snap.files[path]; known || settings.Is(path) {
		s.stale.files = add(s.stale.files, path)
	} else {
		for folder := range snap.folders {
			if _, in := within(folder, path); in {
				s.stale.folders = add(s.stale.folders, folder)
			}
		}
	}
	token(s.reread)
}

func add(set map[string]bool, path string) map[string]bool {
	if set == nil {
		set = map[string]bool{}
	}
	set[path] = true
	return set
}

// readFolder replaces all that was known of a workspace folder's files.
func (s *server) readFolder(ctx context.Context, folder string) {
	found, err := s.Read(ctx, filepath.FromSlash(folder))
	if err != nil && ctx.Err() == nil {
		s.Log.Warn("some of the workspace could not be read", "folder", folder, "error", err)
	}
	s.change(func(snap *snapshot) {
		if _, ok := snap.folders[folder]; !ok {
			return // it has left meanwhile
		}
		files := without(snap.files, folder)
		maps.DeleteFunc(files, func(path string, _ check.File) bool { return governs(path, folder) })
		for _, f := range found {
			files[f.Path] = checkFile(f)
		}
		snap.hold(files)
		snap.read = maps.Clone(snap.read)
		snap.read = add(snap.read, folder)
	})
}

// readFile reads one file, or forgets it where it has gone.
func (s *server) readFile(path string) {
	f, err := s.ReadFile(filepath.FromSlash(path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.Log.Warn("a file could not be read", "path", path, "error", err)
	}
	if _, known := s.current.Load().files[path]; !known && err != nil {
		return
	}
	s.change(func(snap *snapshot) {
		files := maps.Clone(snap.files)
		if files == nil {
			files = map[string]check.File{}
		}
		delete(files, path)
		if err == nil && f.Tells() && snap.holds(path) {
			files[path] = checkFile(f)
		}
		snap.hold(files)
	})
}

func checkFile(f workspace.File) check.File {
	return check.File{Path: f.Path, Text: f.Text, Claims: f.Claims}
}

// without returns a copy of files that has none of a folder.
func without(files map[string]check.File, folder string) map[string]check.File {
	rest := make(map[string]check.File, len(files))
	for path, f := range files {
		if _, in := within(folder, path); !in {
			rest[path] = f
		}
	}
	return rest
}

// holds reports whether a file is in a workspace folder, or the settings of a folder above one or above an open document.
func (s *snapshot) holds(file string) bool {
	for folder := range s.folders {
		if _, in := within(folder, file); in || governs(file, folder) {
			return true
		}
	}
	for _, d := range s.docs {
		if governs(file, d.path) {
			return true
		}
	}
	return false
}

// readSettingsAbove has the settings read that hold for an open file which is in no workspace folder.
func (s *server) readSettingsAbove(file string) {
	for folder := range s.current.Load().folders {
		if _, in := within(folder, file); in {
			return
		}
	}
	s.stale.mu.Lock()
	defer s.stale.mu.Unlock()
	for _, name := range workspace.Settings(filepath.FromSlash(file)) {
		s.stale.files = add(s.stale.files, filepath.ToSlash(name))
	}
	token(s.reread)
}

// governs reports whether a file is the settings of a folder above another.
func governs(file, folder string) bool {
	if !settings.Is(file) {
		return false
	}
	_, in := within(path.Dir(file), folder)
	return in
}

func (s *server) didChangeWatchedFiles(p *protocol.DidChangeWatchedFilesParams) error {
	for _, c := range p.Changes {
		path := pathOf(c.URI)
		switch {
		case !c.URI.IsFile():
		case c.Type == protocol.FileChangeTypeDeleted:
			s.deleted(path)
		case scanner.Knows(path):
			s.readAgain(path)
		}
	}
	return nil
}

// deleted forgets a file, or all that was in a folder: a client tells of the folder alone.
func (s *server) deleted(path string) {
	s.change(func(snap *snapshot) {
		snap.hold(without(snap.files, path))
		delete(snap.files, path)
	})
}

// askTimeout is how long a client may take to answer a request of ours.
const askTimeout = 30 * time.Second

// askForChanges has the client tell what changes on the disk. Which files matter is for the scanner to say, so the
// client is asked for all.
func (s *server) askForChanges(ctx context.Context) {
	if !s.can.watchFiles {
		return
	}
	options, err := protocol.Marshal(&protocol.DidChangeWatchedFilesRegistrationOptions{
		Watchers: []protocol.FileSystemWatcher{{GlobPattern: protocol.Pattern("**/*")}},
	})
	if err != nil {
		s.Log.Error("cannot ask for changes on the disk", "error", err)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	err = s.client.RegisterCapability(ctx, &protocol.RegistrationParams{Registrations: []protocol.Registration{{
		ID: "disk", Method: protocol.MethodWorkspaceDidChangeWatchedFiles, RegisterOptions: options,
	}}})
	if err != nil && ctx.Err() == nil {
		s.Log.Warn("the client does not tell of changes on the disk", "error", err)
	}
}
