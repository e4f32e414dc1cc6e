package check

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// mayBeOurs reports whether it cannot be told that a listener is not this workspace's: a helper passes its
// connections on to nobody knows what, or to a container that belongs to no folder while some file here publishes a
// port of the same image, or of one that it does not name.
func (w *World) mayBeOurs(l machine.Listener, c claim.Claim) bool {
	o := l.Owner
	switch {
	case o.Hidden():
		return c.Target != 0 && o.MayForward()
	case o.Container == nil:
		return o.Forwards() && !o.Stale
	case o.Container.Folder != "":
		return false
	}
	for _, p := range w.Claims(l.Endpoint(), Place{}) {
		if p.Claim.Target != 0 && (p.Claim.About == "" || image(p.Claim.About) == image(o.Container.Image)) {
			return true
		}
	}
	return false
}

// CalledContainer returns what a person calls a container: its name, or where that is not known the beginning of its ID, as
// container engines show it.
func CalledContainer(c *machine.Container) string {
	const shown = 12 // characters of an ID
	return cmp.Or(c.Name, c.ID[:min(shown, len(c.ID))])
}

// DescribeContainer returns a container as a sentence has it: container shop-db-1 (postgres:17, compose project shop
// in ~/code/shop).
func (w *World) DescribeContainer(c *machine.Container) string {
	name := CalledContainer(c)
	var about []string
	if c.Image != "" {
		about = append(about, c.Image)
	}
	switch {
	case c.Project != "" && c.Folder != "" && c.Project != path.Base(c.Folder):
		about = append(about, "compose project "+c.Project+" in "+w.Short(c.Folder))
	case c.Project != "" && c.Folder != "":
		about = append(about, "compose project "+w.Short(c.Folder))
	case c.Project != "":
		about = append(about, "compose project "+c.Project)
	case c.Folder != "":
		about = append(about, "dev container of "+w.Short(c.Folder))
	}
	if len(about) == 0 {
		return "container " + name
	}
	return "container " + name + " (" + strings.Join(about, ", ") + ")"
}

// describeStale returns a helper that was left behind as a sentence has it.
func describeStale(o *machine.Owner) string {
	return "a Docker helper without a running container (" + o.Name + ", pid " + strconv.Itoa(o.PID) + "; restarting Docker frees the port)"
}
