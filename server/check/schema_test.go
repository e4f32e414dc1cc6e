package check_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/portclash/portclash/server/check"
	"github.com/portclash/portclash/server/settings"
)

// TestSchema holds the JSON schema by which editors complete a project's file to what is read of one; -update writes it.
func TestSchema(t *testing.T) {
	const path = "../../editor/schema/portclash.schema.json"
	want, err := json.MarshalIndent(schema(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update && !sameJSON(t, path, want) {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !sameJSON(t, path, want) {
		t.Errorf("%s is not what the settings are; go test ./server/check -run Schema -update writes it", path)
	}
}

// sameJSON reports whether a file says the same as a text; how it breaks its lines is the formatter's business.
func sameJSON(t *testing.T, path string, want []byte) bool {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	if err := errors.Join(json.Compact(&a, got), json.Compact(&b, want)); err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(a.Bytes(), b.Bytes())
}

func schema() any {
	type object = map[string]any
	doc := map[string]string{}
	for _, k := range settings.Keys {
		doc[k.Name] = k.Doc
	}
	inTable := map[string]string{}
	for _, k := range settings.IgnoreKeys {
		inTable[k.Name] = k.Doc
	}
	rules := object{}
	for _, code := range check.Codes() {
		rules[code] = object{"description": check.About(code), "enum": settings.Severities}
	}
	orList := func(description string, one any) object {
		return object{"description": description, "anyOf": []any{one, object{"type": "array", "items": one}}}
	}
	text, code := object{"type": "string"}, object{"enum": check.Codes()}
	ports := object{"type": "string", "pattern": `^\s*\d+\s*(-\s*\d+\s*)?$`}
	port := object{"anyOf": []any{object{"type": "integer"}, ports}}
	table := object{
		"type": "object", "additionalProperties": false,
		"anyOf": []any{object{"required": []string{"port"}}, object{"required": []string{"code"}}, object{"required": []string{"path"}}},
		"properties": object{
			"port": orList(inTable["port"], port), "code": orList(inTable["code"], code),
			"path": orList(inTable["path"], text), "reason": object{"description": inTable["reason"], "type": "string"},
		},
	}
	return object{
		"$schema": "http://json-schema.org/draft-07/schema#",
		"title":   "Portclash's settings of a project (" + settings.Name + ")",
		"type":    "object", "additionalProperties": false,
		"properties": object{
			"exclude":  orList(doc["exclude"], text),
			"ignore":   object{"description": doc["ignore"], "type": "array", "items": object{"anyOf": []any{object{"type": "integer"}, ports, code, table}}},
			"severity": object{"description": doc["severity"], "type": "object", "additionalProperties": false, "properties": rules},
		},
	}
}
