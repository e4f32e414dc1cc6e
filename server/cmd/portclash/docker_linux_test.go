package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/machine"
)

// TestDocker asks a real Docker engine, which the test starts: Debian's packages docker.io and iptables, as root.
func TestDocker(t *testing.T) {
	e := startEngine(t)
	inside, outside := folder(t), folder(t)
	ours, theirs, loose, shared := unusedPort(t), unusedPort(t), unusedPort(t), unusedPort(t)
	e.run(t, "shop-db-1", inside, "db", "-p", "127.0.0.1:"+ours+":80")
	e.run(t, "blog-web-1", outside, "web", "-p", theirs+":80")
	e.run(t, "loose", "", "", "-p", "127.0.0.1:"+loose+":80/udp")
	e.docker(t, "run", "--detach", "--name", "shared", "--network", "host", "portclash-test", "/serve", "127.0.0.1:"+shared)
	write(t, filepath.Join(inside, "compose.yaml"),
		"services:\n  db:\n    image: portclash-test\n    ports:\n      - \"127.0.0.1:"+ours+":80\"\n      - \""+theirs+":80\"\n")

	t.Run("listeners", func(t *testing.T) {
		found := listeners(t, e.portclash(t, nil, "listeners", "--format", "json"))
		for port, want := range map[string]containerJSON{
			ours:   {Name: "shop-db-1", Image: "portclash-test", Project: filepath.Base(inside), Folder: inside, Service: "db"},
			theirs: {Name: "blog-web-1", Image: "portclash-test", Project: filepath.Base(outside), Folder: outside, Service: "web"},
			loose:  {Name: "loose", Image: "portclash-test"},
			shared: {Name: "shared", Image: "portclash-test"},
		} {
			name := "docker-proxy"
			if port == shared {
				name = "serve"
			}
			if len(found[port]) == 0 {
				t.Errorf("nothing listens for %s", want.Name)
			}
			for _, o := range found[port] {
				if o == nil || o.Name != name || o.PID == 0 || o.Container == nil {
					t.Errorf("the owner for %s is %+v, want %s and the container", want.Name, o, name)
					continue
				}
				got := *o.Container
				if want.ID = got.ID; len(got.ID) != 64 || got != want {
					t.Errorf("container %+v, want %+v", got, want)
				}
			}
		}
	})
	t.Run("as a user who may not look into processes", func(t *testing.T) {
		found := listeners(t, e.portclash(t, nobody(t, e.socket), "listeners", "--format", "json"))
		for _, o := range found[theirs] {
			if o == nil || o.PID != 0 || o.Container == nil || o.Container.Name != "blog-web-1" {
				t.Errorf("the owner is %+v, want the container and no process", o)
			}
		}
		if len(found[theirs]) == 0 {
			t.Error("nobody listens")
		}
	})
	t.Run("as a user who may not ask the engine", func(t *testing.T) {
		if err := os.Chmod(e.socket, 0o600); err != nil {
			t.Fatal(err)
		}
		out := e.portclash(t, nobody(t, ""), "listeners", "--format", "json")
		for _, o := range listeners(t, out)[theirs] {
			if o != nil && (o.PID != 0 || o.Container != nil) {
				t.Errorf("the owner is %+v, although nobody may tell", o)
			}
		}
		if !strings.Contains(out.stderr, "container engine at "+e.socket+" answers only to some users") {
			t.Errorf("said %q, want why", out.stderr)
		}
	})
	t.Run("check", func(t *testing.T) {
		out := e.portclash(t, nil, "check", inside)
		want := "container blog-web-1 (portclash-test, compose project " + outside
		if out.code != exitFindings || strings.Count(out.stdout, "port-in-use") != 1 || !strings.Contains(out.stdout, want) {
			t.Errorf("exit code %d, findings:\n%s\nwant one, by %q", out.code, out.stdout, want)
		}
	})
	t.Run("stop", func(t *testing.T) {
		out := e.portclash(t, nil, "stop", "--yes", loose)
		if out.code != exitClean || out.stdout != "Stopped container loose (portclash-test).\n" {
			t.Errorf("exit code %d: %s%s", out.code, out.stdout, out.stderr)
		}
		state, err := exec.Command("docker", "inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "loose").Output()
		if err != nil || string(state) != "exited 0\n" {
			t.Errorf("the container is %q, %v, want it ended by itself", state, err)
		}
		out = e.portclash(t, nobody(t, ""), "stop", "--yes", theirs)
		if out.code != exitFindings || !strings.Contains(out.stdout, "another user's process") {
			t.Errorf("nobody is answered %d: %s%s", out.code, out.stdout, out.stderr)
		}
	})
	t.Run("a container that stops", func(t *testing.T) {
		e.docker(t, "stop", "--time", "0", "blog-web-1")
		if out := e.portclash(t, nil, "check", inside); out.code != exitClean || strings.Contains(out.stdout, "port-in-use") {
			t.Errorf("exit code %d, findings:\n%s", out.code, out.stdout)
		}
	})
}

// An engine is a Docker engine of the test's own.
type engine struct {
	dir, socket string
	command     string // the portclash program
}

func startEngine(t *testing.T) *engine {
	t.Helper()
	require(t, os.Geteuid() == 0, "only root can start a Docker engine")
	for _, program := range []string{"dockerd", "docker", "containerd", "iptables"} {
		_, err := exec.LookPath(program)
		require(t, err == nil, program+" is not on PATH; Debian has it in docker.io, iptables")
	}
	dir, err := os.MkdirTemp("", "docker") //nolint:usetesting // a socket's path must be short, and others must get there
	if err != nil {
		t.Fatal(err)
	}
	e := &engine{dir: dir, socket: filepath.Join(dir, "s"), command: filepath.Join(dir, "portclash")}
	t.Setenv("DOCKER_HOST", "unix://"+e.socket)
	t.Setenv("DOCKER_CONFIG", dir)
	t.Setenv("CI", "")
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	e.start(t)
	e.load(t)
	e.install(t)
	return e
}

// start starts dockerd and waits until it says that it answers.
func (e *engine) start(t *testing.T) {
	t.Helper()
	cmd := exec.Command("dockerd", "--host", "unix://"+e.socket, "--data-root", e.dir+"/data", "--exec-root", e.dir+"/exec",
		"--pidfile", e.dir+"/pid", "--storage-driver", "vfs")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
		_ = syscall.Unmount(e.dir+"/exec/netns/default", syscall.MNT_DETACH) // which dockerd leaves behind
		if err := os.RemoveAll(e.dir); err != nil {
			t.Error(err)
		}
	})
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "API listen on") {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return
		}
	}
	t.Fatalf("dockerd does not start:\n%s", &said)
}

// load makes the image portclash-test: a file system with nothing but /serve.
func (e *engine) load(t *testing.T) {
	t.Helper()
	serve := filepath.Join(e.dir, "serve")
	build := exec.Command("go", "build", "-o", serve, "./testdata/serve")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	content, err := os.ReadFile(serve)
	if err != nil {
		t.Fatal(err)
	}
	var image bytes.Buffer
	w := tar.NewWriter(&image)
	if err := w.WriteHeader(&tar.Header{Name: "serve", Mode: 0o755, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	imports := exec.Command("docker", "import", "-", "portclash-test")
	imports.Stdin = &image
	if out, err := imports.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// install puts a copy of portclash where every user can run it.
func (e *engine) install(t *testing.T) {
	t.Helper()
	self, err := os.Executable() // it is portclash when it is called so: see TestMain
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(e.command, content, 0o755); err != nil {
		t.Fatal(err)
	}
}

func (e *engine) docker(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("docker", args...).CombinedOutput(); err != nil {
		t.Fatalf("docker %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// run starts a container, with the labels of a compose project, which is named for its folder, where there is one.
func (e *engine) run(t *testing.T, name, folder, service string, more ...string) {
	t.Helper()
	args := []string{"run", "--detach", "--name", name}
	if folder != "" {
		args = append(args, "--label", "com.docker.compose.project="+filepath.Base(folder),
			"--label", "com.docker.compose.project.working_dir="+folder, "--label", "com.docker.compose.service="+service)
	}
	e.docker(t, slices.Concat(args, more, []string{"portclash-test", "/serve", ":80"})...)
}

// An output is what a run of portclash said.
type output struct {
	stdout, stderr string
	code           int
}

// portclash runs the program, as another user where one is given.
func (e *engine) portclash(t *testing.T, as *syscall.Credential, args ...string) output {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(e.command, args...)
	cmd.Dir = e.dir
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return output{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// nobody is a user without rights, who may talk to a socket when one is named.
func nobody(t *testing.T, socket string) *syscall.Credential {
	t.Helper()
	if socket != "" {
		if err := os.Chmod(socket, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return &syscall.Credential{Uid: 65534, Gid: 65534}
}

// listeners returns the owners in the JSON of portclash listeners, by port.
func listeners(t *testing.T, out output) map[string][]*ownerJSON {
	t.Helper()
	var list struct{ Listeners []listenerJSON }
	if err := json.Unmarshal([]byte(out.stdout), &list); err != nil {
		t.Fatalf("%v in %q, beside %q", err, out.stdout, out.stderr)
	}
	found := map[string][]*ownerJSON{}
	for _, l := range list.Listeners {
		port := strconv.Itoa(l.Port)
		found[port] = append(found[port], l.Owner)
	}
	return found
}

// require ends a test that cannot run here: where CI=true as failed, elsewhere as not run.
func require(t *testing.T, ok bool, what string) {
	t.Helper()
	switch {
	case ok:
	case os.Getenv("CI") == "true":
		t.Fatal(what)
	default:
		t.Skip("not run: " + what)
	}
}

// unusedPort returns a port that is free and none of those that outgoing connections take, a different one each time.
func unusedPort(t *testing.T) string {
	t.Helper()
	port, err := machine.Pick(10000+rand.IntN(20000), claim.UDP, func(port int) bool {
		free, err := machine.Free(port, claim.TCP)
		return err != nil || !free
	})
	if err != nil {
		t.Fatal(err)
	}
	return strconv.Itoa(port)
}
