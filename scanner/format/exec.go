package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// execFlags are the flags with a value that docker exec and docker compose run take in front of the container.
const execFlags flags = "-e --env --env-file --env-from-file -u --user -w --workdir --index --detach-keys --entrypoint --name -l --label -v --volume " +
	"--cap-add --cap-drop --pull -p --publish"

// readExec reads docker exec CONTAINER COMMAND, a command that runs where the container's ports are, and docker compose run
// SERVICE COMMAND, which may publish more of them.
func readExec(r *run, words []syntax.Text) {
	for i := 0; i < len(words); i++ {
		flag, value, hasValue := dockerFlag(words[i])
		if flag == "" {
			r.inside(words[i+1:])
			return
		}
		if !hasValue && execFlags.has(flag) && i+1 < len(words) {
			i++
			value = words[i]
		}
		if flag == "-p" || flag == "--publish" {
			r.claims = append(r.claims, mappingClaims(value, r.base)...)
		}
	}
}

// readClusterExec reads kubectl exec POD -- COMMAND.
func readClusterExec(r *run, words []syntax.Text) {
	for i, w := range words {
		if w.Value == "--" {
			r.inside(words[i+1:])
			return
		}
	}
}

// inside reads a command that runs in a container.
func (r *run) inside(words []syntax.Text) {
	base := r.base
	base.Scope = claim.Container
	r.claims = append(r.claims, runCommands([]syntax.Command{{Words: words}}, base, r.depth+1)...)
}

// readSocat reads socat's two addresses: TCP-LISTEN:8000,fork listens, TCP:localhost:9000 connects.
func readSocat(r *run, words []syntax.Text) {
	for _, w := range words {
		kind, rest, _ := w.Cut(':')
		if !strings.Contains(strings.ToUpper(kind.Value), "LISTEN") {
			r.literals(w)
			continue
		}
		port, options, _ := rest.Cut(',')
		host := listenHost{}
		for _, option := range options.Split(",") {
			if name, value, _ := option.Cut('='); name.Value == "bind" {
				host.name = value.Value
			}
		}
		before := len(r.claims)
		if r.port(tool{name: "socat", host: "*"}, host, port) && strings.HasPrefix(strings.ToUpper(kind.Value), "UDP") {
			r.claims[before].Protocol = claim.UDP
		}
	}
}
