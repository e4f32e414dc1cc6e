package server

import (
	"bytes"
	"encoding/json"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// A codec carries the protocol's unions; package protocol has one of its own but does not export it.
type codec struct{}

func (codec) Marshal(v any) ([]byte, error) {
	if raw, ok := v.(jsonrpc2.RawMessage); ok {
		return raw, nil
	}
	return protocol.Marshal(v)
}

func (codec) Unmarshal(data []byte, v any) error {
	if raw, ok := v.(*jsonrpc2.RawMessage); ok {
		*raw = bytes.Clone(data)
		return nil
	}
	return protocol.Unmarshal(data, v)
}

// decode reads params into v. Some clients send null for what they do not have, which package protocol refuses in
// an optional enumeration ("trace": null), so that the second try is without them.
func decode[T any](params []byte) (*T, error) {
	v := new(T)
	if len(params) == 0 || protocol.Unmarshal(params, v) == nil {
		return v, nil
	}
	v = new(T)
	if err := protocol.Unmarshal(withoutNulls(params), v); err != nil {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, err.Error())
	}
	return v, nil
}

// withoutNulls drops the members that are null, at any depth.
func withoutNulls(data []byte) []byte {
	var v any
	if json.Unmarshal(data, &v) != nil {
		return data
	}
	dropNulls(v)
	less, err := json.Marshal(v)
	if err != nil {
		return data
	}
	return less
}

func dropNulls(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if member == nil {
				delete(v, name)
			}
			dropNulls(member)
		}
	case []any:
		for _, item := range v {
			dropNulls(item)
		}
	}
}
