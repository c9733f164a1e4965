// cblas and OpenBLAS's thread control as one module.
#pragma once
#include <cblas.h>

/// Ends OpenBLAS's own threads, as it does before a fork; they start again when a product needs
/// them. Not in cblas.h.
int blas_thread_shutdown_(void);

/// The number of threads that products use, and the number that OpenBLAS has prepared.
/// openblas_set_num_threads sets both, but first starts threads that were ended. Not in cblas.h.
extern int blas_cpu_number, blas_num_threads;

static inline int blas_prepared_threads(void) { return blas_num_threads; }
static inline void blas_use_threads(int count) { blas_cpu_number = count; }
