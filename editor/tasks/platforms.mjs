// The platforms that VS Code runs on, by its names for them, and how Go is told of each.

/** @type {Record<string, { GOOS: string, GOARCH: string, GOARM?: string }>} */
export const platforms = {
  "linux-x64": { GOOS: "linux", GOARCH: "amd64" },
  "linux-arm64": { GOOS: "linux", GOARCH: "arm64" },
  "linux-armhf": { GOOS: "linux", GOARCH: "arm", GOARM: "7" },
  // The program is linked statically, so that it is the same with another C library.
  "alpine-x64": { GOOS: "linux", GOARCH: "amd64" },
  "alpine-arm64": { GOOS: "linux", GOARCH: "arm64" },
  "darwin-x64": { GOOS: "darwin", GOARCH: "amd64" },
  "darwin-arm64": { GOOS: "darwin", GOARCH: "arm64" },
  "win32-x64": { GOOS: "windows", GOARCH: "amd64" },
  "win32-arm64": { GOOS: "windows", GOARCH: "arm64" },
};

/** The platform that this runs on; VS Code's names are Node's. */
export const here = `${process.platform}-${process.arch}`;

/**
 * The name of the server's program on a platform.
 *
 * @param {string} platform
 */
export function programOf(platform) {
  return `portclash${platform.startsWith("win32-") ? ".exe" : ""}`;
}
