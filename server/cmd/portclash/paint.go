package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"
)

// coloured reports whether standard output is a terminal that wants colours: fatih/color honours NO_COLOR
// (no-color.org) and TERM=dumb.
func coloured() bool { return !color.NoColor }

// A paint prints lines for people, in colours where the terminal has them. The first error of the writer stays.
type paint struct {
	w      io.Writer
	colour bool
	err    error
}

func newPaint(c *call) *paint { return &paint{w: c.stdout, colour: c.colour} }

func (p *paint) line(s string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, strings.TrimRight(s, " "))
	}
}

func (p *paint) in(s string, a ...color.Attribute) string {
	if !p.colour || s == "" {
		return s
	}
	c := color.New(a...)
	c.EnableColor()
	return c.Sprint(s)
}

func (p *paint) bold(s string) string   { return p.in(s, color.Bold) }
func (p *paint) faint(s string) string  { return p.in(s, color.Faint) }
func (p *paint) red(s string) string    { return p.in(s, color.FgRed, color.Bold) }
func (p *paint) yellow(s string) string { return p.in(s, color.FgYellow, color.Bold) }
func (p *paint) blue(s string) string   { return p.in(s, color.FgBlue) }

// A table is rows whose columns are aligned when they are flushed.
type table struct{ rows [][]string }

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) flush(p *paint) {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(cell))
		}
	}
	for _, row := range t.rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-width(cell)+2))
			}
		}
		p.line(b.String())
	}
	t.rows = nil
}

// width is how many columns a cell takes, colour codes left out.
func width(s string) int {
	n := 0
	for s != "" {
		if rest, ok := strings.CutPrefix(s, "\x1b["); ok {
			_, s, _ = strings.Cut(rest, "m")
			continue
		}
		_, size := utf8.DecodeRuneInString(s)
		n, s = n+1, s[size:]
	}
	return n
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
