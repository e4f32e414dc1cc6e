package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"
)

// A server cannot have the port of an outgoing connection, and check says so although nobody listens there.
func TestCheckTellsOfAConnectionInTheWay(t *testing.T) {
	far, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	near, err := net.Dial("tcp4", far.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer near.Close()
	port := near.LocalAddr().(*net.TCPAddr).Port
	if l, err := net.Listen("tcp4", near.LocalAddr().String()); err == nil {
		l.Close()
		t.Fatal("the kernel lets a server have the port of a connection")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".env"), fmt.Sprintf("PORT=%d\n", port))
	check := func() (string, int) {
		var out strings.Builder
		code := run(&call{ctx: t.Context(), stdout: &out, stderr: io.Discard, log: slog.New(slog.DiscardHandler)}, []string{"check", "--live", "on", dir})
		return out.String(), code
	}
	want := fmt.Sprintf("port %d is taken for now by a connection of ", port)
	if out, code := check(); code != exitFindings || !strings.Contains(out, want) || !strings.Contains(out, far.Addr().String()) {
		t.Errorf("exit %d, want %d and %q:\n%s", code, exitFindings, want, out)
	}
	near.Close()
	if out, code := check(); code != exitClean {
		t.Errorf("after the connection: exit %d\n%s", code, out)
	}
}
