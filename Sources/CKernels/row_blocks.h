#ifndef ASSAY_ROW_BLOCKS_H
#define ASSAY_ROW_BLOCKS_H

#include <stddef.h>
#include <string.h>

#include "elementary.h"

// Passes over rows of a matrix where it lies, four rows by eight columns at a time.

// Rows that are prefetched ahead of their use: the processor's own prefetcher does not cross rows in time.
enum { rows_ahead = 16 };

typedef double columns8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef long long mask8 __attribute__((vector_size(64), aligned(8), may_alias));

static const long long column_masks[16] = {-1, -1, -1, -1, -1, -1, -1, -1};

// How many rows of d columns must follow those whose rest is read.
ALWAYS_INLINE ptrdiff_t rows_behind(ptrdiff_t d) { return d >= 8 ? 1 : 8; }

// rest [count, 8] = the last `left` < 8 columns of `count` rows, x being the first of them, and zeros
// behind them. Reads eight numbers of each row, whatever stands behind it.
ALWAYS_INLINE void read_rest(
    int count, ptrdiff_t left, const double *x, ptrdiff_t ldx, double *rest) {
  mask8 mask = *(const mask8 *)(column_masks + 8 - left);
  for (int r = 0; r < count; r++)
    *(mask8 *)(rest + r * 8) = *(const mask8 *)(x + r * ldx) & mask;
}

// The same for a row behind which nothing may be read.
ALWAYS_INLINE void read_last_rest(ptrdiff_t left, const double *x, double *rest) {
  memset(rest, 0, 8 * sizeof *rest);
  memcpy(rest, x, (size_t)left * sizeof *rest);
}

#endif
