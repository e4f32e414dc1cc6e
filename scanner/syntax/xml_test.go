package syntax

import "testing"

func TestXML(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"elements, attributes and text", `<?xml version="1.0"?>
<!-- <a b="1"/> -->
<!DOCTYPE a>
<a b="1" c='2 > 1'>
  <d>3</d>
  <d e="4">text</d>
  <n:f/>
  <g><![CDATA[<h>5</h>]]></g>
  <i> <!-- 6 --> </i>
</a>`, `a.b: "1"
a.c: '2 > 1'
a.d: 3
a.d.e: "4"
a.d.: text
a.f: 
a.g: 
a.i: 
`},
		{"an attribute over lines", "<a\n  b=\"1\"\n  c=\"2\"\n/>", "a.b: \"1\"\na.c: \"2\"\n"},
		{"a quote and a tag that are not closed", "<a>\n  <b c=\"1\n  <d e=\"2\"/>\n  <f g=\"3\" />\n</a>", "a.b.c: \"1\"\na.b.d.e: \"2\"\na.b.f.g: \"3\"\n"},
		{"an end tag that is lost", "<a>\n<b>\n<c>1</c>\n</a>\n<d>2</d>", "a.b.c: 1\nd: 2\n"},
		{"an end tag of nothing", "<a></b><c>1</c></a>", "a.c: 1\n"},
		{"a comment that is not closed", "<a>\n<!-- <b>1</b> --\n<c>2</c></a>", "a.c: 2\n"},
		{"nothing", "", ": {}\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n := XML(test.text)
			checkCode(t, test.text, n)
			got := tree(n)
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func FuzzXML(f *testing.F) {
	f.Add(`<?xml version="1.0"?><a b="1"><!-- c --><d>2</d><e f='3'/></a>`)
	f.Add("<a b=\"<c\n</d><![CDATA[")
	f.Fuzz(func(t *testing.T, text string) { checkCode(t, text, XML(text)) })
}
