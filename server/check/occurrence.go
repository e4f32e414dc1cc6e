package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// An Occurrence is a place that means the port of a service, in one part of the workspace or another.
type Occurrence struct {
	Place
	// Kind is what the place is, for a list to be grouped by: "Variable", "URL".
	Kind string
	// Why is how the place has to do with the service: "what web publishes".
	Why string
	// Unsure is set where the place may mean another service: a person should say.
	Unsure bool
}

// Occurrences returns every place of the workspace that surely means the same service of this machine as p, p
// included, sorted by path and place: what must move together for the project to agree with itself. Places whose
// digits are not the port as written are left out.
func (w *World) Occurrences(p Place) []Place {
	var places []Place
	svc := w.service(p)
	for _, o := range svc.places {
		if !o.Unsure && w.plain(o.Place) {
			places = append(places, o.Place)
		}
	}
	if len(places) == 0 && w.plain(p) {
		places = append(places, p)
	}
	return places
}

// Service returns every place that means the same service of this machine as p, surely or perhaps, sorted by path and
// place, and what may mean it but stays as it is when the service moves, with the reason. Both are empty where p is no
// endpoint of this machine.
func (w *World) Service(p Place) ([]Occurrence, []Related) {
	s := w.service(p)
	return s.places, s.stray
}

// meaning returns what a place is to its service.
func (w *World) meaning(s subject) Occurrence {
	c := s.Claim
	o := Occurrence{Place: s.Place}
	switch {
	case c.Role == claim.Connect && c.Host != "":
		o.Kind, o.Why = "URL", "goes to the port"
		if f, ok := w.File(s.Path); ok && !written(f.Text, c) {
			o.Kind = "Address"
		}
	case c.Assigns != "":
		o.Kind, o.Why = "Variable", "supplies the number"
	case c.Role == claim.Connect:
		o.Kind, o.Why = "Setting", "goes to the port"
	case c.Target != 0:
		o.Kind, o.Why = "Published port", fmt.Sprintf("what %s publishes", s.owner())
	default:
		o.Kind, o.Why = "Setting", "listens on the port"
	}
	return o
}

// written reports whether a claim is written with a scheme before it: http://localhost:3000.
func written(text string, c claim.Claim) bool {
	before := text[:min(c.Span.Start, len(text))]
	return strings.HasSuffix(before, "//") || strings.HasSuffix(before, "@")
}

// web reports whether a claim is written as an address for browsers: http://localhost:3000.
func web(text string, c claim.Claim) bool {
	before := text[:min(c.Span.Start, len(text))]
	return strings.HasSuffix(before, "http://") || strings.HasSuffix(before, "https://")
}

// browsed returns what containers hand to a browser of the ports of e, or say of how they are reached from this machine.
func (w *World) browsed(e claim.Endpoint) []subject {
	var found []subject
	for _, p := range w.besides(e) {
		if p.Claim.PortsOverlap(e) && (browsed(p.Claim) || w.outside(p)) {
			found = append(found, subject{Place: p})
		}
	}
	slices.SortFunc(found, func(a, b subject) int { return comparePlaces(a.Place, b.Place) })
	return found
}

// followers adds what is no endpoint of its own but says the same number: what stands in for a variable, and the
// samples of what moves.
func (w *World) followers(s *service) {
	var more []Occurrence
	for _, e := range s.extent() {
		for _, u := range w.on(e) {
			if d, ok := u.standIn(); ok && s.has(u.Place) {
				more = append(more, d)
			}
		}
	}
	s.places = append(s.places, more...)
	w.samples(s)
}

// standIn returns the number that stands in for a variable which is set to the same: both must say the same after it.
func (s subject) standIn() (Occurrence, bool) {
	if s.via == nil || s.via.Claim.Open() || s.via.Claim.Port != s.Claim.Port || s.via.Claim.EndPort != s.Claim.EndPort {
		return Occurrence{}, false
	}
	return Occurrence{Place: *s.via, Kind: "Default", Why: "stands in where " + s.via.Claim.Variable + " is not set"}, true
}

// samples adds the samples of what moves, where anything outside the files that they are samples of moves as well:
// whoever starts from a sample would then not agree with the rest. Where nothing else does, the port is one person's
// matter, and the sample stays as it is.
func (w *World) samples(s *service) {
	var samples []Place
	sampled := map[string]bool{}
	for _, e := range s.extent() {
		for _, p := range w.besides(e) {
			if p.Claim.Scope != claim.Sample {
				continue
			}
			for _, o := range s.places {
				if !o.Unsure && o.Claim.Key == p.Claim.Key && o.Claim.Port == p.Claim.Port && isSampleOf(p.Path, o.Path) {
					sampled[o.Path] = true
					samples = append(samples, p)
				}
			}
		}
	}
	shared := slices.ContainsFunc(s.places, func(o Occurrence) bool { return !o.Unsure && !sampled[o.Path] })
	slices.SortFunc(samples, comparePlaces)
	for _, p := range slices.CompactFunc(samples, func(a, b Place) bool { return a.spot() == b.spot() }) {
		if shared {
			s.places = append(s.places, Occurrence{Place: p, Kind: "Sample", Why: "the sample of what moves"})
		} else {
			s.stray = append(s.stray, Related{p, "is a sample, which nothing reads"})
		}
	}
}

// isSampleOf reports whether a file is by its name a sample of another: .env.example of .env, and of .env.local.
func isSampleOf(sample, file string) bool {
	own := slices.DeleteFunc(fileWords(path.Base(sample)), func(word string) bool { return slices.Contains(sampleWords, word) })
	all := fileWords(path.Base(file))
	return folder(sample) == folder(file) && len(own) <= len(all) && slices.Equal(own, all[:len(own)])
}

var sampleWords = []string{"example", "examples", "sample", "template", "tmpl", "tpl", "dist"}

// extent returns the ports that the service's places are about.
func (s *service) extent() []claim.Endpoint {
	var all []claim.Endpoint
	for _, o := range s.places {
		e := claim.Endpoint{Port: o.Claim.Port, EndPort: o.Claim.EndPort, Protocol: o.Claim.Protocol}
		if !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	return all
}
