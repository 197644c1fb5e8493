package backend

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gomlx/go-xla/installer"
	"github.com/google/renameio/v2"
)

// The pinned wheel: the plugin in it loads with go-xla v0.4.1 and needs glibc 2.27 or newer.
const (
	wheelRequirement = "lammps-jax-pjrt-cpu==0.11.2 --hash=sha256:1319390d948b39f69f7dade496b7c385149d9ca6097a6b62114da113216d9ad1\n"
	wheelMember      = "lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so"
	wheelMemberSize  = 201_600_336 // bytes, by which the plugin is known
	wheelPlatform    = "linux/amd64"
	pluginFile       = "pjrt_c_api_cpu_plugin.so"
)

// releaseVersion is the plugin release that go-xla v0.4.1 was tested with.
const releaseVersion = "v0.114.0"

// How long each source may take before the next one is tried.
var (
	answerTimeout  = 20 * time.Second // the release page's first answer
	installTimeout = 3 * time.Minute  // GoMLX's installer, once the page has answered
	wheelTimeout   = 10 * time.Minute // pip
)

// Install makes an XLA CPU plugin available and returns its path. One that [Find] finds is left as it
// is; else it is GoMLX's release, where its page answers within 20 seconds and
// $GOMLX_NO_AUTO_INSTALL is not set; else a pinned wheel from the Python package index, whose hash
// pip checks, for which a python3 with pip must be in PATH. Only dir is written to, and the plugin
// appears there whole or not at all. Each step is one line on progress. A program that was built without
// XLA has no use for a plugin: that is an error too.
func Install(ctx context.Context, dir string, progress io.Writer) (path string, err error) {
	if openXLA == nil {
		return "", errors.New("XLA plugin: " + builtWithout)
	}
	if path, found := Find(); found {
		return path, nil
	}
	if path, found := findIn(dir); found {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("XLA plugin: %w", err)
	}
	releaseErr := installRelease(ctx, dir, progress)
	if releaseErr == nil {
		if path, found := findIn(dir); found {
			return path, nil
		}
		releaseErr = errors.New("the release holds no CPU plugin")
	}
	fmt.Fprintf(progress, "XLA plugin: not from GoMLX's release: %s\n", firstLine(releaseErr))
	path, err = installWheel(ctx, dir, progress)
	if err != nil {
		return "", fmt.Errorf("XLA plugin: GoMLX's release: %w; Python wheel: %w; without it training runs on the slower pure-Go backend", releaseErr, err)
	}
	return path, nil
}

func installRelease(ctx context.Context, dir string, progress io.Writer) error {
	if _, set := os.LookupEnv("GOMLX_NO_AUTO_INSTALL"); set {
		return errors.New("GOMLX_NO_AUTO_INSTALL is set")
	}
	fmt.Fprintf(progress, "XLA plugin: asking GoMLX's release page for %s\n", releaseVersion)
	if err := releaseAnswers(ctx); err != nil {
		return err
	}
	fmt.Fprintln(progress, "XLA plugin: GoMLX's installer")
	platform := runtime.GOOS + "_" + runtime.GOARCH
	return within(ctx, installTimeout, func() error {
		return installer.CPUInstall(platform, releaseVersion, dir, false, installer.Quiet)
	})
}

// releaseAnswers asks first what GoMLX's installer will ask, since its own requests have no time limit.
func releaseAnswers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	url := "https://api.github.com/repos/" + installer.BinaryCPUReleasesRepo + "/releases/tags/" + releaseVersion
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return nil
}

// within abandons f, which takes no context, when its time is over.
func within(ctx context.Context, limit time.Duration, f func() error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("gave up after %v: %w", limit, ctx.Err())
	}
}

func installWheel(ctx context.Context, dir string, progress io.Writer) (string, error) {
	if platform := runtime.GOOS + "/" + runtime.GOARCH; platform != wheelPlatform {
		return "", fmt.Errorf("there is none for %s, only for %s", platform, wheelPlatform)
	}
	temp, err := os.MkdirTemp(dir, ".wheel-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	requirements := filepath.Join(temp, "requirements.txt")
	if err := os.WriteFile(requirements, []byte(wheelRequirement), 0o644); err != nil {
		return "", err
	}
	fmt.Fprintln(progress, "XLA plugin: downloading the pinned wheel lammps-jax-pjrt-cpu 0.11.2 with pip (about 60 MB)")
	ctx, cancel := context.WithTimeout(ctx, wheelTimeout)
	defer cancel()
	pip := exec.CommandContext(ctx, "python3", "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
		"--no-deps", "--only-binary=:all:", "--require-hashes", "-r", requirements, "--dest", temp)
	if output, err := pip.CombinedOutput(); err != nil {
		return "", fmt.Errorf("python3 -m pip download: %w: %s", err, lastLine(output))
	}
	wheels, err := filepath.Glob(filepath.Join(temp, "*.whl"))
	if err != nil || len(wheels) != 1 {
		return "", fmt.Errorf("pip left %d wheels", len(wheels))
	}
	path := filepath.Join(dir, pluginFile)
	if err := extract(wheels[0], wheelMember, path); err != nil {
		return "", err
	}
	fmt.Fprintf(progress, "XLA plugin: installed %s\n", path)
	return filepath.Abs(path)
}

// extract writes one member of a zip archive to path: whole or not at all.
func extract(archive, member, path string) error {
	r, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer r.Close()
	in, err := r.Open(member)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o755), renameio.WithTempDir(filepath.Dir(path)))
	if err != nil {
		return err
	}
	defer out.Cleanup()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.CloseAtomicallyReplace()
}
