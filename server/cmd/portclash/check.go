package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// checkCommand shows findings.
type checkCommand struct {
	Paths  []string `arg:"" optional:"" name:"path" help:"Files and folders to check; the current folder without any."`
	Live   string   `enum:"auto,on,off" default:"auto" help:"Compare with what this machine listens on: on, off, or auto, which is off where CI=true."`
	Format string   `enum:"text,json,sarif,github" default:"text" help:"text for people, json for programs, sarif for code scanning, github for annotations in a workflow."`
	FailOn string   `enum:"hint,warning,error" default:"warning" help:"The least severity that exits with 1."`
}

// A report is the findings of a call, ready to print.
type report struct {
	files    files
	world    *check.World
	pages    map[string]*page
	findings []check.Finding
	free     check.Free
	whole    bool // everything that was asked for could be read
}

// Run prints the findings and exits with 1 where there are any of the severity asked for.
func (cmd *checkCommand) Run(c *call) error {
	f, failed := readFiles(c, cmd.Paths)
	r := &report{files: f, pages: map[string]*page{}}
	r.world = f.world(nil)
	if cmd.live() {
		picture, err := look(c, machine.New(), r.world.Wanted()...)
		failed = errors.Join(failed, err)
		r.world, r.free = r.world.Seen(picture), machine.Pick
	}
	for _, file := range f.found {
		r.pages[file.Path] = newPage(file.Text)
		if f.above(file.Path) {
			continue // settings that hold here, but nobody asked for their folder
		}
		r.findings = append(r.findings, r.world.Findings(file.Path)...)
	}
	r.whole = failed == nil
	if err := r.print(c, cmd.Format); err != nil {
		return err
	}
	if err := complain(c, failed); err != nil {
		return err
	}
	least := map[string]check.Severity{"hint": check.Hint, "warning": check.Warning, "error": check.Error}[cmd.FailOn]
	if slices.ContainsFunc(r.findings, func(f check.Finding) bool { return f.Severity >= least }) {
		return exit(exitFindings)
	}
	return nil
}

func (cmd *checkCommand) live() bool {
	return cmd.Live == "on" || cmd.Live == "auto" && os.Getenv("CI") != "true"
}

func (r *report) print(c *call, format string) error {
	switch format {
	case "json":
		return r.printJSON(c)
	case "sarif":
		return r.printSARIF(c)
	case "github":
		return r.printGitHub(c)
	}
	return r.printText(c)
}

// printText prints findings for people: a heading for each file, and below it each finding with what would
// settle it.
func (r *report) printText(c *call) error {
	p := newPaint(c)
	count := map[check.Severity]int{}
	for i, f := range r.findings {
		count[f.Severity]++
		if i == 0 || r.findings[i-1].Place.Path != f.Place.Path {
			if i > 0 {
				p.line("")
			}
			p.line(p.bold(r.files.relative(f.Place.Path)))
		}
		at := r.at(f.Place)
		p.line(fmt.Sprintf("  %s  %s  %s  %s", p.faint(fmt.Sprintf("%d:%d", at.Line, at.Column)), severity(p, f.Severity), f.Message, p.faint(f.Code)))
		for _, rel := range f.Related {
			at := r.at(rel.Place)
			p.line(p.faint(fmt.Sprintf("        %s:%d: %s", r.files.relative(rel.Place.Path), at.Line, rel.Message)))
		}
		for _, fix := range r.world.Fixes(f, r.free) {
			p.line("        " + p.blue("fix: ") + fix.Title)
		}
	}
	switch {
	case len(r.findings) > 0:
	case r.whole:
		p.line("No clash found.")
		return p.err
	default:
		p.line("No clash found in what could be read.")
		return p.err
	}
	p.line("")
	p.line(summary(count))
	return p.err
}

func severity(p *paint, s check.Severity) string {
	switch s {
	case check.Error:
		return p.red("error  ")
	case check.Warning:
		return p.yellow("warning")
	default:
		return p.faint("hint   ")
	}
}

func summary(count map[check.Severity]int) string {
	var parts []string
	for _, s := range []check.Severity{check.Error, check.Warning, check.Hint} {
		if n := count[s]; n > 0 {
			plural := "s"
			if n == 1 {
				plural = ""
			}
			parts = append(parts, fmt.Sprintf("%d %s%s", n, s, plural))
		}
	}
	return strings.Join(parts, ", ")
}

func (r *report) at(p check.Place) place { return r.pages[p.Path].place(p.Claim.Digits) }
