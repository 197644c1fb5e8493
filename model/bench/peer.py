"""Trains one network in Keras on the data in a folder and prints what it measured as one line of JSON."""
import json
import resource
import sys
import time

import keras
import numpy as np
from keras import layers, ops

name, folder, (steps, batch, epochs, seed) = sys.argv[1], sys.argv[2], map(int, sys.argv[3:])
keras.utils.set_random_seed(seed)
labels = np.fromfile(folder + "/labels", "?").astype("float32")[:, None]


def head(x):
    """The last layer starts at the log odds of the labels, as ours does."""
    prevalence = labels.mean()
    return layers.Dense(1, bias_initializer=keras.initializers.Constant(np.log(prevalence / (1 - prevalence))))(x)


def siamese(encode):
    a, b = keras.Input((32,), dtype="int32"), keras.Input((32,), dtype="int32")
    embedding = layers.Embedding(5002, 64)
    u, v = ops.split(encode(embedding(ops.concatenate([a, b], 0))), 2)
    z = layers.Dense(64, activation="relu")(ops.concatenate([ops.abs(u - v), u * v], -1))
    return keras.Model([a, b], head(z))


def transformer(x):
    x = layers.LayerNormalization()(x + layers.MultiHeadAttention(4, 16)(x, x))
    wide = layers.Dense(128, activation="relu")(x)
    return layers.GlobalAveragePooling1D()(layers.LayerNormalization()(x + layers.Dense(64)(wide)))


def mlp():
    x = inputs = keras.Input((75,))
    for width in (1000, 500, 250):
        x = layers.Dropout(0.35)(layers.Dense(width, activation="relu")(x))
    return keras.Model(inputs, head(x))


networks = {
    "mean": lambda: siamese(layers.GlobalAveragePooling1D()),
    "cnn": lambda: siamese(lambda x: layers.GlobalMaxPooling1D()(layers.Conv1D(64, 3, padding="same", activation="relu")(x))),
    "bilstm": lambda: siamese(layers.Bidirectional(layers.LSTM(64))),
    "transformer": lambda: siamese(transformer),
    "mlp": mlp,
}
if name == "mlp":
    inputs = np.fromfile(folder + "/x", "<f4").reshape(-1, 75)
else:
    inputs = [np.fromfile(folder + "/" + side, "<i4").reshape(-1, 32) for side in "ab"]


class Clock(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.began, self.first, self.pace, self.cpu, self.loss = time.perf_counter(), None, [], [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        if self.first is None:
            self.first = time.perf_counter() - self.began

    def on_epoch_end(self, epoch, logs=None):
        self.loss.append(float(logs["loss"]))
        self.cpu.append(time.process_time())
        self.pace.append(len(labels) / batch / (time.perf_counter() - self.epoch))


model = networks[name]()
optimizer = keras.optimizers.Adamax(0.001) if name == "mlp" else keras.optimizers.Adam(0.001)
model.compile(
    optimizer,
    keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    steps_per_execution=steps,
    jit_compile="auto",
)
clock = Clock()
model.fit(inputs, labels, batch_size=batch, epochs=epochs, verbose=0, callbacks=[clock])
print(
    json.dumps(
        {
            "steps_per_second": float(np.median(clock.pace[1:])),
            "cpu": (clock.cpu[-1] - clock.cpu[0]) * 1000 * batch / len(labels) / (epochs - 1),
            "first_step": clock.first,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "first_loss": clock.loss[0],
            "loss": clock.loss[-1],
        }
    )
)
