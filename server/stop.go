package server

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// What stops the owner of a listener: the command that fixes name, with one [stopTarget] as its argument, and
// Portclash's own request for a client that has asked the person itself.
const (
	commandStop = "portclash.stop"
	methodStop  = "portclash/stop"
)

// A stopTarget is a listener as it was shown to a person, so that nothing else is stopped.
type stopTarget struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Protocol string `json:"protocol"` // "tcp", as without any, or "udp"
	// PID is the owner's process, Container the ID of its container. One of them is needed.
	PID       int    `json:"pid,omitempty"`
	Container string `json:"container,omitempty"`
	// Started is when the process started, RFC 3339, as far as it was told: it tells two with one number apart.
	Started string `json:"started,omitempty"`
}

type stopParams struct {
	stopTarget

	// Confirmed is set where the client has asked the person. Otherwise the server does.
	Confirmed bool `json:"confirmed"`
}

// A StopResult is what came of stopping a listener's owner, in words.
type StopResult struct {
	// Outcome is "stopped", "gone" where there was nothing to stop any more, "declined", "refused", "lingering" where it
	// was asked to end and has not, or "failed".
	Outcome string `json:"outcome"`
	// Message is a sentence for the person, empty where all went as it should.
	Message string `json:"message"`
}

// targetOf returns the target that means a listener.
func targetOf(l machine.Listener) stopTarget {
	t := stopTarget{Host: l.Addr.String(), Port: l.Port, Protocol: l.Protocol.String(), PID: l.Owner.PID}
	if !l.Owner.Started.IsZero() {
		t.Started = l.Owner.Started.UTC().Format(time.RFC3339)
	}
	if c := l.Owner.Container; c != nil {
		t.Container = c.ID
	}
	return t
}

// stopCommand returns the command that stops a listener's owner after asking.
func stopCommand(title string, l machine.Listener) protocol.Command {
	argument, err := protocol.Marshal(targetOf(l))
	if err != nil {
		panic(err) // of strings and numbers, which every encoder can write
	}
	return protocol.Command{Title: title, Command: commandStop, Arguments: []protocol.LSPAny{argument}}
}

// executeCommand does what a code action's command says. What a person should know of it is shown, as the result of a
// command is shown by no client.
func (s *server) executeCommand(ctx context.Context, p *protocol.ExecuteCommandParams) (any, error) {
	if p.Command != commandStop || len(p.Arguments) != 1 {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, fmt.Sprintf("%s with %d arguments is no command", p.Command, len(p.Arguments)))
	}
	target, err := decode[stopTarget](p.Arguments[0])
	if err != nil {
		return nil, err
	}
	result, err := s.stop(ctx, &stopParams{stopTarget: *target})
	if err == nil && result.Message != "" {
		err = s.client.ShowMessage(ctx, &protocol.ShowMessageParams{Type: protocol.MessageTypeWarning, Message: result.Message})
	}
	return nil, err
}

// stop stops a listener's owner, and looks at the machine afterwards. The error is that the params make no sense.
func (s *server) stop(ctx context.Context, p *stopParams) (*StopResult, error) {
	if _, err := netip.ParseAddr(p.Host); err != nil || p.Port < 1 || p.Port > 65535 || p.PID < 1 && p.Container == "" {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, "host is an address, port is from 1 to 65535, and pid or container says whose it is")
	}
	picture, err := s.lookOnce(ctx)
	if err != nil {
		return &StopResult{"failed", "Portclash cannot look at this machine: " + err.Error()}, nil
	}
	l := p.find(picture)
	if l == nil {
		return &StopResult{Outcome: "gone"}, nil
	}
	if r := l.Refusal(picture.Facts); r != nil {
		result := refused(r)
		return &result, nil
	}
	if !p.means(l.Owner) {
		result := refused(&machine.Refusal{Reason: machine.Changed, Words: fmt.Sprintf("%s has another owner now", l.Endpoint())})
		return &result, nil
	}
	w := check.NewWorld(nil, nil, picture)
	var ask machine.Ask
	if !p.Confirmed {
		ask = func(ctx context.Context, l machine.Listener) (bool, error) { return s.confirm(ctx, StopQuestion(w, l)) }
	}
	stopped, err := s.Stop(ctx, *l, s.clientProcess, ask)
	token(s.look)
	result := StopResultOf(w, *l, stopped, err)
	return &result, nil
}

// find returns the picture's listener at the target, nil where nobody listens there.
func (t stopTarget) find(p *machine.Picture) *machine.Listener {
	addr, protocol := netip.MustParseAddr(t.Host), claim.TCP
	if t.Protocol == claim.UDP.String() {
		protocol = claim.UDP
	}
	for _, l := range p.On(t.Port, t.Port) {
		if l.Addr == addr && l.Protocol == protocol {
			return &l
		}
	}
	return nil
}

// means reports whether the owner is the one that the person was shown.
func (t stopTarget) means(o *machine.Owner) bool {
	if o.Container != nil || t.Container != "" {
		return o.Container != nil && o.Container.ID == t.Container
	}
	began, err := time.Parse(time.RFC3339, t.Started)
	return o.PID == t.PID && (err != nil || o.Started.Unix() == began.Unix())
}

// What the person may answer.
const (
	answerStop   = "Stop It"
	answerCancel = "Cancel"
)

// answerWithin is how long a question is good for. Some clients never answer one that was dismissed.
const answerWithin = 5 * time.Minute

// confirm asks the person, and reports whether the answer was yes.
func (s *server) confirm(ctx context.Context, question string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	answer, err := s.client.ShowMessageRequest(ctx, &protocol.ShowMessageRequestParams{
		Type: protocol.MessageTypeWarning, Message: question,
		Actions: []protocol.MessageActionItem{{Title: answerStop}, {Title: answerCancel}},
	})
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("nothing is stopped without asking, and this editor cannot ask: %w", err)
	}
	return answer != nil && answer.Title == answerStop, nil
}

// StopQuestion returns what a person is asked before a listener's owner is stopped: who it is, in which folder, what
// else it listens on, since when, and its command line.
func StopQuestion(w *check.World, l machine.Listener) string {
	o := l.Owner
	var at []string
	for _, other := range w.Machine().Listeners {
		if other.Owner.Is(o) {
			at = append(at, other.Endpoint().String())
		}
	}
	if len(at) > 3 {
		at = append(at[:2], fmt.Sprintf("%d more ports", len(at)-2))
	}
	listens := "listens on " + listed(at)
	if o.Container == nil && !o.Started.IsZero() {
		listens = "has run for " + age(time.Since(o.Started)) + " and " + listens
	}
	question := fmt.Sprintf("Stop %s? It %s.", w.Describe(o), listens)
	if command := shownCommand(o.Command, picturedHome(w)); command != "" && o.Container == nil {
		question += " Command line: " + command
	}
	return question
}

// listed returns a list as a sentence has it.
func listed(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:len(items)-1], ", ") + " and " + items[len(items)-1]
}

func refused(r *machine.Refusal) StopResult {
	return StopResult{"refused", "Not stopped: " + r.Words + "."}
}

// StopResultOf puts into words how stopping a listener's owner went.
func StopResultOf(w *check.World, l machine.Listener, stopped machine.Stopped, err error) StopResult {
	if r, ok := errors.AsType[*machine.Refusal](err); ok {
		return refused(r)
	}
	if err != nil {
		return StopResult{"failed", "Not stopped: " + err.Error() + "."}
	}
	who := w.Describe(l.Owner)
	result := StopResult{Outcome: "stopped"}
	switch stopped.Ending {
	case machine.Declined:
		return StopResult{Outcome: "declined"}
	case machine.Lingering:
		return StopResult{"lingering", "Asked to end, " + who + " has not done so yet. Portclash ends nothing by force."}
	case machine.Absent:
		result.Outcome = "gone"
	case machine.Ended:
	}
	if h := stopped.Heir; h != nil {
		result.Message = fmt.Sprintf("%s has ended, but %s listens on %s now.", who, w.Describe(h.Owner), h.Endpoint())
	}
	return result
}
