package format_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/format"
)

var update = flag.Bool("update", false, "write what the scanner claims into the golden files")

// claimsFile is the member of a golden archive that has the claims of all the others.
const claimsFile = "claims"

// A golden is an archive of files, each of which some format reads, and of the claims in them.
type golden struct {
	path    string
	format  string // the name of the folder
	archive *txtar.Archive
}

func goldens(tb testing.TB) []golden {
	tb.Helper()
	paths, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no golden files: %v", err)
	}
	var all []golden
	for _, p := range paths {
		archive, err := txtar.ParseFile(p)
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, golden{p, filepath.Base(filepath.Dir(p)), archive})
	}
	return all
}

// files calls f for every file of every golden.
func files(t *testing.T, f func(t *testing.T, name, text string)) {
	for _, g := range goldens(t) {
		for _, file := range g.archive.Files {
			if file.Name != claimsFile {
				t.Run(g.format+"/"+filepath.Base(g.path)+"/"+file.Name, func(t *testing.T) { f(t, file.Name, string(file.Data)) })
			}
		}
	}
}

func TestGoldenFiles(t *testing.T) {
	for _, g := range goldens(t) {
		t.Run(g.format+"/"+filepath.Base(g.path), func(t *testing.T) {
			var got strings.Builder
			want := ""
			rest := []txtar.File{}
			for _, file := range g.archive.Files {
				if file.Name == claimsFile {
					want = string(file.Data)
					continue
				}
				rest = append(rest, file)
				if of := format.Of(format.File{Name: file.Name, Text: string(file.Data)}); of != g.format {
					t.Errorf("%s is read as %q, not as %q", file.Name, of, g.format)
				}
				if len(g.archive.Files) > 2 {
					fmt.Fprintf(&got, "%s\n", file.Name)
				}
				for _, line := range describe(string(file.Data), scanner.Scan(file.Name, string(file.Data))) {
					fmt.Fprintln(&got, line)
				}
			}
			if *update {
				g.archive.Files = slices.Concat(rest, []txtar.File{{Name: claimsFile, Data: []byte(got.String())}})
				if err := os.WriteFile(g.path, txtar.Format(g.archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got.String() != want {
				t.Errorf("claims differ; run with -update and read the difference\n%s", difference(want, got.String()))
			}
		})
	}
}

// TestEveryFormatHasGoldenFiles fails for a format without a folder in testdata and for a folder without a
// format.
func TestEveryFormatHasGoldenFiles(t *testing.T) {
	folders, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range folders {
		if f.Name() != "fuzz" {
			names = append(names, f.Name())
		}
	}
	if formats := format.Names(); !slices.Equal(names, formats) {
		t.Errorf("folders %q, formats %q", names, formats)
	}
}

// describe writes claims a line each: place, role, scope, endpoint, the digits in brackets, key, and what else
// is set.
func describe(text string, claims []claim.Claim) []string {
	var lines []string
	for _, c := range claims {
		endpoint := c.String()
		if c.Open() {
			endpoint = c.Host + ":?"
			if c.Protocol == claim.UDP {
				endpoint += "/udp"
			}
		}
		parts := []string{position(text, c.Digits.Start), c.Role.String(), c.Scope.String(), endpoint, "[" + c.Digits.In(text) + "]", c.Key}
		add := func(name, value string, set bool) {
			if !set {
				return
			}
			if strings.ContainsAny(value, " \"\r\n") {
				value = strconv.Quote(strings.ReplaceAll(value, "\r\n", "\n"))
			}
			parts = append(parts, name+"="+value)
		}
		add("span", c.Span.In(text), c.Span != c.Digits)
		add("group", c.Group, c.Group != "")
		add("together", c.Together, c.Together != "")
		add("unsure", "yes", c.Unsure)
		add("profiles", strings.Join(c.Profiles, ","), c.Profiles != nil)
		add("default", c.Default, c.Default != "")
		add("v6only", "true", c.V6Only)
		add("any", "of", c.AnyOf)
		add("variable", c.Variable, c.Variable != "")
		add("assigns", c.Assigns, c.Latent)
		add("mounts", strings.Join(c.Mounts, ","), c.Mounts != nil)
		add("decides", "yes", c.Decides)
		add("layer", strconv.Itoa(c.Layer), c.Layer != 0)
		add("about", c.About, c.About != "")
		add("tested", "yes", c.Tested)
		add("guarded", "yes", c.Guarded)
		add("target", strconv.Itoa(c.Target), c.Target != 0)
		for _, also := range c.Also {
			add("also", fmt.Sprintf("%d %s", also.Port, also.Use), true)
		}
		edit := func(name string, e *claim.Edit) {
			if e != nil {
				add(name, position(text, e.Span.Start)+"-"+strconv.Itoa(e.Span.Len())+e.New, true)
			}
		}
		edit("narrow", c.Narrow)
		add("inside", c.Inside, c.Inside != c.Group && c.Inside != "")
		add("loads", strings.Join(c.Loads, ","), c.Loads != nil)
		add("given", strings.Join(c.Given, ","), c.Given != nil)
		add("recipe", c.Recipe, c.Recipe != "")
		edit("quote", c.Quote)
		edit("override", c.Override)
		add("replaces", "yes", c.Replaces)
		add("sharers", strings.Join(c.Sharers, ","), c.Sharers != nil)
		for _, p := range c.Partings {
			edit("part", &p.Own)
			for _, n := range p.Numbers {
				add(p.Group, n.In(p.Own.New), true)
			}
		}
		add("copies", strconv.Itoa(c.Copies), c.Copies != 0)
		add("fault", c.Fault, c.Fault != "")
		add("package", c.Package, c.Package != "")
		add("members", strings.Join(c.Members, ","), c.Members != nil)
		for _, started := range c.Starts {
			add("starts", command(started), true)
		}
		for _, named := range c.Named {
			add("named", command(named), true)
		}
		add("called", strings.Join(c.Called, ","), c.Called != nil)
		if c.Extends != nil {
			add("extends", command(*c.Extends), true)
		}
		lines = append(lines, strings.Join(parts, " "))
	}
	return lines
}

// command writes what is started: its group, and after an @ its files, packages, or all of a workspace's.
func command(c claim.Command) string {
	parts := slices.Concat(c.Files, c.Packages)
	if c.Members {
		parts = append(parts, "members")
	}
	for _, below := range c.Over {
		parts = append(parts, "over "+below)
	}
	return c.Group + "@" + strings.Join(parts, ",")
}

// position returns line:column of an offset, both from 1, columns in bytes.
func position(text string, offset int) string {
	before := text[:offset]
	return fmt.Sprintf("%d:%d", 1+strings.Count(before, "\n"), offset-strings.LastIndexByte(before, '\n'))
}

// difference returns the lines that are only in want, with a minus, and those only in got, with a plus.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for _, line := range w {
		if !slices.Contains(g, line) {
			fmt.Fprintln(&b, "-", line)
		}
	}
	for _, line := range g {
		if !slices.Contains(w, line) {
			fmt.Fprintln(&b, "+", line)
		}
	}
	return b.String()
}
