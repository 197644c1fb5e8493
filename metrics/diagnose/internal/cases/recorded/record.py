"""Records what Keras, PyTorch with torchmetrics, and scikit-learn print and save, with traps made on purpose and
without. Run once: python record.py writes keras.json.gz, torch.json.gz and sklearn.json.gz beside itself. What a case
should be found to be is known by how it was made, and from facts computed here with scikit-learn."""
import contextlib, gzip, io, json, os, sys, tempfile, warnings
os.environ["KERAS_BACKEND"] = "jax"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
from sklearn import metrics as sk

HERE = os.path.dirname(os.path.abspath(__file__))
cases = []


def case(source, name, want, log=None, predictions=None, train=None, confusion=None, also=()):
    cases.append({k: v for k, v in dict(source=source, name=name, want=sorted(set(want)), also=sorted(set(also)), log=log,
                                        predictions=predictions, train=train, confusion=confusion).items() if k == "want" or v not in (None, [], ())})


def table(y, p, ids=None, p0=None):
    head = ("id," if ids is not None else "") + "label,score" + (",score_0" if p0 is not None else "")
    rows = [head]
    for i in range(len(y)):
        rows.append((f"{ids[i]}," if ids is not None else "") + f"{int(y[i])},{p[i]:.6g}" + (f",{p0[i]:.6g}" if p0 is not None else ""))
    return "\n".join(rows) + "\n"


def facts(y, p, t=0.5):
    """What is true of these scores, whatever a tool says."""
    y, p = np.asarray(y), np.asarray(p)
    want = []
    pos, n = int(y.sum()), len(y)
    if pos in (0, n):
        return ["D25"]
    if min(pos, n - pos) < 20:
        want.append("D40")
    if pos / n >= 2 / 3:
        want.append("D59")
    auc, ap = sk.roc_auc_score(y, p), sk.average_precision_score(y, p)
    sided = (p < t).all() or (p >= t).all()
    if sided and auc > 0.6 and ap > min(2 * pos / n, (1 + pos / n) / 2) and pos >= 5:
        want.append("D43")
    elif sided and auc < 0.55:
        want.append("D02")
    return want


def blobs(n, prevalence, gap, seed, features=8):
    r = np.random.default_rng(seed)
    y = (r.random(n) < prevalence).astype("float32")
    x = r.normal(size=(n, features)).astype("float32")
    x[:, 0] += gap * y
    x[:, 1] += gap * y / 2
    return x, y


# ---------------------------------------------------------------- Keras
def keras_cases():
    import keras
    from keras import layers

    def net(columns=1, activation="sigmoid", units=16, features=8, bias=None):
        return keras.Sequential([keras.Input((features,)), layers.Dense(units, activation="relu"),
                                 layers.Dense(columns, activation=activation, bias_initializer=keras.initializers.Constant(bias or 0.0))])

    def fit(model, x, y, *, loss, metrics, lr=1e-2, epochs=5, verbose=2, valid=None, optimizer=None, callbacks=(), csv=False, **kw):
        keras.utils.set_random_seed(kw.pop("seed", 1))
        model.compile(optimizer=optimizer or keras.optimizers.Adam(lr), loss=loss, metrics=metrics)
        out = io.StringIO()
        path = tempfile.mktemp(suffix=".csv")
        if csv:
            callbacks = [*callbacks, keras.callbacks.CSVLogger(path)]
        with contextlib.redirect_stdout(out), warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            model.fit(x, y, epochs=epochs, batch_size=kw.pop("batch", 64), verbose=verbose, validation_data=valid, callbacks=list(callbacks), **kw)
        text = out.getvalue() + "".join(f"UserWarning: {w.message}\n" for w in caught if "metric" in str(w.message))
        return open(path).read() if csv else text

    onehot = lambda y: np.stack([1 - y, y], 1).astype("float32")
    M = keras.metrics
    five = lambda: ["accuracy", M.Precision(name="precision"), M.Recall(name="recall"), M.F1Score(average="micro", name="f1"), M.AUC(name="auc")]
    binary = lambda: ["accuracy", M.Precision(name="precision"), M.Recall(name="recall"), M.AUC(name="auc")]

    def collapsed(model, x):
        p = model.predict(x, verbose=0)[:, -1]
        return bool((p < 0.5).all() or (p >= 0.5).all()), bool(max((p <= 1e-6).mean(), (p >= 1 - 1e-6).mean()) >= 0.99)

    # D01, with a model that works, and with one that collapses into a saturated output.
    for seed, (prevalence, gap, verbose, csv) in enumerate([(1 / 11, 2.5, 2, False), (0.3, 1.5, 1, False), (0.1, 3, 2, True), (0.02, 3, 2, False)]):
        x, y = blobs(4000, prevalence, gap, seed)
        model = net(2, "softmax")
        log = fit(model, x, onehot(y), loss="binary_crossentropy", metrics=five(), epochs=5, verbose=verbose, csv=csv)
        case("Keras", f"softmax-2 with flattened metrics, skilled, {prevalence:.3f}", ["D01"] + (["D02"] if collapsed(model, x)[0] else []), log)
    for seed, (prevalence, loss) in enumerate([(1 / 11, "binary_crossentropy"), (0.2, "binary_crossentropy"), (0.05, "categorical_crossentropy")]):
        x, y = blobs(4000, prevalence, 0.3, seed)
        model = net(2, "softmax", features=8)
        model.layers[-1].bias_initializer = "zeros"
        model.layers[-1].set_weights([np.zeros((16, 2), "float32"), np.array([40, -40], "float32")])
        log = fit(model, x, onehot(y), loss=loss, metrics=five(), lr=1e-6, epochs=3, verbose=2 - seed % 2)
        one, saturated = collapsed(model, x)
        case("Keras", f"softmax-2 saturated at one class, {loss}, {prevalence:.3f}", ["D01"] + ["D02"] * one + ["D42"] * saturated, log)
        p = model.predict(x, verbose=0)
        case("Keras", f"its predictions, two columns, {prevalence:.3f}", ["D01", "D02", "D42"], predictions=table(y[:1500], p[:1500, 1], p0=p[:1500, 0]))
    # D02: no signal, one column.
    for seed, prevalence in enumerate([0.1, 0.03, 0.25]):
        x, y = blobs(6000, prevalence, 0, seed)
        model = net(bias=float(np.log(prevalence / (1 - prevalence))), units=2)
        log = fit(model, x, y, loss="binary_crossentropy", metrics=binary(), lr=1e-4, epochs=4)
        one, _ = collapsed(model, x)
        if one:
            case("Keras", f"nothing learned, one class, {prevalence}", ["D02"], log)
    # D43: a ranking below the threshold.
    for seed, (prevalence, gap) in enumerate([(0.02, 1.2), (0.01, 1.5)]):
        x, y = blobs(12000, prevalence, gap, seed + 10)
        model = net(bias=float(np.log(prevalence / (1 - prevalence))))
        log = fit(model, x, y, loss="binary_crossentropy", metrics=binary(), lr=3e-4, epochs=4)
        p = model.predict(x, verbose=0)[:, 0]
        if (p < 0.5).all() and sk.roc_auc_score(y, p) > 0.65:
            case("Keras", f"ranks, nothing above 0.5, {prevalence}", ["D43"], log)
            keep = np.concatenate([np.flatnonzero(y), np.flatnonzero(y == 0)[:2500]])
            case("Keras", f"its predictions, {prevalence}", facts(y[keep], p[keep]), predictions=table(y[keep], p[keep]))
    x, y = blobs(3000, 0.2, 2, 30)
    vx, vy = blobs(2000, 0.2, 2, 31)
    # D17
    case("Keras", "Accuracy() is equality", ["D17"], fit(net(), x, y, loss="binary_crossentropy", metrics=[M.Accuracy(name="accuracy"), M.AUC(name="auc")], epochs=3))
    case("Keras", "Accuracy() is equality, with recall", ["D17"], fit(net(), x, y[:, None], loss="binary_crossentropy",
         metrics=[M.Accuracy(name="acc"), M.Recall(name="recall")], epochs=4, valid=(vx, vy[:, None]), csv=True))
    # D47
    for e in (4, 5):
        case("Keras", f"F1Score without a threshold, {e} epochs", ["D47"], fit(net(), x, y[:, None], loss="binary_crossentropy",
             metrics=["accuracy", M.F1Score(average="micro", name="f1_score"), M.Precision(name="precision"), M.Recall(name="recall")], epochs=e, valid=(vx, vy[:, None]), lr=3e-3))
    # D03: functions of a batch.
    def snippet():
        K = keras.ops
        def recall_m(t, p):
            t, p = K.reshape(t, [-1]), K.reshape(K.round(p), [-1])
            return K.sum(t * p) / (K.sum(t) + 1e-7)
        def precision_m(t, p):
            t, p = K.reshape(t, [-1]), K.reshape(K.round(p), [-1])
            return K.sum(t * p) / (K.sum(p) + 1e-7)
        def f1_m(t, p):
            a, b = precision_m(t, p), recall_m(t, p)
            return 2 * a * b / (a + b + 1e-7)
        return precision_m, recall_m, f1_m
    for prevalence, batch in [(0.05, 32), (0.1, 16), (0.15, 32)]:
        x3, y3 = blobs(4000, prevalence, 2.5, 40 + batch)
        case("Keras", f"metrics as functions of a batch, {prevalence}", ["D03"], fit(net(), x3, y3, loss="binary_crossentropy", metrics=["accuracy", *snippet()], epochs=4, batch=batch, verbose=1))
    # D12, D13, D14
    early = keras.callbacks.EarlyStopping(monitor="val_auc", mode="min", patience=2, verbose=1)
    checkpoint = keras.callbacks.ModelCheckpoint(tempfile.mktemp(suffix=".keras"), monitor="val_auc", mode="min", save_best_only=True, verbose=1)
    for prevalence in (0.2, 0.4):
        xa, ya = blobs(3000, prevalence, 1, 50); va, wa = blobs(1500, prevalence, 1, 51)
        log = fit(net(), xa, ya, loss="binary_crossentropy", metrics=binary(), epochs=6, valid=(va, wa), lr=3e-4, callbacks=[
            keras.callbacks.ModelCheckpoint(tempfile.mktemp(suffix=".keras"), monitor="val_loss", mode="max", save_best_only=True, verbose=1)])
        if log.count("improved from") > 1:
            case("Keras", f"a checkpoint that maximises the loss, {prevalence}", ["D12"], log)
    log = fit(net(), x, y, loss="binary_crossentropy", metrics=binary(), epochs=6, valid=(vx, vy), callbacks=[early, checkpoint], lr=1e-2)
    if log.count("improved from") > 1:
        case("Keras", "early stop and checkpoint minimise an AUC", ["D12"], log)
    for name in ("val_auc_1", "val_acc"):
        log = fit(net(), x, y, loss="binary_crossentropy", metrics=binary(), epochs=3, valid=(vx, vy),
                  callbacks=[keras.callbacks.EarlyStopping(monitor=name, mode="max", patience=1)])
        if "not available" in log:
            case("Keras", f"a monitor that does not exist, {name}", ["D13"], log)
    # D49
    for lr in (1e4, 1e6):
        xb = x * 1000
        log = fit(net(activation=None), xb, y, loss=keras.losses.MeanSquaredError(), metrics=["mae"], optimizer=keras.optimizers.SGD(lr), epochs=4)
        case("Keras", f"diverged at a learning rate of {lr:g}", ["D49"], log)
    # D52
    for seed in (60, 61):
        xo, yo = blobs(200, 0.3, 0.5, seed, features=40); vo, wo = blobs(1500, 0.3, 0.5, seed + 100, features=40)
        model = net(units=256, features=40)
        case("Keras", f"overfitted, {seed}", ["D52"], fit(model, xo, yo, loss="binary_crossentropy", metrics=binary(), epochs=40, valid=(vo, wo), lr=3e-3, batch=32))
    # D25: the last rows hold no positive.
    for prevalence in (0.1, 0.2):
        xs, ys = blobs(3000, prevalence, 2, 70)
        order = np.argsort(-ys, kind="stable")
        case("Keras", f"validation_split of sorted rows, {prevalence}", ["D25"], fit(net(), xs[order], ys[order], loss="binary_crossentropy", metrics=binary(), epochs=4, validation_split=0.2, lr=3e-2))
    # D59, question 2: a mask of 80 % ones.
    xm, ym = blobs(6000, 0.8, 1.2, 80)
    model = net()
    case("Keras", "80 % positives", ["D59"], fit(model, xm, ym, loss="binary_crossentropy", metrics=binary(), epochs=4))
    p = model.predict(xm, verbose=0)[:, 0]
    case("Keras", "80 % positives, predictions", facts(ym[:2000], p[:2000]), predictions=table(ym[:2000], p[:2000]))
    # D36, D38
    for prevalence in (0.3, 0.1):
        xp, yp = blobs(4000, prevalence, 1.5, 81)
        case("Keras", f"MeanIoU of probabilities, {prevalence}", ["D36"], fit(net(), xp, yp[:, None], loss="binary_crossentropy",
             metrics=["accuracy", M.MeanIoU(num_classes=2, name="mean_io_u")], epochs=5))
    for prevalence in (0.03, 0.05):
        xp, yp = blobs(9000, prevalence, 1.3, 82)
        case("Keras", f"pixel accuracy of a rare foreground, {prevalence}", ["D38"], fit(net(), xp, yp[:, None], loss="binary_crossentropy",
             metrics=["accuracy", M.BinaryIoU(target_class_ids=[1], threshold=0.5, name="iou")], epochs=5))
    # D15, D32, D37: a log beside its scores.
    xr, yr = blobs(30000, 0.004, 2, 90)
    model = net(bias=-5.5)
    log = fit(model, xr, yr, loss="binary_crossentropy", metrics=[M.AUC(name="auc")], epochs=2, valid=(xr, yr), lr=1e-4)
    p = model.predict(xr, verbose=0)[:, 0]
    logged, exact = float(M.AUC()(yr, p)), sk.roc_auc_score(yr, p)
    if abs(logged - exact) > 0.015:
        case("Keras", "AUC of 200 thresholds beside scores below the second", ["D15", "D43"], log, predictions=table(yr, np.round(p, 7)))
    model = net()
    log = fit(model, x, y, loss="binary_crossentropy", metrics=binary(), epochs=4, valid=(vx, vy))
    p = model.predict(vx, verbose=0)[:, 0]
    case("Keras", "a log beside its scores", [], log, predictions=table(vy, p))
    shuffled = np.random.default_rng(5).permutation(len(p))
    case("Keras", "scores in another order than labels", ["D32"], log, predictions=table(vy, p[shuffled]))
    case("Keras", "scores beside a log, other column", ["D57"], predictions=table(vy, 1 - p))
    model = net(2, "softmax")
    log = fit(model, x, onehot(y), loss="categorical_crossentropy", metrics=["accuracy", M.Precision(class_id=1, name="precision"), M.Recall(class_id=1, name="recall"), M.AUC(name="auc")], epochs=3, valid=(vx, onehot(vy)), lr=3e-4)
    p = model.predict(vx, verbose=0)[:, 1]
    micro = sk.roc_auc_score(onehot(vy).ravel(), np.stack([1 - p, p], 1).ravel())
    if abs(micro - sk.roc_auc_score(vy, p)) > 0.02:
        case("Keras", "an AUC over both columns beside scores of column 1", ["D37"], log, predictions=table(vy, p), also=["D46"] if sk.roc_auc_score(vy, p) < 0.5 else [])
    # D34
    def f1(t, p):
        K = keras.ops
        t, q = K.reshape(t, [-1]), K.reshape(K.round(p), [-1])
        return 2 * K.sum(t * q) / (K.sum(t) + K.sum(q) + 1e-7)
    case("Keras", "F1 of decisions as a loss", ["D34"], fit(net(), x[:2944], y[:2944], loss=lambda t, p: 1 - f1(t, p), metrics=[f1], epochs=4, shuffle=False))
    # Healthy runs.
    losses = [("binary_crossentropy", None), (keras.losses.BinaryFocalCrossentropy(), None), ("binary_crossentropy", "balanced")]
    for seed, prevalence in enumerate([0.01, 0.05, 0.1, 0.25, 0.5]):
        for k, (loss, weight) in enumerate(losses):
            n = 20000 if prevalence < 0.05 else 4000
            xh, yh = blobs(n, prevalence, 3, 200 + seed); vh, wh = blobs(n, prevalence, 3, 300 + seed)
            kw = {} if weight is None else dict(class_weight={0: 0.5 / (1 - prevalence), 1: 0.5 / prevalence})
            model = net()
            log = fit(model, xh, yh, loss=loss, metrics=binary(), epochs=4, valid=(vh, wh), verbose=2 - k % 2, csv=k == 2, **kw)
            p = model.predict(vh, verbose=0)[:, 0]
            want = [w for w in facts(wh, p) if w != "D40"]
            case("Keras", f"healthy, {prevalence}, loss {k}", want, log)


# ---------------------------------------------------------------- PyTorch
def torch_cases():
    import torch, torchmetrics
    torch.set_num_threads(1)
    from torchmetrics import classification as C

    def train(x, y, columns=1, epochs=5, lr=1e-2, loss=None, seed=0, units=16, batch=64, each=None, dtype=torch.float32):
        torch.manual_seed(seed)
        net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], units), torch.nn.ReLU(), torch.nn.Linear(units, columns))
        optimizer = torch.optim.Adam(net.parameters(), lr=lr)
        x, y = torch.tensor(x), torch.tensor(y)
        loss = loss or (torch.nn.BCEWithLogitsLoss() if columns == 1 else torch.nn.CrossEntropyLoss())
        lines = []
        for epoch in range(epochs):
            total = 0.0
            for i in range(0, len(x), batch):
                optimizer.zero_grad()
                out = net(x[i:i + batch])
                l = loss(out[:, 0], y[i:i + batch]) if columns == 1 else loss(out, y[i:i + batch].long())
                l.backward(); optimizer.step()
                total += float(l.detach()) * len(out)
            with torch.no_grad():
                lines.append(each(epoch, total / len(x), net) if each else None)
        return net, lines

    def console(named):
        return "".join(f"Epoch {e + 1}: " + ", ".join(f"{k}={v:.4f}" for k, v in row.items()) + "\n" for e, row in enumerate(named))

    def lightning(named):
        """The layout of Lightning's CSVLogger: training and validation in rows of their own, gaps elsewhere."""
        columns = sorted({k for row in named for k in row})
        out = "epoch,step," + ",".join(columns) + "\n"
        for e, row in enumerate(named):
            for part in ("val", "train"):
                mine = {k: v for k, v in row.items() if k.startswith(part)}
                if mine:
                    out += f"{e},{(e + 1) * 63 - 1}," + ",".join(repr(float(np.float32(mine[k]))) if k in mine else "" for k in columns) + "\n"
        return out

    def jsonlines(named):
        return "".join(json.dumps({"epoch": e + 1, **{k: float(v) for k, v in row.items()}}) + "\n" for e, row in enumerate(named))

    forms = [console, lightning, jsonlines]

    def collection(average):
        return torchmetrics.MetricCollection({"val_acc": C.MulticlassAccuracy(2, average=average), "val_precision": C.MulticlassPrecision(2, average=average),
                                              "val_recall": C.MulticlassRecall(2, average=average), "val_f1": C.MulticlassF1Score(2, average=average)})
    for k, (average, want, prevalence) in enumerate([("micro", "D01", 0.1), ("micro", "D01", 0.3), ("micro", "D01", 0.05), ("weighted", "D45", 0.1), ("weighted", "D45", 0.25), ("weighted", "D45", 0.4)]):
        x, y = blobs(3000, prevalence, 2, k); vx, vy = blobs(3000, prevalence, 2, 50 + k)
        def each(epoch, l, net):
            m = collection(average)
            out = net(torch.tensor(vx))
            row = {n: float(v) for n, v in m(out, torch.tensor(vy).long()).items()}
            if average == "weighted":
                row["val_acc"] = float((out.argmax(1) == torch.tensor(vy)).float().mean())
            return {"train_loss": l, **row}
        _, rows = train(x, y, 2, each=each, lr=2e-3, epochs=6)
        case("PyTorch", f"{average} averages over two classes, {prevalence}", [want], forms[k % 3](rows))
    # macro averages: no mistake.
    for k, prevalence in enumerate([0.2, 0.35]):
        x, y = blobs(3000, prevalence, 2, 9 + k); vx, vy = blobs(3000, prevalence, 2, 59 + k)
        def each(epoch, l, net):
            m = collection("macro")
            out = net(torch.tensor(vx))
            row = {n: float(v) for n, v in m(out, torch.tensor(vy).long()).items()}
            row["val_acc"] = float((out.argmax(1) == torch.tensor(vy)).float().mean())
            return {"train_loss": l, **row}
        _, rows = train(x, y, 2, each=each, lr=5e-3)
        case("PyTorch", f"healthy, macro averages, {prevalence}", [], forms[k](rows))

    def binary(net, vx, vy, hard=False, batches=None, mcc=False):
        out = torch.sigmoid(net(torch.tensor(vx))[:, 0]); t = torch.tensor(vy).long()
        row = {"val_loss": float(torch.nn.functional.binary_cross_entropy(out, t.float())), "val_acc": float(C.BinaryAccuracy()(out, t)), "val_precision": float(C.BinaryPrecision()(out, t)),
               "val_recall": float(C.BinaryRecall()(out, t)), "val_f1": float(C.BinaryF1Score()(out, t)),
               "val_auroc": float(C.BinaryAUROC()((out > 0.5).float() if hard else out, t))}
        if mcc:
            row["val_mcc"] = float(C.BinaryMatthewsCorrCoef()(out, t))
        if batches:
            parts = [(C.BinaryPrecision()(a, b), C.BinaryRecall()(a, b), C.BinaryF1Score()(a, b)) for a, b in zip(out.split(batches), t.split(batches))]
            row["val_precision"], row["val_recall"], row["val_f1"] = (float(np.mean([p[i] for p in parts])) for i in range(3))
        return row
    for k, prevalence in enumerate([0.1, 0.2, 0.3]):
        x, y = blobs(4000, prevalence, 2, 20 + k); vx, vy = blobs(4000, prevalence, 2, 70 + k)
        _, rows = train(x, y, each=lambda e, l, net: {"train_loss": l, **binary(net, vx, vy, hard=True)}, lr=2e-3)
        case("PyTorch", f"AUROC of decisions, {prevalence}", ["D26"], forms[k](rows))
        _, rows = train(x, y, each=lambda e, l, net: {"train_loss": l, **binary(net, vx, vy, batches=32)}, lr=2e-3)
        case("PyTorch", f"metrics averaged over batches, {prevalence}", ["D03"], forms[k](rows))
    # D02 with the MCC that torchmetrics prints for it.
    for k, prevalence in enumerate([0.1, 0.05]):
        x, y = blobs(4000, prevalence, 0, 30 + k)
        net, rows = train(x, y, each=lambda e, l, net: {"train_loss": l, **binary(net, x, y, mcc=True)}, lr=1e-5, epochs=4, units=2)
        with torch.no_grad():
            p = torch.sigmoid(net(torch.tensor(x))[:, 0]).numpy()
        # begin at the prior, so that one class is predicted
        rows = []
        def prior(net):
            net[-1].bias.data.fill_(float(np.log(prevalence / (1 - prevalence)))); net[-1].weight.data.mul_(0.05); return net
        with torch.no_grad():
            for e in range(4):
                rows.append({"train_loss": 0.33 - e * 1e-3, **binary(prior(net), x, y, mcc=True)})
            auc = rows[-1]["val_auroc"]
        want = ["D02"] + (["D22"] if rows[-1]["val_mcc"] > 0.05 else [])
        if abs(auc - 0.5) < 0.05:
            case("PyTorch", f"one class, and the MCC of it, {prevalence}", want, console(rows))
    # D42: BCELoss clamps at -100.
    for k, prevalence in enumerate([0.1, 0.02]):
        y = blobs(5000, prevalence, 0, 33 + k)[1]
        p = torch.zeros(len(y)); t = torch.tensor(y)
        l = float(torch.nn.BCELoss()(p, t))
        rows = [{"train_loss": l, "train_acc": float(((p > 0.5) == (t > 0.5)).float().mean())} for _ in range(4)]
        case("PyTorch", f"BCELoss at its clamp, {prevalence}", ["D02", "D42"], jsonlines(rows))
    # D05: 0/0 by hand.
    for k, prevalence in enumerate([0.03, 0.06]):
        x, y = blobs(3000, prevalence, 1.5, 35 + k)
        def each(e, l, net):
            d = (torch.sigmoid(net(torch.tensor(x))[:, 0]) > 0.5).numpy(); t = y > 0.5
            with np.errstate(all="ignore"):
                pr, re = np.float64((d & t).sum()) / d.sum(), np.float64((d & t).sum()) / t.sum()
                return {"train_loss": l, "val_precision": pr, "val_recall": re, "val_f1": 2 * pr * re / (pr + re), "val_auroc": sk.roc_auc_score(y, torch.sigmoid(net(torch.tensor(x))[:, 0]).numpy())}
        _, rows = train(x, y, each=each, lr=2e-3, epochs=6)
        want = ["D05"] if any(np.isnan(r["val_f1"]) for r in rows) else []
        also = ["D43"] if rows[-1]["val_recall"] == 0 else []
        case("PyTorch", f"F1 by hand, 0/0, {prevalence}", want, console(rows), also=also)
    # D49
    x, y = blobs(2000, 0.2, 2, 38)
    for k, lr in enumerate((1e8, 1e12)):
        torch.manual_seed(1)
        net = torch.nn.Linear(8, 1); optimizer = torch.optim.SGD(net.parameters(), lr=lr); rows = []
        for e in range(4):
            l = ((net(torch.tensor(x))[:, 0] - torch.tensor(y)) ** 2).mean(); optimizer.zero_grad(); l.backward(); optimizer.step()
            rows.append({"train_loss": float(l.detach())})
        case("PyTorch", f"diverged, {lr:g}", ["D49"], jsonlines(rows))
    # Saved scores.
    for k, prevalence in enumerate([0.1, 0.3]):
        x, y = blobs(3000, prevalence, 2, 40 + k)
        net, _ = train(x, y, lr=1e-2, epochs=6)
        with torch.no_grad():
            z = net(torch.tensor(x))[:, 0].numpy(); p = 1 / (1 + np.exp(-z))
        m = 1500
        case("PyTorch", f"logits saved as scores, {prevalence}", ["D16"], predictions=table(y[:m], z[:m]), also=["D27"])
        bad = p[:m].copy(); bad[7] = np.nan
        case("PyTorch", f"a score that is nan, {prevalence}", ["D39"], predictions=table(y[:m], bad))
        case("PyTorch", f"column 0 of a softmax saved, {prevalence}", ["D57"], predictions=table(y[:m], 1 - p[:m]))
        case("PyTorch", f"argmax saved, {prevalence}", ["D26"], predictions=table(y[:m], (p[:m] > 0.5).astype(float)))
        case("PyTorch", f"scores of another order, {prevalence}", ["D46"], predictions=table(y[:m], np.random.default_rng(k).permutation(p[:m])))
        case("PyTorch", f"healthy scores, {prevalence}", facts(y[:m], p[:m]), predictions=table(y[:m], p[:m]))
        s0 = 1 / (1 + np.exp(z[:m] + 0.5))
        case("PyTorch", f"two sigmoid columns, {prevalence}", ["D44"], predictions=table(y[:m], p[:m], p0=s0))
    # Healthy runs.
    for k, prevalence in enumerate([0.001, 0.01, 0.05, 0.1, 0.2, 0.35, 0.5]):
        n = 60000 if prevalence < 0.005 else 20000 if prevalence < 0.05 else 4000
        x, y = blobs(n, prevalence, 3.5, 80 + k); vx, vy = blobs(n, prevalence, 3.5, 180 + k)
        weight = [None, torch.tensor(float((1 - prevalence) / prevalence))][k % 2]
        net, rows = train(x, y, each=lambda e, l, net: {"train_loss": l, **binary(net, vx, vy)}, lr=3e-3, epochs=4, batch=256,
                          loss=torch.nn.BCEWithLogitsLoss(pos_weight=weight) if weight is not None else None)
        with torch.no_grad():
            p = torch.sigmoid(net(torch.tensor(vx))[:, 0]).numpy()
        case("PyTorch", f"healthy, {prevalence}", [w for w in facts(vy, p) if w in ("D02", "D43", "D59")], forms[k % 3](rows))


# ---------------------------------------------------------------- scikit-learn
def sklearn_cases():
    from sklearn.dummy import DummyClassifier
    from sklearn.ensemble import RandomForestClassifier, GradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from imblearn.over_sampling import RandomOverSampler

    def report(y, d, **kw):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            text = sk.classification_report(y, d, **kw)
        return "".join(f"{w.category.__name__}: {str(w.message)}\n" for w in caught[:1]) + text

    for prevalence in (0.1, 0.03, 0.3):
        x, y = blobs(2000, prevalence, 2, 1)
        d = DummyClassifier().fit(x, y).predict(x)
        case("scikit-learn", f"report of a constant, {prevalence}", ["D02", "D21"], report(y.astype(int), d.astype(int)))
        case("scikit-learn", f"matrix of a constant, {prevalence}", ["D02"], str(sk.confusion_matrix(y, d)) + "\n")
    for prevalence in (0.2, 0.4):
        x, y = blobs(1500, prevalence, 2, 2)
        m = LogisticRegression().fit(x, y)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            case("scikit-learn", f"macro average over an absent class, {prevalence}", ["D20"], sk.classification_report(y.astype(int), m.predict(x).astype(int), labels=[0, 1, 2]))
        case("scikit-learn", f"healthy report, {prevalence}", [], report(y.astype(int), m.predict(x).astype(int)) + "\n" + str(sk.confusion_matrix(y, m.predict(x))) + "\n")
        o = np.stack([1 - y, y], 1).ravel(); q = np.stack([1 - m.predict(x), m.predict(x)], 1).ravel()
        case("scikit-learn", f"matrix of flattened one-hot columns, {prevalence}", ["D04"], str(sk.confusion_matrix(o, q)) + "\n")
        case("scikit-learn", f"predict instead of predict_proba, {prevalence}", ["D26"], predictions=table(y, m.predict(x)))
        case("scikit-learn", f"column 0 of predict_proba, {prevalence}", ["D57"], predictions=table(y, m.predict_proba(x)[:, 0]))
    for seed, prevalence in enumerate((0.01, 0.02, 0.005)):
        x, y = blobs(6000, prevalence, 1.2, 3 + seed)
        p = LogisticRegression(C=0.01).fit(x, y).predict_proba(x)[:, 1]
        case("scikit-learn", f"rare positives at 0.5, {prevalence}", facts(y, p), predictions=table(y, p))
    for seed, prevalence in enumerate((0.1, 0.5, 0.05)):
        x, y = blobs(3000, prevalence, 0, 6 + seed)
        r = np.random.default_rng(seed)
        p = RandomForestClassifier(50, random_state=0).fit(x, r.permutation(y)).predict_proba(x)[:, 1]
        p = 0.5 * p + 0.5 * r.random(len(p))
        a = sk.roc_auc_score(y, p)
        if 0.48 < a < 0.52:
            case("scikit-learn", f"trained on permuted labels, {prevalence}", ["D46"], predictions=table(y, p))
    for seed, pos in enumerate((7, 12)):
        x, y = blobs(800, 0.5, 3, 10 + seed)
        keep = np.concatenate([np.flatnonzero(y)[:pos], np.flatnonzero(y == 0)])
        x, y = x[keep], y[keep]
        p = LogisticRegression(class_weight="balanced").fit(x, y).predict_proba(x)[:, 1]
        case("scikit-learn", f"{pos} positives", facts(y, p), predictions=table(y, p))
    x, y = blobs(500, 0.1, 2, 14)
    p = LogisticRegression().fit(x, y).predict_proba(x)[:, 1]
    case("scikit-learn", "a fold without positives", ["D25"], predictions=table(y[y == 0], p[y == 0]))
    # Resampled before the split: ids of one part in the other.
    for prevalence in (0.05, 0.1):
        x, y = blobs(2000, prevalence, 2, 15)
        ids = np.arange(len(y))
        xi, yi = RandomOverSampler(random_state=0).fit_resample(np.column_stack([ids, x]), y)
        a, b, ya, yb = train_test_split(xi, yi, random_state=0, test_size=0.3)
        m = LogisticRegression().fit(a[:, 1:], ya)
        name = lambda part: [f"row{int(i)}" for i in part[:, 0]]
        case("scikit-learn", f"oversampled before the split, {prevalence}", ["D31"], predictions=table(yb, m.predict_proba(b[:, 1:])[:, 1], ids=name(b)),
             train=table(ya, m.predict_proba(a[:, 1:])[:, 1], ids=name(a)))
    # Healthy.
    for seed, prevalence in enumerate((0.003, 0.01, 0.05, 0.1, 0.25, 0.4, 0.5)):
        n = 12000 if prevalence < 0.02 else 2000
        x, y = blobs(n, prevalence, 3, 20 + seed); vx, vy = blobs(n, prevalence, 3, 40 + seed)
        for k, m in enumerate((LogisticRegression(), LogisticRegression(class_weight="balanced"), GradientBoostingClassifier(n_estimators=30, random_state=0))):
            if n > 5000 and k == 2:
                continue
            p = m.fit(x, y).predict_proba(vx)[:, 1]
            case("scikit-learn", f"healthy scores, {prevalence}, model {k}", facts(vy, p), predictions=table(vy, p))


def save(name, make):
    global cases
    cases = []
    make()
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(gzip.compress(json.dumps(cases, indent=0).encode(), mtime=0))
    print(name, len(cases), "cases", sum(not c["want"] for c in cases), "healthy", os.path.getsize(os.path.join(HERE, name)) // 1024, "KiB", file=sys.stderr)


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["sklearn", "torch", "keras"]
    for name, make in (("sklearn", sklearn_cases), ("torch", torch_cases), ("keras", keras_cases)):
        if name in chosen:
            save(name + ".json.gz", make)
