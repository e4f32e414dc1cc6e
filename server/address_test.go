package server

import (
	"testing"

	"go.lsp.dev/uri"
)

func TestPathsAndURIs(t *testing.T) {
	for u, want := range map[string]string{
		"file:///w/a%20b/.env":  "/w/a b/.env",
		"file:///w/./x/../.env": "/w/.env",
		"file:///w//.env":       "/w/.env",
		"untitled:Untitled-1":   "untitled:Untitled-1",
		"http://example.com/w":  "http://example.com/w",
	} {
		parsed, err := uri.Parse(u)
		if err != nil {
			t.Fatal(err)
		}
		if got := pathOf(parsed); got != want {
			t.Errorf("pathOf(%s) = %q, want %q", u, got, want)
		}
	}
	for path, want := range map[string]uri.URI{
		"/w/a b(c)/é.env": "file:///w/a%20b%28c%29/%C3%A9.env",
		"////w/.env":      "file:///w/.env",
	} {
		if got := uriOf(path); got != want {
			t.Errorf("uriOf(%q) = %s, want %s", path, got, want)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, tc := range []struct {
		folder, file, want string
		in                 bool
	}{
		{"/w", "/w/a/.env", "a/.env", true},
		{"/w/", "/w/.env", ".env", true},
		{"/w", "/work/.env", "", false},
		{"/w", "/w", "", false},
		{"/", "/w", "w", true},
	} {
		if got, in := within(tc.folder, tc.file); in != tc.in || in && got != tc.want {
			t.Errorf("within(%q, %q) = %q, %v", tc.folder, tc.file, got, in)
		}
	}
}
