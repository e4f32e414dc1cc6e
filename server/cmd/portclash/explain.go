package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
)

// explain tells how a line of a file is read; at is FILE:LINE, lines counted from 1.
func explain(c *call, at string) error {
	colon := strings.LastIndexByte(at, ':')
	if colon < 0 {
		return fmt.Errorf("explain %s: want FILE:LINE", at)
	}
	line, err := strconv.Atoi(at[colon+1:])
	if err != nil || line < 1 {
		return fmt.Errorf("explain %s: %q is no line number", at, at[colon+1:])
	}
	name := at[:colon]
	abs, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(abs)
	if err != nil {
		return err
	}
	text := string(data)
	page := newPage(text)
	if line > len(page.lines) {
		return fmt.Errorf("explain %s: the file has %d lines", at, len(page.lines))
	}
	p := newPaint(c)
	path := filepath.ToSlash(abs)
	reader, how := scanner.Format(path, text)
	if reader == "" {
		p.line(fmt.Sprintf("%s is not read: no format goes by its name.", name))
		return p.err
	}
	p.line(fmt.Sprintf("%s is read as %s: %s.", p.bold(name), p.bold(reader), how))
	found := false
	for _, cl := range scanner.Scan(path, text) {
		place := page.place(cl.Digits)
		if place.Line <= line && line <= place.EndLine && !cl.Note() {
			found = true
			p.line("")
			explainClaim(p, place, cl, text)
		}
		if place.Line == line && cl.Latent {
			found = true
			p.line(fmt.Sprintf("%s is a number: a port where a file beside this one takes it for one, as ${%s} in a list of ports.", cl.Assigns, cl.Assigns))
		}
	}
	if !found {
		p.line(fmt.Sprintf("It claims no port on line %d.", line))
	}
	return p.err
}

// explainClaim prints all that was read about a claim.
func explainClaim(p *paint, at place, c claim.Claim, text string) {
	p.line(fmt.Sprintf("%s  %s", p.faint(fmt.Sprintf("%d:%d", at.Line, at.Column)), p.bold(strings.TrimSpace(c.Span.In(text)))))
	t := &table{}
	row := func(name, value string) {
		if value != "" {
			t.add("  "+p.faint(name), value)
		}
	}
	row("setting", c.Key)
	row("part of", c.Group)
	row("role", c.Role.String()+": "+roles[c.Role])
	row("scope", c.Scope.String()+": "+scopes[c.Scope])
	row("endpoint", c.String()+"/"+c.Protocol.String())
	row("address", address(c))
	if c.Unsure {
		row("unsure", "it goes by the setting's name alone, and so raises no alarm")
	}
	if c.AnyOf {
		row("range", "one of its ports is taken, whichever is free")
	}
	if c.Tested {
		row("tested", "a test run goes there, to what this project should have started")
	}
	if c.Target != 0 {
		row("leads to", fmt.Sprintf("port %d inside", c.Target))
	}
	if c.Variable != "" {
		number := "stands in for it where it is not set"
		if c.Open() {
			number = "and nothing stands in for it"
		}
		row("number", "from the variable "+c.Variable+"; what is written "+number)
	}
	row("supplies", c.Assigns)
	row("runs", c.About)
	row("together", c.Together)
	row("profiles", strings.Join(c.Profiles, ", "))
	row("fault", c.Fault)
	t.flush(p)
}

var roles = [...]string{
	claim.Bind:    "following the file makes something listen there",
	claim.Connect: "following the file makes something go there",
}

var scopes = [...]string{
	claim.Host:      "this machine, and so compared with what listens here",
	claim.Container: "the inside of a container",
	claim.Cluster:   "the inside of a cluster",
	claim.CI:        "a machine of a continuous integration service",
	claim.Sample:    "a template or an example, which nothing reads as it is",
	claim.Remote:    "another machine",
}

// address tells which addresses the claim is about and how that is known.
func address(c claim.Claim) string {
	reach := c.Reach()
	from := "as written"
	switch {
	case c.Host != "":
	case c.Default != "":
		from = "the program's default, " + c.Default
	default:
		return "not written, and the program's default is not known"
	}
	switch {
	case reach.Empty():
		return "another machine's, " + from
	case reach.Exposed():
		return "every address, " + from
	case reach.Loopback():
		return "loopback, which only this machine reaches, " + from
	}
	return "one address, " + from
}
