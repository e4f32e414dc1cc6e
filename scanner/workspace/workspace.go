// Package workspace walks a folder and tells which of its files claim which endpoints.
package workspace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
)

// A File is one file that was read and what it claims.
type File struct {
	// Path is the file's absolute path, slash-separated.
	Path string
	// Text is empty where the file tells nothing, so that a large workspace keeps little.
	Text   string
	Claims []claim.Claim
}

// Tells reports whether the file claims anything or holds settings.
func (f File) Tells() bool { return len(f.Claims) > 0 || path.Base(f.Path) == scanner.SettingsName }

// Read returns the files of a folder that tell anything, and the settings in the folders above it up to the top of the
// git work tree that it is in, sorted by path; a root that is a file is read itself,
// whatever it is called. Left out are folders that hold no one's settings (.git, node_modules), what the ignore
// files of the folder and of the git work tree around it hide, files above [scanner.MaxText], and binary ones.
// Symbolic links to folders are not followed, so a loop of them ends. The error joins what could not be read,
// each with its path; the files that could are returned beside it. A done ctx ends the walk with its error.
func Read(ctx context.Context, root string) ([]File, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(root)
	if err != nil {
		return nil, err
	}
	w := &walk{ctx: ctx, slots: make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
	settings := Settings(root)
	if info.IsDir() {
		w.folder(root, above(root))
		w.running.Wait()
		settings = settingsIn(foldersAbove(root))
	} else {
		w.file(root)
	}
	for _, name := range settings {
		w.file(name)
	}
	slices.SortFunc(w.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	w.files = slices.CompactFunc(w.files, func(a, b File) bool { return a.Path == b.Path })
	return w.files, errors.Join(append(w.errs, ctx.Err())...)
}

// Settings returns the paths of the settings that may hold for a file, whose path is absolute: those in its folder, and in
// the folders above up to the top of the git work tree around it. They need not be there.
func Settings(file string) []string {
	dir := filepath.Dir(file)
	return settingsIn(append([]string{dir}, foldersAbove(dir)...))
}

func settingsIn(dirs []string) []string {
	var files []string
	for _, dir := range dirs {
		files = append(files, filepath.Join(dir, scanner.SettingsName))
	}
	return files
}

// ReadFile reads one file, whose path is absolute, and what it claims. A file that is no text or above [scanner.MaxText] claims nothing.
func ReadFile(path string) (File, error) {
	f := File{Path: filepath.ToSlash(path)}
	text, err := read(path)
	if err != nil {
		return f, err
	}
	if f.Claims = scanner.Scan(f.Path, text); f.Tells() {
		f.Text = text
	}
	return f, nil
}

// binary is how far into a file a NUL byte is looked for, as git does.
const binary = 8000

func read(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > scanner.MaxText {
		return "", err
	}
	text := make([]byte, info.Size())
	n, err := io.ReadFull(file, text)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) { // it shrank meanwhile
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	if text = text[:n]; bytes.IndexByte(text[:min(n, binary)], 0) >= 0 {
		return "", nil
	}
	return unsafe.String(unsafe.SliceData(text), n), nil // nothing else has text, and it is not written to again
}

// A walk is one reading of a folder.
type walk struct {
	ctx     context.Context //nolint:containedctx // a walk lives no longer than the call it serves
	slots   chan struct{}
	running sync.WaitGroup

	mu    sync.Mutex
	files []File
	errs  []error
}

// folder reads a folder and all below it, handing folders to other goroutines as long as there are slots.
func (w *walk) folder(dir string, rules *rules) {
	if w.ctx.Err() != nil {
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		w.fail(err)
	}
	rules = rules.in(dir, entries)
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch {
		case e.IsDir():
			if !skipped[e.Name()] && !rules.hide(path, true) {
				w.below(path, rules)
			}
		case e.Type()&^fs.ModeSymlink != 0 || !scanner.Knows(filepath.ToSlash(path)):
			// A device, a socket, or of no kind that holds claims.
		case rules.hide(path, false) && !scanner.Named(filepath.ToSlash(path)):
			// A generated file. One with a name of its own (.env) is ignored for its secrets, not its ports.
		default:
			w.file(path)
		}
	}
}

func (w *walk) below(dir string, rules *rules) {
	select {
	case w.slots <- struct{}{}:
		w.running.Go(func() {
			defer func() { <-w.slots }()
			w.folder(dir, rules)
		})
	default:
		w.folder(dir, rules)
	}
}

func (w *walk) file(name string) {
	f, err := ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// It went meanwhile, or is a link to nowhere.
	case err != nil:
		w.fail(err)
	case f.Tells():
		w.mu.Lock()
		defer w.mu.Unlock()
		w.files = append(w.files, f)
	}
}

func (w *walk) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.errs = append(w.errs, err)
}
