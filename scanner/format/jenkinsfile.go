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
	jenkinsArgs = regexp.MustCompile(`\bargs +('[^']*'|"[^"]*")`)
	// jenkinsVariable finds a variable of the environment.
	jenkinsVariable = regexp.MustCompile(`^\s*([A-Z][A-Z0-9_]*) *= *('[^']*'|"[^"]*"|\d+)\s*$`)
)

func scanJenkinsfile(f File) []claim.Claim {
	var claims []claim.Claim
	var variables []setting
	script := "" // the marks that end the script at hand
	for _, line := range syntax.Verbatim(f.Text, 0).Split("\n") {
		text := strings.TrimSpace(line.Value)
		step := jenkinsStep.FindStringSubmatchIndex(line.Value)
		part := func(at []int) syntax.Text { return unquoted(line.Slice(at[2], at[3])).Interpolate() }
		base := claim.Claim{Scope: claim.CI}
		switch {
		case strings.HasPrefix(text, "//"):
		case step != nil && step[3]-step[2] == len(`"""`) && line.Value[step[2]] == line.Value[step[2]+1]:
			script = line.Value[step[2]:step[3]]
			rest := line.Slice(step[3], len(line.Value))
			if end := strings.Index(rest.Value, script); end >= 0 {
				script, rest = "", rest.Slice(0, end)
			}
			claims = append(claims, lineClaims(rest.Interpolate(), base)...)
		case step != nil:
			claims = append(claims, lineClaims(part(step), base)...)
		case script != "":
			if end := strings.Index(line.Value, script); end >= 0 {
				script, line = "", line.Slice(0, end)
			}
			claims = append(claims, lineClaims(line.Interpolate(), base)...)
		default:
			if at := jenkinsArgs.FindStringSubmatchIndex(line.Value); at != nil && strings.HasPrefix(part(at).Value, "-") {
				claims = append(claims, dockerOptions(part(at), base, base)...)
			}
			if at := jenkinsVariable.FindStringSubmatchIndex(line.Value); at != nil {
				name := line.Value[at[2]:at[3]]
				variables = append(variables, setting{name, name, unquoted(line.Slice(at[4], at[5])).Interpolate()})
			}
		}
	}
	return append(claims, settingClaims(variables, claim.Claim{Scope: claim.CI})...)
}
