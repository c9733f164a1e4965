#ifndef ASSAY_TILES_H
#define ASSAY_TILES_H

#include <stdbool.h>
#include <stddef.h>

#include "vectors.h"

// Matrix products of the size that a training step has: the factors lie in the second cache and are
// read where they are, while a tile of sums stays in registers. A library copies both factors into
// an order of its own first, which pays for larger products only.
//
// All matrices are row-major; `ld…` is the distance of two rows. With beta 0 it does not matter what
// c holds. m, n and k are at least 1; k of the first and n of the second at least 16. False, and
// nothing done, without vectors for it.

#define TILE_DECLARATIONS(REAL, NAME)                                                            \
  /* c [m, n] = a b^T + beta c with a [m, k], b [n, k]. */                                       \
  bool NAME(kernel_tiles_nt)(                                                                    \
      enum kernel_vectors vectors, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a,         \
      ptrdiff_t lda, const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc);           \
  /* c [m, n] = a b + beta c with b [k, n]; element (i, l) of a is a[i * row + l * column]. */   \
  bool NAME(kernel_tiles_n)(                                                                     \
      enum kernel_vectors vectors, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a,         \
      ptrdiff_t row, ptrdiff_t column, const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c,         \
      ptrdiff_t ldc);

// The terms of a sum over k that kernel_tiles_n adds up in order before it adds that to c.
ptrdiff_t kernel_tiles_terms(ptrdiff_t k);

#define TILE_SINGLE(name) name##_f32
#define TILE_DOUBLE(name) name##_f64
TILE_DECLARATIONS(float, TILE_SINGLE)
TILE_DECLARATIONS(double, TILE_DOUBLE)

#endif
