package machine

import (
	"context"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"time"

	"github.com/portclash/portclash/scanner/claim"
)

const (
	// maxTries is how often engines are asked about the same listeners, in growing intervals from one second on: an
	// engine takes the port first and lists the container later.
	maxTries = 6
	// hungPause is how long an engine that did not answer is left alone.
	hungPause = 10 * time.Second
	// settled is how long a helper that no container is behind has been there before it counts as left behind.
	settled = 10 * time.Second
)

// containers finds the containers behind listeners. It asks the engines when a listener that may lead into a
// container is new or gone, and a few times more while there is one that no container explains.
type containers struct {
	ask func(context.Context) engines
	// known is what the engines answered last, about the suspects.
	known    engines
	suspects map[suspect]bool
	// answer delivers what the engines say; it is nil while they are not being asked.
	answer chan engines
	next   time.Time // when to ask again; zero for not before the suspects change
	tries  int
	shown  map[disguise]*Owner
}

func newContainers() *containers { return &containers{ask: askEngines} }

// A suspect is a listener that may lead into a container, as far as a change of it matters.
type suspect struct {
	addr     netip.Addr
	port     int
	protocol claim.Protocol
	pid      int
	started  int64
}

// A disguise is an owner with the container it stands for, nil for a helper that was left behind.
type disguise struct {
	owner     *Owner
	container *Container
}

// find gives the listeners that lead into containers owners that say so. It waits for the engines as long as they
// are known to answer in time. It returns when it should be called again although no listener changes, zero for never,
// and in words for a person why a listener may lead into a container that is not named.
func (c *containers) find(ctx context.Context, ls []Listener) (due time.Time, trouble string) {
	doubtful := doubtfulAmong(ls)
	suspects := suspectsAmong(doubtful)
	now := time.Now()
	if !maps.Equal(suspects, c.suspects) {
		c.suspects, c.tries, c.next = suspects, 0, now
	}
	if len(suspects) == 0 {
		c.next, c.shown = time.Time{}, nil
		return time.Time{}, ""
	}
	if c.answer == nil && !c.next.IsZero() && !now.Before(c.next) {
		c.answer = make(chan engines, 1)
		go func(answer chan<- engines) { answer <- c.ask(context.WithoutCancel(ctx)) }(c.answer)
	}
	fresh := c.receive(ctx)
	unexplained := c.explain(ctx, doubtful)
	if fresh {
		c.next = c.again(unexplained)
	}
	if unexplained && c.known.trouble != nil {
		trouble = c.known.trouble.Error()
	}
	if c.answer != nil {
		return time.Now().Add(time.Second), trouble
	}
	return c.next, trouble
}

// receive takes the answer that is under way, and reports whether there was one.
func (c *containers) receive(ctx context.Context) bool {
	switch {
	case c.answer == nil:
		return false
	case c.known.hung: // nobody waits for it twice
		select {
		case c.known = <-c.answer:
		default:
			return false
		}
	default:
		select {
		case c.known = <-c.answer:
		case <-ctx.Done():
			return false
		}
	}
	c.answer = nil
	c.tries++
	return true
}

// again returns when to ask the engines once more.
func (c *containers) again(unexplained bool) time.Time {
	switch {
	case c.known.hung:
		return c.known.asked.Add(hungPause)
	case !unexplained || c.known.none || c.tries >= maxTries:
		return time.Time{}
	}
	return c.known.asked.Add(time.Second << (c.tries - 1))
}

// explain puts the containers into the owners, and reports whether some suspect has none.
func (c *containers) explain(ctx context.Context, doubtful []*Listener) (unexplained bool) {
	shown := map[disguise]*Owner{}
	for _, l := range doubtful {
		d := disguise{l.Owner, c.known.behind(*l)}
		if d.container == nil {
			unexplained = true
			if !c.known.abandoned(l.Owner) {
				continue
			}
		}
		owner := c.shown[d]
		if owner == nil {
			owner = d.show(ctx)
		}
		shown[d], l.Owner = owner, owner
	}
	c.shown = shown
	return unexplained
}

// show returns the owner with its container. Where a helper has its folder says nothing about the program behind it.
func (d disguise) show(ctx context.Context) *Owner {
	owner := Owner{}
	if d.owner != nil {
		owner = *d.owner
	}
	owner.Container, owner.Stale = d.container, d.container == nil
	if d.container != nil && containerID(owner.cgroup) != d.container.ID {
		owner.Dir, owner.Ancestors = "", nil
		owner.Project = projectOf(ctx, d.container.Folder)
	}
	return &owner
}

// doubtfulAmong returns the listeners that may lead into a container.
func doubtfulAmong(ls []Listener) []*Listener {
	var doubtful []*Listener
	for i := range ls {
		if !ls[i].Pending && suspicious(ls[i].Owner) {
			doubtful = append(doubtful, &ls[i])
		}
	}
	return doubtful
}

func suspectsAmong(doubtful []*Listener) map[suspect]bool {
	found := map[suspect]bool{}
	for _, l := range doubtful {
		s := suspect{addr: l.Addr, port: l.Port, protocol: l.Protocol}
		if l.Owner != nil {
			s.pid, s.started = l.Owner.PID, l.Owner.Started.UnixNano()
		}
		found[s] = true
	}
	return found
}

// suspicious reports whether a process may stand for a container: one that nobody may look into, a helper, one that
// runs in a container beside this machine's own network, and two programs that publish ports among other things.
func suspicious(o *Owner) bool {
	return o.Hidden() || o.Forwards() || containerID(o.cgroup) != "" || slices.Contains(publishers, o.Name)
}

// publishers are dockerd, which holds the ports itself where it is told to run no helpers, and ssh, through which
// Lima and Colima reach their virtual machines.
var publishers = []string{"dockerd", "ssh"}

// longID is how container engines name a container, and its control group with it.
var longID = regexp.MustCompile(`[0-9a-f]{64}`)

// containerID returns the ID of the container that a control group is of, and "" where it is of none.
func containerID(cgroup string) string {
	if len(cgroup) < 64 {
		return ""
	}
	return longID.FindString(cgroup)
}
