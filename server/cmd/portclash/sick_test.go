package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/server/check"
)

// TestSickProjects checks projects that something is wrong with, some while another project's servers are in their
// way: each finding is where it is expected, each of its fixes makes it go and no other come, and with the first fix
// of every finding the project is healthy.
func TestSickProjects(t *testing.T) {
	each(t, "sick", func(t *testing.T, path string, p *project) {
		w, found := p.check(t, p.picture)
		got := p.tell(w, found)
		if *update {
			p.archive.Files = slices.DeleteFunc(p.archive.Files, func(f txtar.File) bool { return f.Name == "findings" })
			p.archive.Files = append(p.archive.Files, txtar.File{Name: "findings", Data: []byte(got)})
			if err := os.WriteFile(path, txtar.Format(p.archive), 0o644); err != nil { //nolint:gosec // a story
				t.Fatal(err)
			}
		} else if got != p.findings {
			t.Errorf("findings:\n%swant:\n%s", got, p.findings)
		}
		if len(found) == 0 {
			t.Error("nothing is wrong with it")
		}
		p.mendEach(t)
		p.mendAll(t)
	})
}

// TestSickRules: every rule that is shown unless it is switched on has a project that suffers from it.
func TestSickRules(t *testing.T) {
	seen := map[string]bool{}
	for _, path := range stories(t, "sick") {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			for _, code := range check.Codes() {
				if f.Name == "findings" && strings.Contains(string(f.Data), " "+code+": ") {
					seen[code] = true
				}
			}
		}
	}
	for _, code := range check.Codes() {
		if !seen[code] {
			t.Errorf("no project suffers from %s", code)
		}
	}
}

// mendEach applies every fix of every finding by itself.
func (p *project) mendEach(t *testing.T) {
	t.Helper()
	_, before := p.check(t, p.picture)
	for i := range before {
		w, found := p.check(t, p.picture)
		f := found[i]
		if len(cures(w.Fixes(f, p.free))) == 0 && !slices.Contains(incurable, f.Code) {
			t.Errorf("nothing settles %s at %s", f.Code, p.at(w, f.Place))
		}
		for k := range w.Fixes(f, p.free) {
			w, found := p.check(t, p.picture) // a process that was stopped and started again is another one
			fix := w.Fixes(found[i], p.free)[k]
			undo := p.apply(t, fix)
			mended, after := p.check(t, p.picture)
			was, is := tally(before), tally(after)
			if is[kind(f)] >= was[kind(f)] {
				t.Errorf("%q at %s leaves:\n%s", fix.Title, p.at(w, f.Place), p.tell(mended, after))
			}
			for kind, n := range is {
				if n > was[kind] {
					t.Errorf("%q at %s makes new findings:\n%s", fix.Title, p.at(w, f.Place), p.tell(mended, after))
				}
			}
			undo()
		}
	}
}

// incurable are the codes of findings that no edit settles: something has to be started.
var incurable = []string{"nothing-listening"}

// mendAll applies the first fix of the first finding until there is none.
func (p *project) mendAll(t *testing.T) {
	t.Helper()
	w, found := p.check(t, p.picture)
	for range len(found) {
		if len(found) == 0 {
			return
		}
		if fixes := cures(w.Fixes(found[0], p.free)); len(fixes) > 0 {
			p.apply(t, fixes[0])
		}
		w, found = p.check(t, p.picture)
	}
	found = slices.DeleteFunc(found, func(f check.Finding) bool { return slices.Contains(incurable, f.Code) })
	if len(found) > 0 {
		t.Errorf("with every first fix there is still:\n%s", p.tell(w, found))
	}
}

// apply does what a fix says, and returns how to undo it.
func (p *project) apply(t *testing.T, fix check.Fix) (undo func()) {
	t.Helper()
	old := map[string][]byte{}
	for path, edits := range fix.Edits {
		text, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		old[path] = text
		for _, e := range slices.Backward(edits) {
			text = slices.Concat(text[:e.Span.Start], []byte(e.New), text[e.Span.End:])
		}
		write(t, path, string(text))
	}
	var stopped *holder
	if fix.Stop != nil {
		i := slices.IndexFunc(p.holders, func(h *holder) bool { return h.pid() == fix.Stop.Owner.PID })
		if i < 0 {
			t.Fatalf("%q stops a process that the story did not start", fix.Title)
		}
		stopped = p.holders[i]
		stopped.stop()
		p.look(t)
	}
	return func() {
		t.Helper()
		for path, text := range old {
			if text == nil {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
				continue
			}
			write(t, path, string(text))
		}
		if stopped != nil {
			again, ok := startHolder(t, stopped.command.Dir, stopped.command.Args[1:])
			if !ok {
				t.Fatal("what was stopped cannot be started again")
			}
			p.holders[slices.Index(p.holders, stopped)] = again
			p.look(t)
		}
	}
}

// cures returns the fixes that change what is wrong, rather than what is said of it.
func cures(fixes []check.Fix) []check.Fix {
	return slices.DeleteFunc(slices.Clone(fixes), func(f check.Fix) bool { return strings.HasPrefix(f.Title, "Ignore") })
}

// kind tells findings apart that stay where edits move the text around them.
func kind(f check.Finding) string {
	return strings.Join([]string{f.Code, f.Place.Path, f.Place.Claim.Key}, " ")
}

func tally(found []check.Finding) map[string]int {
	count := map[string]int{}
	for _, f := range found {
		count[kind(f)]++
	}
	return count
}
