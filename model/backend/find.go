package backend

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// PluginDir is where the plugin of a project lies, relative to the project's root.
const PluginDir = ".seqpair/xla"

// pluginPatterns name a CPU plugin; go-xla decides by the "cpu" in the path that buffers are shared.
var pluginPatterns = []string{
	"pjrt_c_api_cpu_plugin.so", "pjrt_c_api_cpu_plugin.dylib", "pjrt_c_api_cpu_plugin.dll",
	"pjrt_c_api_cpu_*_plugin.so", "pjrt_c_api_cpu_*_plugin.dylib", "pjrt_c_api_cpu_*_plugin.dll",
}

// Find returns the path of an XLA CPU plugin: from $PJRT_PLUGIN_LIBRARY_PATH, from [PluginDir] in the
// working directory or the nearest directory above it, from where go-xla installs. It does not
// load the plugin.
func Find() (path string, found bool) {
	for _, dir := range pluginDirs() {
		if path, found = findIn(dir); found {
			return path, true
		}
	}
	return "", false
}

func pluginDirs() []string {
	dirs := strings.Split(os.Getenv("PJRT_PLUGIN_LIBRARY_PATH"), string(os.PathListSeparator))
	if wd, err := os.Getwd(); err == nil {
		for dir := wd; ; dir = filepath.Dir(dir) {
			dirs = append(dirs, filepath.Join(dir, filepath.FromSlash(PluginDir)))
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	if home, err := os.UserHomeDir(); err == nil {
		dirs = append(dirs, filepath.Join(home, ".local", "lib", "go-xla"),
			filepath.Join(home, "Library", "Application Support", "go-xla"),
			filepath.Join(home, "AppData", "Local", "go-xla"))
	}
	dirs = append(dirs, "/usr/local/lib/go-xla")
	return slices.DeleteFunc(dirs, func(dir string) bool { return dir == "" })
}

// findIn returns the newest-named plugin in dir, an unversioned name first.
func findIn(dir string) (path string, found bool) {
	for _, pattern := range pluginPatterns {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(files) == 0 {
			continue
		}
		path, err := filepath.Abs(files[len(files)-1])
		if info, statErr := os.Stat(path); err == nil && statErr == nil && info.Mode().IsRegular() {
			return path, true
		}
	}
	return "", false
}

// isPlugin says whether path is that of a CPU plugin.
func isPlugin(path string) bool {
	return slices.ContainsFunc(pluginPatterns, func(pattern string) bool {
		named, _ := filepath.Match(pattern, filepath.Base(path)) // the patterns are good ones
		return named && filepath.IsAbs(path)
	})
}
