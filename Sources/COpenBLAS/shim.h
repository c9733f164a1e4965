// cblas, LAPACK's factorizations and OpenBLAS's own thread control, as one module.
#pragma once
#include <cblas.h>

#include "factorizations.h"

/// Ends OpenBLAS's own threads, as it does before a fork; they start again when a product needs
/// them. In no header of its own.
int blas_thread_shutdown_(void);

/// How many threads products use, and how many OpenBLAS has room for. openblas_set_num_threads sets both,
/// but starts all threads anew before it does. In no header of its own.
extern int blas_cpu_number, blas_num_threads;

static inline int blas_prepared_threads(void) { return blas_num_threads; }
static inline void blas_use_threads(int count) { blas_cpu_number = count; }
