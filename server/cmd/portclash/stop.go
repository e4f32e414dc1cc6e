package main

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server"
	"github.com/portclash/portclash/server/check"
)

// stopCommand stops what holds a port.
type stopCommand struct {
	Target string `arg:"" help:"A port, HOST:PORT, or URL; 53/udp for UDP alone."`
	Yes    bool   `short:"y" help:"Do not ask."`
	Format string `enum:"text,json" default:"text" help:"text for people, json for programs."`
}

// stoppedJSON is a listener, and what became of its owner.
type stoppedJSON struct {
	listenerJSON
	server.StopResult
}

// Run stops the owners of the target's listeners, one after the other, each after asking on standard error. It exits
// with 0 where the port is free of them, and with 1 where somebody still holds it.
func (cmd *stopCommand) Run(c *call) error {
	t, err := parseTarget(cmd.Target)
	if err != nil {
		return err
	}
	here := machine.New()
	picture, err := look(c, here)
	if err != nil {
		return err
	}
	w := check.NewWorld(nil, nil, picture)
	var ask machine.Ask
	if !cmd.Yes {
		answers := bufio.NewReader(c.stdin)
		ask = func(_ context.Context, l machine.Listener) (bool, error) { return askToStop(c, answers, w, l) }
	}
	var done []machine.Listener
	results := []stoppedJSON{}
	for _, l := range t.listeners(picture) {
		if slices.ContainsFunc(done, func(d machine.Listener) bool { return d.Owner.Is(l.Owner) }) {
			continue
		}
		done = append(done, l)
		stopped, err := here.Stop(c.ctx, l, 0, ask)
		results = append(results, stoppedJSON{toListener(l), server.StopResultOf(w, l, stopped, err)})
	}
	if cmd.Format == "json" {
		err = printJSON(c.stdout, struct {
			Version int           `json:"version"`
			Results []stoppedJSON `json:"results"`
		}{1, results})
	} else {
		err = printStopped(c, w, done, results)
	}
	if err != nil {
		return err
	}
	return stopExit(results)
}

// askToStop asks, and reports whether the answer was yes; no answer is no.
func askToStop(c *call, answers *bufio.Reader, w *check.World, l machine.Listener) (bool, error) {
	fmt.Fprintln(c.stderr, server.StopQuestion(w, l))
	if _, err := fmt.Fprint(c.stderr, "Stop it? [y/N] "); err != nil {
		return false, fmt.Errorf("nobody can be asked: %w", err)
	}
	answer, err := answers.ReadString('\n')
	if err != nil {
		fmt.Fprintln(c.stderr)
	}
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes", nil
}

func printStopped(c *call, w *check.World, listeners []machine.Listener, results []stoppedJSON) error {
	p := newPaint(c)
	if len(results) == 0 {
		p.line("Nobody is seen to listen there.")
	}
	for i, r := range results {
		who := w.Describe(listeners[i].Owner)
		switch {
		case r.Message != "":
			p.line(r.Message)
		case r.Outcome == "stopped":
			p.line("Stopped " + who + ".")
		case r.Outcome == "gone":
			p.line("It was gone already: " + who + ".")
		default:
			p.line("Not stopped: " + who + ".")
		}
	}
	return p.err
}

// stopExit returns the exit code that goes with the results: what could not be done outweighs what was not.
func stopExit(results []stoppedJSON) error {
	code := exitClean
	for _, r := range results {
		switch {
		case r.Outcome == "failed":
			return exit(exitFailed)
		case r.Outcome != "stopped" && r.Outcome != "gone", r.Message != "":
			code = exitFindings
		}
	}
	if code != exitClean {
		return exit(code)
	}
	return nil
}
