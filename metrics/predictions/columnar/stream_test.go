package columnar

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// collect streams a file into one table.
func collect(path string, c predictions.Columns) (*predictions.Table, error) {
	var all predictions.Table
	err := Stream(path, c, func(t *predictions.Table) error {
		all.ID, all.Labels, all.Scores = append(all.ID, t.ID...), append(all.Labels, t.Labels...), append(all.Scores, t.Scores...)
		all.Weights = append(all.Weights, t.Weights...)
		return nil
	})
	return &all, err
}

// save writes a file into a new folder and returns its path.
func save(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func compressed(t *testing.T, content string) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll([]byte(content), nil)
}

// The files in testdata were written by pyarrow 22.0.0: one with dictionaries, snappy and row groups of two
// rows, one plain with zstd and version 2 of the data pages.
func TestParquet(t *testing.T) {
	labels, scores := []bool{true, false, true, false, false}, []float64{.875, .75, .25, .125, .0625}
	want := &predictions.Table{ID: []string{"a", "é", "c", "d", "e"}, Labels: labels, Scores: scores, Weights: []float64{1, 2, 1, .5, 1}}
	for _, name := range []string{"pyarrow.parquet", "plain.parquet"} {
		for _, c := range []predictions.Columns{
			{}, {Label: "yes"}, {Label: "unsigned"}, {Label: "text", Positive: "match"}, {Score: "part.p"}, {Label: "yes", Score: "score"},
		} {
			got, err := collect(filepath.Join("testdata", name), c)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%s, %+v: %v, %s", name, c, err, diff)
			}
		}
	}
}

func TestParquetRefused(t *testing.T) {
	for _, c := range []struct {
		columns predictions.Columns
		want    string
	}{
		{predictions.Columns{Score: "p"}, `column "p" is missing; the columns are "label", "score"`},
		{predictions.Columns{Score: "more.list.element"}, `column "more.list.element" holds lists: write one value per row`},
		{predictions.Columns{Score: "money"}, `column "money" has the type DECIMAL(2,2), which is not read: cast it to double`},
		{predictions.Columns{Score: "day"}, `column "day" has the type DATE, which is not read`},
		{predictions.Columns{Score: "half"}, `column "half" has the type`},
		{predictions.Columns{Score: "hole"}, `row 3: column "hole" is missing (null): give every row a value`},
		{predictions.Columns{Score: "nan"}, `row 4: column "nan" is NaN`},
		{predictions.Columns{Label: "text"}, `row 1: column "text" is "match", not 1, 0, true or false`},
		{predictions.Columns{LabelFile: "labels.npy"}, "leave the file of labels out"},
	} {
		_, err := collect("testdata/pyarrow.parquet", c.columns)
		if _, ok := errors.AsType[*predictions.Error](err); !ok || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "testdata/pyarrow.parquet: ") {
			t.Errorf("%+v:\n got %v\nwant %s", c.columns, err, c.want)
		}
	}
	if _, err := collect("testdata/lz4.parquet", predictions.Columns{}); err == nil || !strings.Contains(err.Error(), "compressed with LZ4, which is not read: write the file with") {
		t.Errorf("LZ4: %v", err)
	}
}

type example struct {
	ID    int64   `parquet:"id"`
	Label bool    `parquet:"label"`
	Score float32 `parquet:"score"`
}

// shard is n random examples as Parquet, and the same as a table.
func shard(t testing.TB, n int) ([]byte, *predictions.Table) {
	t.Helper()
	return shardWith(t, n, func(int, *example) {})
}

// shardWith is a shard with changed examples.
func shardWith(t testing.TB, n int, change func(i int, e *example)) ([]byte, *predictions.Table) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, uint64(n)))
	rows := make([]example, n)
	table := &predictions.Table{}
	for i := range rows {
		rows[i] = example{int64(i), random.IntN(10) == 0, random.Float32()}
		change(i, &rows[i])
		table.ID = append(table.ID, fmt.Sprint(i))
		table.Labels, table.Scores = append(table.Labels, rows[i].Label), append(table.Scores, float64(rows[i].Score))
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[example](&b, parquet.MaxRowsPerRowGroup(40_000), parquet.PageBufferSize(8192), parquet.Compression(&parquet.Snappy))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), table
}

func TestParquetOfManyPages(t *testing.T) {
	content, want := shard(t, 150_001)
	got, err := collect(save(t, "a.parquet", content), predictions.Columns{})
	if err != nil || !slices.Equal(got.ID, want.ID) || !slices.Equal(got.Labels, want.Labels) || !slices.Equal(got.Scores, want.Scores) {
		t.Errorf("%v, %d rows of %d", err, len(got.Labels), len(want.Labels))
	}
}

// TestDamagedParquet changes and cuts files. Not every change can be noticed, but none may end the program.
func TestDamagedParquet(t *testing.T) {
	whole, err := os.ReadFile("testdata/pyarrow.parquet")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	check := func(content []byte) {
		t.Helper()
		_, err := collect(save(t, "a.parquet", content), predictions.Columns{})
		if e, ok := errors.AsType[*predictions.Error](err); err != nil && (!ok || e.File == "" || e.Remedy == "") {
			t.Errorf("%#v is no *Error with a remedy", err)
		}
	}
	for range 300 {
		changed := slices.Clone(whole)
		changed[4+random.IntN(len(changed)-4)] ^= byte(1 << random.IntN(8))
		check(changed)
	}
	for _, n := range []int{4, 8, 12, 100, len(whole) / 2, len(whole) - 1} {
		_, err := collect(save(t, "a.parquet", whole[:n]), predictions.Columns{})
		if err == nil || !strings.Contains(err.Error(), "is damaged or cut Parquet") {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
}

func TestZstd(t *testing.T) {
	const csv = "label,score\n1,0.5\n0,0.25\n"
	numpy, err := os.ReadFile("../testdata/numpy/records.npy")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"a.csv.zst": csv, "a.tsv.zst": strings.ReplaceAll(csv, ",", "\t"), "a": csv, "a.npy.zst": string(numpy),
		"a.jsonl.zst": `{"label":1,"score":0.5}` + "\n" + `{"label":0,"score":0.25}`,
	} {
		got, err := collect(save(t, name, compressed(t, content)), predictions.Columns{})
		if err != nil || !got.Labels[0] || got.Labels[1] {
			t.Errorf("%s: %v, %v", name, err, got)
		}
	}
	cut := compressed(t, "label,score\n"+strings.Repeat("1,0.5\n0,0.123\n", 1000))
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"a.csv.zst":   {cut[:len(cut)-8], "is damaged zstd (unexpected EOF): copy or write it again"},
		"b.csv.zst":   {[]byte(csv), "ends in .zst, but is not zstd: rename it"},
		"c.parquet":   {[]byte(csv), "is no Parquet file: its signature is missing"},
		"d.parquet":   {[]byte("PARE12345678"), "is encrypted Parquet"},
		"e.csv":       {nil, "is empty"},
		"f.npz":       {[]byte("PK\x03\x04"), "is cut, or no zip archive"},
		"g.jsonl.zst": {compressed(t, `{"label":1,"score":7}`), `:1: column "score" is 7, outside [0,1]`},
		"h.npz":       {compressed(t, "PK\x03\x04"), "give it as a file"},
	} {
		path := save(t, name, c.content)
		_, err := collect(path, predictions.Columns{})
		if err == nil || !strings.HasPrefix(err.Error(), path) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", name, err, c.want)
		}
	}
}

func TestStreamMissing(t *testing.T) {
	if _, err := collect(filepath.Join(t.TempDir(), "a.parquet"), predictions.Columns{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := collect(t.TempDir(), predictions.Columns{}); err == nil || !strings.Contains(err.Error(), "directory") {
		t.Errorf("a folder: %v", err)
	}
}

// BenchmarkParquet measures a million rows: reading the columns alone, as tables, and into States.
func BenchmarkParquet(b *testing.B) {
	content, _ := shard(b, 1_000_000)
	path := filepath.Join(b.TempDir(), "a.parquet")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		b.Fatal(err)
	}
	b.Run("columns", func(b *testing.B) {
		for b.Loop() {
			file, err := os.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			s, problem := openParquet(file)
			if problem != nil {
				b.Fatal(problem)
			}
			if err := s.Open([]int{1, 2}); err != nil {
				b.Fatal(err)
			}
			for err == nil {
				_, err = s.Next()
			}
			s.close()
			file.Close()
		}
		b.ReportMetric(1e6*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
	for _, c := range []struct {
		name  string
		state *metrics.State
	}{{"table", nil}, {"counts", metrics.NewCountingState(1 << 16)}, {"counts of 4096", metrics.NewCountingState(1 << 12)}, {"binned", metrics.NewBinnedState(1 << 16)}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				var err error
				if c.state == nil {
					err = Stream(path, predictions.Columns{SkipTexts: true}, func(*predictions.Table) error { return nil })
				} else {
					err = Update(c.state, path, predictions.Columns{}, func(int) error { return nil })
				}
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(1e6*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func ExampleStream() {
	state := metrics.NewState()
	err := Stream("testdata/pyarrow.parquet", predictions.Columns{}, func(t *predictions.Table) error { return state.Update(t.Batch()) })
	fmt.Println(state.Positives(), "of", state.Positives()+state.Negatives(), "rows are positive", err)
	// Output:
	// 2 of 5 rows are positive <nil>
}
