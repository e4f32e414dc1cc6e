package check_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// A project is a made-up one of several services in many formats. Where a service's port is written its texts have
// «NAME», and ‹NAME› where the one inside its container is; every other number stays, whatever happens to the services,
// though some are equal.
type project struct {
	random   *rand.Rand
	services []made
	files    map[string]string
	sampled  map[string]bool // the services with a line in the sample
}

// A made is a service of a made-up project.
type made struct {
	name, folder string
	port, inside int
	published    bool // by the compose file at the top
}

func (m made) mark() string { return "«" + m.name + "»" }

// innerMark stands where the port inside the service's container is written.
func (m made) innerMark() string { return "‹" + m.name + "›" }

func (p *project) maybe() bool { return p.random.IntN(2) == 0 }

func (p *project) add(file, format string, args ...any) {
	p.files[file] += fmt.Sprintf(format, args...)
}

// newProject makes a project from a seed: the same one for the same seed.
func newProject(seed uint64) *project {
	p := &project{random: rand.New(rand.NewPCG(seed, 7)), files: map[string]string{}, sampled: map[string]bool{}}
	names := []string{"web", "api", "admin", "shop", "auth", "docs"}
	p.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for i, name := range names[:2+p.random.IntN(4)] {
		m := made{name: name, folder: name + "/", port: 3000 + 1000*i + p.random.IntN(9), inside: 80, published: p.maybe()}
		if p.maybe() {
			m.inside = m.port // the container's half is the same number and stays
		}
		p.services = append(p.services, m)
	}
	if p.maybe() { // two packages that are alternatives on one port
		port := 9000 + p.random.IntN(9)
		p.services = append(p.services, made{name: "left", folder: "apps/left/", port: port}, made{name: "right", folder: "apps/right/", port: port})
	}
	if p.maybe() { // one command starts what all packages do
		p.add("package.json", `{"private": true, "workspaces": ["*", "apps/*"], "scripts": {"dev": "turbo run dev", "web": "pnpm --filter web dev"}}`)
	}
	p.compose()
	for _, m := range p.services {
		p.own(m)
		if m.port < 9000 {
			p.pointers(m)
		}
	}
	p.strangers()
	return p
}

// compose publishes some services, each by a number, a variable with one to stand in for it, or a variable alone.
func (p *project) compose() {
	for _, m := range p.services {
		if !m.published {
			continue
		}
		variable := strings.ToUpper(m.name) + "_PORT"
		published := m.mark()
		if p.maybe() {
			published = "${" + variable + "}"
			if p.maybe() {
				published = "${" + variable + ":-" + m.mark() + "}"
			}
			quote := []string{"", `"`, "'"}[p.random.IntN(3)]
			p.add(".env", "%s=%s%s%s # where %s is\n", variable, quote, m.mark(), quote, m.name)
			if p.maybe() {
				p.add(".env.example", "%s=%s\n", variable, m.mark())
				p.sampled[m.name] = true
			}
		}
		other := p.services[p.random.IntN(len(p.services))]
		mapping := fmt.Sprintf("\"127.0.0.1:%s:%s\"", published, m.innerMark())
		if p.maybe() {
			mapping = fmt.Sprintf("target: %s\n        published: \"%s\"\n        host_ip: 127.0.0.1", m.innerMark(), published)
		}
		internal := strconv.Itoa(other.port)
		if other.published {
			internal = other.innerMark()
		}
		p.add("compose.yaml", "  %s:\n    image: my/%s # port %d\n    ports:\n      - %s\n    environment:\n      PORT: %s\n      INTERNAL_URL: http://%s:%s\n",
			m.name, m.name, m.port, mapping, m.innerMark(), other.name, internal)
		p.inside(m)
		if other.port < 9000 {
			p.add("compose.yaml", "      NEXT_PUBLIC_%s_URL: http://localhost:%s/v1\n", strings.ToUpper(other.name), other.mark())
		}
	}
	if text := p.files["compose.yaml"]; text != "" {
		p.files["compose.yaml"] = "services:\n" + text
	}
}

// inside writes what leads to the port inside of a service's container.
func (p *project) inside(m made) {
	if p.maybe() {
		p.add("prometheus.yml", "scrape_configs:\n  - job_name: %s-inside\n    static_configs:\n      - targets: ['%s:%s', '%s.example.com:%d']\n",
			m.name, m.name, m.innerMark(), m.name, m.inside)
	}
	if p.maybe() {
		p.add(".env", "%s_INTERNAL_URL=http://%s:%s/%d\n", strings.ToUpper(m.name), m.name, m.innerMark(), m.inside)
	}
}

// own writes the settings in a service's own folder; one that is not published has at least one there.
func (p *project) own(m made) {
	if !m.published || p.maybe() {
		p.add(m.folder+"package.json", `{"name": "%s", "scripts": {"dev": "vite --port %s", "e2e": "wait-on http://localhost:%s && true"}}`, m.name, m.mark(), m.mark())
	}
	if p.maybe() {
		p.add(m.folder+"vite.config.ts", "export default {\n  server: { port: %s, strictPort: true }, // not %d\n}\n", m.mark(), m.port)
	}
	if p.maybe() {
		p.add(m.folder+"src/main/resources/application.yml", "server:\n  port: %s\n  max-http-request-header-size: %d\n", m.mark(), m.port)
	}
	if p.maybe() {
		p.add(m.folder+"Makefile", "run:\n\tPORT=%s ./server --limit %d\nopen:\n\tcurl http://localhost:%s/%d\n", m.mark(), m.port, m.mark(), m.port)
	}
	if p.maybe() {
		p.add(m.folder+".devcontainer/devcontainer.json", "{\n  // %d\n  \"forwardPorts\": [%s]\n}\n", m.port, m.mark())
	}
	if p.maybe() {
		p.add(m.folder+"playwright.config.ts", "export default { use: { baseURL: 'http://127.0.0.1:%s' } }\n", m.mark())
	}
	if p.maybe() {
		p.add(m.folder+".vscode/launch.json", "{\"configurations\": [ // %d\n  {\"type\": \"chrome\", \"name\": \"it\", \"url\": \"http://localhost:%s/a?b=%d\"}]}\n", m.port, m.mark(), m.port)
	}
}

// pointers writes what goes to a service from elsewhere.
func (p *project) pointers(m made) {
	name := strings.ToUpper(m.name)
	if p.maybe() {
		p.add(".env", "%s_URL=http://localhost:%s/%d\n", name, m.mark(), m.port)
	}
	if p.maybe() {
		p.add("nginx/default.conf", "server { location /%s { proxy_pass http://127.0.0.1:%s; } }\n", m.name, m.mark())
	}
	other := p.services[p.random.IntN(len(p.services))]
	if p.maybe() {
		p.add(other.folder+".env.local", "# %d\nCORS_ORIGINS=https://example.com:%d,http://localhost:%s,http://127.0.0.1:%s\n", m.port, m.port, m.mark(), m.mark())
	}
	if p.maybe() {
		p.add("webpack.config.js", "module.exports = { devServer: { proxy: { '/%s': 'http://localhost:%s' } } }\n", m.name, m.mark())
	}
	if p.maybe() {
		p.add("prometheus.yml", "scrape_configs:\n  - job_name: %s\n    static_configs:\n      - targets: ['host.docker.internal:%s']\n", m.name, m.mark())
	}
	if p.maybe() {
		p.add("cypress.config.js", "module.exports = { e2e: { baseUrl: 'http://localhost:%s' } }\n", m.mark())
	}
}

// strangers writes what says the same numbers and means something else.
func (p *project) strangers() {
	for _, m := range p.services {
		p.add(".github/workflows/ci.yml", "# %d\n", m.port)
		if p.maybe() {
			p.add("examples/"+m.name+"/compose.yaml", "services:\n  %s:\n    image: x\n    ports: [\"127.0.0.1:%d:%d\"]\n", m.name, m.port, m.port)
			p.add("examples/"+m.name+"/.env", "%s_URL=http://localhost:%d\n", strings.ToUpper(m.name), m.port)
		}
		p.add("deploy/prod.env", "%s_URL=https://%s.example.com:%d\n", strings.ToUpper(m.name), m.name, m.port)
	}
}

// texts returns the files with the ports of the services, one of which may have another.
func (p *project) texts(moved string, port int) map[string]string {
	shared := slices.ContainsFunc(slices.Collect(maps.Keys(p.files)), func(file string) bool {
		return file != ".env" && file != ".env.example" && strings.Contains(p.files[file], "«"+moved+"»")
	})
	return p.written(func(file string, m made) int {
		if m.name == moved && (file != ".env.example" || shared) {
			return port
		}
		return m.port
	}, func(m made) int { return m.inside })
}

// written returns the files with a number for each service, and one for the inside of its container.
func (p *project) written(port func(file string, m made) int, inside func(m made) int) map[string]string {
	texts := map[string]string{}
	for file, text := range p.files {
		for _, m := range p.services {
			text = strings.ReplaceAll(text, m.mark(), strconv.Itoa(port(file, m)))
			text = strings.ReplaceAll(text, m.innerMark(), strconv.Itoa(inside(m)))
		}
		texts[file] = text
	}
	return texts
}

// places returns where the number of a service is written, as claims.
func (p *project) places(w *check.World, m made) []check.Place {
	return p.marked(w, m.mark(), m.port)
}

// marked returns where a mark stands, as claims of a port.
func (p *project) marked(w *check.World, mark string, port int) []check.Place {
	var places []check.Place
	for file, text := range p.files {
		path := workspaceFolder + "/" + file
		f, _ := w.File(path)
		for _, m := range p.services {
			for other, number := range map[string]int{m.mark(): m.port, m.innerMark(): m.inside} {
				if other != mark {
					text = strings.ReplaceAll(text, other, strconv.Itoa(number))
				}
			}
		}
		for {
			at := strings.Index(text, mark)
			if at < 0 {
				break
			}
			text = strings.Replace(text, mark, strconv.Itoa(port), 1)
			for _, c := range f.Claims {
				if c.Digits.Start == at {
					places = append(places, check.Place{Path: path, Claim: c})
				}
			}
		}
	}
	return places
}

func world(texts map[string]string, picture *machine.Picture) *check.World {
	files := map[string]check.File{}
	for name, text := range texts {
		path := workspaceFolder + "/" + name
		files[path] = check.File{Path: path, Text: text, Claims: scanner.Scan(path, text)}
	}
	return check.NewWorld([]string{workspaceFolder}, files, picture)
}

// applied returns the texts after a fix; it fails where edits overlap or are out of order.
func applied(t *testing.T, texts map[string]string, fix check.Fix) map[string]string {
	t.Helper()
	after := maps.Clone(texts)
	for path, edits := range fix.Edits {
		name := strings.TrimPrefix(path, workspaceFolder+"/")
		text, end := after[name], len(after[name])
		for _, e := range slices.Backward(edits) {
			if e.Span.End > end {
				t.Fatalf("%s: the edits overlap: %v", name, edits)
			}
			text, end = text[:e.Span.Start]+e.New+text[e.Span.End:], e.Span.Start
		}
		after[name] = text
	}
	return after
}

// projects is how many made-up projects are tried.
const projects = 100

// TestMoveEverywhere: in any project, the fix of a clash leaves one that is the same but for the number of the one
// service, wherever that is written and nowhere else, and clashes no more.
func TestMoveEverywhere(t *testing.T) {
	moved := 0
	for seed := range uint64(projects) {
		p := newProject(seed)
		before := p.texts("", 0)
		for _, m := range p.services {
			picture := &machine.Picture{Listeners: []machine.Listener{{
				Addr: netip.MustParseAddr("0.0.0.0"), Port: m.port, Owner: &machine.Owner{PID: 4312, Name: "node", Dir: "/elsewhere"},
			}}}
			w := world(before, picture)
			port := freePort(w, m.port)
			want := p.texts(m.name, port)
			for _, place := range p.places(w, m) {
				for _, f := range at(w, place) {
					fix := w.Fixes(f, func(int, claim.Protocol, func(int) bool) (int, error) { return port, nil })[0]
					if got := applied(t, before, fix); !maps.Equal(got, want) {
						t.Fatalf("seed %d: %s from %s at %d: %s\n%s", seed, m.name, place.Path, place.Claim.Digits.Start, fix.Title, difference(want, got))
					}
					moved++
				}
			}
			after := world(want, picture)
			for _, rest := range p.places(after, made{m.name, m.folder, port, m.inside, m.published}) {
				if found := at(after, rest); len(found) > 0 {
					t.Fatalf("seed %d: %s still clashes: %s", seed, m.name, found[0].Message)
				}
			}
		}
	}
	if moved < projects {
		t.Errorf("only %d clashes in %d projects", moved, projects)
	}
}

// TestRenameEverywhere: renaming a port has the same effect from each place that means it.
func TestRenameEverywhere(t *testing.T) {
	renamed := 0
	for seed := range uint64(projects) {
		p := newProject(seed)
		before := p.texts("", 0)
		w := world(before, nil)
		for _, m := range p.services {
			port := freePort(w, m.port)
			for _, place := range p.places(w, m) {
				if place.Claim.Scope == claim.Sample {
					continue // refused, as nothing goes by it
				}
				fix, err := w.Rename(place, port)
				if err != nil {
					t.Fatalf("seed %d: %s from %s: %v", seed, m.name, place.Path, err)
				}
				if got, want := applied(t, before, fix), p.texts(m.name, port); !maps.Equal(got, want) {
					t.Fatalf("seed %d: %s from %s at %d:\n%s", seed, m.name, place.Path, place.Claim.Digits.Start, difference(want, got))
				}
				renamed++
			}
		}
	}
	if renamed < projects {
		t.Errorf("only %d places in %d projects", renamed, projects)
	}
}

// TestRenameInside: a port inside of a container moves with all that leads to it and nothing else, from wherever it is
// renamed.
func TestRenameInside(t *testing.T) {
	renamed := 0
	for seed := range uint64(projects) {
		p := newProject(seed)
		before := p.texts("", 0)
		w := world(before, nil)
		for _, m := range p.services {
			port := freePort(w, 7000)
			want := p.written(func(_ string, m made) int { return m.port }, func(o made) int {
				if o.name == m.name {
					return port
				}
				return o.inside
			})
			for _, place := range p.marked(w, m.innerMark(), m.inside) {
				fix, err := w.Rename(place, port)
				if err != nil {
					t.Fatalf("seed %d: %s from %s: %v", seed, m.name, place.Path, err)
				}
				if got := applied(t, before, fix); !maps.Equal(got, want) {
					t.Fatalf("seed %d: %s from %s at %d:\n%s", seed, m.name, place.Path, place.Claim.Digits.Start, difference(want, got))
				}
				renamed++
			}
		}
	}
	if renamed < projects {
		t.Errorf("only %d places in %d projects", renamed, projects)
	}
}

// TestMoveAll: every service of a project gets a port of its own, wherever that is written, and what is no port of this
// machine stays.
func TestMoveAll(t *testing.T) {
	for seed := range uint64(projects) {
		p := newProject(seed)
		before := p.texts("", 0)
		w := world(before, nil)
		free := func(near int, _ claim.Protocol, taken func(int) bool) (int, error) {
			for taken(near) || near%1000 == 103 { // somebody has those
				near++
			}
			return near, nil
		}
		fix, to, err := w.MoveAll(workspaceFolder, free)
		if err != nil {
			t.Fatal(err)
		}
		fresh := map[int]bool{}
		for from, port := range to {
			if w.Claimed(port) || fresh[port] || port%1000 == 103 {
				t.Fatalf("seed %d: %d moves to %d, which is taken", seed, from, port)
			}
			fresh[port] = true
		}
		want := p.written(func(file string, m made) int {
			if file == ".env.example" {
				return m.port
			}
			return to[m.port]
		}, func(m made) int { return m.inside })
		got := applied(t, before, fix)
		for file := range want {
			if strings.HasPrefix(file, "examples/") {
				want[file] = got[file] // they have no marks, and are on this machine as well
			}
		}
		if !maps.Equal(got, want) {
			t.Fatalf("seed %d: %v\n%s", seed, to, difference(want, got))
		}
	}
}

// at returns the clashes of a place with the machine.
func at(w *check.World, p check.Place) []check.Finding {
	return slices.DeleteFunc(w.Findings(p.Path), func(f check.Finding) bool {
		return f.Code != "port-in-use" || f.Place.Claim.Digits != p.Claim.Digits
	})
}

// freePort returns a port that the workspace has nothing to do with.
func freePort(w *check.World, near int) int {
	for w.Claimed(near) {
		near++
	}
	return near
}

// difference returns the lines that two sets of texts do not share.
func difference(want, got map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if want[name] != got[name] {
			fmt.Fprintf(&b, "%s is\n%s\ninstead of\n%s\n", name, got[name], want[name])
		}
	}
	return b.String()
}
