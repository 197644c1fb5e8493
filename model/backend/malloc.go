//go:build cgo && !noxla

// glibc is to keep what XLA on the CPU frees, for its next step: XLA allocates the memory of a step anew, often 100 MB, and glibc
// would give it back to the system and have it zeroed page by page each time. Of a BiLSTM's step that was 40 % of the time of the
// processor. This runs before there are threads: each would have an arena of its own, whose heaps glibc unmaps when they are
// empty, whatever the threshold.
//
// XLA for CUDA has its memory elsewhere, and many threads that compile: one arena would make them wait for each other.

package backend

/*
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>

__attribute__((constructor)) static void keep_memory(void) {
	const char *named = getenv("GOMLX_BACKEND");
	if (named != NULL && strstr(named, "cuda") != NULL)
		return;
	mallopt(M_MMAP_MAX, 0);
	mallopt(M_TRIM_THRESHOLD, -1);
	mallopt(M_ARENA_MAX, 1);
}
#endif
*/
import "C"
