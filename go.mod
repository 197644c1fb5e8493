module github.com/seqpair/seqpair

go 1.26.5

require (
	github.com/chromedp/cdproto v0.0.0-20250724212937-08a3db8b4327 // chromedp's protocol, in the same test
	github.com/chromedp/chromedp v0.14.2 // a real browser, in the test of notebooks only
	github.com/gofrs/flock v0.13.0 // one writer per run directory and per set-up
	github.com/gomlx/compute v0.1.2 // backends, pure Go among them
	github.com/gomlx/go-xla v0.4.1 // XLA
	github.com/gomlx/gomlx v0.28.2 // graphs, layers, optimisers
	github.com/google/go-cmp v0.7.0 // differences in tests
	github.com/google/renameio/v2 v2.0.0 // files that appear whole or not at all
	github.com/janpfeifer/gonb v0.11.4 // display in notebooks; the kernel is pinned to the same version
	github.com/janpfeifer/must v0.2.0 // for cells
	github.com/klauspost/compress v1.17.9 // zstd
	github.com/parquet-go/parquet-go v0.32.0 // predictions in Parquet, linked by the command only
	github.com/pkg/errors v0.9.1 // the traces of GoMLX's errors
	golang.org/x/image v0.26.0 // font metrics of the plots, thumbnails
	golang.org/x/term v0.41.0 // whether standard error is a terminal
	gonum.org/v1/plot v0.16.0 // axes, SVG and PNG of the pictures
	pgregory.net/rapid v1.2.0 // property tests
)

require (
	codeberg.org/go-fonts/liberation v0.5.0 // indirect
	codeberg.org/go-latex/latex v0.1.0 // indirect
	codeberg.org/go-pdf/fpdf v0.10.0 // indirect
	git.sr.ht/~sbinet/gg v0.6.0 // indirect
	github.com/ajstarks/svgo v0.0.0-20211024235047-1546f124cd8b // indirect
	github.com/andybalholm/brotli v1.1.1 // indirect
	github.com/campoy/embedmd v1.0.0 // indirect
	github.com/chromedp/sysutil v1.1.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20250725192818-e39067aee2d2 // indirect
	github.com/go-logr/logr v1.4.3 // indirect
	github.com/gobwas/httphead v0.1.0 // indirect
	github.com/gobwas/pool v0.2.1 // indirect
	github.com/gobwas/ws v1.4.0 // indirect
	github.com/gofrs/uuid v4.4.0+incompatible // indirect
	github.com/golang/freetype v0.0.0-20170609003504-e2365dfdc4a0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/parquet-go/bitpack v1.0.0 // indirect
	github.com/parquet-go/jsonlite v1.0.0 // indirect
	github.com/pierrec/lz4/v4 v4.1.21 // indirect
	github.com/pmezard/go-difflib v1.0.1-0.20181226105442-5d4384ee4fb2 // indirect
	github.com/twpayne/go-geom v1.6.1 // indirect
	golang.org/x/exp v0.0.0-20260410095643-746e56fc9e2f // indirect
	golang.org/x/sys v0.43.0 // indirect
	golang.org/x/text v0.35.0 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
	k8s.io/klog/v2 v2.140.0 // indirect
)
