package columnar

import (
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// maxWindow is what the zstd command accepts without further options (ZSTD_WINDOWLOG_LIMIT_DEFAULT is 27).
const maxWindow = 1 << 27

func streamZstd(r io.Reader, name string, c predictions.Columns, each func(*predictions.Table) error) error {
	content, err := zstd.NewReader(r, zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return fault(name, fmt.Sprintf("is damaged zstd (%v)", err), "copy or write it again", err)
	}
	defer content.Close()
	return predictions.StreamFrom(zstdReader{content}, name, c, each)
}

// zstdReader says what its errors are about.
type zstdReader struct{ content io.Reader }

func (z zstdReader) Read(p []byte) (int, error) {
	n, err := z.content.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &predictions.Error{Problem: fmt.Sprintf("is damaged zstd (%v)", err), Remedy: "copy or write it again", Err: err}
	}
	return n, err
}
