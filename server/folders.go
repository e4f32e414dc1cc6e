package server

import (
	"maps"
	"path"
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/portclash/portclash/scanner/workspace"
)

func (s *server) didChangeWorkspaceFolders(p *protocol.DidChangeWorkspaceFoldersParams) error {
	for _, f := range p.Event.Removed {
		s.leave(f.URI)
	}
	for _, f := range p.Event.Added {
		s.join(f.URI)
	}
	return nil
}

// join makes a folder part of the workspace, and has it read.
func (s *server) join(u uri.URI) {
	if !u.IsFile() {
		return
	}
	folder := pathOf(u)
	if path.Dir(folder) == folder { // also what an empty URI decodes to
		s.Log.Warn("the whole disk is no workspace")
		return
	}
	s.change(func(snap *snapshot) {
		folders := maps.Clone(snap.folders)
		if folders == nil {
			folders = map[string]string{}
		}
		folders[folder] = workspace.Project(filepath.FromSlash(folder))
		snap.folders = folders
	})
	s.stale.mu.Lock()
	defer s.stale.mu.Unlock()
	s.stale.folders = add(s.stale.folders, folder)
	token(s.reread)
}

func (s *server) leave(u uri.URI) {
	folder := pathOf(u)
	s.change(func(snap *snapshot) {
		snap.folders = maps.Clone(snap.folders)
		delete(snap.folders, folder)
		snap.read = maps.Clone(snap.read)
		delete(snap.read, folder)
		files := without(snap.files, folder)
		for path, f := range snap.files {
			if snap.holds(path) { // folders may lie in each other
				files[path] = f
			}
		}
		snap.hold(files)
	})
}
