package jupyter

import (
	"context"
	"embed"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// kernelGo is the go command that the kernel calls. It spends memory, up to a bound, and not time on collecting garbage:
// a tenth of a cell's latency; the cell itself keeps Go's usual settings. What it builds for a cell is run such that
// standard error passes through brief. The process that the kernel started, interrupts and waits for stays the cell's.
func (p Project) kernelGo(goroot string) string {
	return strings.NewReplacer("{go}", quoted(filepath.Join(goroot, "bin", "go")), "{brief}", quoted(p.tool("brief"))).Replace(`#!/bin/sh
cell=$GONB_TMP_DIR/${GONB_TMP_DIR##*/}
case "$1 $2 $3 $4" in
"test -c -o $cell") rm -f "$cell" ;;
"build -o $cell "*)
  shift 3
  rm -f "$cell" "$cell.stderr" && mkfifo "$cell.stderr" && cat >"$cell" <<'END' && chmod +x "$cell" || exit
#!/bin/sh
{brief} <"$0.stderr" >&2 &
exec "$0.program" "$@" 2>"$0.stderr"
END
  set -- build -o "$cell.program" "$@" ;;
esac
GOGC=off GOMEMLIMIT=1GiB exec {go} "$@"
`)
}

// quoted is a path as one word of a shell.
func quoted(path string) string { return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'" }

//go:embed brief/main.go brief/brief.go brief/report.go
var briefSource embed.FS

// briefStep builds the program that stands beside each cell, from its own source: the project's module may be in any state.
func (p Project) briefStep(t goToolchain) step {
	files := map[string][]byte{"go.mod": []byte("module seqpair.local/brief\n\ngo 1.26\n")}
	inputs := []string{t.GOROOT, t.GOVERSION}
	err := fs.WalkDir(briefSource, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := briefSource.ReadFile(name)
		files[path.Base(name)], inputs = content, append(inputs, string(content))
		return err
	})
	stamp := p.stamp("brief", inputs...)
	return step{
		name: "Errors in cells",
		done: func() bool { return stamp.done(p.tool("brief")) },
		run: func(ctx context.Context, log io.Writer) error {
			if err := errors.Join(err, stamp.clear()); err != nil {
				return err
			}
			for name, content := range files {
				if err := writeFile(p.Hidden("brief", name), content); err != nil {
					return err
				}
			}
			build := command(ctx, log, p.Hidden("brief"), "go", "build", "-o", p.tool("brief"), ".")
			build.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-buildvcs=false", "CGO_ENABLED=0")
			if err := run(build); err != nil {
				return err
			}
			return stamp.set()
		},
	}
}
