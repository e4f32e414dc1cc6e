package format

import (
	"slices"
	"strings"

	"github.com/portclash/portclash/scanner/syntax"
)

// describes reports whether a file is a description of an interface (spec.openapis.org, asyncapi.com/docs/reference) or of
// what others may write (json-schema.org).
func describes(root *syntax.Node) bool {
	for _, key := range []string{"openapi", "swagger", "asyncapi"} {
		if root.Get(key) != nil {
			return true
		}
	}
	return root.Get("$schema") != nil && slices.ContainsFunc([]string{"properties", "definitions", "$defs", "$id", "oneOf", "anyOf", "allOf"}, func(key string) bool {
		return root.Get(key) != nil
	})
}

// described returns the settings of a description that say where what it describes is: its servers, and where a user logs in.
// The rest is what somebody may send or write, for example.
func described(settings []setting) []setting {
	return slices.DeleteFunc(settings, func(s setting) bool {
		parts := strings.Split(withoutIndexes(s.key), ".")
		for _, part := range parts {
			if part == "example" || part == "examples" {
				return true
			}
		}
		server := slices.Contains(parts, "servers") || len(parts) == 1 && s.name == "host"
		login := strings.HasPrefix(s.key, "components.securitySchemes.") || strings.HasPrefix(s.key, "securityDefinitions.")
		return !server && !login
	})
}

// namesSchema reports whether a setting gives a schema a name rather than its file a value: $id, $ref, $schema.
func (s setting) namesSchema() bool { return strings.HasPrefix(s.name, "$") }
