//go:build !linux

package machine

import (
	"context"
	"slices"
)

// findPlaces asks where owners of listeners work, and their kin, all at once.
func findPlaces(ctx context.Context, owners []int, kin map[int][]int, _ []imprint) (wait func() places) {
	all := slices.Clone(owners)
	for _, pid := range owners {
		all = append(all, kin[pid]...)
	}
	slices.Sort(all)
	dirs := workingDirs(ctx, slices.Compact(all))
	return func() places {
		return placesOf(owners, kin, func(pid int) string { return dirs[pid] }, func(dir string) *Project { return projectOf(ctx, dir) })
	}
}
