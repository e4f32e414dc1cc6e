package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
)

// claimsCommand lists what files claim.
type claimsCommand struct {
	Paths   []string `arg:"" optional:"" name:"path" help:"Files and folders to read; the current folder without any."`
	Explain string   `placeholder:"FILE:LINE" help:"Tell how that line is read: as which format, and what each port in it is taken for."`
	Format  string   `enum:"text,json" default:"text" help:"text for people, json for programs."`
}

// claimJSON is a claim as --format json prints it.
type claimJSON struct {
	File string `json:"file"`
	place
	Host     string `json:"host"`
	Port     int    `json:"port"`
	EndPort  int    `json:"endPort,omitempty"`
	Protocol string `json:"protocol"`
	Role     string `json:"role"`
	Scope    string `json:"scope"`
	Key      string `json:"key"`
	Format   string `json:"format"`
	Text     string `json:"text"`
}

// Run prints the claims, sorted by file, line and column.
func (cmd *claimsCommand) Run(c *call) error {
	if cmd.Explain != "" {
		return explain(c, cmd.Explain)
	}
	f, failed := readFiles(c, cmd.Paths)
	claims := []claimJSON{}
	for _, file := range f.found {
		page := newPage(file.Text)
		for _, cl := range file.Claims {
			if !cl.Open() {
				claims = append(claims, toJSON(f.relative(file.Path), page, cl))
			}
		}
	}
	var err error
	if cmd.Format == "json" {
		err = printJSON(c.stdout, struct {
			Version int         `json:"version"`
			Root    string      `json:"root"`
			Claims  []claimJSON `json:"claims"`
		}{1, filepath.ToSlash(f.root), claims})
	} else {
		err = printClaims(c, claims)
	}
	if err != nil {
		return err
	}
	return complain(c, failed)
}

func toJSON(file string, page *page, c claim.Claim) claimJSON {
	j := claimJSON{
		File: file, place: page.place(c.Digits),
		Host: c.Host, Port: c.Port, Protocol: c.Protocol.String(),
		Role: c.Role.String(), Scope: c.Scope.String(),
		Key: c.Key, Format: c.Format, Text: c.Span.In(page.text),
	}
	if j.Host == "" {
		j.Host = "*"
	}
	if c.EndPort != c.Port {
		j.EndPort = c.EndPort
	}
	return j
}

// printClaims prints claims for people: a heading for each file, and aligned below it what it claims where.
func printClaims(c *call, claims []claimJSON) error {
	p := newPaint(c)
	t := &table{}
	for i, cl := range claims {
		if i == 0 || claims[i-1].File != cl.File {
			t.flush(p)
			if i > 0 {
				p.line("")
			}
			p.line(p.bold(cl.File) + p.faint("  "+cl.Format))
		}
		port := cl.endpoint()
		t.add(p.faint(fmt.Sprintf("%5d:%d", cl.Line, cl.Column)), port, cl.Role, cl.Scope, p.faint(cl.Key))
	}
	t.flush(p)
	if len(claims) == 0 {
		p.line("No file here claims a port.")
	}
	return p.err
}

func (j claimJSON) endpoint() string {
	e := claim.Endpoint{Host: j.Host, Port: j.Port, EndPort: max(j.Port, j.EndPort)}
	if j.Protocol == claim.UDP.String() {
		e.Protocol = claim.UDP
	}
	return strings.TrimPrefix(e.String(), "*")
}
