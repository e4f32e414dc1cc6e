package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/registry"
	"github.com/portclash/portclash/server/check"
)

// A project is the folder of a story, with the processes that run in it and beside it. The story's file "run" has a
// process a line, its folder first:
//
//	. 127.0.0.1:3000 [::1]:3000    a server of the project
//	../other udp 0.0.0.0:5353      another project's
//	../other from 127.0.0.1:4000 to 127.0.0.1:4001
//	                               its connection from the one port to the other
//
// The ports that it names are other ones in truth, which are free on this machine and have as many digits, wherever
// the story says them. Its file "facts" has what is so on the machine, a line each: ordinary (the user may not bind low
// ports), darwin or windows, excluded 3000-3099. Its file "findings" is what is to be found.
type project struct {
	archive *txtar.Archive
	// base holds the project's folder and those beside it.
	base, root string
	run, facts []string
	findings   string
	// real is by the story's port the one that is used instead.
	real    map[string]string
	holders []*holder
	picture *machine.Picture
}

// openProject writes the files of a story and starts what it runs.
func openProject(t *testing.T, path string) *project {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := &project{archive: archive, base: base, root: filepath.Join(base, "project")}
	for _, f := range archive.Files {
		switch f.Name {
		case "run":
			p.run = slices.Collect(strings.Lines(string(f.Data)))
		case "facts":
			p.facts = slices.Collect(strings.Lines(string(f.Data)))
		case "findings":
			p.findings = string(f.Data)
		}
	}
	const attempts = 5 // a port that is free now may be another's a moment later
	for range attempts {
		p.choosePorts(t)
		p.writeFiles(t)
		if p.start(t) {
			p.look(t)
			return p
		}
		p.stop()
	}
	t.Fatal("no ports to run on")
	return nil
}

var anyNumber = regexp.MustCompile(`\d+`)

func (p *project) choosePorts(t *testing.T) {
	t.Helper()
	p.real = map[string]string{}
	for _, line := range p.run {
		for _, word := range strings.Fields(line)[1:] {
			if at, err := netip.ParseAddrPort(word); err == nil {
				story := strconv.Itoa(int(at.Port()))
				if p.real[story] == "" {
					p.real[story] = spare(t, len(story), p.inRange)
				}
			}
		}
	}
}

// spares are the ports that some story has got.
var spares = struct {
	sync.Mutex
	given map[int]bool
}{given: map[int]bool{}}

var anyRange = regexp.MustCompile(`(\d+)-(\d+)`)

// inRange reports whether a port is in a range that some file of the story names, which would claim it too.
func (p *project) inRange(port int) bool {
	for _, f := range p.archive.Files {
		for _, ends := range anyRange.FindAllSubmatch(f.Data, -1) {
			first, _ := strconv.Atoi(string(ends[1]))
			last, _ := strconv.Atoi(string(ends[2]))
			if first <= port && port <= last {
				return true
			}
		}
	}
	return false
}

// spare returns a port of so many digits that nobody has, that is none of anybody's in particular, and that is not taken.
func spare(t *testing.T, digits int, taken func(port int) bool) string {
	t.Helper()
	first, end := 3001, 10000
	switch digits {
	case 4:
	case 5:
		first, end = 10001, 32000
	default:
		t.Fatalf("no ports of %d digits are given to processes", digits)
	}
	spares.Lock()
	defer spares.Unlock()
	for {
		port := first + rand.IntN(end-first)
		_, expected := registry.Sensitive(port)
		if expected || spares.given[port] || registry.Unsafe(port) || taken(port) {
			continue
		}
		spares.given[port] = true
		free := true
		for _, protocol := range []claim.Protocol{claim.TCP, claim.UDP} {
			ok, err := machine.FreeAt(claim.ReachOf("*"), port, protocol)
			if err != nil {
				t.Fatal(err)
			}
			free = free && ok
		}
		if free {
			return strconv.Itoa(port)
		}
	}
}

// toReal returns a text of the story with the ports that are used in truth.
func (p *project) toReal(text string) string { return replaceNumbers(text, p.real) }

// toStory returns a text with the ports that the story says.
func (p *project) toStory(text string) string {
	back := map[string]string{}
	for story, port := range p.real {
		back[port] = story
	}
	return replaceNumbers(text, back)
}

func replaceNumbers(text string, by map[string]string) string {
	return anyNumber.ReplaceAllStringFunc(text, func(number string) string {
		if other := by[number]; other != "" {
			return other
		}
		return number
	})
}

func (p *project) writeFiles(t *testing.T) {
	t.Helper()
	for _, f := range p.archive.Files {
		if f.Name != "run" && f.Name != "facts" && f.Name != "findings" {
			write(t, filepath.Join(p.root, filepath.FromSlash(f.Name)), p.toReal(string(f.Data)))
		}
	}
}

// start starts the processes and waits until they hold what they are to; it returns false where one could not.
func (p *project) start(t *testing.T) bool {
	t.Helper()
	t.Cleanup(p.stop)
	for _, line := range p.run {
		words := strings.Fields(p.toReal(line))
		h, ok := startHolder(t, filepath.Join(p.root, words[0]), words[1:])
		if !ok {
			return false
		}
		p.holders = append(p.holders, h)
	}
	return true
}

func (p *project) stop() {
	for _, h := range p.holders {
		h.stop()
	}
	p.holders = nil
}

// look takes a picture of the machine with nothing in it but what the story runs.
func (p *project) look(t *testing.T) {
	t.Helper()
	seen, err := look(p.call(), machine.New())
	if err != nil {
		t.Fatal(err)
	}
	picture := *seen
	picture.Listeners = nil
	for _, l := range seen.Listeners {
		if l.Owner != nil && slices.ContainsFunc(p.holders, func(h *holder) bool { return h.pid() == l.Owner.PID }) {
			picture.Listeners = append(picture.Listeners, l)
		}
	}
	picture.Blockers = p.blockers(t)
	picture.Facts.Localhost = claim.ReachOf("localhost")
	for _, line := range p.facts {
		p.suppose(t, &picture.Facts, strings.Fields(p.toReal(line)))
	}
	p.picture = &picture
}

// blockers returns the connections that the story opens.
func (p *project) blockers(t *testing.T) []machine.Blocker {
	t.Helper()
	var all []machine.Blocker
	for _, line := range p.run {
		words := strings.Fields(p.toReal(line))
		if len(words) < 3 || words[1] != "from" {
			continue
		}
		at, err := netip.ParseAddrPort(words[2])
		if err != nil {
			t.Fatal(err)
		}
		found, err := machine.New().Blockers(t.Context(), int(at.Port()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	return all
}

// suppose changes a fact of the machine.
func (p *project) suppose(t *testing.T, facts *machine.Facts, words []string) {
	t.Helper()
	switch words[0] {
	case "ordinary":
		facts.Unprivileged, facts.MayBindLow = 1024, false
	case "darwin", "windows":
		facts.OS = words[0]
	case "excluded":
		var r [2]int
		if _, err := fmt.Sscanf(words[1], "%d-%d", &r[0], &r[1]); err != nil {
			t.Fatal(err)
		}
		facts.Excluded = append(facts.Excluded, r)
	default:
		t.Fatalf("no fact is called %s", words[0])
	}
}

// free picks a port as the command line does, on a machine with the story's facts.
func (p *project) free(near int, protocol claim.Protocol, taken func(int) bool) (int, error) {
	return machine.Pick(near, protocol, func(port int) bool { return taken(port) || p.picture.Facts.IsExcluded(port) })
}

func (p *project) call() *call {
	return &call{ctx: context.Background(), stdout: io.Discard, stderr: io.Discard, log: slog.New(slog.DiscardHandler)}
}

// check returns what is found in the project's files as they are now, hints left out.
func (p *project) check(t *testing.T, picture *machine.Picture) (*check.World, []check.Finding) {
	t.Helper()
	f, err := readFiles(p.call(), []string{p.root})
	if err != nil {
		t.Fatal(err)
	}
	w := f.world(picture)
	var found []check.Finding
	for _, file := range f.found {
		for _, one := range w.Findings(file.Path) {
			if one.Severity > check.Hint {
				found = append(found, one)
			}
		}
	}
	return w, found
}

// tell returns findings as stories write them: with the story's ports, and without numbers that are others each time.
func (p *project) tell(w *check.World, found []check.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s %s: %s\n", p.at(w, f.Place), f.Severity, f.Code, f.Message)
		for _, r := range f.Related {
			fmt.Fprintf(&b, "\t%s %s\n", p.at(w, r.Place), r.Message)
		}
		for _, fix := range w.Fixes(f, p.free) {
			preferred := ""
			if fix.Preferred {
				preferred = " (preferred)"
			}
			fmt.Fprintf(&b, "\tfix%s: %s\n", preferred, fix.Title)
		}
	}
	text := strings.ReplaceAll(b.String(), p.base+"/", "")
	text = freePort.ReplaceAllString(text, "${1}N")
	return p.toStory(somePID.ReplaceAllString(text, "pid N"))
}

var (
	freePort = regexp.MustCompile(`(free ports? )\d+(-\d+)?`)
	somePID  = regexp.MustCompile(`pid \d+`)
)

// at spells a place as file:line:column, counted from 1 and in bytes.
func (p *project) at(w *check.World, place check.Place) string {
	name := strings.TrimPrefix(place.Path, filepath.ToSlash(p.root)+"/")
	file, _ := w.File(place.Path)
	before := file.Text[:place.Claim.Digits.Start]
	return fmt.Sprintf("%s:%d:%d", name, 1+strings.Count(before, "\n"), len(before)-strings.LastIndexByte(before, '\n'))
}

// A holder is a process of a story that holds ports until it is stopped.
type holder struct {
	command *exec.Cmd
	stdin   io.Closer
	once    sync.Once
}

// startHolder starts a process that holds ports, and returns false where they are another's.
func startHolder(t *testing.T, dir string, words []string) (*holder, bool) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	h := &holder{command: exec.Command("hold", words...)} //nolint:gosec // this very program
	h.command.Dir = dir
	h.command.Stderr = os.Stderr
	stdin, err := h.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := h.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.command.Start(); err != nil {
		t.Fatal(err)
	}
	h.stdin = stdin
	t.Cleanup(h.stop)
	line, err := bufio.NewReader(stdout).ReadString('\n')
	return h, err == nil && line == "holding\n"
}

func (h *holder) pid() int { return h.command.Process.Pid }

// stop ends the process and waits until it has ended.
func (h *holder) stop() {
	h.once.Do(func() {
		h.stdin.Close()
		_ = h.command.Wait()
	})
}

// hold is the program of a holder: it holds what its arguments say, and ends with its standard input.
func hold() {
	if err := holdAll(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stdout, err)
		return
	}
	fmt.Fprintln(os.Stdout, "holding")
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func holdAll(words []string) error {
	var config net.ListenConfig
	for len(words) > 0 {
		how := "tcp"
		if words[0] == "udp" || words[0] == "from" {
			how, words = words[0], words[1:]
		}
		at, err := netip.ParseAddrPort(words[0])
		words = words[1:]
		if err != nil {
			return err
		}
		family := "4"
		if at.Addr().Is6() && at.Addr() != netip.IPv6Unspecified() {
			family = "6"
		}
		switch {
		case at.Addr() == netip.IPv6Unspecified():
			_, err = config.Listen(context.Background(), "tcp", at.String())
		case how == "udp":
			_, err = config.ListenPacket(context.Background(), "udp"+family, at.String())
		case how == "from" && len(words) > 1:
			err = connect(at, words[1])
			words = words[2:]
		default:
			_, err = config.Listen(context.Background(), "tcp"+family, at.String())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// connect opens a connection from an address to another, where it listens itself.
func connect(from netip.AddrPort, to string) error {
	if _, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", to); err != nil {
		return err
	}
	dialer := net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(from)}
	_, err := dialer.DialContext(context.Background(), "tcp", to)
	return err
}

// stories returns the stories of a folder by their names.
func stories(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(filepath.Join("testdata", folder), func(path string, d fs.DirEntry, err error) error {
		if name, ok := strings.CutSuffix(d.Name(), ".txtar"); ok {
			found[name] = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// each runs a test for every story of a folder, several at once.
func each(t *testing.T, folder string, test func(t *testing.T, path string, p *project)) {
	t.Helper()
	const enough = 40
	all := stories(t, folder)
	if len(all) < enough {
		t.Errorf("there are %d %s projects, want %d", len(all), folder, enough)
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, all[name], openProject(t, all[name]))
		})
	}
}
