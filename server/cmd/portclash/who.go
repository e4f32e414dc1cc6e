package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// whoCommand tells who holds a port, and which files here claim it.
type whoCommand struct {
	Target string `arg:"" help:"A port, HOST:PORT, or URL; 53/udp for UDP alone."`
	Format string `enum:"text,json" default:"text" help:"text for people, json for programs."`
}

// heldJSON is a listener as the command prints it.
type heldJSON struct {
	listenerJSON

	Ours bool `json:"ours"`
}

// blockerJSON is a socket in the way that does not listen; see [machine.Blocker].
type blockerJSON struct {
	Local   string     `json:"local"`
	Peer    string     `json:"peer,omitempty"`
	Closing bool       `json:"closing,omitempty"`
	Owner   *ownerJSON `json:"owner,omitempty"`
}

// Run prints who holds the port, and the claims of the current folder.
func (cmd *whoCommand) Run(c *call) error {
	t, err := parseTarget(cmd.Target)
	if err != nil {
		return err
	}
	here := machine.New()
	picture, err := look(c, here)
	if err != nil {
		return err
	}
	if picture.Partial != "" {
		fmt.Fprintln(c.stderr, "portclash:", picture.Partial)
	}
	files, failed := readFiles(c, nil)
	a := answer{
		target: t, picture: picture, world: files.world(picture),
		listeners: t.listeners(picture), claims: t.claims(files),
	}
	if len(a.listeners) == 0 && t.protocols()[0] == claim.TCP {
		a.blockers, err = here.Blockers(c.ctx, t.port)
		failed = errors.Join(failed, err)
	}
	if cmd.Format == "json" {
		err = a.printJSON(c)
	} else {
		err = a.printText(c)
	}
	if err != nil {
		return err
	}
	return complain(c, failed)
}

// An answer is what is known of a target.
type answer struct {
	target    target
	picture   *machine.Picture
	world     *check.World
	listeners []machine.Listener
	// blockers keep a server from the port although nobody listens.
	blockers []machine.Blocker
	claims   []claimJSON
}

// listeners returns those who hold the target.
func (t target) listeners(picture *machine.Picture) []machine.Listener {
	var found []machine.Listener
	for _, l := range picture.On(t.port, t.port) {
		if slices.Contains(t.protocols(), l.Protocol) && l.Reach().Overlaps(t.reach()) {
			found = append(found, l)
		}
	}
	return found
}

// claims returns what files say of the target, on whichever machine: the scope tells.
func (t target) claims(f files) []claimJSON {
	found := []claimJSON{}
	for _, file := range f.found {
		page := newPage(file.Text)
		for _, cl := range file.Claims {
			if cl.Open() || !slices.ContainsFunc(t.protocols(), func(p claim.Protocol) bool { return cl.PortsOverlap(t.endpoint(p)) }) {
				continue
			}
			if t.host == "" || strings.EqualFold(t.host, cl.Host) || t.reach().Overlaps(cl.Reach()) {
				found = append(found, toJSON(f.relative(file.Path), page, cl))
			}
		}
	}
	return found
}

// free reports whether a server may start there, nil where the machine does not say.
func (a answer) free() *bool {
	for _, p := range a.target.protocols()[:1] {
		if free, err := machine.Free(a.target.port, p); err == nil {
			return &free
		}
	}
	return nil
}

func (a answer) printJSON(c *call) error {
	held := []heldJSON{}
	for _, l := range a.listeners {
		held = append(held, heldJSON{toListener(l), a.world.Ours(l.Owner)})
	}
	blockers := []blockerJSON{}
	for _, b := range a.blockers {
		j := blockerJSON{Local: b.Local.String(), Closing: b.Closing, Owner: toOwner(b.Owner)}
		if b.Peer.IsValid() {
			j.Peer = b.Peer.String()
		}
		blockers = append(blockers, j)
	}
	host := a.target.host
	if host == "" {
		host = "*"
	}
	return printJSON(c.stdout, struct {
		Version   int           `json:"version"`
		Where     string        `json:"where"`
		Host      string        `json:"host"`
		Port      int           `json:"port"`
		Free      *bool         `json:"free,omitempty"`
		Listeners []heldJSON    `json:"listeners"`
		Blockers  []blockerJSON `json:"blockers"`
		Claims    []claimJSON   `json:"claims"`
	}{1, a.picture.Facts.Where, host, a.target.port, a.free(), held, blockers, a.claims})
}

func (a answer) printText(c *call) error {
	p := newPaint(c)
	t := &table{}
	p.line(p.faint("On " + a.picture.Facts.Where + ":"))
	for _, l := range a.listeners {
		row := append([]string{"  " + l.Endpoint().String()}, cells(p, l.Owner)...)
		if a.world.Ours(l.Owner) {
			row = append(row, "of this project")
		}
		t.add(row...)
	}
	t.flush(p)
	if len(a.listeners) == 0 {
		p.line("  " + a.nobody())
	}
	for _, b := range a.blockers {
		t.add(append([]string{"  " + b.Local.String(), way(b)}, cells(p, b.Owner)...)...)
	}
	t.flush(p)
	p.line("")
	p.line(p.faint("In this folder:"))
	for _, cl := range a.claims {
		t.add(fmt.Sprintf("  %s:%d:%d", cl.File, cl.Line, cl.Column), cl.endpoint(), cl.Role, cl.Scope, p.faint(cl.Key))
	}
	t.flush(p)
	if len(a.claims) == 0 {
		p.line("  No file claims it.")
	}
	return p.err
}

// nobody says what it means that no listener was seen.
func (a answer) nobody() string {
	free := a.free()
	switch {
	case a.target.reach().Empty():
		return a.target.host + " is another machine."
	case free != nil && *free:
		return "Nobody listens there, and the port is free."
	case free != nil && len(a.picture.On(a.target.port, a.target.port)) > 0:
		return "Nobody listens there, but on another address of this port."
	case free != nil:
		return "Nobody is seen to listen there, but the port is held:"
	}
	return "Nobody is seen to listen there."
}

// way says in what way a socket that does not listen holds its port.
func way(b machine.Blocker) string {
	switch {
	case b.Closing:
		return "the rest of a connection to " + b.Peer.String() + ", for up to a minute"
	case b.Peer.IsValid():
		return "a connection to " + b.Peer.String()
	}
	return "bound, but not listening"
}
