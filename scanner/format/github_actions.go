package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// GitHub's workflows and composite actions (docs.github.com, "Workflow syntax for GitHub Actions"). All of it
// happens on a machine of GitHub's, so nothing is of this machine.
var _ = register(format{
	name:  "github-actions",
	files: []string{".github/workflows/*.yml", ".github/workflows/*.yaml", "action.yml", "action.yaml"},
	is: func(f File) bool {
		return strings.Contains(f.Text, "jobs:") || strings.Contains(f.Text, "runs:")
	},
	scan: scanGitHubActions,
})

func scanGitHubActions(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		base := claim.Claim{Scope: claim.CI}
		claims = append(claims, workflowSettings(root.Get("env"), "env", base)...)
		for _, job := range entries(root.Get("jobs")) {
			base.Group = job.Key
			claims = append(claims, workflowJob(job.Value, syntax.Join("jobs", job.Key), base)...)
		}
		base.Group = ""
		claims = append(claims, workflowSteps(root.At("runs", "steps"), "runs.steps", base)...)
	}
	return claims
}

func workflowJob(job *syntax.Node, key string, base claim.Claim) []claim.Claim {
	claims := workflowSettings(job.Get("env"), key+".env", base)
	claims = append(claims, workflowMatrix(job.At("strategy", "matrix"), key+".strategy.matrix", base)...)
	for _, service := range entries(job.Get("services")) {
		claims = append(claims, workflowContainer(service.Value, syntax.Join(key+".services", service.Key), base)...)
	}
	claims = append(claims, workflowContainer(job.Get("container"), key+".container", base)...)
	return append(claims, workflowSteps(job.Get("steps"), key+".steps", base)...)
}

// workflowMatrix reads the values that the copies of a job have, each its own: port: [3306, 3307], and those of include.
func workflowMatrix(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, p := range entries(n) {
		at := syntax.Join(key, p.Key)
		for i, item := range items(p.Value) {
			if item = item.Resolved(); item != nil && item.Kind == syntax.Mapping {
				claims = append(claims, workflowSettings(item, index(at, i), base)...)
			} else {
				claims = append(claims, settingClaims([]setting{{p.Key, index(at, i), workflowText(item)}}, base)...)
			}
		}
	}
	return claims
}

// workflowContainer reads a container that GitHub starts beside a job or for it.
func workflowContainer(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	base.About = n.Get("image").Value().Value
	var claims []claim.Claim
	for i, port := range items(n.Get("ports")) {
		base := base
		base.Key = index(key+".ports", i)
		claims = append(claims, mappingClaims(workflowText(port), base)...)
	}
	for i := range claims {
		claims[i].Narrow = nil // nobody else is on that machine
	}
	inside := base
	inside.Scope = claim.Container
	claims = append(claims, workflowSettings(n.Get("env"), key+".env", inside)...)
	inside.Key = key + ".options"
	return append(claims, dockerOptions(workflowText(n.Get("options")), base, inside)...)
}

// dockerOptions reads flags of docker create, whose health check is run inside the container.
func dockerOptions(line syntax.Text, base, inside claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, c := range syntax.Commands(line) {
		r := run{base: base}
		r.base.Key = inside.Key
		readDockerRun(&r, c.Words)
		claims = append(claims, r.claims...)
		for i, w := range c.Words {
			flag, value, hasValue := flagOf(w, tool{})
			if flag != "--health-cmd" {
				continue
			}
			if !hasValue && i+1 < len(c.Words) {
				value = c.Words[i+1]
			}
			claims = append(claims, probing(lineClaims(value, inside))...)
		}
	}
	return claims
}

// workflowSteps reads steps: their scripts, environments, and what they hand to an action.
func workflowSteps(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for i, step := range items(n) {
		key := index(key, i)
		claims = append(claims, workflowSettings(step.Get("env"), key+".env", base)...)
		script := base
		script.Key = key + ".run"
		claims = append(claims, lineClaims(workflowText(step.Get("run")), script)...)
		claims = append(claims, actionInputs(step.Get("with"), key+".with", base)...)
	}
	return claims
}

// scriptInputs are the inputs of actions that are commands for the shell.
var scriptInputs = words("run script start command cmd build")

// actionHosts are the words in the names of inputs that say which machine an action goes to.
var actionHosts = words("host server hostname")

// actionInputs reads what a step hands to an action. Only the action knows what for, so a bare number is a port
// by its name only where no host of another machine stands beside it.
func actionInputs(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	for _, p := range entries(n) {
		if p.Value.Kind != syntax.Scalar {
			continue
		}
		base := base
		base.Key = syntax.Join(key, p.Key)
		text := workflowText(p.Value)
		if scriptInputs[strings.ToLower(p.Key)] {
			claims = append(claims, lineClaims(text, base)...)
			continue
		}
		if name := nameOf(p.Key); !name.has(proseNames) {
			for _, line := range text.Split("\n,") {
				claims = append(claims, addressClaims(line, name, base)...)
			}
		}
	}
	for _, p := range entries(n) {
		if name := nameOf(p.Key); name.has(actionHosts) {
			return claims
		}
	}
	ports := workflowSettings(n, key, base)
	for i, c := range ports {
		if c.Span == c.Digits {
			ports[i].Role = claim.Bind // what an action is told the port of, it starts: mongodb-port
		}
	}
	return append(claims, ports...)
}

// workflowSettings reads environment variables, or other settings by name.
func workflowSettings(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	var settings []setting
	for _, p := range entries(n) {
		settings = append(settings, setting{p.Key, syntax.Join(key, p.Key), workflowText(p.Value)})
	}
	return settingClaims(settings, base)
}

// workflowText returns a text with GitHub's expressions, ${{ … }}, taken for variables.
func workflowText(n *syntax.Node) syntax.Text {
	return n.Value().Expand("${{", "}}", func(syntax.Text) (syntax.Text, bool) { return syntax.Text{}, false }).Interpolate()
}
