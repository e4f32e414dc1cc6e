package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// dockerSwitches are the flags of docker run that have no value.
var dockerSwitches = flags("-d --detach -i --interactive -t --tty -it -ti -dit -itd -di -td --init --privileged --rm -P --publish-all " +
	"--read-only --no-healthcheck --oom-kill-disable --sig-proxy --disable-content-trust -q --quiet --replace")

// flagWords are the words in the name of a variable that holds flags.
var flagWords = words("flag flags opt opts option options arg args arguments extra params")

// readDockerRun reads docker run: the ports it publishes on this machine, and the image's command, whose
// claims are inside the container.
func readDockerRun(r *run, words []syntax.Text) {
	inside := run{base: r.base, depth: r.depth + 1}
	inside.base.Scope = claim.Container
	published := []syntax.Text{}
	for i := 0; i < len(words); i++ {
		flag, value, hasValue := dockerFlag(words[i])
		if v := words[i].Hole(0); v != nil && nameOf(v.Name).has(flagWords) && i+1 < len(words) {
			continue // more flags, not the image
		}
		if flag == "" {
			if !strings.ContainsRune(words[i].Value, 0) {
				r.base.About, inside.base.About = words[i].Value, words[i].Value
			}
			inside.claims = append(inside.claims, runCommands([]syntax.Command{{Words: words[i+1:]}}, inside.base, inside.depth)...)
			break
		}
		if !hasValue && !dockerSwitches.has(flag) && i+1 < len(words) && !strings.HasPrefix(words[i+1].Value, "-") {
			i++
			value = words[i]
		}
		switch flag {
		case "-p", "--publish":
			published = append(published, value)
		case "-e", "--env":
			inside.set(value)
		case "--network", "--net":
			if value.Value == "host" {
				inside.base.Scope = r.base.Scope
			}
		case "--expose":
			if e, ok := wholePort(value); ok {
				exposed := insideClaim(value, e, r.base)
				exposed.Announces = true
				inside.claims = append(inside.claims, exposed)
			}
		}
	}
	inside.claims = append(inside.claims, settingClaims(inside.sets, inside.base)...)
	outside := r.base
	outside.Unsure = outside.Unsure || inside.base.Scope != claim.Container // the engine passes over them
	for _, p := range published {
		r.claims = append(r.claims, mappingClaims(p, outside)...)
	}
	r.claims = append(r.claims, inside.claims...)
}

// dockerFlag cuts an argument of docker run that is a flag; -p8080:80 has its value with it.
func dockerFlag(w syntax.Text) (flag string, value syntax.Text, hasValue bool) {
	if strings.HasPrefix(w.Value, "-p") && len(w.Value) > 2 && (digit(w.Value[2]) || w.Hole(2) != nil) {
		return "-p", w.Slice(2, len(w.Value)), true
	}
	return flagOf(w, tool{})
}
