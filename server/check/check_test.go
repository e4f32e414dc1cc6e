package check_test

import (
	"flag"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/registry"
	"github.com/portclash/portclash/server/check"
)

var update = flag.Bool("update", false, "rewrite the findings of the stories")

// workspaceFolder is where the files of a story lie.
const workspaceFolder = "/home/me/project"

// TestStories runs every story of testdata: files and listeners in, findings out. Without it a rule could change
// what it says unseen. The fixes of every finding are applied, and must make it go without making another.
func TestStories(t *testing.T) {
	for _, code := range check.Codes() {
		stories, err := filepath.Glob(filepath.Join("testdata", code, "*.txtar"))
		if err != nil || len(stories) == 0 {
			t.Errorf("the rule %s has no story in testdata/%s", code, code)
		}
	}
	everyStory(t, func(t *testing.T, path string, s *story) {
		got := s.tell(t)
		if *update {
			s.set("findings", got)
			if s.told["services"] != "" {
				s.set("services", s.services())
			}
			if err := os.WriteFile(path, txtar.Format(s.archive), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		if services := s.services(); s.told["services"] != "" && services != s.told["services"] {
			t.Errorf("services:\n%swant:\n%s", services, s.told["services"])
		}
		if got != s.findings {
			t.Errorf("findings:\n%swant:\n%s", got, s.findings)
		}
		s.mend(t)
		s.silence(t)
		s.empty(t)
		for _, s.open = range s.names {
			if got := s.tell(t); got != s.findings {
				t.Errorf("with %s open the findings are:\n%swant:\n%s", s.open, got, s.findings)
			}
		}
	})
}

// everyStory runs a test for each story of testdata, with the path of its archive.
func everyStory(t *testing.T, test func(t *testing.T, path string, s *story)) {
	t.Helper()
	stories, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(stories) == 0 {
		t.Fatal("no stories", err)
	}
	for _, path := range stories {
		t.Run(strings.TrimPrefix(path, "testdata/"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			test(t, path, readStory(t, archive))
		})
	}
}

// A story is a workspace, a machine, and what is to be found.
type story struct {
	archive  *txtar.Archive
	names    []string
	texts    map[string]string
	picture  *machine.Picture
	findings string
	// told are what else a story says of its workspace: "services".
	told map[string]string
	// open is a file that is open in an editor and has another text on the disk, empty for none.
	open string
	// disk is the text that the open file has on the disk, empty for one of an environment file.
	disk string
}

func readStory(t *testing.T, archive *txtar.Archive) *story {
	t.Helper()
	s := &story{archive: archive, texts: map[string]string{}, told: map[string]string{}}
	for _, f := range archive.Files {
		switch text := string(f.Data); f.Name {
		case "listeners":
			s.look()
			for line := range strings.Lines(text) {
				s.picture.Listeners = append(s.picture.Listeners, readListener(t, line))
			}
			slices.SortStableFunc(s.picture.Listeners, func(a, b machine.Listener) int { return a.Port - b.Port })
		case "facts":
			s.look()
			for line := range strings.Lines(text) {
				if s.picture.MayMiss = s.picture.MayMiss || line == "misses\n"; line != "misses\n" {
					readFact(t, &s.picture.Facts, line)
				}
			}
		case "connections":
			s.look()
			for line := range strings.Lines(text) {
				s.picture.Blockers = append(s.picture.Blockers, readConnection(t, line))
			}
		case "findings":
			s.findings = text
		case "services":
			s.told[f.Name] = text
		default:
			s.names = append(s.names, f.Name)
			s.texts[f.Name] = text
		}
	}
	return s
}

// readListener reads "[udp] ADDRESS:PORT [NAME PID FOLDER [ANCESTOR…|container FOLDER IMAGE [NAME]|stale [SERVICE]|pending|user NAME|
// service NAME|unit NAME|git [FOLDER [WORKTREE-OF]]|title WORD…]]"; what is "-" is not known. A unit is a service that runs
// in a git work tree.
func readListener(t *testing.T, line string) machine.Listener {
	t.Helper()
	words := strings.Fields(line)
	var l machine.Listener
	if words[0] == "udp" {
		l.Protocol, words = claim.UDP, words[1:]
	}
	addr, err := netip.ParseAddrPort(words[0])
	if err != nil {
		t.Fatalf("listener %q: %v", line, err)
	}
	l.Addr, l.Port = addr.Addr(), int(addr.Port())
	if len(words) > 1 {
		pid, err := strconv.Atoi(words[2])
		if err != nil {
			t.Fatalf("listener %q: %v", line, err)
		}
		known := func(word string) string { return strings.TrimPrefix(word, "-") }
		l.Owner = &machine.Owner{Name: known(words[1]), PID: pid, Dir: known(words[3])}
		switch more := append(words[4:], "")[0]; more {
		case "container":
			l.Owner.Container = &machine.Container{Name: append(words, "one")[7:][0], Folder: known(words[5]), Image: words[6]}
			if l.Owner.Container.Folder != "" {
				l.Owner.Container.Project = filepath.Base(words[5])
			}
		case "stale":
			l.Owner.Stale = true
			if len(words) > 5 {
				l.Owner.Service = &machine.Service{Manager: "systemd", Name: words[5]}
			}
		case "user":
			l.Owner.User = words[5]
		case "pending":
			l.Pending, l.Owner = true, nil
		case "service":
			l.Owner.Service = &machine.Service{Manager: "systemd", Name: words[5]}
		case "git":
			l.Owner.Project = &machine.Project{Folder: l.Owner.Dir}
			if len(words) > 5 {
				l.Owner.Project.Folder = words[5]
			}
			if len(words) > 6 {
				l.Owner.Project.WorktreeOf = words[6]
			}
		case "unit":
			l.Owner.Service = &machine.Service{Manager: "systemd", Name: words[5]}
			l.Owner.Project = &machine.Project{Folder: l.Owner.Dir}
		case "title":
			l.Owner.Title = strings.Join(words[5:], " ")
		default:
			l.Owner.Ancestors = words[4:]
		}
	}
	return l
}

func (s *story) set(name, text string) {
	for i := range s.archive.Files {
		if s.archive.Files[i].Name == name {
			s.archive.Files[i].Data = []byte(text)
			return
		}
	}
	s.archive.Files = append(s.archive.Files, txtar.File{Name: name, Data: []byte(text)})
}

func (s *story) world() *check.World {
	files := map[string]check.File{}
	for name, text := range s.texts {
		path := workspaceFolder + "/" + name
		files[path] = check.File{Path: path, Text: text, Claims: scanner.Scan(path, text)}
	}
	if s.open == "" {
		return check.NewWorld([]string{workspaceFolder}, files, s.picture)
	}
	path := workspaceFolder + "/" + s.open
	open := map[string]check.File{path: files[path]}
	files[path] = check.File{Path: path, Text: "PORT=1", Claims: scanner.Scan(".env", "PORT=1")}
	if s.disk != "" {
		files[path] = check.File{Path: path, Text: s.disk, Claims: scanner.Scan(path, s.disk)}
	}
	return check.NewIndex(files).World([]string{workspaceFolder}, open, s.picture)
}

// all returns the findings of every file, in the order of the story.
func (s *story) all() []check.Finding {
	w := s.world()
	var all []check.Finding
	for _, name := range s.names {
		all = append(all, w.Findings(workspaceFolder+"/"+name)...)
	}
	return all
}

// tell returns the findings as stories write them.
func (s *story) tell(t *testing.T) string {
	t.Helper()
	w := s.world()
	var b strings.Builder
	for _, f := range s.all() {
		fmt.Fprintf(&b, "%s %s %s: %s\n", s.at(f.Place), f.Severity, f.Code, f.Message)
		for _, r := range f.Related {
			fmt.Fprintf(&b, "\t%s %s\n", s.at(r.Place), r.Message)
		}
		for _, fix := range w.Fixes(f, s.free) {
			preferred := ""
			if fix.Preferred {
				preferred = " (preferred)"
			}
			fmt.Fprintf(&b, "\tfix%s: %s\n", preferred, fix.Title)
		}
	}
	return b.String()
}

// empty holds that a file whose text is deleted in an editor is no more to the others than one that has none on the disk.
func (s *story) empty(t *testing.T) {
	t.Helper()
	for _, name := range s.names {
		left := &story{names: s.names, texts: maps.Clone(s.texts), picture: s.picture}
		left.texts[name] = ""
		want := unmended(left.all())
		left.open, left.disk = name, s.texts[name]
		if got := unmended(left.all()); got != want {
			t.Errorf("findings once the text of %s is deleted:\n%swant:\n%s", name, got, want)
		}
	}
}

// unmended spells findings without what would mend them: no port is picked that a file still has on the disk.
func unmended(findings []check.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s:%d %s %s: %s\n", f.Place.Path, f.Place.Claim.Digits.Start, f.Severity, f.Code, f.Message)
		for _, r := range f.Related {
			fmt.Fprintf(&b, "\t%s:%d %s\n", r.Place.Path, r.Place.Claim.Digits.Start, r.Message)
		}
	}
	return b.String()
}

// services returns what the places of the story mean: each service once, at its first place, with all that moves along,
// what may, and what stays though it might have.
func (s *story) services() string {
	w := s.world()
	var b strings.Builder
	seen := map[string]bool{}
	for _, name := range s.names {
		f, _ := w.File(workspaceFolder + "/" + name)
		for _, c := range f.Claims {
			places, left := w.Service(check.Place{Path: f.Path, Claim: c})
			inside := !slices.ContainsFunc(places, func(o check.Occurrence) bool { return o.Claim.Scope == claim.Host })
			if len(places) == 0 || c.Open() || seen[s.at(places[0].Place)] || inside && len(places) == 1 && len(left) == 0 {
				continue
			}
			fmt.Fprintf(&b, "%s\n", places[0].Claim.Endpoint)
			for _, o := range places {
				seen[s.at(o.Place)] = seen[s.at(o.Place)] || !o.Unsure
				unsure := ""
				if o.Unsure {
					unsure = "? "
				}
				fmt.Fprintf(&b, "\t%s%s %s: %s\n", unsure, s.at(o.Place), o.Kind, o.Why)
			}
			for _, l := range left {
				fmt.Fprintf(&b, "\tleft: %s %s\n", s.at(l.Place), l.Message)
			}
		}
	}
	return b.String()
}

// at spells a place as file:line:column, counted from 1 and in bytes.
func (s *story) at(p check.Place) string {
	name := strings.TrimPrefix(p.Path, workspaceFolder+"/")
	before := s.texts[name][:p.Claim.Digits.Start]
	line := 1 + strings.Count(before, "\n")
	return fmt.Sprintf("%s:%d:%d", name, line, p.Claim.Digits.Start-strings.LastIndexByte(before, '\n'))
}

// free picks the next port up that neither the story's machine nor its files have.
func (s *story) free(near int, p claim.Protocol, taken func(int) bool) (int, error) {
	if 0 < near && near < 1024 {
		near = 8000 + near%1000
	}
	for port := near; port <= 65535; port++ {
		held := s.picture != nil && slices.ContainsFunc(s.picture.Listeners, func(l machine.Listener) bool {
			return l.Port == port && l.Protocol == p
		})
		held = held || s.picture != nil && slices.ContainsFunc(s.picture.Blockers, func(b machine.Blocker) bool { return int(b.Local.Port()) == port })
		kept := registry.Unsafe(port) || s.picture != nil && (s.picture.Facts.IsExcluded(port) || s.picture.Facts.IsEphemeral(port))
		if port >= 1024 && !held && !kept && !taken(port) {
			return port, nil
		}
	}
	return s.free(8000, p, taken)
}

// mend applies each fix of each finding by itself: the finding must go, no other must come, and what is written is the address
// that is promised.
func (s *story) mend(t *testing.T) {
	t.Helper()
	before := s.all()
	w := s.world()
	for _, f := range before {
		for _, fix := range w.Fixes(f, s.free) {
			for _, edits := range fix.Edits {
				for _, e := range edits {
					if strings.HasPrefix(fix.Title, "Go to ") && (e.New == "" || !strings.Contains(fix.Title, e.New)) {
						t.Errorf("%q at %s writes %q", fix.Title, s.at(f.Place), e.New)
					}
				}
			}
			mended := s.after(fix)
			after := mended.all()
			if len(after) >= len(before) {
				t.Errorf("after %q at %s there are still %d findings:\n%s", fix.Title, s.at(f.Place), len(after), mended.tell(t))
			}
			for _, g := range after {
				known := slices.ContainsFunc(before, func(b check.Finding) bool {
					return b.Code == g.Code && b.Place.Path == g.Place.Path && b.Place.Claim.Key == g.Place.Claim.Key
				})
				if !known {
					t.Errorf("%q at %s makes a new finding: %s %s", fix.Title, s.at(f.Place), g.Code, g.Message)
				}
			}
		}
	}
}

// after returns the story as it is once a fix is applied, which may make files.
func (s *story) after(fix check.Fix) *story {
	mended := &story{names: s.names, texts: maps.Clone(s.texts), picture: s.without(fix.Stop)}
	for path, edits := range fix.Edits {
		name := strings.TrimPrefix(path, workspaceFolder+"/")
		text, ok := s.texts[name]
		if !ok {
			mended.names = append(slices.Clip(mended.names), name)
		}
		for _, e := range slices.Backward(edits) {
			text = text[:e.Span.Start] + e.New + text[e.Span.End:]
		}
		mended.texts[name] = text
	}
	return mended
}

// without returns the story's machine after the program behind a listener has ended, with all that it listened on.
func (s *story) without(l *machine.Listener) *machine.Picture {
	if l == nil {
		return s.picture
	}
	left := *s.picture
	left.Listeners = slices.DeleteFunc(slices.Clone(left.Listeners), func(o machine.Listener) bool {
		return o.Owner.Is(l.Owner)
	})
	return &left
}

// TestReadme runs the examples of the README's rules: what a person is shown there is what they get.
func TestReadme(t *testing.T) {
	const path = "../../README.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
	for _, code := range check.Codes() {
		_, section, ok := strings.Cut(readme, "\n### "+code+"\n")
		if !ok {
			t.Errorf("the README has no section %s, which findings link to", code)
			continue
		}
		section, _, _ = strings.Cut(section, "\n#")
		_, example, _ := strings.Cut(section, "```txtar\n")
		example, _, ok = strings.Cut(example, "```")
		if !ok {
			t.Errorf("the README's section %s has no example", code)
			continue
		}
		s := readStory(t, txtar.Parse([]byte(example)))
		got := s.tell(t)
		if *update {
			s.set("findings", got)
			readme = strings.Replace(readme, example, string(txtar.Format(s.archive)), 1)
			continue
		}
		if got != s.findings || !strings.Contains(got, code) {
			t.Errorf("the README's example of %s finds:\n%s", code, got)
		}
		s.mend(t)
	}
	if *update {
		if err := os.WriteFile(path, []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
