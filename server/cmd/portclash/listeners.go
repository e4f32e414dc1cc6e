package main

import (
	"fmt"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// listenersCommand lists what the machine listens on.
type listenersCommand struct {
	Format string `enum:"text,json" default:"text" help:"text for people, json for programs."`
}

// listenerJSON is a listener as --format json prints it; what the machine will not tell is absent.
type listenerJSON struct {
	Host     string     `json:"host"`
	Port     int        `json:"port"`
	Protocol string     `json:"protocol"`
	Owner    *ownerJSON `json:"owner,omitempty"`
}

// Run prints the listeners, sorted by port, protocol and address.
func (cmd *listenersCommand) Run(c *call) error {
	picture, err := look(c)
	if err != nil {
		return err
	}
	if picture.Partial != "" {
		fmt.Fprintln(c.stderr, "portclash:", picture.Partial)
	}
	if cmd.Format == "json" {
		listeners := []listenerJSON{}
		for _, l := range picture.Listeners {
			listeners = append(listeners, listenerJSON{l.Addr.String(), l.Port, l.Protocol.String(), toOwner(l.Owner)})
		}
		return printJSON(c.stdout, struct {
			Version   int            `json:"version"`
			Where     string         `json:"where"` // see [machine.Facts]
			Listeners []listenerJSON `json:"listeners"`
		}{1, picture.Facts.Where, listeners})
	}
	return printListeners(c, picture)
}

// printListeners prints listeners for people, a line each, below the machine that they are on.
func printListeners(c *call, picture *machine.Picture) error {
	p := newPaint(c)
	t := &table{}
	for _, l := range picture.Listeners {
		t.add(append([]string{l.Endpoint().String()}, cells(p, l.Owner)...)...)
	}
	p.line(p.faint("On " + picture.Facts.Where + ":"))
	if len(picture.Listeners) == 0 {
		p.line("Nothing listens.")
	}
	t.flush(p)
	return p.err
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// look looks at the machine once, and at what else is in the way of the wanted ports.
func look(c *call, wanted ...int) (*machine.Picture, error) {
	here := machine.New()
	here.Want(wanted)
	picture, err := here.LookClosely(c.ctx)
	if err != nil {
		return nil, fmt.Errorf("look at the machine's sockets: %w", err)
	}
	return picture, nil
}

// free picks a port near a number; see [machine.Pick].
func free(near int, p claim.Protocol, taken func(port int) bool) (int, error) {
	return machine.Pick(near, p, taken)
}
