package server

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/portclash/portclash/scanner"
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/server/check"
	"github.com/portclash/portclash/server/settings"
)

// completionTriggers are the characters after which a port may stand.
var completionTriggers = []string{":", "="}

// completion offers ports where one is written: what listens, what the workspace claims, and a free one. It returns nil
// everywhere else, and, unless a person asks for it, once they type a number of their own: an editor would have another
// one taken by the Enter that was meant to end the line.
func (s *server) completion(ctx context.Context, p *protocol.CompletionParams) (protocol.CompletionResult, error) {
	snap := s.at(ctx)
	d := snap.docs[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	at := d.text.offset(s.can.encoding, p.Position)
	if settings.Is(d.path) {
		if list := s.settingCompletion(d, at); list != nil {
			return list, nil
		}
		return nil, nil
	}
	digits := digitsAround(d.text.s, at)
	unasked := p.Context.TriggerKind == protocol.CompletionTriggerKindTriggerCharacter ||
		p.Context.TriggerKind == protocol.CompletionTriggerKindTriggerForIncompleteCompletions
	if unasked && (digits.Start < at || aKey.MatchString(d.text.s[d.text.lineStart(at):at])) {
		return nil, nil
	}
	c, ok := d.claimOf(digits)
	if !ok || c.Scope != claim.Host {
		return nil, nil
	}
	list := &protocol.CompletionList{IsIncomplete: unasked, Items: []protocol.CompletionItem{}}
	written := d.text.span(s.can.encoding, digits)
	for i, o := range s.offers(snap, check.Place{Path: d.path, Claim: c}, digits.In(d.text.s)) {
		number := strconv.Itoa(o.port)
		item := protocol.CompletionItem{
			Label: number, Kind: protocol.CompletionItemKindValue, Detail: protocol.NewOptional(o.detail()),
			SortText: protocol.NewOptional(fmt.Sprintf("%04d", i)), TextEdit: &protocol.TextEdit{Range: written, NewText: number},
		}
		if s.can.labelDetails {
			// Shown with every offer; the detail is shown with the one that is selected.
			item.LabelDetails = &protocol.CompletionItemLabelDetails{Description: new(o.detail())}
		}
		list.Items = append(list.Items, item)
	}
	return list, nil
}

// aKey is the beginning of a line that may well become a setting's name: localhost: is one in YAML.
var aKey = regexp.MustCompile(`^\s*[\w.-]+:$`)

// digitsAround returns the span of the digits before and after an offset, which may be empty.
func digitsAround(text string, at int) claim.Span {
	digit := func(b byte) bool { return '0' <= b && b <= '9' }
	s := claim.Span{Start: at, End: at}
	for s.Start > 0 && digit(text[s.Start-1]) {
		s.Start--
	}
	for s.End < len(text) && digit(text[s.End]) {
		s.End++
	}
	return s
}

// probe is a port that stands in for one that is not written yet.
const probe = 47293

// claimOf returns the claim that a port in the place of some digits would make. That is how any format tells where it
// has ports, also where there is none yet.
func (d *document) claimOf(digits claim.Span) (claim.Claim, bool) {
	number := strconv.Itoa(probe)
	text := d.text.s[:digits.Start] + number + d.text.s[digits.End:]
	for _, c := range scanner.Scan(d.name, text) {
		if c.Digits.Start == digits.Start && c.Digits.Len() == len(number) && c.Port == probe {
			return c, true
		}
	}
	return claim.Claim{}, false
}

// An offer is a port that may be what a person wants.
type offer struct {
	port  int
	rank  int // lower comes first; of several reasons the best counts, but for what is taken already
	about []string
}

// detail tells of up to three reasons, of more of them how many there are: editors show one line of it.
func (o offer) detail() string {
	shown := o.about
	if len(shown) > 3 {
		shown = append(slices.Clone(shown[:2]), fmt.Sprintf("%d more", len(shown)-2))
	}
	return strings.Join(shown, " · ")
}

// taken is the rank of what a bind cannot have.
const taken = 8

// maxOffers is how many ports are offered at once.
const maxOffers = 64

// offers returns the ports for a place whose number is about to be written, the most likely first. A target wants what
// serves, a bind what nobody has yet.
func (s *server) offers(snap *snapshot, p check.Place, written string) []offer {
	by := map[int]*offer{}
	add := func(port, rank int, about string) {
		o := by[port]
		if o == nil {
			o = &offer{port: port, rank: rank}
			by[port] = o
		}
		if o.rank != taken {
			o.rank = min(o.rank, rank)
		}
		if !slices.Contains(o.about, about) {
			o.about = append(o.about, about)
		}
	}
	s.offerListeners(snap, p, add)
	s.offerClaims(snap, p, add)
	if port, err := s.Free(near(written), p.Claim.Protocol, snap.world().Claimed); err == nil {
		rank := 0
		if p.Claim.Role == claim.Connect {
			rank = 9
		}
		add(port, rank, "free")
	}
	var all []offer
	for _, o := range by {
		all = append(all, *o)
	}
	slices.SortFunc(all, func(a, b offer) int { return cmp.Or(a.rank-b.rank, a.port-b.port) })
	return all[:min(len(all), maxOffers)]
}

// near returns the number that a free one should be near to: the one that is written, where it looks like a whole one,
// or what development servers most often begin with.
func near(written string) int {
	if port, err := strconv.Atoi(written); err == nil && 1024 <= port && port <= 65535 {
		return port
	}
	return 3000
}

// offerListeners adds what listens where the place is about. Of what is not the workspace's own, ephemeral ports are
// left out: nobody means those.
func (s *server) offerListeners(snap *snapshot, p check.Place, add func(port, rank int, about string)) {
	w := snap.world()
	if w.Machine() == nil {
		return
	}
	ephemeral := w.Machine().Facts.Ephemeral
	for _, l := range w.Machine().Listeners {
		ours := w.Ours(l.Owner)
		if l.Protocol != p.Claim.Protocol || !l.Reach().Overlaps(p.Claim.Reach()) || !ours && ephemeral[0] <= l.Port && l.Port <= ephemeral[1] {
			continue
		}
		rank, about := 3, "served by "+w.Describe(l.Owner)
		switch {
		case p.Claim.Role == claim.Bind:
			rank, about = taken, "taken by "+w.Describe(l.Owner)
		case ours:
			rank = 1
		}
		add(l.Port, rank, about)
	}
}

// offerClaims adds what the files of the workspace claim of this machine: for a target what they have listen, for a
// bind what they go to.
func (s *server) offerClaims(snap *snapshot, p check.Place, add func(port, rank int, about string)) {
	w := snap.world()
	for _, path := range w.Paths() {
		f, _ := w.File(path)
		for _, c := range f.Claims {
			here := path == p.Path && c.Digits.Touches(p.Claim.Digits)
			if here || c.Open() || c.Scope != claim.Host || !c.Valid() || c.EndPort != c.Port || c.Protocol != p.Claim.Protocol {
				continue
			}
			rank := 2
			if c.Role == p.Claim.Role {
				rank = 5
			}
			verb := "set in "
			switch {
			case c.Role == claim.Connect:
				verb = "wanted in "
			case p.Claim.Role == claim.Bind:
				verb = "taken in "
			}
			add(c.Port, rank, strings.TrimSpace(verb+snap.relative(path)+" "+c.Key))
		}
	}
}
