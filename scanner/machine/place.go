package machine

// Places are where processes work, by number.
type places struct {
	dirs     map[int]string   // the working directories that can be told
	projects map[int]*Project // those of the owners of listeners
}

// placesOf asks where owners of listeners work, and their kin.
func placesOf(owners []int, kin map[int][]int, dirOf func(pid int) string, projectIn func(dir string) *Project) places {
	p := places{map[int]string{}, map[int]*Project{}}
	ask := func(pid int) {
		if _, asked := p.dirs[pid]; !asked {
			p.dirs[pid] = dirOf(pid)
		}
	}
	projects := map[string]*Project{}
	for _, pid := range owners {
		ask(pid)
		for _, up := range kin[pid] {
			ask(up)
		}
		dir := p.dirs[pid]
		project, known := projects[dir]
		if !known && dir != "" {
			project = projectIn(dir)
			projects[dir] = project
		}
		p.projects[pid] = project
	}
	return p
}
