// Package dense holds networks that read numbers: [MLP] over rows of features, and [UNet] over the pixels of images, with
// a label for each pixel. Both are plain structs of sizes that model.FitExamples trains, built in operations that every
// backend of GoMLX has with their gradients.
//
//	train, valid, test, err := features.Split(7)
//	run, err := model.FitExamples(ctx, model.Config{Run: "mlp", Network: dense.MLP{}}, train.Examples(), valid.Examples())
//	state, err := run.TestExamples(ctx, test.Examples())
package dense
