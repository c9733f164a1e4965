// The tiles for one element type and one width of vectors; `tiles.c` includes it once for each and
// defines REAL, INTEGER (of its size), LANES and NAME, which are undefined at the end, and for both
// types TARGET, HEIGHT (rows of a tile of multiples) and, where there are registers for them,
// DOT_WIDTH (rows of b of a tile of sums).

#define FUNCTION __attribute__((target(TARGET), WHOLE_VECTORS)) static
#define INLINE __attribute__((target(TARGET), WHOLE_VECTORS, always_inline)) static inline

typedef REAL NAME(vector)
    __attribute__((vector_size(LANES * sizeof(REAL)), aligned(sizeof(REAL)), may_alias));
typedef INTEGER NAME(mask)
    __attribute__((vector_size(LANES * sizeof(REAL)), aligned(sizeof(REAL)), may_alias));
#define VECTOR NAME(vector)
#define MASK NAME(mask)

enum { NAME(width) = 3 };

static const INTEGER NAME(masks)[2 * LANES] = {
    [LANES ... 2 * LANES - 1] = -1,
};

// Set in the last `count` lanes.
INLINE MASK NAME(last_lanes)(ptrdiff_t count) { return *(const MASK *)(NAME(masks) + count); }

#ifdef DOT_WIDTH

// The sums of neighbouring lanes of a, then those of b.
#if LANES == 16
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#else
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define ODD 1, 3, 5, 7, 9, 11, 13, 15
#endif
INLINE void NAME(add_neighbours)(const VECTOR *a, const VECTOR *b, VECTOR *sums) {
  *sums = __builtin_shufflevector(*a, *b, EVEN) + __builtin_shufflevector(*a, *b, ODD);
}

// The sums of the lanes of eight vectors: neighbours are added up until each has one lane.
INLINE void NAME(sums_of_eight)(const VECTOR *v, REAL *sums) {
  VECTOR pairs[4], fours[2];
  for (int i = 0; i < 4; i++) NAME(add_neighbours)(v + 2 * i, v + 2 * i + 1, pairs + i);
  for (int i = 0; i < 2; i++) NAME(add_neighbours)(pairs + 2 * i, pairs + 2 * i + 1, fours + i);
  VECTOR eights;
  NAME(add_neighbours)(fours, fours + 1, &eights);
  if (LANES == 16) NAME(add_neighbours)(&eights, &eights, &eights);
  memcpy(sums, &eights, 8 * sizeof(REAL));
}

// c [4, width] from four rows of a and `width` (an even number) rows of b, of which the first
// `rows` and `columns` count; the others repeat a row.
INLINE void NAME(dot_tile)(
    const int width, ptrdiff_t k, const REAL *a, ptrdiff_t lda, ptrdiff_t rows, const REAL *b,
    ptrdiff_t ldb, ptrdiff_t columns, REAL beta, REAL *c, ptrdiff_t ldc) {
  const REAL *left[4], *right[DOT_WIDTH];
  for (int r = 0; r < 4; r++) left[r] = a + at_most(r, rows - 1) * lda;
  for (int j = 0; j < width; j++) right[j] = b + at_most(j, columns - 1) * ldb;
  // Those of four rows of a for each row of b.
  VECTOR sums[DOT_WIDTH * 4];
  for (int i = 0; i < width * 4; i++) sums[i] = (VECTOR){0};
  ptrdiff_t l = 0;
  for (; l + LANES <= k; l += LANES) {
    VECTOR x[4];
    for (int r = 0; r < 4; r++) x[r] = *(const VECTOR *)(left[r] + l);
    for (int j = 0; j < width; j++) {
      VECTOR y = *(const VECTOR *)(right[j] + l);
      for (int r = 0; r < 4; r++) sums[j * 4 + r] += x[r] * y;
    }
  }
  if (l < k) {
    // The last vector again, without the lanes that have had their turn.
    MASK own = NAME(last_lanes)(k - l);
    VECTOR x[4];
    for (int r = 0; r < 4; r++) x[r] = (VECTOR)(*(const MASK *)(left[r] + k - LANES) & own);
    for (int j = 0; j < width; j++) {
      VECTOR y = (VECTOR)(*(const MASK *)(right[j] + k - LANES) & own);
      for (int r = 0; r < 4; r++) sums[j * 4 + r] += x[r] * y;
    }
  }
  REAL values[DOT_WIDTH * 4];
  for (int i = 0; i < width * 4; i += 8) NAME(sums_of_eight)(sums + i, values + i);
  for (int j = 0; j < width && j < columns; j++)
    for (int r = 0; r < 4 && r < rows; r++) {
      REAL *target = c + r * ldc + j;
      REAL value = values[j * 4 + r];
      *target = beta == 0 ? value : beta * *target + value;
    }
}

// A few rows of b stay in the first cache while those of a pass by in the second.
FUNCTION void NAME(dot_block)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, const REAL *b,
    ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc) {
  ptrdiff_t j = 0;
  for (; j + DOT_WIDTH <= n; j += DOT_WIDTH)
    for (ptrdiff_t i = 0; i < m; i += 4)
      NAME(dot_tile)(
          DOT_WIDTH, k, a + i * lda, lda, m - i, b + j * ldb, ldb, DOT_WIDTH, beta,
          c + i * ldc + j, ldc);
  for (; j < n; j += 2)
    for (ptrdiff_t i = 0; i < m; i += 4)
      NAME(dot_tile)(
          2, k, a + i * lda, lda, m - i, b + j * ldb, ldb, n - j, beta, c + i * ldc + j, ldc);
}

FUNCTION void NAME(tiles_nt)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, const REAL *b,
    ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc) {
  ptrdiff_t terms = even_part(k, longest_row / (ptrdiff_t)sizeof(REAL));
  ptrdiff_t rows = (even_part(m, factor_bytes / (terms * (ptrdiff_t)sizeof(REAL))) + 3) / 4 * 4;
  for (ptrdiff_t l = 0; l < k; l += terms, beta = 1)
    for (ptrdiff_t i = 0; i < m; i += rows)
      NAME(dot_block)(
          at_most(rows, m - i), n, at_most(terms, k - l), a + i * lda + l, lda, b + l, ldb, beta,
          c + i * ldc, ldc);
}

#undef EVEN
#undef ODD
#endif

// c [height, width vectors], of which the last `own` lanes count where `is_rest`.
INLINE void NAME(outer_tile)(
    const int height, const int width, ptrdiff_t k, const REAL *a, ptrdiff_t row,
    ptrdiff_t column, const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc,
    const bool is_rest, MASK own) {
  VECTOR sums[HEIGHT][NAME(width)];
  for (int i = 0; i < height; i++)
    for (int j = 0; j < width; j++) sums[i][j] = (VECTOR){0};
  for (ptrdiff_t l = 0; l < k; l++, a += column, b += ldb) {
    VECTOR y[NAME(width)];
    for (int j = 0; j < width; j++) y[j] = *(const VECTOR *)(b + j * LANES);
    for (int i = 0; i < height; i++)
      for (int j = 0; j < width; j++) sums[i][j] += a[i * row] * y[j];
  }
  for (int i = 0; i < height; i++)
    for (int j = 0; j < width; j++) {
      VECTOR *target = (VECTOR *)(c + i * ldc + j * LANES);
      VECTOR value = beta == 0 ? sums[i][j] : beta * *target + sums[i][j];
      *target = is_rest ? (VECTOR)(((MASK)*target & ~own) | ((MASK)value & own)) : value;
    }
}

// Some columns of b stay in the near caches while the rows of a pass by.
INLINE void NAME(outer_columns)(
    const int width, ptrdiff_t m, ptrdiff_t k, const REAL *a, ptrdiff_t row, ptrdiff_t column,
    const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc, const bool is_rest,
    ptrdiff_t rest) {
  MASK own = is_rest ? NAME(last_lanes)(rest) : (MASK){0};
  ptrdiff_t i = 0;
#define ROWS(height)                                                                            \
  for (; i + height <= m; i += height)                                                          \
    NAME(outer_tile)(                                                                           \
        height, width, k, a + i * row, row, column, b, ldb, beta, c + i * ldc, ldc, is_rest, own);
  ROWS(HEIGHT)
  ROWS(HEIGHT / 2)
  ROWS(1)
#undef ROWS
}

FUNCTION void NAME(outer_block)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t row, ptrdiff_t column,
    const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc) {
  ptrdiff_t j = 0;
  for (; j + 3 * LANES <= n; j += 3 * LANES)
    NAME(outer_columns)(3, m, k, a, row, column, b + j, ldb, beta, c + j, ldc, false, 0);
  for (; j + 2 * LANES <= n; j += 2 * LANES)
    NAME(outer_columns)(2, m, k, a, row, column, b + j, ldb, beta, c + j, ldc, false, 0);
  for (; j + LANES <= n; j += LANES)
    NAME(outer_columns)(1, m, k, a, row, column, b + j, ldb, beta, c + j, ldc, false, 0);
  // The last vector again, of which only the lanes that are left are written.
  if (j < n)
    NAME(outer_columns)(
        1, m, k, a, row, column, b + n - LANES, ldb, beta, c + n - LANES, ldc, true, n - j);
}

FUNCTION void NAME(tiles_n)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t row, ptrdiff_t column,
    const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc) {
  ptrdiff_t terms = even_part(k, most_rows);
  for (ptrdiff_t l = 0; l < k; l += terms, beta = 1)
    NAME(outer_block)(
        m, n, at_most(terms, k - l), a + l * column, row, column, b + l * ldb, ldb, beta, c, ldc);
}

#undef VECTOR
#undef MASK
#undef FUNCTION
#undef INLINE
#undef REAL
#undef INTEGER
#undef LANES
#undef NAME
