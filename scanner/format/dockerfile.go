package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Dockerfiles (docs.docker.com/reference/dockerfile): all that they say happens inside a container. What RUN does is
// over before the container starts, so it claims nothing but by the files that it writes. Earthfiles (docs.earthly.dev/docs/earthfile) are written in the
// same words.
var _ = register(format{
	name:  "dockerfile",
	files: []string{"dockerfile", "dockerfile.*", "dockerfile-*", "*.dockerfile", "*-dockerfile", "containerfile", "containerfile.*", "*.containerfile", "earthfile"},
	is:    func(f File) bool { return !hasEnding(f, "ignore") },
	scan:  scanDockerfile,
})

// instructions are the words that a line of a Dockerfile begins with.
var instructions = words("add arg cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal user volume workdir")

func scanDockerfile(f File) []claim.Claim {
	mark := byte('\\')
	if strings.Contains(strings.ToLower(f.Text[:min(len(f.Text), 200)]), "escape=`") {
		mark = '`'
	}
	var d dockerfile
	var text string
	d.heredocs, text = heredocs(f.Text, mark)
	indents := strings.EqualFold(f.Base(), "earthfile")
	lines := syntax.Continuation{Mark: mark, Joins: func(_, line string) bool {
		return strings.HasPrefix(line, " ") && !indents || strings.HasPrefix(line, "\t") && !instructions[firstWord(line)]
	}}.Lines(text)
	for _, line := range lines {
		if word := firstWord(line.Value); instructions[word] {
			d.instruction(word, line)
		}
	}
	d.start()
	return d.claims
}

func firstWord(line string) string {
	word := strings.TrimLeft(line, " \t")
	if i := strings.IndexAny(word, " \t"); i >= 0 {
		word = word[:i]
	}
	return strings.ToLower(word)
}

// A dockerfile collects the claims of a file, a stage at a time.
type dockerfile struct {
	// stage is the name of the stage that is read, image what it builds on.
	stage, image string
	// entrypoint and command are the words of the ones that hold at the end of the stage, if they are lists.
	entrypoint, command []syntax.Text
	heredocs            []heredoc
	claims              []claim.Claim
}

func (d *dockerfile) base(key string) claim.Claim {
	return claim.Claim{Scope: claim.Container, Key: key, Group: d.stage, About: d.image}
}

// instruction reads a line that begins with that instruction.
func (d *dockerfile) instruction(word string, line syntax.Text) {
	at := strings.Index(strings.ToLower(line.Value), word) + len(word)
	rest := line.Slice(at, len(line.Value)).Trim()
	if rest.Value == "" {
		return
	}
	base := d.base(strings.ToUpper(word))
	switch word {
	case "from":
		d.start()
		d.from(rest.Value)
	case "onbuild":
		if inner := firstWord(rest.Value); instructions[inner] && inner != "onbuild" && inner != "from" {
			d.instruction(inner, rest)
		}
	case "expose":
		d.expose(rest, base)
	case "copy", "add":
		d.copy(rest, base)
		d.texts(word, rest, base)
	case "run":
		d.texts(word, rest, base)
	case "env", "arg":
		d.claims = append(d.claims, settingClaims(dockerVariables(rest, word), base)...)
	case "healthcheck":
		if i := strings.Index(rest.Value, "CMD"); i >= 0 {
			d.healthcheck(rest.Slice(i+len("CMD"), len(rest.Value)).Trim(), base)
		}
	case "entrypoint":
		d.entrypoint = d.run(rest, base)
	case "cmd":
		d.command = d.run(rest, base)
	}
}

// from begins a stage: FROM [--platform=…] IMAGE [AS NAME].
func (d *dockerfile) from(arguments string) {
	d.stage, d.image = "", ""
	fields := strings.Fields(arguments)
	for len(fields) > 0 && strings.HasPrefix(fields[0], "--") {
		fields = fields[1:]
	}
	if len(fields) > 0 {
		d.image = fields[0]
	}
	if len(fields) == 3 && strings.EqualFold(fields[1], "as") {
		d.stage = fields[2]
	}
}

// start claims what the words of entrypoint and command together do, once the stage has both.
func (d *dockerfile) start() {
	if words := slices.Concat(d.entrypoint, d.command); len(words) > 0 {
		key := "CMD"
		if len(d.command) == 0 {
			key = "ENTRYPOINT"
		}
		d.claims = append(d.claims, wordClaims(syntax.Command{Words: words}, d.base(key))...)
	}
	d.entrypoint, d.command = nil, nil
}

func (d *dockerfile) expose(ports syntax.Text, base claim.Claim) {
	for _, c := range syntax.Commands(ports.Interpolate()) {
		for _, port := range c.Words {
			base := base
			base.Announces = true // it opens nothing
			if number, protocol, found := port.Cut('/'); found {
				port = number
				base.Protocol = protocolOf(protocol.Value)
			}
			if e, ok := wholePort(port); ok {
				d.claims = append(d.claims, insideClaim(port, e, base))
			}
		}
	}
}

// run reads a command: a list of words, which it returns, or a line for the shell, which it claims.
func (d *dockerfile) run(command syntax.Text, base claim.Claim) []syntax.Text {
	if words := execForm(command); words != nil {
		return words
	}
	d.claims = append(d.claims, lineClaims(command.Interpolate(), base)...)
	return nil
}

func (d *dockerfile) healthcheck(command syntax.Text, base claim.Claim) {
	claims := lineClaims(command.Interpolate(), base)
	if words := execForm(command); words != nil {
		claims = wordClaims(syntax.Command{Words: words}, base)
	}
	d.claims = append(d.claims, probing(claims)...)
}

// execForm returns the words of a list in JSON, nil where the text is none.
func execForm(list syntax.Text) []syntax.Text {
	if !strings.HasPrefix(list.Value, "[") {
		return nil
	}
	words := []syntax.Text{}
	for i := 1; i < len(list.Value); i++ {
		if list.Value[i] != '"' {
			continue
		}
		start := i + 1
		for i++; i < len(list.Value) && list.Value[i] != '"'; i++ {
			if list.Value[i] == '\\' {
				i++
			}
		}
		words = append(words, list.Slice(start, min(i, len(list.Value))).Interpolate())
	}
	return words
}

// dockerVariables returns what ENV sets, NAME=value … or NAME value, or ARG declares.
func dockerVariables(rest syntax.Text, key string) []setting {
	key = strings.ToUpper(key)
	if name, value, found := rest.Cut(' '); found && key == "ENV" && !strings.Contains(name.Value, "=") {
		return []setting{{name.Value, key + "." + name.Value, value.Trim().Interpolate()}}
	}
	var settings []setting
	rest.Value = asWords.Replace(rest.Value)
	for _, c := range syntax.Commands(rest) {
		for _, w := range slices.Concat(c.Sets, c.Words) {
			if name, value, found := w.Cut('='); found {
				value.Value = asWritten.Replace(value.Value)
				settings = append(settings, setting{name.Value, key + "." + name.Value, value.Interpolate()})
			}
		}
	}
	return settings
}

// asWords replaces what ends a command for a shell, but no value here, and asWritten puts it back.
var (
	asWords   = strings.NewReplacer(";", "\x01", "&", "\x02", "|", "\x03")
	asWritten = strings.NewReplacer("\x01", ";", "\x02", "&", "\x03", "|")
)
