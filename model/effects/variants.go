package main

import (
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// variant differs from the baseline in one thing, which is meant for some metrics.
type variant struct {
	name    string
	metrics []string
	change  func(*model.Config)
}

const (
	ap     = "average_precision"
	auc    = "roc_auc"
	recall = "recall@0.5"
	f1     = "f1@0.5"
	loss   = "log_loss"
)

func loses(name string, l losses.Loss, metrics ...string) variant {
	return variant{name, metrics, func(c *model.Config) { c.Loss = l }}
}

// compares is a loss that needs positives in every batch.
func compares(name string, l losses.Loss, metrics ...string) variant {
	return variant{name, metrics, func(c *model.Config) {
		c.Loss, c.Sampler = l, data.Sampler{Kind: data.BalancedBatches, Share: 0.1}
	}}
}

func samples(name string, s data.Sampler, metrics ...string) variant {
	return variant{name, metrics, func(c *model.Config) { c.Sampler = s }}
}

// fewer is a sampler whose epochs have a twelfth of the pairs, for as many steps in all.
func fewer(name string, s data.Sampler, metrics ...string) variant {
	return variant{name, metrics, func(c *model.Config) { c.Sampler, c.Epochs, c.Patience = s, 12*c.Epochs, -1 }}
}

func constrained(o losses.Objective, target float64, metric string) variant {
	return loses(string(o), losses.Constrained{Objective: o, Target: target}, metric, ap)
}

func variants() []variant {
	balanced := losses.BCE{ClassWeight: losses.Balanced}
	return []variant{
		{"other seeds", []string{ap, auc, recall, f1, loss, "recall_at_precision(0.8)", "tpr_at_fpr(0.01)"}, func(c *model.Config) { c.Seed += 100 }},
		loses("balanced", balanced, recall, f1, ap, loss),
		{"balanced, shift undone", []string{recall, ap, loss}, func(c *model.Config) { c.Loss, c.Calibration = balanced, model.UndoShift }},
		loses("inverse frequency", losses.BCE{ClassWeight: losses.InverseFrequency}, recall, ap),
		loses("effective number", losses.BCE{ClassWeight: losses.EffectiveNumber{}}, recall, ap),
		loses("label smoothing", losses.BCE{Smoothing: 0.05}, loss, ap),
		loses("focal", losses.Focal{}, ap, f1),
		loses("generalized", losses.GeneralizedCrossEntropy{}, ap, f1),
		loses("logit adjusted", losses.LogitAdjusted{}, recall, ap),
		loses("ldam, deferred", losses.LDAM{ClassWeight: losses.Balanced}, recall, ap),
		compares("dice", losses.Dice, f1, ap),
		compares("tversky for recall", losses.Tversky{Alpha: 0.2, Beta: 0.8}, recall, f1),
		compares("roc_auc", losses.ROCAUC{}, auc, ap),
		compares("partial_auc", losses.PartialAUC(0.05), "partial_roc_auc(0.05)", auc, ap),
		loses("auc_margin", losses.AUCMargin{}, auc, ap),
		compares("average_precision", losses.AveragePrecision{}, ap, auc),
		loses("precision_recall_auc", losses.PrecisionRecallAUC{}, ap, auc),
		constrained(losses.RecallAtPrecision, 0.8, "recall_at_precision(0.8)"),
		constrained(losses.PrecisionAtRecall, 0.8, "precision_at_recall(0.8)"),
		constrained(losses.TPRAtFPR, 0.01, "tpr_at_fpr(0.01)"),
		constrained(losses.FPRAtTPR, 0.9, "fpr_at_tpr(0.9)"),
		samples("balanced batches", data.Sampler{Kind: data.BalancedBatches, Share: 0.25}, recall, ap),
		samples("oversampling", data.Sampler{Kind: data.Oversample, Share: 0.25}, recall, ap),
		fewer("undersampling", data.Sampler{Kind: data.Undersample, Share: 0.25}, recall, ap),
		fewer("hard negatives", data.Sampler{Kind: data.HardNegatives, Share: 0.25}, recall, ap),
	}
}
