// cblas, LAPACKE and OpenBLAS's own thread control, as one module.
// LAPACKE's complex types are structures here: Swift cannot import C's _Complex.
#pragma once
#define LAPACK_COMPLEX_STRUCTURE
#include <cblas.h>
#include <lapacke.h>

/// Ends OpenBLAS's own threads, as it does before a fork; they start again when a product needs
/// them. In no header of its own.
int blas_thread_shutdown_(void);
