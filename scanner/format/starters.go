package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// readConcurrently reads the commands that concurrently starts together, one an argument.
func readConcurrently(r *run, words []syntax.Text) {
	r.nested(lines(words), true)
}

// lines returns the arguments that are commands of their own: those that have blanks.
func lines(words []syntax.Text) []syntax.Text {
	var all []syntax.Text
	for _, w := range words {
		if strings.Contains(w.Value, " ") && !strings.HasPrefix(w.Value, "-") {
			all = append(all, w)
		}
	}
	return all
}

// readServerAndTest reads start-server-and-test: commands and the ports or URLs it waits for.
func readServerAndTest(r *run, words []syntax.Text) {
	r.nested(lines(words), false)
	r.base.Tested = true
	for _, w := range words {
		if !strings.Contains(w.Value, " ") {
			for _, part := range w.Split("|") {
				r.goes(listenHost{}, part)
			}
		}
	}
}

// readNodemon reads nodemon: its own flags, and the command behind --exec.
func readNodemon(r *run, words []syntax.Text) {
	for i, w := range words {
		flag, value, hasValue := flagOf(w, tool{})
		if flag != "-x" && flag != "--exec" {
			continue
		}
		rest := words[i+1:]
		if !hasValue && len(rest) > 0 {
			value, rest = rest[0], rest[1:]
		}
		r.arguments(tool{name: "nodemon"}, words[:i])
		if strings.Contains(value.Value, " ") {
			r.nested([]syntax.Text{value}, false)
			r.arguments(tool{}, rest)
			return
		}
		r.claims = append(r.claims, runCommands([]syntax.Command{{Words: append([]syntax.Text{value}, rest...)}}, r.base, r.depth+1)...)
		return
	}
	r.arguments(tool{name: "nodemon"}, words)
}

// readShell reads sh -c 'commands' and cmd /c commands.
func readShell(r *run, words []syntax.Text) {
	for i, w := range words {
		switch {
		case strings.HasPrefix(w.Value, "-") && strings.HasSuffix(w.Value, "c") && !strings.HasPrefix(w.Value, "--") && i+1 < len(words):
			r.nested(words[i+1:i+2], false)
			return
		case strings.EqualFold(w.Value, "/c"):
			r.claims = append(r.claims, runCommands([]syntax.Command{{Words: words[i+1:]}}, r.base, r.depth+1)...)
			return
		}
	}
	r.arguments(tool{}, words)
}

// readNetcat reads nc -l 5000, which listens, and nc -z localhost 5432, which connects.
func readNetcat(r *run, words []syntax.Text) {
	listening, flagged := false, false
	host := ""
	for i, w := range words {
		if strings.HasPrefix(w.Value, "-") {
			listening = listening || strings.Contains(w.Value, "l")
			flagged = i+1 < len(words) && strings.HasSuffix(w.Value, "w")
			continue
		}
		if flagged {
			flagged = false
			continue
		}
		if e, ok := wholePort(w); ok {
			c := r.base
			c.Host, c.Port, c.EndPort, c.Role = host, e.Port, e.EndPort, claim.Connect
			if listening {
				c.Role, c.Default = claim.Bind, "*"
			}
			if host != "" && !local(host) {
				c.Scope = claim.Remote
			}
			place(&c, w, 0, len(w.Value), 0, len(w.Value))
			r.claims = append(r.claims, c)
			return
		}
		host = w.Value
	}
}

// readPgCtl reads pg_ctl, whose -o has the flags of the server that it starts.
func readPgCtl(r *run, words []syntax.Text) {
	for i, w := range words {
		if flag, value, hasValue := flagOf(w, tool{}); flag == "-o" || flag == "--options" {
			if !hasValue && i+1 < len(words) {
				value = words[i+1]
			}
			r.arguments(toolsByName["postgres"], value.Trim().Split(" "))
		}
	}
}

// readCloudSQLProxy reads the first version of the proxy, which listens for each of its instances: -instances=NAME=tcp:5432.
func readCloudSQLProxy(r *run, words []syntax.Text) {
	for _, w := range words {
		for _, instance := range w.Split(",") {
			if i := strings.Index(instance.Value, "=tcp:"); i >= 0 {
				r.listen(tool{name: "cloud_sql_proxy", host: "127.0.0.1"}, listenHost{}, instance.Slice(i+len("=tcp:"), len(instance.Value)))
			}
		}
	}
}

// readProse passes over a command whose arguments are for people.
func readProse(*run, []syntax.Text) {}
