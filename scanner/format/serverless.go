package format

import (
	"strings"

	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// The Serverless Framework (serverless.com/framework/docs): what its plugins start here, each by its own README
// (serverless-offline, serverless-dynamodb-local, serverless-s3-local, serverless-offline-sns), and the variables that the
// functions are given.
var _ = register(format{
	name:  "serverless",
	files: append(programFiles("serverless", "serverless.*"), "serverless*.yml", "serverless*.yaml", "serverless*.json"),
	scan: func(f File) []claim.Claim {
		base := serverBase(f, "")
		if !isYAML(f) && !hasEnding(f, ".json") {
			return serverlessManual.program(f, syntax.JavaScript, "")
		}
		var claims []claim.Claim
		for _, root := range documents(f) {
			claims = append(claims, serverlessClaims(root, base)...)
		}
		return claims
	},
})

var serverlessManual = manual{
	{at: "**.resources.** resources.** functions.** **.iamRoleStatements.** **.iam.**", skip: true}, // in the cloud
	{at: "**.serverless-offline.port **.serverless-offline.httpPort **.serverless-offline.websocketPort **.serverless-offline.lambdaPort **.serverless-offline.albPort", host: ".host", otherwise: "localhost"},
	{at: "**.dynamodb.start.port **.dynamodb.port **.serverless-dynamodb.start.port **.serverless-dynamodb.port", host: ".host", otherwise: "*"},
	{at: "**.s3.port **.serverless-s3-local.port", host: ".address .host", otherwise: "localhost"},
	{at: "**.serverless-offline-sns.port", host: ".host", otherwise: "127.0.0.1"},
	{at: "**.serverless-offline-*.port **.serverless-offline-*.endpoint", role: claim.Connect, host: ".host"},
}

func serverlessClaims(root *syntax.Node, base claim.Claim) []claim.Claim {
	var claims []claim.Claim
	var settings, environment, custom []setting
	variables := map[claim.Span]string{}
	values := map[string]*syntax.Node{}
	root.Walk(func(key string, n *syntax.Node) bool {
		if n.Kind == syntax.Scalar {
			values[key] = n
		}
		return true
	})
	root.Walk(func(key string, n *syntax.Node) bool {
		if n.Kind != syntax.Scalar {
			return true
		}
		s := setting{settingName(key), key, n.Value()}
		if value, variable, ok := serverlessValue(s.value, values); ok {
			s.value = value
			variables[value.Span(0, len(value.Value))] = variable
		}
		switch at, _ := mappingOf(key); {
		case strings.HasSuffix(at, "environment."):
			environment = append(environment, s)
		case at == "custom.":
			custom = append(custom, s)
		default:
			settings = append(settings, s)
		}
		return true
	})
	claims = append(claims, serverlessManual.claims(settings, base)...)
	own := base
	own.Unsure = true
	claims = append(claims, settingClaims(custom, own)...)                  // what refers to one tells more than its name
	claims = append(claims, onlyGoing(settingClaims(environment, base))...) // a function listens nowhere
	for i, c := range claims {
		if variable := variables[c.Digits]; variable != "" {
			claims[i].Variable = variable
		}
	}
	return claims
}

// serverlessValue returns what a reference comes to that is all of a text, given the scalars of the file by their paths, and
// the environment variable that gives it:
// ${env:PORT, 3000}, ${self:custom.port}, ${opt:port, '3000'}.
func serverlessValue(t syntax.Text, values map[string]*syntax.Node) (value syntax.Text, variable string, ok bool) {
	t = t.Trim()
	if !strings.HasPrefix(t.Value, "${") || !strings.HasSuffix(t.Value, "}") || strings.Count(t.Value, "${") > 1 {
		return t, "", false
	}
	for _, part := range t.Slice(len("${"), len(t.Value)-len("}")).Split(",") {
		part = part.Trim()
		switch source, name, found := strings.Cut(part.Value, ":"); {
		case !found:
			return unquoted(part), variable, true
		case source == "env" && variable == "":
			variable = name
		case source == "self":
			if n := values[name]; n != nil {
				return n.Value(), variable, true
			}
		}
	}
	return t, "", false
}
