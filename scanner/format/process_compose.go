package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Process Compose (f1bonacc1.github.io/process-compose): processes that start together, their variables, and where
// they are asked for their health.
var _ = register(format{
	name:  "process-compose",
	files: []string{"process-compose*.yml", "process-compose*.yaml", "process_compose*.yml", "process_compose*.yaml"},
	scan:  scanProcessCompose,
})

func scanProcessCompose(f File) []claim.Claim {
	var claims []claim.Claim
	for _, root := range syntax.YAML(f.Text) {
		claims = append(claims, settingClaims(settingsOf(root.Get("environment"), "environment"), claim.Claim{})...)
		for _, process := range entries(root.Get("processes")) {
			n := process.Value.Resolved()
			key, first := syntax.Join("processes", process.Key), len(claims)
			base := claim.Claim{Group: process.Key, Together: f.Base()}
			claims = append(claims, settingClaims(settingsOf(n.Get("environment"), key+".environment"), base)...)
			base.Key = key + ".command"
			claims = append(claims, lineClaims(n.Get("command").Value().Interpolate(), base)...)
			claims = append(claims, starting(f, n.Get("command").Value(), processFolder(n), base)...)
			for _, name := range []string{"readiness_probe", "liveness_probe"} {
				claims = append(claims, processProbe(n.Get(name), syntax.Join(key, name), base)...)
			}
			if n.Get("disabled").Value().Value == "true" {
				for i := range claims[first:] {
					claims[first+i].Unsure, claims[first+i].Starts = true, nil
				}
			}
		}
	}
	return claims
}

// processFolder returns the folder that a process is started in.
func processFolder(n *syntax.Node) string { return n.Get("working_dir").Value().Value }

// processProbe reads how a process is asked for its health.
func processProbe(n *syntax.Node, key string, base claim.Claim) []claim.Claim {
	base.Role, base.Key = claim.Connect, key+".exec.command"
	claims := lineClaims(n.At("exec", "command").Value().Interpolate(), base)
	get := n.Get("http_get")
	return append(claims, hostedPort(get.Get("port"), hostIn(get), key+".http_get.port", base)...)
}
