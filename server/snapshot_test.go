package server

import (
	"net/netip"
	"testing"
	"time"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// A look that shows what the last one did must not have every document judged again.
func TestTheSamePictureIsNoNews(t *testing.T) {
	o := quiet()
	s := newServer(o)
	var p openParams
	p.TextDocument.URI, p.TextDocument.Text = env, "PORT=8080\n"
	if err := s.didOpen(&p); err != nil {
		t.Fatal(err)
	}
	picture := func(port int, taken time.Time) *machine.Picture {
		return &machine.Picture{
			Listeners: []machine.Listener{{Addr: netip.IPv6Loopback(), Port: port, Owner: &machine.Owner{PID: port}}}, Taken: taken,
		}
	}
	s.learn(picture(80, time.Unix(1, 0)))
	before := s.current.Load()
	s.learn(picture(80, time.Unix(2, 0)))
	s.learn(nil)
	if s.current.Load() != before {
		t.Error("the same listeners made a new snapshot")
	}
	s.learn(picture(81, time.Unix(3, 0)))
	if s.current.Load() == before {
		t.Error("another listener made none")
	}
}

// A file that was opened alone must not make half the machine the user's own work.
func TestTheHomeFolderIsNoProject(t *testing.T) {
	s := newServer(quiet())
	s.home = "/home/me"
	for file, want := range map[string]string{
		"/home/me/.env": "", "/.env": "", "/home/me/shop/.env": "/home/me/shop",
	} {
		if got := s.ownFolder(file); got != want {
			t.Errorf("ownFolder(%s) = %q, want %q", file, got, want)
		}
	}
}

// An empty URI decodes to the top of the disk, and a walk of that would never end.
func TestTheWholeDiskIsNoWorkspace(t *testing.T) {
	o := quiet()
	o.Log = discard()
	s := newServer(o)
	s.join("file:///")
	s.join("vscode-remote://host/w")
	if folders := s.current.Load().folders; len(folders) != 0 {
		t.Errorf("%v", folders)
	}
	s.join("file:///w")
	if folders := s.current.Load().folders; len(folders) != 1 {
		t.Errorf("%v", folders)
	}
}

func TestTheInnermostClaimIsTold(t *testing.T) {
	whole := claim.Claim{Key: "whole", Span: claim.Span{Start: 2, End: 20}, Digits: claim.Span{Start: 16, End: 20}}
	inner := claim.Claim{Key: "inner", Span: claim.Span{Start: 5, End: 9}, Digits: claim.Span{Start: 5, End: 9}}
	open := claim.Claim{Key: "open", Span: claim.Span{Start: 6, End: 7}, Digits: claim.Span{Start: 6, End: 6}}
	for offset, want := range map[int]string{1: "", 2: "whole", 4: "whole", 5: "inner", 6: "inner", 9: "inner", 10: "whole", 20: "whole", 21: ""} {
		for _, claims := range [][]claim.Claim{{whole, inner, open}, {inner, open, whole}} {
			if got, _ := claimAt(claims, offset); got.Key != want {
				t.Errorf("at %d: %q, want %q", offset, got.Key, want)
			}
		}
	}
}
