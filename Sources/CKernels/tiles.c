#include "tiles.h"

#include <stdint.h>
#include <string.h>

#include "elementary.h"

#pragma clang fp contract(fast)

#if defined(__x86_64__) && defined(__linux__)

// What of a factor stays in the second cache, the bytes of a row of which ten stay in the first,
// and the rows that one pass over c takes.
enum { factor_bytes = 256 * 1024, longest_row = 3200, most_rows = 256 };

static ptrdiff_t at_most(ptrdiff_t value, ptrdiff_t limit) { return value < limit ? value : limit; }

// The length of parts that differ little, of at most `limit`.
static ptrdiff_t even_part(ptrdiff_t total, ptrdiff_t limit) {
  ptrdiff_t count = (total + limit - 1) / limit;
  return (total + count - 1) / count;
}

ptrdiff_t kernel_tiles_terms(ptrdiff_t k) { return even_part(k, most_rows); }

// As many sums as leave registers for what is multiplied: there are 32 of 512 bits, 16 of 256.
#define TARGET "arch=x86-64-v4"
#define HEIGHT 8
#define DOT_WIDTH 6

#define REAL float
#define INTEGER int32_t
#define LANES 16
#define NAME(name) name##_f32_512
#include "tiles_of_type.h"

#define REAL double
#define INTEGER int64_t
#define LANES 8
#define NAME(name) name##_f64_512
#include "tiles_of_type.h"

// Of sums along rows 16 registers hold too few: OpenBLAS is faster.
#undef TARGET
#undef HEIGHT
#undef DOT_WIDTH
#define TARGET "arch=x86-64-v3"
#define HEIGHT 4

#define REAL float
#define INTEGER int32_t
#define LANES 8
#define NAME(name) name##_f32_256
#include "tiles_of_type.h"

#define REAL double
#define INTEGER int64_t
#define LANES 4
#define NAME(name) name##_f64_256
#include "tiles_of_type.h"

#define CALL_512(name, ...) \
  if (vectors == kernel_vectors_512) return name##_512(__VA_ARGS__), true;
#define CALL_256(name, ...) \
  if (vectors == kernel_vectors_256) return name##_256(__VA_ARGS__), true;
#else
#define CALL_512(name, ...)
#define CALL_256(name, ...)
#endif

#define FUNCTIONS(REAL, TYPE)                                                                   \
  bool kernel_tiles_nt_##TYPE(                                                                  \
      enum kernel_vectors vectors, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a,        \
      ptrdiff_t lda, const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc) {         \
    CALL_512(tiles_nt_##TYPE, m, n, k, a, lda, b, ldb, beta, c, ldc)                            \
    return false;                                                                               \
  }                                                                                             \
  bool kernel_tiles_n_##TYPE(                                                                   \
      enum kernel_vectors vectors, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a,        \
      ptrdiff_t row, ptrdiff_t column, const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c,        \
      ptrdiff_t ldc) {                                                                          \
    CALL_512(tiles_n_##TYPE, m, n, k, a, row, column, b, ldb, beta, c, ldc)                     \
    CALL_256(tiles_n_##TYPE, m, n, k, a, row, column, b, ldb, beta, c, ldc)                     \
    return false;                                                                               \
  }

FUNCTIONS(float, f32)
FUNCTIONS(double, f64)
