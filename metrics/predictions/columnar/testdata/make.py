"""Writes the files of this folder. They were written with pyarrow 22.0.0."""

import datetime
import decimal

import pyarrow as pa
import pyarrow.parquet as pq

y = [1, 0, 1, 0, 0]
p = [0.875, 0.75, 0.25, 0.125, 0.0625]
table = pa.table({
    "label": pa.array(y, pa.int64()),
    "score": pa.array(p, pa.float64()),
    "id": ["a", "é", "c", "d", "e"],
    "weight": pa.array([1, 2, 1, 0.5, 1], pa.float32()),
    "more": pa.array([[1], [2], [], None, [3, 4]]),
    "money": pa.array([decimal.Decimal("0.50")] * 5),
    "day": pa.array([datetime.date(2020, 1, 1)] * 5),
    "part": pa.array([{"p": x} for x in p]),
    "hole": pa.array([0.5, 0.5, None, 0.5, 0.5]),
    "yes": pa.array([bool(i) for i in y]),
    "unsigned": pa.array(y, pa.uint8()),
    "nan": pa.array([0.5, 0.5, 0.5, float("nan"), 0.5]),
    "text": ["match" if i else "no match" for i in y],
    "half": pa.array(p, pa.float16()),
})
pq.write_table(table, "pyarrow.parquet", row_group_size=2)
pq.write_table(table.drop(["half"]), "plain.parquet", use_dictionary=False, compression="zstd", data_page_version="2.0", write_statistics=False)
pq.write_table(table.select(["label", "score"]), "lz4.parquet", compression="lz4")
