package main

import (
	"io"
	"runtime/debug"

	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/scanner/workspace"
	"github.com/portclash/portclash/server"
)

// lspCommand runs the language server.
type lspCommand struct {
	Stdio bool `help:"Speak on standard input and output, which it does anyway: editors say it."`
}

// Run serves one client and exits with the code that the protocol asks for.
func (*lspCommand) Run(c *call) error {
	debug.SetGCPercent(200) // a keystroke leaves over a megabyte behind, a third of what stays: that is collected half as often
	number, _ := built()
	here := machine.New()
	code := server.Serve(c.ctx, struct {
		io.Reader
		io.Writer
	}{c.stdin, c.stdout}, server.Options{
		Version:  number,
		Look:     here.Look,
		Want:     here.Want,
		Vanished: here.Vanished,
		Free:     here.Pick,
		Reserve:  here.Reserve,
		Stop:     here.Stop,
		Read:     workspace.Read,
		ReadFile: workspace.ReadFile,
		Gone:     machine.Gone,
		Log:      c.log,
	})
	if code != 0 {
		return exit(code)
	}
	return nil
}
