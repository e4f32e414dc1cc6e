package main

import (
	"bufio"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart measures the program as an editor starts it, on a small workspace with a real look at the machine:
// from the start of the process to the answer to initialize and to the first diagnostics, medians, and the most memory
// that it has had by then (VmHWM).
//
//	go test ./server/cmd/portclash -run '^$' -bench Start -benchtime 20x
func BenchmarkStart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "portclash")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	folder := b.TempDir()
	for name, text := range map[string]string{
		".env":         "PORT=3000\nDATABASE_URL=postgres://localhost:5432/app\n",
		"compose.yaml": "services:\n  db:\n    image: postgres:17\n    ports: [\"127.0.0.1:5432:5432\"]\n",
		"package.json": `{ "scripts": { "dev": "vite --port 5173" } }`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	var initialized, diagnosed []time.Duration
	most := 0
	for b.Loop() {
		begun := time.Now()
		s := startServer(b, program)
		s.say(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":"file://%[1]s","capabilities":{}}}`, folder)
		s.await(`"id":1`)
		initialized = append(initialized, time.Since(begun))
		s.say(`{"jsonrpc":"2.0","method":"initialized","params":{}}`)
		s.say(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file://%[1]s/.env","languageId":"dotenv","version":1,"text":"PORT=3000\n"}}}`, folder)
		s.await("textDocument/publishDiagnostics")
		diagnosed = append(diagnosed, time.Since(begun))
		most = max(most, s.memory())
		s.end()
	}
	millis := func(all []time.Duration) float64 {
		slices.Sort(all)
		return float64(all[len(all)/2].Microseconds()) / 1e3
	}
	b.ReportMetric(millis(initialized), "initialize-ms")
	b.ReportMetric(millis(diagnosed), "diagnostics-ms")
	b.ReportMetric(float64(most)/1e3, "memory-MB")
	b.ReportMetric(0, "ns/op")
}

// A startedServer is the program as a language server, spoken to over its pipes.
type startedServer struct {
	b   *testing.B
	cmd *exec.Cmd
	in  io.WriteCloser
	out *textproto.Reader
}

func startServer(b *testing.B, program string) *startedServer {
	b.Helper()
	cmd := exec.Command(program, "lsp")
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	return &startedServer{b, cmd, in, textproto.NewReader(bufio.NewReader(out))}
}

func (s *startedServer) say(message string, args ...any) {
	s.b.Helper()
	if len(args) > 0 {
		message = fmt.Sprintf(message, args...)
	}
	if _, err := fmt.Fprintf(s.in, "Content-Length: %d\r\n\r\n%s", len(message), message); err != nil {
		s.b.Fatal(err)
	}
}

// await reads until a message has a text in it.
func (s *startedServer) await(text string) {
	s.b.Helper()
	for {
		header, err := s.out.ReadMIMEHeader()
		if err != nil {
			s.b.Fatal(err)
		}
		size, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			s.b.Fatal(err)
		}
		message := make([]byte, size)
		if _, err := io.ReadFull(s.out.R, message); err != nil {
			s.b.Fatal(err)
		}
		if strings.Contains(string(message), text) {
			return
		}
	}
}

// memory returns the most that the process has had in memory so far, in kB (proc_pid_status(5)).
func (s *startedServer) memory() int {
	s.b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.b.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kB, err := strconv.Atoi(strings.Fields(after)[0])
	if err != nil {
		s.b.Fatal(err)
	}
	return kB
}

// end closes the server's input, at which it ends.
func (s *startedServer) end() {
	s.b.Helper()
	_ = s.in.Close()
	_ = s.cmd.Wait()
}
