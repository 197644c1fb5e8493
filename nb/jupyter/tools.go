package jupyter

import (
	"context"
	"io"
	"os"
)

// toolsStep builds gonb and goimports from a module of their own: in the project's module their
// requirements would move the versions that cells use.
func (p Project) toolsStep() step {
	stamp := p.stamp("tools", string(toolsMod), string(toolsSum))
	return step{
		name: "GoNB kernel",
		done: func() bool { return stamp.done(p.tool("gonb"), p.tool("goimports")) },
		run: func(ctx context.Context, log io.Writer) error {
			if err := stamp.clear(); err != nil {
				return err
			}
			dir := p.Hidden("tools")
			if err := writeFile(dir+"/go.mod", toolsMod); err != nil {
				return err
			}
			if err := writeFile(dir+"/go.sum", toolsSum); err != nil {
				return err
			}
			install := command(ctx, log, dir, "go", "install", "tool")
			install.Env = append(os.Environ(), "GOBIN="+p.Hidden("bin"), "GOWORK=off", "GOFLAGS=-buildvcs=false")
			if err := run(install); err != nil {
				return err
			}
			return stamp.set()
		},
	}
}
