// Command portclash finds the ports that configuration files claim, compares them with what this machine listens
// on, and shows where the two clash: as a language server for editors and as a command line.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is stamped by the build: -ldflags "-X main.version=1.2.3".
var version = ""

// Exit codes of the command line. The language server's are the protocol's.
const (
	exitClean = iota
	exitFindings
	exitFailed
)

// commands is the command line; kong reads its tags.
type commands struct {
	Lsp       lspCommand       `cmd:"" help:"Run the language server on standard input and output."`
	Check     checkCommand     `cmd:"" help:"Show where files and this machine clash over ports."`
	Claims    claimsCommand    `cmd:"" help:"List every port that files claim."`
	Listeners listenersCommand `cmd:"" help:"List what this machine listens on, and whose it is."`
	Who       whoCommand       `cmd:"" help:"Tell who holds a port, and which files here claim it."`
	Free      freeCommand      `cmd:"" help:"Pick ports that are free on this machine and in these files."`
	Stop      stopCommand      `cmd:"" help:"Stop what holds a port, after asking."`
	Version   versionCommand   `cmd:"" help:"Print version, commit and Go version."`
}

// A call is what a command is run with.
type call struct {
	ctx            context.Context //nolint:containedctx // lives as long as the process's one command
	stdin          io.Reader
	stdout, stderr io.Writer
	log            *slog.Logger
	// colour is set where standard output is a terminal that shows colours.
	colour bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(&call{
		ctx: ctx, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		log: slog.New(slog.NewTextHandler(os.Stderr, nil)), colour: coloured(),
	}, os.Args[1:])
	stop()
	os.Exit(code)
}

// run runs one command and returns the exit code.
func run(c *call, args []string) int {
	code := exitClean
	parser := kong.Must(&commands{},
		kong.Name("portclash"),
		kong.Description("Portclash shows where the ports in your files clash: with each other, and with what this machine listens on."),
		kong.Writers(c.stdout, c.stderr),
		kong.Exit(func(status int) { panic(helped(status)) }),
		kong.UsageOnError(),
	)
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(helped); !ok {
				panic(p)
			}
		}
	}()
	command, err := parser.Parse(args)
	if err == nil {
		code, err = exitOf(command.Run(c))
	}
	if err != nil {
		fmt.Fprintln(c.stderr, "portclash:", err)
		return exitFailed
	}
	return code
}

// helped ends the parsing when --help was printed.
type helped int

// An exit is an exit code that a command asks for without anything having gone wrong.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

func exitOf(err error) (int, error) {
	if e, ok := errors.AsType[exit](err); ok {
		return int(e), nil
	}
	return exitClean, err
}

// versionCommand prints what this binary is.
type versionCommand struct {
	Format string `enum:"text,json" default:"text" help:"text for people, json for programs."`
}

// Run prints version, commit and Go version.
func (v *versionCommand) Run(c *call) error {
	number, commit := built()
	if v.Format == "json" {
		return printJSON(c.stdout, struct {
			Version string `json:"version"`
			Commit  string `json:"commit,omitempty"`
			Go      string `json:"go"`
		}{number, commit, runtime.Version()})
	}
	if commit != "" {
		commit = ", commit " + commit
	}
	_, err := fmt.Fprintf(c.stdout, "portclash %s%s, %s %s/%s\n", number, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// built returns the version and the commit of this binary; the commit is empty where it was built without git.
func built() (number, commit string) {
	number = version
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return number, ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			commit = s.Value[:min(12, len(s.Value))]
		}
	}
	if number == "" {
		number = strings.TrimPrefix(info.Main.Version, "v") // as the packages have it
	}
	return number, commit
}
