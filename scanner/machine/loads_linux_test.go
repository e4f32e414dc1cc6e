package machine

import (
	"context"
	"os/exec"
	"runtime/debug"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/shirou/gopsutil/v3/net"
	"golang.org/x/sys/unix"
)

// rounds is how often each is measured; the median counts. Newcomers come in each.
const rounds, newcomers = 11, 10

// minute is how long the paced measurement takes: a look every second with real sleeps, as an editor's server looks.
const minute = time.Minute

// BenchmarkLoads compares what looking costs with ss -ltnp and gopsutil, in CPU time, under loads that it makes.
// It takes some five minutes, and measures by itself:
//
//	go test -run '^$' -bench Loads -benchtime 1x ./scanner/machine
//
// ss/look: how many unchanged looks one ss -ltnp is worth. ss/first and gopsutil/first: the same for a look that
// knows nothing yet. newcomer-µs: the wall time of the look that finds a server which has just started, all of it, the
// best of all; owner-µs: of that look the time from when the kernel has listed the sockets until the server's owner is
// known; newcomer-median-µs and owner-median-µs: the same, where other programs have their share. gone-median-ms and
// gone-max-ms: from when that server is asked to end to the word that a listener has gone, its own ending included.
// cpu-s/h: a look every second for an hour.
func BenchmarkLoads(b *testing.B) {
	for _, l := range loads {
		b.Run(l.name, func(b *testing.B) {
			l.begin(b)
			m := New()
			vanished := m.Vanished(b.Context()) // as an editor's server looks
			lookFor(b, m)
			lookFor(b, m) // what the first left to the second
			hour := paced(b, m) * (time.Hour / minute)
			var ss, first, again, whole, owner, gone []time.Duration
			for range rounds { // in turn, so that what else goes on here meets all of them
				ss = append(ss, cpuOf(b, exec.Command("ss", "-ltnp")))
				first = append(first, cpu(func() { lookFor(b, New()) }))
				again = append(again, unchanged(b, m))
				for range newcomers {
					listed, found, ended := newcomer(b, m, vanished)
					whole, owner, gone = append(whole, listed+found), append(owner, found), append(gone, ended)
				}
			}
			var gopsutil []time.Duration
			for range 3 {
				gopsutil = append(gopsutil, cpu(func() {
					if _, err := net.Connections("tcp"); err != nil {
						b.Fatal(err)
					}
				}))
			}
			per := func(a, b []time.Duration) float64 { return float64(median(a)) / float64(median(b)) }
			micros := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }
			b.ReportMetric(per(ss, again), "ss/look")
			b.ReportMetric(per(ss, first), "ss/first")
			b.ReportMetric(per(gopsutil, first), "gopsutil/first")
			b.ReportMetric(micros(slices.Min(whole)), "newcomer-µs")
			b.ReportMetric(micros(median(whole)), "newcomer-median-µs")
			b.ReportMetric(micros(slices.Min(owner)), "owner-µs")
			b.ReportMetric(micros(median(owner)), "owner-median-µs")
			b.ReportMetric(micros(median(gone))/1e3, "gone-median-ms")
			b.ReportMetric(micros(slices.Max(gone))/1e3, "gone-max-ms")
			b.ReportMetric(micros(median(again)), "look-µs")
			b.ReportMetric(hour.Seconds(), "cpu-s/h")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// unchanged returns the CPU time of a look that finds nothing new.
func unchanged(b *testing.B, m *Machine) time.Duration {
	const looks = 200
	return cpu(func() {
		for range looks {
			if m.glance(b.Context()) == nil {
				lookFor(b, m) // something on this machine has changed
			}
		}
	}) / looks
}

func lookFor(b testing.TB, m *Machine) *Picture {
	p, err := m.Look(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// newcomer returns how long the look takes at a server which has just started, in a shell as in a terminal: until the
// sockets are listed, and from then on until the server's owner is found. And how long it takes until there is word of
// the server's end.
func newcomer(b *testing.B, m *Machine, vanished <-chan struct{}) (listed, found, ended time.Duration) {
	dir := b.TempDir()
	c := startChild(b, dir, func(cmd *exec.Cmd) {
		cmd.Args = []string{"sh", "-c", `"$0"; :`, cmd.Path} // with something to do after it, the shell stays
		cmd.Path = "/bin/sh"
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // a terminal's shell begins a session
	})
	begun := time.Now()
	ctx, cancel := soon(b.Context(), patience)
	defer cancel()
	if m.glance(ctx) != nil {
		b.Fatal("the look does not see that anything is new")
	}
	listed = time.Since(begun)
	p, err := m.look(ctx) // goes on from there, as Look does
	if err != nil {
		b.Fatal(err)
	}
	found = time.Since(begun) - listed
	there := p.On(c.port, c.port) // the load may have the same port on another address
	if !slices.ContainsFunc(there, func(l Listener) bool { return l.Owner != nil && l.Owner.Dir == dir }) {
		b.Fatalf("found %+v, want the new server", there)
	}
	select {
	case <-vanished: // of somebody else
	default:
	}
	begun = time.Now()
	c.in.Close()
	<-vanished
	ended = time.Since(begun)
	c.stop()
	return listed, found, ended
}

// paced returns the CPU time of a minute of looks.
func paced(b *testing.B, m *Machine) time.Duration {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	end := time.After(minute)
	return cpu(func() {
		for {
			select {
			case <-tick.C:
				lookFor(b, m)
			case <-end:
				return
			}
		}
	})
}

// cpu returns the CPU time that this process uses for something, and not for giving back the memory of what was before.
func cpu(do func()) time.Duration {
	debug.FreeOSMemory()
	before := used()
	do()
	return used() - before
}

func used() time.Duration {
	var r unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func cpuOf(b *testing.B, cmd *exec.Cmd) time.Duration {
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
