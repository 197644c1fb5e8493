package diagnose

import "fmt"

// fixHead says how to make metrics of the positive class out of metrics of
// flattened columns.
func fixHead(framework string) string {
	switch framework {
	case "keras":
		return `Use one output, loss from the logit, labels 0/1; then "positive" can only mean class 1:
    Dense(1)                                             # a logit: no activation
    loss=BinaryCrossentropy(from_logits=True)            # labels: y[:, 1]
    metrics=[Precision(thresholds=0), Recall(thresholds=0),
             AUC(curve="PR", from_logits=True)]          # logit 0 is probability 0.5
Or keep two outputs, with the loss that belongs to them and metrics on column 1:
    Dense(2, activation="softmax")                       # labels stay one-hot
    loss=CategoricalCrossentropy()
    metrics=[Precision(class_id=1), Recall(class_id=1),
             AUC(multi_label=True, num_labels=2)]`
	case "seqpair":
		return `Train with the default contract: one logit, binary cross-entropy on it, labels 0/1, metrics of the positive class:
    model.Config{Head: model.Sigmoid, Loss: losses.BCE{}}
A softmax of two outputs works too, with losses.BCE on the difference of the logits (which is categorical cross-entropy) and metrics on column 1:
    state.Update(metrics.Batch{Scores: column1, Labels: labels})`
	}
	return "Give metrics the score of class 1 only: one sigmoid logit with binary cross-entropy on the logit and labels 0/1; or softmax-2 with categorical cross-entropy, and metrics on column 1."
}

// fixPrior says how to get a model to learn the rare class.
func fixPrior(framework string, p prior) string {
	negative, positive := 0.5/(1-p.positive), 0.5/p.positive
	switch framework {
	case "keras":
		return fmt.Sprintf(`Give the rare class its weight, start at the prior, take smaller steps; start from fresh weights, because a stuck network stays stuck:
    model.fit(..., class_weight={0: %.3g, 1: %.3g})       # n / (2 x examples of the class)
    Dense(1, bias_initializer=Constant(%.3f))          # log(positives / negatives)
    optimizer=Adam(1e-4)                                 # or a tenth of what you use now`, negative, positive, p.logOdds())
	case "seqpair":
		return fmt.Sprintf(`Give the rare class its weight, as a new run (the output bias starts at the prior, log odds %.3f without weights, by itself); where the learning rate is above the default 0.0015, take a tenth of it:
    model.Config{Loss: losses.BCE{ClassWeight: losses.Balanced}}`, p.logOdds())
	}
	return fmt.Sprintf("Train again from fresh weights with class weights %.3g (negative) and %.3g (positive), an output bias that starts at %.3f = log(positives / negatives), and a tenth of the learning rate.", negative, positive, p.logOdds())
}

// fixSaturation says how to give a saturated output its gradient back.
func fixSaturation(e Evidence) string {
	switch e.framework() {
	case "keras":
		return `Compute the loss from logits, which needs no clip, and keep the steps small; start from fresh weights, because a saturated output gets no gradient and does not recover:
    Dense(1)                                             # a logit: no activation
    loss=BinaryCrossentropy(from_logits=True)            # labels: y[:, 1]
    optimizer=Adam(1e-4, clipnorm=1.0)                   # or a tenth of what you use now
Scale numeric inputs to mean 0, deviation 1.`
	case "seqpair":
		return fmt.Sprintf(`Compute the loss from logits, as losses.BCE does (no clip, the gradient survives), and take smaller steps, as a new run:
    model.Config{Head: model.Sigmoid, Loss: losses.BCE{}, LearningRate: %v}`, e.lowerRate())
	}
	return "Compute the loss from logits (no clip, the gradient survives), with a tenth of the learning rate and clipped gradients, scale numeric inputs, and start from fresh weights: a saturated output gets no gradient and does not recover."
}

// showScores says how to look at the scores of the positive class.
func showScores(framework string) string {
	if framework == "keras" {
		return `Print the scores of class 1:
    p = model.predict(x_valid)[:, -1]
    print(p.min(), p.max(), (p > 0.5).sum())`
	}
	if framework == "seqpair" {
		return `Print the scores of class 1:
    nb.Show(must.M1(nb.Open("your run")))                // scores by class, confusion matrix`
	}
	return "Print the scores of class 1: the least, the greatest, and how many are above the threshold."
}

// fixThreshold says how to choose a threshold.
func fixThreshold(framework string) string {
	const words = "Keep the model. Choose the threshold on validation data, by the metric that matters or by costs, and report on other data:\n"
	if framework == "keras" {
		return words + `    precision, recall, threshold = precision_recall_curve(y_valid, p)   # sklearn.metrics`
	}
	return words + "    threshold, f1 := state.BestThreshold(metrics.Confusion.F1)"
}

// fixBatches says how to compute a ratio once.
func fixBatches(framework string) string {
	if framework == "keras" {
		return "Accumulate counts and divide once an epoch, as these do:\n" +
			"    from keras.metrics import Precision, Recall, F1Score # not functions of one batch\n" +
			"    metrics=[Precision(), Recall(), F1Score(threshold=0.5)]\n" +
			"Or score the whole validation set after each epoch and use sklearn.metrics."
	}
	return "Accumulate counts over all batches and divide once; never average ratios of batches:\n" +
		"    state.Update(batch)                                  // metrics.State, every batch\n" +
		"    state.At(0.5).F1()                                   // once"
}

// fixClass says how to read metrics of the positive class.
func fixClass(framework string) string {
	if framework == "seqpair" {
		return "Read metrics of the positive class:\n    state.At(threshold).F1(), state.AveragePrecision()"
	}
	return "Ask for the positive class, or for the plain mean over the classes:\n" +
		"    f1_score(y, decided, pos_label=1)                    # sklearn.metrics; average=\"binary\" is the default\n" +
		"    BinaryF1Score(), BinaryPrecision(), BinaryRecall()   # torchmetrics, not the Multiclass ones"
}

// fixSwap says how to make scores those of the positive class.
func fixSwap(framework string) string {
	if framework == "keras" {
		return "Save column 1:\n    p = model.predict(x)[:, 1]                           # of softmax-2; class_indices or classes_ tell which is which"
	}
	return "Save the score of the positive class, and declare which that is:\n" +
		"    p = model.predict_proba(x)[:, list(model.classes_).index(positive)]\n" +
		"    seqpair report -positive LABEL FILE"
}

// fixPriorStart says how to begin where a constant ends.
func fixPriorStart(framework string, prevalence float64) string {
	if framework == "seqpair" {
		return "Then take a larger learning rate, or more epochs."
	}
	return "Start the output bias at log(positives / negatives) = " + number(prior{positive: prevalence}.logOdds()) + ", so that training does not begin by learning the prior."
}

// fixSplit says how to get both classes into every part.
func fixSplit(framework string) string {
	if framework == "keras" {
		return "Split by class, before fit; validation_split takes the last rows as they stand:\n" +
			"    train_test_split(x, y, stratify=y)                   # sklearn.model_selection"
	}
	return "Split by class:\n" +
		"    split, err := pairs.Split(data.Grouped, seed)        # or data.Stratified; no sequence in two parts, both classes in each\n" +
		"    train_test_split(x, y, stratify=y)                   # sklearn.model_selection"
}

// fixMajority says how to read metrics of both classes.
func fixMajority(framework string) string {
	if framework == "keras" {
		return "    metrics=[OneHotMeanIoU(num_classes=2), Recall(class_id=0), Precision(class_id=0)]"
	}
	return "    c := state.At(0.5); c.MCC(), c.BalancedAccuracy(), c.MeanJaccard(), c.Flipped().F1()\n" +
		"    matthews_corrcoef, balanced_accuracy_score, jaccard_score(average=None)   # sklearn.metrics"
}

// fixSteps says how to take smaller steps.
func fixSteps(e Evidence) string {
	switch e.framework() {
	case "keras":
		return "Take a tenth of the learning rate, and clip the gradient; start from fresh weights:\n    optimizer=Adam(1e-4, clipnorm=1.0)"
	case "seqpair":
		return fmt.Sprintf("Take smaller steps, as a new run:\n    model.Config{LearningRate: %v}", e.lowerRate())
	}
	return "Take a tenth of the learning rate, clip the gradient, scale the inputs, and start from fresh weights."
}

// fixPriorBias says how to start at the class shares.
func fixPriorBias(framework string, share float64) string {
	bias := prior{positive: share}.logOdds()
	if framework == "seqpair" {
		return fmt.Sprintf("The output bias should begin at log(positives / negatives) = %.3f, which model.Fit does by itself: was the run written by another program, or its network given a head of its own?", bias)
	}
	return fmt.Sprintf("Begin at the class shares:\n    Dense(1, bias_initializer=Constant(%.3f))          # log(positives / negatives)", bias)
}

// fixOverfitting says how to stop in time.
func fixOverfitting(framework string) string {
	if framework == "seqpair" {
		return "Keep the best epoch (model.Fit does), train on more pairs, or use a smaller network, more dropout, or fewer epochs:\n    model.Config{Epochs: 5}"
	}
	return "Stop by a ranking metric and go back to the best epoch; then more data, dropout, or a smaller network:\n" +
		"    EarlyStopping(monitor=\"val_pr_auc\", mode=\"max\", patience=3, restore_best_weights=True)"
}

// fixCalibration says how to make probabilities of scores.
func fixCalibration(framework string) string {
	const words = "Calibrate on validation data before scores are read as probabilities; the ranking stays:\n"
	if framework == "seqpair" {
		return words + "    model.Config{Calibration: model.Platt}               // or model.Isotonic, of some thousand pairs"
	}
	return words + "    CalibratedClassifierCV(FrozenEstimator(model), method=\"sigmoid\").fit(x_valid, y_valid)   # sklearn.calibration; or \"isotonic\"\n" +
		"    calibrator, err := calibrate.Fit(calibrate.MethodPlatt, metrics.Batch{Scores: scores, Labels: labels})"
}
