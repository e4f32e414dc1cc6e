package server

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
	"github.com/portclash/portclash/server/check"
)

// A hint is what is shown in a line beside its text: who serves an address, or which port a variable is. Apart from the
// age, which the client asks for with the rest, it only changes with the files and the machine.
type hint struct {
	offset  int
	label   string
	tooltip string
	since   time.Time // what the age in the label counts from; zero for none
}

// inlayHint returns the hints in a range of a document, in the order of the text.
func (s *server) inlayHint(ctx context.Context, p *protocol.InlayHintParams) ([]protocol.InlayHint, error) {
	snap := s.at(ctx)
	d := snap.docs[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	hints := snap.hints(d)
	s.views.give(hintView, d, hints)
	s.lookAgain(snap)
	from, to := d.text.offset(s.can.encoding, p.Range.Start), d.text.offset(s.can.encoding, p.Range.End)
	var shown []protocol.InlayHint
	for _, h := range hints {
		if h.offset < from || to < h.offset {
			continue
		}
		label := h.label
		if !h.since.IsZero() {
			label += ", " + coarseAge(time.Since(h.since))
		}
		shown = append(shown, protocol.InlayHint{
			Position: d.text.position(s.can.encoding, h.offset), Label: protocol.String(label),
			Tooltip: protocol.String(h.tooltip), PaddingLeft: new(true),
		})
	}
	return shown, nil
}

// hints returns the hints of a document in the order of the text.
func (s *snapshot) hints(d *document) []hint {
	if s.settings.noInlayHints {
		return nil
	}
	var hints []hint
	for _, c := range s.claims(d) {
		p := check.Place{Path: d.path, Claim: c}
		effective, known := s.world().Effective(p)
		if !known {
			continue
		}
		if h, ok := s.valueHint(d, p, effective); ok {
			hints = append(hints, h)
		}
		for _, l := range s.world().Serving(effective) {
			h := s.ownerHint(l.Owner)
			h.offset = d.text.lineEnd(c.Digits.End)
			if !slices.Contains(hints, h) { // one program may serve more in a line
				hints = append(hints, h)
			}
		}
	}
	slices.SortStableFunc(hints, func(a, b hint) int { return a.offset - b.offset })
	return hints
}

// valueHint tells which port a variable is, where the line does not say so itself.
func (s *snapshot) valueHint(d *document, p check.Place, effective claim.Claim) (hint, bool) {
	sources := s.world().Sources(p)
	written := p.Claim.Span.In(d.text.s)
	ranged := strings.Contains(written, "-$") // from one variable to another: the number is not the whole value
	if len(sources) == 0 || ranged || !p.Claim.Open() && p.Claim.Endpoint == effective.Endpoint {
		return hint{}, false
	}
	return hint{
		offset: p.Claim.Span.End, label: "= " + strconv.Itoa(effective.Port),
		tooltip: p.Claim.Variable + " is set in " + s.relative(sources[0].Path),
	}, true
}

// ownerHint tells of the workspace's own program, without a place.
func (s *snapshot) ownerHint(o *machine.Owner) hint {
	if c := o.Container; c != nil {
		return hint{label: "← container " + check.CalledContainer(c), tooltip: s.world().Describe(o)}
	}
	h := hint{label: "← " + o.Called() + ", pid " + strconv.Itoa(o.PID), tooltip: s.world().Describe(o), since: o.Started}
	if !o.Started.IsZero() {
		h.tooltip += ", since " + clock(o.Started)
	}
	return h
}

// coarseAge is [age] without seconds, which would be wrong a moment later.
func coarseAge(d time.Duration) string {
	if d < time.Minute {
		return "just started"
	}
	return age(d)
}

// clock returns a time of this day as 15:04, and one of another day with its date.
func clock(t time.Time) string {
	t, now := t.Local(), time.Now()
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04")
	}
	return t.Format("2 Jan 15:04")
}
