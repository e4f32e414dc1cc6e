package check

import (
	"errors"
	"fmt"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/registry"
)

// Renamable returns the claim whose number is in force at p, which is p's own or that of the variable it names, and an
// error with the reason where that number is not for this workspace to choose, or not written so that it can be changed.
func (w *World) Renamable(p Place) (claim.Claim, error) {
	p = w.origin(p)
	c := p.Claim
	svc := w.service(p)
	places := svc.places
	publisher, doubled := w.doubled(svc)
	leading, inside := w.feedsContainer(subject{Place: p})
	owner, deaf := svc.untold()
	switch {
	case doubled:
		return c, fmt.Errorf("%s says what is published and what is listened on inside the container as well, while %s has %d written out: set one of them apart first",
			publisher.Claim.Variable, w.line(publisher), publisher.Claim.Target)
	case inside && (deaf || len(svc.inner) == 0):
		return c, fmt.Errorf("%s is the port inside the container of %s: %s would still lead there", Spell(c.Endpoint), leading.owner(), w.line(leading))
	case deaf:
		return c, fmt.Errorf("%s is inside the container of %s, and no file has it listen there: it would go on to", Spell(c.Endpoint), owner)
	case c.Open():
		return c, fmt.Errorf("no file of the workspace says what %s is", c.Variable)
	case c.Scope == claim.Sample:
		return c, errors.New("this is a sample, which nothing reads as it is")
	case len(places) == 0 && c.Scope == claim.Container:
		return c, fmt.Errorf("%s is inside the container: nothing on this machine goes by it", Spell(c.Endpoint))
	case c.Scope != claim.Host && len(places) == 0:
		return c, fmt.Errorf("%s is not on this machine", Spell(c.Endpoint))
	case !w.plain(p):
		return c, fmt.Errorf("%s is not written as one number", Spell(c.Endpoint))
	}
	return c, nil
}

// Rename returns the fix that gives the service which p means another port, or for a range another first one. The error
// is why the port cannot be had: it is none, another program or another service of the workspace has it, the system
// keeps it, or browsers refuse it.
func (w *World) Rename(p Place, port int) (Fix, error) {
	c, err := w.Renamable(p)
	if err != nil {
		return Fix{}, err
	}
	p = w.origin(p)
	svc := w.service(p)
	if len(svc.places) == 0 { // a number that no socket can have
		svc.places = []Occurrence{w.meaning(subject{Place: p})}
	}
	if port == c.Port {
		return Fix{}, nil
	}
	for _, o := range svc.places {
		if err := w.refused(moved(o.Claim, port-c.Port), o, svc); !o.Unsure && err != nil {
			return Fix{}, err
		}
	}
	fix := svc.move(w, p, port)
	fix.Title = fmt.Sprintf("Move %s to %d", Spell(c.Endpoint), port)
	return fix, nil
}

// refused returns why a place of a service cannot be about the endpoint of c, nil where nothing is known against it.
func (w *World) refused(c claim.Claim, o Occurrence, svc *service) error {
	if !c.Valid() {
		return fmt.Errorf("%s is no port: they go from 1 to 65535", spellPorts(c.Port, c))
	}
	if f, ok := w.File(o.Path); ok && web(f.Text, c) && registry.Unsafe(c.Port) {
		return fmt.Errorf("browsers refuse port %d, and %s is for one", c.Port, w.line(o.Place))
	}
	if inside, owner := svc.taken(w, c, o); owner != "" {
		return fmt.Errorf("%s listens on %s inside the container of %s already", w.line(inside), Spell(inside.Claim.Endpoint), owner)
	}
	if c.Role != claim.Bind || c.Scope != claim.Host {
		return nil // whatever listens there, somebody may want to go to it
	}
	for _, l := range w.Listeners(c) {
		if !w.Ours(l.Owner) && !l.Pending && !w.mayBeOurs(l, c) {
			return fmt.Errorf("port %d is already in use by %s", l.Port, w.Describe(l.Owner))
		}
	}
	for _, s := range w.on(c.Endpoint) {
		if s.Claim.Role == claim.Bind && !svc.has(s.Place) && s.Claim.Reach().Overlaps(c.Reach()) && island(s.Path) == island(o.Path) {
			return fmt.Errorf("%s takes %s already (%s)", owning(s), Spell(s.Claim.Endpoint), w.line(s.Place))
		}
	}
	if w.machine != nil {
		for port := c.Port; port <= c.EndPort; port++ {
			if w.machine.Facts.IsExcluded(port) {
				return fmt.Errorf("this machine keeps port %d for itself", port)
			}
		}
	}
	return nil
}
