package main

import (
	"fmt"

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

func toListener(l machine.Listener) listenerJSON {
	return listenerJSON{l.Addr.String(), l.Port, l.Protocol.String(), toOwner(l.Owner)}
}

// Run prints the listeners, sorted by port, protocol and address.
func (cmd *listenersCommand) Run(c *call) error {
	picture, err := look(c, machine.New())
	if err != nil {
		return err
	}
	if picture.Partial != "" {
		fmt.Fprintln(c.stderr, "portclash:", picture.Partial)
	}
	if cmd.Format == "json" {
		listeners := []listenerJSON{}
		for _, l := range picture.Listeners {
			listeners = append(listeners, toListener(l))
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
