package machine

import (
	"context"
	"net"
	"os"
	"slices"
	"testing"
)

// openListener returns a listener of this process, and the kernel's row of it.
func openListener(t *testing.T) (*net.TCPListener, row) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	e := New().eyes
	if err := e.read(); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(e.now, func(r row) bool { return int(r.local.Port()) == portOf(l.Addr()) })
	return l.(*net.TCPListener), e.now[i]
}

// What a process closes between two rounds hides none of its other files from the second.
func TestFilesThatCloseBetweenRounds(t *testing.T) {
	var low []*os.File
	for range 2 * few {
		f, err := os.Open(os.DevNull)
		if err != nil {
			t.Fatal(err)
		}
		low = append(low, f)
	}
	_, its := openListener(t)
	var w walk
	w.want([]row{its})
	self := []int{os.Getpid()}
	if !w.through(t.Context(), self, few) {
		t.Fatal("found among the first files")
	}
	for _, f := range low {
		f.Close()
	}
	if w.through(t.Context(), self, many) {
		t.Errorf("not found after %d files were closed", len(low))
	}
}

// A hook does something at the first question whether it has ended.
type hook struct {
	context.Context //nolint:containedctx // it is one itself

	do func()
}

func (h *hook) Err() error {
	if do := h.do; do != nil {
		h.do = nil
		do()
	}
	return h.Context.Err()
}

// A daemon's first process opens the socket, leaves it to a child and ends, and may do so while all are looked through.
func TestAProcessThatComesMeanwhile(t *testing.T) {
	l, its := openListener(t)
	var w walk
	w.want([]row{its})
	found, _ := w.everywhere(&hook{t.Context(), func() {
		sleeper(t, []*os.File{fileOf(t, l)})
		l.Close()
	}}, true)
	if found[its.inode].pid == 0 {
		t.Error("not found in the process that came meanwhile")
	}
}
