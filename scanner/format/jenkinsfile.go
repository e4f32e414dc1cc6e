package format

import (
	"regexp"
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Jenkins' pipelines (jenkins.io/doc/book/pipeline/syntax): the scripts of their steps, their variables, and what the
// containers of their agents are started with, all on another machine.
var _ = register(format{
	name:  "jenkinsfile",
	files: []string{"jenkinsfile", "jenkinsfile.*", "*.jenkinsfile"},
	is:    func(f File) bool { return !hasEnding(f, ".md") },
	scan:  scanJenkinsfile,
})

var (
	// jenkinsStep finds a step with a script of one line, or the marks before one of several.
	jenkinsStep = regexp.MustCompile(`\b(?:sh|bat|powershell|pwsh)\b *\(?(?: *script *: *| *)('''|"""|'[^']*'|"[^"]*")`)
	// jenkinsArgs finds the flags that the container of an agent is started with.
	jenkinsArgs = regexp.MustCompile(`\bargs +('''|"""|'[^']*'|"[^"]*")`)
	// jenkinsVariable finds a variable of the environment.
	jenkinsVariable = regexp.MustCompile(`^\s*([A-Z][A-Z0-9_]*) *= *('[^']*'|"[^"]*"|\d+)\s*$`)
)

func scanJenkinsfile(f File) []claim.Claim {
	var claims []claim.Claim
	var variables []setting
	base := claim.Claim{Scope: claim.CI}
	script := func(t syntax.Text) { claims = append(claims, lineClaims(t.Interpolate(), base)...) }
	options := func(t syntax.Text) {
		if strings.HasPrefix(strings.TrimSpace(t.Value), "-") {
			claims = append(claims, dockerOptions(t.Interpolate(), base, base)...)
		}
	}
	marks, read := "", script // what ends the text of several lines at hand, and what reads it
	for line := range linesOf(f.Text) {
		text := strings.TrimSpace(line.Value)
		at, reads := jenkinsStep.FindStringSubmatchIndex(line.Value), script
		if at == nil && marks == "" {
			at, reads = jenkinsArgs.FindStringSubmatchIndex(line.Value), options
		}
		switch {
		case strings.HasPrefix(text, "//"):
		case at != nil && at[3]-at[2] == len(`"""`) && line.Value[at[2]] == line.Value[at[2]+1]:
			marks, read = line.Value[at[2]:at[3]], reads
			rest := line.Slice(at[3], len(line.Value))
			if end := strings.Index(rest.Value, marks); end >= 0 {
				marks, rest = "", rest.Slice(0, end)
			}
			read(rest)
		case at != nil:
			reads(unquoted(line.Slice(at[2], at[3])))
		case marks != "":
			if end := strings.Index(line.Value, marks); end >= 0 {
				marks, line = "", line.Slice(0, end)
			}
			read(line)
		default:
			if at := jenkinsVariable.FindStringSubmatchIndex(line.Value); at != nil {
				name := line.Value[at[2]:at[3]]
				variables = append(variables, setting{name, name, unquoted(line.Slice(at[4], at[5])).Interpolate()})
			}
		}
	}
	return append(claims, settingClaims(variables, base)...)
}
