package server

import (
	"context"
	"encoding/json"
	"errors"
	"runtime/debug"
	"strconv"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// A phase is how far a session is. It belongs to the goroutine that reads.
type phase uint8

const (
	waiting phase = iota // for initialize
	running
	ending // after shutdown
)

// maxRequests is how many requests are answered at once; more of them wait.
const maxRequests = 32

// handler returns what every message goes through. Three rules hold: notifications take effect in the order they
// were sent, a request is answered from the state at its place in that order while later messages are read, and no
// message, whatever is wrong with it or with us, ends the session.
func (s *server) handler() jsonrpc2.Handler {
	requests := s.requests()
	notifications := s.notifications()

	// CancelHandler must know of a request before the next message is read, and so be around what releases it.
	release, cancel := jsonrpc2.CancelHandler(func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		ctx = s.pin(ctx)
		jsonrpc2.Async(ctx)
		select {
		case s.slots <- struct{}{}:
			defer func() { <-s.slots }()
		case <-ctx.Done():
			return nil, protocol.ErrRequestCancelled
		}
		return s.guarded(ctx, req, requests[req.Method()])
	})
	notifications[protocol.MethodCancelRequest] = func(_ context.Context, params []byte) (any, error) {
		return nil, cancelRequest(params, cancel)
	}

	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		name := req.Method()
		if !req.IsCall() {
			s.notice(ctx, req, notifications[name])
			return nil, nil // an error would end the connection
		}
		switch {
		case name == protocol.MethodInitialize && s.phase == waiting:
			result, err := s.guarded(ctx, req, request(s.initialize))
			if err == nil {
				s.phase = running
			}
			return result, err
		case s.phase == waiting:
			return nil, jsonrpc2.NewError(jsonrpc2.ServerNotInitialized, "initialize must come first")
		case s.phase == ending || name == protocol.MethodInitialize:
			return nil, jsonrpc2.NewError(jsonrpc2.InvalidRequest, name+" has no place here")
		case name == protocol.MethodShutdown:
			s.phase = ending
			return nil, nil
		case requests[name] == nil:
			return nil, jsonrpc2.NewError(jsonrpc2.MethodNotFound, "unknown method "+strconv.Quote(name))
		}
		return release(ctx, req)
	}
}

// notice lets a notification take effect, before the next message is read.
func (s *server) notice(ctx context.Context, req *jsonrpc2.Request, m method) {
	switch {
	case req.Method() == protocol.MethodExit:
		code := 1
		if s.phase == ending {
			code = 0
		}
		select {
		case s.exit <- code:
		default: // it has been said already
		}
	case s.phase != running:
		s.Log.Debug("notification out of place", "method", req.Method())
	case m == nil:
		s.Log.Debug("notification without effect", "method", req.Method())
	default:
		if _, err := s.guarded(ctx, req, m); err != nil {
			s.Log.Warn("notification dropped", "method", req.Method(), "error", err)
		}
	}
}

// guarded runs a method; a panic is an error of that message only.
func (s *server) guarded(ctx context.Context, req *jsonrpc2.Request, m method) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("panic", "method", req.Method(), "value", p, "stack", string(debug.Stack()))
			err = jsonrpc2.Errorf(jsonrpc2.InternalError, "%s: panic: %v", req.Method(), p)
		}
		err = answerable(ctx, err)
	}()
	return m(ctx, req.Params())
}

// answerable gives an error the code that the protocol has for it; jsonrpc2 would send 0.
func answerable(ctx context.Context, err error) error {
	var coded *jsonrpc2.Error
	switch {
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		return protocol.ErrRequestCancelled
	case err == nil, errors.As(err, &coded):
		return err
	}
	return jsonrpc2.NewError(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed), err.Error())
}

// cancelRequest reads the id itself: package protocol ends the connection over one that is null or large.
func cancelRequest(params []byte, cancel func(jsonrpc2.ID)) error {
	var p struct{ ID json.RawMessage }
	if err := json.Unmarshal(params, &p); err != nil {
		return err
	}
	var name string
	if n, err := strconv.ParseInt(string(p.ID), 10, 64); err == nil {
		cancel(jsonrpc2.NewNumberID(n))
	} else if json.Unmarshal(p.ID, &name) == nil {
		cancel(jsonrpc2.NewStringID(name))
	}
	return nil
}

type pinned struct{}

// pin ties a request to the snapshot of its place in the order of messages.
func (s *server) pin(ctx context.Context) context.Context {
	return context.WithValue(ctx, pinned{}, s.current.Load())
}

// at returns the snapshot that a request is to be answered from.
func (s *server) at(ctx context.Context) *snapshot {
	if snap, ok := ctx.Value(pinned{}).(*snapshot); ok {
		return snap
	}
	return s.current.Load()
}
