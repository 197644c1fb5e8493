"""Writes the files of this folder. They were written with NumPy 2.4.6."""

import numpy as np

y = np.array([1, 0, 1, 0, 0])
p = np.array([0.875, 0.75, 0.25, 0.125, 0.0625])
w = np.array([1, 2, 1, 0.5, 1])
ids = np.array(["a", "é", "c", "d", "e"])
np.savez("plain.npz", label=y, score=p, weight=w, id=ids)
np.savez_compressed("packed.npz", label=y.astype(bool), score=p.astype(np.float16), weight=w.astype(">f4"), id=ids.astype("U7"))
np.savez("other.npz", y_true=y.astype(np.uint8).reshape(-1, 1), p=p.astype(np.float32), more=np.zeros((5, 5)), obj=np.array([None] * 5, dtype=object))
np.save("scores.npy", p)
np.save("labels.npy", y.astype(np.int8))
records = np.zeros(5, dtype=np.dtype([("label", "?"), ("score", "<f8"), ("weight", ">f8"), ("id", "<U3")], align=True))
records["label"], records["score"], records["weight"], records["id"] = y, p, w, ids
np.save("records.npy", records)
np.save("columns.npy", np.stack([1 - p, p], 1))
