// cblas, LAPACKE and OpenBLAS's own thread control, as one module.
// LAPACKE's complex types are structures here: Swift cannot import C's _Complex.
#pragma once
#define LAPACK_COMPLEX_STRUCTURE
#include <cblas.h>
#include <lapacke.h>
