package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/machine"
)

// execute does what an editor does with an action's command.
func (s *story) execute(c protocol.Command) {
	s.request(protocol.MethodWorkspaceExecuteCommand, map[string]any{"command": c.Command, "arguments": c.Arguments})
}

func (s *story) askToStop(params string) {
	result := s.request(methodStop, json.RawMessage(params)).(*StopResult)
	s.print(strings.TrimSpace(result.Outcome + " " + result.Message))
}

func (s *story) ShowMessageRequest(ctx context.Context, p *protocol.ShowMessageRequestParams) (*protocol.MessageActionItem, error) {
	var answers []string
	for _, a := range p.Actions {
		answers = append(answers, "["+a.Title+"]")
	}
	s.print("asked: " + p.Message + " " + strings.Join(answers, " "))
	if words := strings.Fields(s.meanwhile); len(words) > 0 {
		s.do(words[0], words[1:], strings.TrimPrefix(s.meanwhile, words[0]+" "))
	}
	s.meanwhile = ""
	switch s.answer {
	case "late":
		<-ctx.Done()
		return nil, ctx.Err()
	case "nothing":
		return nil, nil
	case "with an error":
		return nil, errors.New("unknown method window/showMessageRequest")
	}
	return &protocol.MessageActionItem{Title: s.answer}, nil
}

func (s *story) ShowMessage(_ context.Context, p *protocol.ShowMessageParams) error {
	s.print(fmt.Sprintf("shown: %s", p.Message))
	return nil
}

// stop ends the owner of a listener, as [machine.Machine.Stop] does.
func (s *story) stop(ctx context.Context, l machine.Listener, client int, ask machine.Ask) (machine.Stopped, error) {
	if l.Owner.PID == client {
		return machine.Stopped{}, &machine.Refusal{Reason: machine.Editor, Words: "it is the editor"}
	}
	if ask != nil {
		if yes, err := ask(ctx, l); !yes || err != nil {
			return machine.Stopped{Ending: machine.Declined}, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	is := func(o machine.Listener) bool { return o.Owner.Is(l.Owner) }
	switch {
	case !slices.ContainsFunc(s.listeners, is):
		return machine.Stopped{Ending: machine.Absent}, nil
	case s.stubborn == strconv.Itoa(l.Owner.PID):
		return machine.Stopped{Ending: machine.Lingering}, nil
	}
	s.listeners = slices.DeleteFunc(slices.Clone(s.listeners), is)
	if s.reborn == nil {
		return machine.Stopped{Ending: machine.Ended}, nil
	}
	pid, err := strconv.Atoi(s.reborn[1])
	if err != nil {
		return machine.Stopped{}, err
	}
	name := s.reborn[0]
	s.reborn = nil
	l.Owner = &machine.Owner{Name: name, PID: pid, Dir: l.Owner.Dir, Started: time.Now()}
	s.listeners = append(s.listeners, l)
	return machine.Stopped{Ending: machine.Ended, Heir: &l}, nil
}
