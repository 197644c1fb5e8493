"""Records what Keras 2 (tensorflow 2.15), PyTorch Lightning 2.6 and scikit-learn 1.5 print in their several shapes: one line
an epoch, progress bars in a pipe and in a terminal, CSV, JSON, frames of pandas, reports. Run once with a Python that has them:

    python shapes.py keras2     python shapes.py lightning     python shapes.py reports

Each writes its .json.gz beside itself. What a case should be found to be is known by how it was made."""
import contextlib, gzip, io, json, os, pty, shutil, subprocess, sys, tempfile, warnings
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"; os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
cases = []


def case(source, name, want, log, also=()):
    cases.append({"source": source, "name": name, "want": sorted(want), **({"also": sorted(also)} if also else {}), "log": log})


def blobs(n, prevalence, gap, seed, features=8):
    r = np.random.default_rng(seed)
    y = (r.random(n) < prevalence).astype("float32")
    x = r.normal(size=(n, features)).astype("float32")
    x[:, 0] += gap * y
    x[:, 1] += gap * y / 2
    return x, y


def onehot(y):
    return np.stack([1 - y, y], 1).astype("float32")


def piped(*args):
    """What this script prints into a pipe when it is called with args."""
    return subprocess.run([sys.executable, os.path.abspath(__file__), *args], capture_output=True, text=True).stdout


def terminal(*args):
    """What it prints on a terminal, control characters included."""
    out = bytearray()
    def read(fd):
        data = os.read(fd, 4096)
        out.extend(data)
        return b""
    with open(os.devnull, "w") as null, contextlib.redirect_stdout(null):
        pty.spawn([sys.executable, os.path.abspath(__file__), *args], lambda fd: data if (data := os.read(fd, 4096)) and not out.extend(data) else data)
    return out.decode(errors="replace")


# ---------------------------------------------------------------- Keras 2
KERAS = {  # name: (what should be found, how it is printed)
    "flat_skilled": (["D01"], "2 1 t"), "flat_stuck": (["D01", "D02"], "2 1 t"), "flat_stuck_cce": (["D01", "D02"], "2"),
    "flat_prior": (["D01", "D02"], "2"), "evaluate": (["D01", "D02"], "2"), "onecls": (["D02"], "2"), "onecls_val": (["D02"], "2"),
    "healthy": ([], "2 1 t"), "healthy_cw": ([], "2 1 t"), "healthy_acc": ([], "2"), "healthy_rare": ([], "2"),
    "rank_below": (["D43"], "2"), "batch_f1": (["D03"], "2"), "early": (["D12"], "2 1 t"), "reduce": ([], "2"), "monitor": (["D13"], "2"),
    "nan": (["D49"], "2"), "overfit": (["D52"], "2"), "q2": (["D59"], "2"), "valsplit": (["D25"], "2"), "meaniou": (["D36"], "2"),
}


def keras_run(case, verbose):
    import tensorflow as tf
    keras = tf.keras; M = keras.metrics
    keras.utils.set_random_seed(1)
    temporary = tempfile.mktemp(suffix=".keras")
    def net(columns=1, activation="sigmoid", bias=None, units=16, features=8):
        return keras.Sequential([keras.layers.Input((features,)), keras.layers.Dense(units, activation="relu"),
                                 keras.layers.Dense(columns, activation=activation, bias_initializer=keras.initializers.Constant(bias or 0.0))])
    def stuck(logit):
        model = net(2, "softmax")
        model.layers[-1].set_weights([np.zeros((16, 2), "float32"), np.array([logit, -logit], "float32")])
        return model
    five = lambda: ["acc", M.Precision(name="precision"), M.Recall(name="recall"), M.AUC(name="auc")]
    binary = lambda: ["accuracy", M.Precision(), M.Recall(), M.AUC()]
    def fit(model, x, y, loss, metrics, lr=1e-2, epochs=4, **k):
        model.compile(optimizer=keras.optimizers.Adam(lr), loss=loss, metrics=metrics)
        return model.fit(x, y, epochs=epochs, batch_size=64, verbose=verbose, **k).history
    if case=="flat_skilled":
        x,y=blobs(4000,.1,2,1); vx,vy=blobs(2000,.1,2,2); fit(net(2,"softmax"),x,onehot(y),"binary_crossentropy",five(),validation_data=(vx,onehot(vy)))
    if case=="flat_stuck":
        x,y=blobs(4000,1/11,.3,1); m=stuck(40); fit(m,x,onehot(y),"binary_crossentropy",five(),lr=1e-6,epochs=3)
    if case=="flat_stuck_cce":
        x,y=blobs(4000,1/11,.3,1); m=stuck(40); fit(m,x,onehot(y),"categorical_crossentropy",five(),lr=1e-6,epochs=3)
    if case=="flat_prior":
        x,y=blobs(6000,.05,0,1); m=stuck(1.47); fit(m,x,onehot(y),"categorical_crossentropy",five(),lr=1e-5,epochs=4)
    if case=="onecls":
        x,y=blobs(6000,.05,0,3); fit(net(bias=-2.94,units=2),x,y,"binary_crossentropy",binary(),lr=1e-4)
    if case=="onecls_val":
        x,y=blobs(6000,.05,0,3);vx,vy=blobs(3000,.05,0,4); fit(net(bias=-2.94,units=2),x,y,"binary_crossentropy",binary(),lr=1e-4,validation_data=(vx,vy))
    if case=="healthy":
        x,y=blobs(6000,.1,3,5);vx,vy=blobs(3000,.1,3,6); fit(net(),x,y,"binary_crossentropy",binary(),validation_data=(vx,vy))
    if case=="healthy_cw":
        x,y=blobs(6000,.05,2.5,7);vx,vy=blobs(3000,.05,2.5,8); fit(net(),x,y,"binary_crossentropy",binary(),validation_data=(vx,vy),class_weight={0:.53,1:10})
    if case=="healthy_acc":
        x,y=blobs(6000,.3,2,9); fit(net(),x,y,"binary_crossentropy",["accuracy"])
    if case=="healthy_rare":
        x,y=blobs(30000,.005,3.5,10);vx,vy=blobs(20000,.005,3.5,11); fit(net(bias=-5.3),x,y,"binary_crossentropy",binary(),validation_data=(vx,vy),epochs=3)
    if case=="rank_below":
        x,y=blobs(12000,.02,1.2,12); fit(net(bias=-3.9),x,y,"binary_crossentropy",binary(),lr=3e-4)
    if case=="batch_f1":
        K=keras.backend
        def recall_m(t,p): return K.sum(K.round(K.clip(t*p,0,1)))/(K.sum(K.round(K.clip(t,0,1)))+K.epsilon())
        def precision_m(t,p): return K.sum(K.round(K.clip(t*p,0,1)))/(K.sum(K.round(K.clip(p,0,1)))+K.epsilon())
        def f1_m(t,p):
            a,b=precision_m(t,p),recall_m(t,p); return 2*a*b/(a+b+K.epsilon())
        x,y=blobs(4000,.05,2.5,13); fit(net(),x,y[:,None],"binary_crossentropy",["acc",f1_m,precision_m,recall_m])
    if case=="early":
        x,y=blobs(2000,.2,1,14);vx,vy=blobs(1000,.2,1,15); fit(net(units=256),x,y,"binary_crossentropy",["accuracy",M.AUC(name="auc")],epochs=12,validation_data=(vx,vy),callbacks=[keras.callbacks.EarlyStopping(monitor="val_auc",mode="min",patience=2,verbose=1),keras.callbacks.ModelCheckpoint(temporary,monitor="val_auc",mode="min",save_best_only=True,verbose=1)])
    if case=="reduce":
        x,y=blobs(2000,.2,1.5,14);vx,vy=blobs(1000,.2,1.5,15); fit(net(),x,y,"binary_crossentropy",["accuracy",M.AUC(name="auc")],epochs=6,validation_data=(vx,vy),callbacks=[keras.callbacks.ReduceLROnPlateau(monitor="val_auc",mode="max",patience=1,verbose=1),keras.callbacks.EarlyStopping(monitor="val_auc",mode="max",patience=3,verbose=1,restore_best_weights=True),keras.callbacks.ModelCheckpoint(temporary,monitor="val_auc",mode="max",save_best_only=True,verbose=1)])
    if case=="monitor":
        x,y=blobs(2000,.2,1.5,14);vx,vy=blobs(1000,.2,1.5,15); fit(net(),x,y,"binary_crossentropy",["accuracy",M.AUC()],epochs=3,validation_data=(vx,vy),callbacks=[keras.callbacks.EarlyStopping(monitor="val_auc_7",mode="max")])
    if case=="nan":
        x,y=blobs(2000,.2,1,16); m=net(act=None); m.compile(optimizer=keras.optimizers.SGD(1e6),loss="mse",metrics=["mae"]); m.fit(x*1000,y,epochs=4,batch_size=64,verbose=verbose)
    if case=="overfit":
        x,y=blobs(200,.3,.5,60,40);vx,vy=blobs(1500,.3,.5,160,40); fit(net(units=256,features=40),x,y,"binary_crossentropy",binary(),lr=3e-3,epochs=30,validation_data=(vx,vy))
    if case=="q2":
        x,y=blobs(6000,.8,1.2,17); fit(net(),x,y,"binary_crossentropy",binary())
    if case=="valsplit":
        x,y=blobs(3000,.1,2,18); o=np.argsort(-y,kind="stable"); fit(net(),x[o],y[o],"binary_crossentropy",binary(),validation_split=.2)
    if case=="evaluate":
        x,y=blobs(4000,1/11,.3,1); m=stuck(40); m.compile(optimizer="adam",loss="binary_crossentropy",metrics=five()); m.evaluate(x,onehot(y),verbose=verbose)
    if case=="meaniou":
        x,y=blobs(4000,.1,1.5,19); fit(net(),x,y[:,None],"binary_crossentropy",["accuracy",M.MeanIoU(num_classes=2)],epochs=5)


def keras_cases():
    for name, (want, shapes) in KERAS.items():
        for shape in shapes.split():
            log = terminal("keras_run", name, "1") if shape == "t" else piped("keras_run", name, shape)
            case("Keras", f"Keras 2, {name}, " + {"t": "on a terminal"}.get(shape, f"verbose={shape}"), want, log)


# ---------------------------------------------------------------- Lightning
LIGHTNING = {"micro": ["D01"], "micro_stuck": ["D01", "D02"], "weighted": ["D45"], "macro": [], "healthy": [], "healthy_rare": [], "onecls": ["D02"],
             "perbatch": ["D03"], "hard": ["D26"], "overfit": ["D52"], "nan": ["D49"], "q2": ["D59"]}


def lightning_run(c):
    import torch, torchmetrics, pytorch_lightning as pl
    from pytorch_lightning.loggers import CSVLogger
    C = torchmetrics.classification
    def blobs(*args):
        x, y = globals()["blobs"](*args)
        return torch.tensor(x), torch.tensor(y).long()
    class Net(pl.LightningModule):
        def __init__(s,kind,lr=1e-2,bias=None,units=16,k=8):
            super().__init__(); s.kind,s.lr=kind,lr
            s.net=torch.nn.Sequential(torch.nn.Linear(k,units),torch.nn.ReLU(),torch.nn.Linear(units,2 if kind in("micro","weighted","macro") else 1))
            if bias is not None: s.net[-1].bias.data[:]=torch.tensor(bias)
            make=lambda p: torchmetrics.MetricCollection({"acc":C.MulticlassAccuracy(2,average="micro"),"precision":C.MulticlassPrecision(2,average=kind),"recall":C.MulticlassRecall(2,average=kind),"f1":C.MulticlassF1Score(2,average=kind)},prefix=p) if kind in("micro","weighted","macro") else torchmetrics.MetricCollection({"acc":C.BinaryAccuracy(),"precision":C.BinaryPrecision(),"recall":C.BinaryRecall(),"f1":C.BinaryF1Score(),"auroc":C.BinaryAUROC()},prefix=p)
            s.tm,s.vm=make("train_"),make("val_"); s.te=make("test_")
        def step(s,b,m,name,on_step=False):
            x,y=b; o=s.net(x)
            if o.shape[1]==2: l=torch.nn.functional.cross_entropy(o,y); t=o
            else: l=torch.nn.functional.binary_cross_entropy_with_logits(o[:,0],y.float()); t=torch.sigmoid(o[:,0])
            if s.kind=="perbatch":
                v={k.replace("test_",name+"_"):f for k,f in s.te(t,y).items()} ; s.log_dict(v,on_step=False,on_epoch=True,prog_bar=True)
            elif s.kind=="hard": m((t>.5).float(),y); s.log_dict(m,on_step=False,on_epoch=True,prog_bar=True)
            else: m(t,y); s.log_dict(m,on_step=on_step,on_epoch=True,prog_bar=True)
            s.log(name+"_loss",l,on_step=on_step,on_epoch=True,prog_bar=True); return l
        def training_step(s,b,i): return s.step(b,s.tm,"train",on_step=True and s.kind!="perbatch")
        def validation_step(s,b,i): s.step(b,s.vm,"val")
        def test_step(s,b,i): s.step(b,s.te,"test")
        def configure_optimizers(s): return torch.optim.Adam(s.parameters(),s.lr)
    def run(name,net,tr,va,epochs=5,bs=64):
        pl.seed_everything(1)
        loader=lambda d,s: torch.utils.data.DataLoader(torch.utils.data.TensorDataset(*d),bs,shuffle=s)
        t=pl.Trainer(max_epochs=epochs,logger=CSVLogger(tempfile.gettempdir(),name=name,version=0),enable_checkpointing=False,accelerator="cpu",log_every_n_steps=20,enable_model_summary=False)
        t.fit(net,loader(tr,True),loader(va,False))
    torch.manual_seed(1)
    if c=="micro": run(c,Net("micro",2e-3),blobs(4000,.1,2,1),blobs(2000,.1,2,2))
    if c=="micro_stuck": run(c,Net("micro",1e-5,[2.3,0.],units=2),blobs(4000,1/11,0,1),blobs(2000,1/11,0,2))
    if c=="weighted": run(c,Net("weighted",2e-3),blobs(4000,.2,2,1),blobs(2000,.2,2,2))
    if c=="macro": run(c,Net("macro",2e-3),blobs(4000,.2,2,1),blobs(2000,.2,2,2))
    if c=="healthy": run(c,Net("binary",1e-2),blobs(4000,.1,3,3),blobs(2000,.1,3,4))
    if c=="healthy_rare": run(c,Net("binary",1e-2,[-5.]),blobs(20000,.008,3.5,3),blobs(20000,.008,3.5,4))
    if c=="onecls": run(c,Net("binary",1e-5,[-2.9],units=2),blobs(4000,.05,0,3),blobs(2000,.05,0,4))
    if c=="perbatch": run(c,Net("perbatch",1e-2),blobs(4000,.05,2.5,3),blobs(4000,.05,2.5,4),bs=32)
    if c=="hard": run(c,Net("hard",2e-3),blobs(4000,.2,2,3),blobs(4000,.2,2,4))
    if c=="overfit": run(c,Net("binary",3e-3,units=256,k=40),blobs(200,.3,.5,3,40),blobs(1500,.3,.5,4,40),epochs=30,bs=32)
    if c=="nan": run(c,Net("binary",1e9),[blobs(2000,.2,1,3)[0]*1e20,blobs(2000,.2,1,3)[1]],blobs(1000,.2,1,4),epochs=4)
    if c=="q2": run(c,Net("binary",1e-2),blobs(4000,.8,1.2,3),blobs(2000,.8,1.2,4))


def lightning_cases():
    for name, want in LIGHTNING.items():
        piped("lightning_run", name)
        path = os.path.join(tempfile.gettempdir(), name)
        with open(os.path.join(path, "version_0", "metrics.csv")) as f:
            case("Lightning", f"metrics.csv, {name}", want, f.read(), also=["D02"] if name == "nan" else ["D40"] if name == "overfit" else [])
        shutil.rmtree(path)


# ---------------------------------------------------------------- scikit-learn, pandas, XGBoost
def reports_cases():
    import pandas as pd, xgboost as xgb
    from sklearn import metrics as sk
    from sklearn.linear_model import LogisticRegression
    warnings.simplefilter("ignore")
    x, y = blobs(3000, .1, 2., 1)
    y = y.astype(int)
    p = LogisticRegression().fit(x, y).predict_proba(x)[:, 1]
    d, z = (p > .5).astype(int), np.zeros_like(y)
    report = sk.classification_report
    sklearn = lambda name, want, log, also=(): case("scikit-learn", name, want, log, also)
    sklearn("report, 4 digits", [], report(y, d, digits=4))
    sklearn("report with names, accuracy and matrix", [], f"Accuracy: {sk.accuracy_score(y, d):.4f}\n\n" + report(y, d, target_names=["not a match", "match"]) + "\n" + str(sk.confusion_matrix(y, d)))
    sklearn("report of a constant, names", ["D02", "D21"], report(y, z, target_names=["no match", "match"], digits=3))
    sklearn("report of a constant, undefined as nan", ["D02"], report(y, z, zero_division=np.nan))
    sklearn("report of a constant, undefined as 1", ["D02", "D21"], report(y, z, zero_division=1))
    sklearn("report of a constant as JSON", ["D02", "D21"], json.dumps(report(y, z, output_dict=True)))
    sklearn("report of a constant as a dictionary", ["D02", "D21"], str(report(y, z, output_dict=True)).replace("np.float64", ""))
    sklearn("report of a constant as a frame", ["D02", "D21"], str(pd.DataFrame(report(y, z, output_dict=True)).T))
    sklearn("report as JSON", [], json.dumps(report(y, d, output_dict=True)))
    sklearn("report of one-hot columns", ["D01"], report(onehot(y), onehot(d)))
    sklearn("report of one-hot columns of a constant", ["D01", "D02", "D21"], report(onehot(y), onehot(z)))
    sklearn("report, positives the majority", ["D59"], report(1 - y, 1 - d, digits=3))
    sklearn("report, names in the order of the alphabet", [], report(np.where(y, "cancer", "healthy"), np.where(d, "cancer", "healthy")))
    sklearn("report, few positives", ["D40"], report(y[:120], d[:120]))
    r = np.random.default_rng(3)
    y3 = r.integers(0, 3, 900)
    d3 = np.where(r.random(900) < .8, y3, r.integers(0, 3, 900))
    sklearn("report of three classes", [], report(y3, d3, digits=4))
    sklearn("report of three classes, one never predicted", ["D02", "D21"], report(y3, np.where(d3 == 2, 0, d3), digits=4))
    sklearn("report of two of three classes", [], report(y3, d3, labels=[1, 2]))
    scores = lambda names, values, form: "".join(form.format(n, v) for n, v in zip(names, values))
    four = ["Accuracy", "Precision", "Recall", "F1 score"]
    sklearn("four scores, micro", ["D01"], scores(four, [sk.accuracy_score(y, d)] + [f(y, d, average="micro") for f in (sk.precision_score, sk.recall_score, sk.f1_score)], "{}: {:.4f}\n"))
    binary = [f(y, d) for f in (sk.accuracy_score, sk.precision_score, sk.recall_score, sk.f1_score)]
    sklearn("five scores", [], scores(four + ["ROC AUC"], binary + [sk.roc_auc_score(y, p)], "{}: {:.4f}\n"))
    sklearn("five scores, the AUC of decisions", ["D26"], scores(four + ["AUC"], binary + [sk.roc_auc_score(y, d)], "{}: {:.6f}\n"))
    sklearn("five scores of a constant", ["D02"], scores(four + ["roc_auc"], [sk.accuracy_score(y, z), 0, 0, 0, .5], "{} = {:.4f}\n"))
    sklearn("matrix of a constant, four names and four counts", ["D02"], "tn, fp, fn, tp = (%d, %d, %d, %d)\n" % tuple(sk.confusion_matrix(y, z).ravel()))
    sklearn("matrix of a constant, a name a line", ["D02"], "TN: %d\nFP: %d\nFN: %d\nTP: %d\n" % tuple(sk.confusion_matrix(y, z).ravel()))
    sklearn("matrix of a constant, an array", ["D02"], repr(sk.confusion_matrix(y, z)))
    for name, want, gap, prevalence, parameters in [("sound", [], 2, .2, {}), ("noise", ["D46"], 0, .1, dict(max_depth=1, eta=1e-6)), ("overfitted", ["D52"], .3, .3, dict(max_depth=12, eta=1.))]:
        parts = [xgb.DMatrix(*blobs(n, prevalence, gap, seed)) for n, seed in ((4000, 5), (2000, 55))]
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            xgb.train({"objective": "binary:logistic", "eval_metric": ["logloss", "auc", "aucpr"], **parameters}, parts[0], 12, evals=[(parts[0], "train"), (parts[1], "valid")])
        case("XGBoost", f"rounds, {name}", want, out.getvalue())


if __name__ == "__main__":
    if sys.argv[1].endswith("_run"):
        arguments = [int(a) if a.isdigit() else a for a in sys.argv[2:]]
        globals()[sys.argv[1]](*arguments)
    else:
        globals()[sys.argv[1] + "_cases"]()
        with open(os.path.join(HERE, sys.argv[1] + ".json.gz"), "wb") as f:
            f.write(gzip.compress(json.dumps(cases, indent=0).encode(), mtime=0))
        print(len(cases), "cases")
