package main

import (
	"testing"

	"github.com/portclash/portclash/scanner/machine"
)

// TestHealthyProjects checks projects that nothing is wrong with, as people have them, some while their own servers
// run: whatever is found there above a hint is a false alarm. They are judged by this machine's picture, without one,
// and as an ordinary user of other systems.
func TestHealthyProjects(t *testing.T) {
	each(t, "healthy", func(t *testing.T, _ string, p *project) {
		for name, picture := range p.pictures() {
			if w, found := p.check(t, picture); len(found) > 0 {
				t.Errorf("%s, there is:\n%s", name, p.tell(w, found))
			}
		}
	})
}

// pictures returns the pictures that a project is judged by, each with what it is of.
func (p *project) pictures() map[string]*machine.Picture {
	all := map[string]*machine.Picture{"on this machine": p.picture, "without a look at the machine": nil}
	for _, os := range []string{"linux", "darwin", "windows"} {
		other := *p.picture
		other.Facts.OS = os
		other.Facts.MayBindLow = false
		other.Facts.Unprivileged = 1024
		if os == "windows" {
			other.Facts.Unprivileged = 0
		}
		all["as an ordinary user of "+os] = &other
	}
	return all
}
