package check

import (
	"github.com/portclash/portclash/scanner/claim"
)

// layers are the highest layers in which the settings of folders are given, by folder and key.
type layers map[string]int

func layersOf(files map[string]File) layers {
	top := layers{}
	for _, f := range files {
		for _, c := range f.Claims {
			if c.Layer > 0 {
				at := layerKey(f.Path, c)
				top[at] = max(top[at], c.Layer)
			}
		}
	}
	return top
}

// settle marks a claim that a higher layer replaces: nothing follows it as long as that is there, so that it raises no
// alarm, while it moves along with what means the same port.
func (top layers) settle(p Place) Place {
	if p.Claim.Layer > 0 && p.Claim.Layer < top[layerKey(p.Path, p.Claim)] {
		p.Claim.Unsure = true
	}
	return p
}

func layerKey(path string, c claim.Claim) string { return folder(path) + "\x00" + c.Key }
