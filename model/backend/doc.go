// Package backend chooses what GoMLX computes on, and never waits for a network to do so: New only
// looks at what is there, Install is the one function that downloads.
//
// XLA on the CPU needs cgo and a plugin, a shared library of about 200 MB. Built without cgo, or
// with the tag noxla, the package links the pure-Go backend only. Everything runs on either.
//
// XLA on CUDA is asked for by name, with the plugin that JAX has for Python. Where S is the site-packages of that Python
// (tried with JAX 0.11.2 for CUDA 13 on Linux; the link lets go-xla find CUDA beside the plugin):
//
//	pip install "jax[cuda13]"
//	ln -s ../nvidia S/jax_plugins/nvidia
//	export GOMLX_BACKEND=xla:S/jax_plugins/xla_cuda13/xla_cuda_plugin.so
//
// Products of matrices are in TF32 there, as in JAX; ",tf32=false" at the end of the variable makes them full float32. Sums of
// gradients have no fixed order there, so that the same seed gives nearly the same weights, not the same bytes. Flags in
// $XLA_FLAGS that were tried with that plugin on an H200:
//
//   - --xla_gpu_deterministic_ops=true: the same seed gives the same bytes, and an interrupted run goes on exactly.
//   - --xla_gpu_per_fusion_autotune_cache_dir=FOLDER, a folder that is there: the default network compiles in 7 s in place of 12, from
//     the second process on.
//   - --xla_gpu_enable_command_buffer=+WHILE: the steps of a call run without the host. 6 to 26 % more steps a second of networks without
//     recurrence, 17 % fewer of a BiLSTM.
package backend
