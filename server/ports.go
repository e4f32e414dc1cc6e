package server

import (
	"context"
	"fmt"
	"net"
	"reflect"
	"strconv"
	"sync"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// Portclash's own messages for a client that shows all ports in a list.
const (
	// methodPorts asks for the list.
	methodPorts = "portclash/ports"
	// methodPortsChanged tells a client that has asked that it would get another answer now.
	methodPortsChanged = "portclash/portsChanged"
	// methodWatchPorts says whether a person looks at the list: the machine is then watched without any open document.
	methodWatchPorts = "portclash/watchPorts"
)

type portsParams struct {
	// Look has the machine looked at for this one answer, whether or not it is watched. The client is then not told of
	// changes to it.
	Look bool `json:"look"`
}

type watchPortsParams struct {
	Visible bool `json:"visible"`
}

// A portsResult is all that the workspace claims, and what else listens on the machine.
type portsResult struct {
	// Reading is set while there are folders whose files are not read yet.
	Reading bool `json:"reading,omitempty"`
	// Looked is set where the machine has been looked at.
	Looked bool `json:"looked"`
	// Clashes is the number of ports that clash.
	Clashes int         `json:"clashes"`
	Ports   []portRow   `json:"ports"`
	Others  []holderRow `json:"others"`
	// Partial is what a look could not find out, Where the machine that was looked at, if that may be another one than
	// the client's; both may be empty.
	Partial string `json:"partial,omitempty"`
	Where   string `json:"where,omitempty"`
}

// A portRow is one service of the workspace.
type portRow struct {
	// Address is the endpoint as a person writes it.
	Address  string `json:"address"`
	Port     int    `json:"port"`
	EndPort  int    `json:"endPort,omitzero"`
	Protocol string `json:"protocol"`
	Role     string `json:"role"`
	Service  string `json:"service"`
	// State is unknown, free, running, held or clash.
	State    string       `json:"state"`
	Places   []placeRow   `json:"places"`
	Findings []findingRow `json:"findings,omitempty"`
	Holders  []holderRow  `json:"holders,omitempty"`
	// URL is where a browser may find the service.
	URL string `json:"url,omitempty"`
}

type placeRow struct {
	URI   uri.URI        `json:"uri"`
	Range protocol.Range `json:"range"`
	// File is the path as it is known in the workspace.
	File string `json:"file"`
	Key  string `json:"key,omitempty"`
	Role string `json:"role"`
}

type findingRow struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
}

// A holderRow is a listener and its owner.
type holderRow struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Protocol string `json:"protocol"`
	// Owner is what a person calls the owner, About all that a sentence has of it.
	Owner string `json:"owner"`
	About string `json:"about"`
	Ours  bool   `json:"ours"`
	PID   int    `json:"pid,omitzero"`
	// Container is the ID of the owner's container, empty where it is none.
	Container string `json:"container,omitempty"`
	Command   string `json:"command,omitempty"`
	Folder    string `json:"folder,omitempty"`
	Since     string `json:"since,omitempty"` // RFC 3339
	// Refusal is why the owner cannot be stopped, empty where it can.
	Refusal string `json:"refusal,omitempty"`
}

// A board is what a client was last given of the list.
type board struct {
	mu    sync.Mutex
	given *portsResult // nil until the client asks
}

func (b *board) give(r *portsResult) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.given = r
}

// differs reports whether a client that has asked would get another answer now. It reports a difference once.
func (b *board) differs(now func() *portsResult) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.given == nil {
		return false
	}
	next := now()
	if reflect.DeepEqual(next, b.given) {
		return false
	}
	b.given = next
	return true
}

// ports returns the list.
func (s *server) ports(ctx context.Context, p *portsParams) (*portsResult, error) {
	snap := s.at(ctx)
	if p.Look {
		picture, err := s.lookOnce(ctx)
		if err != nil {
			return nil, requestFailed(fmt.Errorf("this machine cannot be looked at: %w", err))
		}
		return s.listPorts(snap.with(picture)), nil
	}
	r := s.listPorts(snap)
	s.board.give(r)
	if s.current.Load() != snap {
		token(s.listed)
	}
	return r, nil
}

func (s *server) watchPorts(p *watchPortsParams) error {
	s.change(func(snap *snapshot) { snap.watched = p.Visible })
	token(s.look)
	return nil
}

// boardPause is how long the list is left alone after the client was told of a change: lists are slower to read than
// squiggles.
const boardPause = 200 * time.Millisecond

// tellOfPorts is the only goroutine that tells the client that the list has changed.
func (s *server) tellOfPorts(ctx context.Context) {
	pause := time.NewTimer(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.listed:
		}
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		if s.board.differs(func() *portsResult { return s.listPorts(s.current.Load()) }) {
			if err := s.notify(ctx, methodPortsChanged, struct{}{}); err != nil {
				s.Log.Debug("the client is not told of the ports", "error", err)
			}
		}
		pause.Reset(boardPause)
	}
}

// listPorts returns the list that a snapshot makes. Equal snapshots make equal lists.
func (s *server) listPorts(snap *snapshot) *portsResult {
	w := snap.world()
	r := &portsResult{Reading: !snap.settled(), Ports: []portRow{}, Others: []holderRow{}}
	rows := w.Board()
	at := s.locator(snap)
	for _, row := range rows {
		if row.State == check.Clash {
			r.Clashes++
		}
		r.Ports = append(r.Ports, portRowOf(w, row, snap, at))
	}
	if picture := w.Machine(); picture != nil {
		r.Looked, r.Partial = true, picture.Partial
		if picture.Facts.Apart {
			r.Where = picture.Facts.Where
		}
		for _, l := range w.Strangers(rows) {
			r.Others = append(r.Others, holderRowOf(w, l))
		}
	}
	return r
}

func portRowOf(w *check.World, row check.Row, snap *snapshot, at *locator) portRow {
	c := row.Claim
	out := portRow{
		Address: c.String(), Port: c.Port, Protocol: c.Protocol.String(), Role: c.Role.String(),
		Service: row.Name, State: row.State.String(), Places: []placeRow{},
	}
	if c.EndPort != c.Port {
		out.EndPort = c.EndPort
	}
	if row.Web {
		out.URL = "http://" + net.JoinHostPort(hostToOpen(c), strconv.Itoa(c.Port))
	}
	for _, p := range row.Places {
		l := at.location(p)
		out.Places = append(out.Places, placeRow{l.URI, l.Range, snap.relative(p.Path), p.Claim.Key, p.Claim.Role.String()})
	}
	for _, f := range row.Findings {
		out.Findings = append(out.Findings, findingRow{f.Code, f.Severity.String(), f.Message})
	}
	for _, l := range row.Listeners {
		out.Holders = append(out.Holders, holderRowOf(w, l))
	}
	return out
}

// hostToOpen returns the host by which a browser on the machine reaches a claim.
func hostToOpen(c claim.Claim) string {
	if host := browserHost(c); host != "" {
		return host
	}
	return "localhost"
}

func holderRowOf(w *check.World, l machine.Listener) holderRow {
	h := holderRow{
		Host: l.Addr.String(), Port: l.Port, Protocol: l.Protocol.String(),
		About: w.Describe(l.Owner), Ours: w.Ours(l.Owner),
	}
	h.Owner = h.About
	if !l.Owner.Hidden() {
		o := l.Owner
		h.Owner, h.PID, h.Command, h.Folder = o.Called(), o.PID, shownCommand(o.Command, picturedHome(w)), w.Short(o.Dir)
		if o.Container != nil {
			h.Owner, h.Container = "container "+check.CalledContainer(o.Container), o.Container.ID
		}
		if o.Dir == "" {
			h.Folder = ""
		}
		if !o.Started.IsZero() {
			h.Since = o.Started.UTC().Format(time.RFC3339)
		}
	}
	if refusal := l.Refusal(w.Machine().Facts); refusal != nil {
		h.Refusal = refusal.Error()
	}
	return h
}
