package check

import (
	"path"
	"slices"

	"github.com/portclash/portclash/scanner/claim"
)

// begun are the claims which say that a command of another file is started along with others, by that file's folder and
// the command. One command may be started by several.
type begun map[string]map[claim.Command][]Place

func begunBy(files map[string]File) begun {
	all := begun{}
	for _, f := range files {
		for _, c := range f.Claims {
			if c.Starts == (claim.Command{}) {
				continue
			}
			dir := folder(f.Path)
			if all[dir] == nil {
				all[dir] = map[claim.Command][]Place{}
			}
			all[dir][c.Starts] = append(all[dir][c.Starts], Place{f.Path, c})
		}
	}
	return all
}

// join returns a place with what it is started along with, where its own file does not say that.
func (b begun) join(p Place) Place {
	by := b[folder(p.Path)][claim.Command{File: path.Base(p.Path), Key: p.Claim.Key}]
	if len(by) > 0 && p.Claim.Together == "" {
		p.Claim.Together = slices.MinFunc(by, comparePlaces).Claim.Together
	}
	return p
}
