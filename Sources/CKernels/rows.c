#include "rows.h"

#include <math.h>

#include "elementary.h"
#include "row_blocks.h"
#include "vectors.h"

#pragma clang fp contract(fast)

// Eight numbers: one register of the widest machines, two of the others.
typedef double vector8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef double vector4 __attribute__((vector_size(32), aligned(8), may_alias));

EACH_WIDTH void kernel_rows_pack(
    ptrdiff_t n, ptrdiff_t d, const double *x, ptrdiff_t ldx, const double *shift, double *packed,
    ptrdiff_t ldp) {
  for (ptrdiff_t i = 0; i < n; i++) {
    const double *restrict source = x + i * ldx;
    double *restrict target = packed + i * ldp;
    for (ptrdiff_t j = 0; j < d; j++) target[j] = source[j] - shift[j];
  }
}

EACH_WIDTH void kernel_rows_scale(
    ptrdiff_t n, double *packed, ptrdiff_t ldp, const double *factors) {
  for (ptrdiff_t i = 0; i < n; i++) {
    double *restrict row = packed + i * ldp;
    double factor = factors[i];
    for (ptrdiff_t j = 0; j < ldp; j++) row[j] *= factor;
  }
}

// By pointer: a vector in a register would tie the function to one width.
ALWAYS_INLINE double sum_of(const vector8 *v) {
  const double *e = (const double *)v;
  return ((e[0] + e[4]) + (e[2] + e[6])) + ((e[1] + e[5]) + (e[3] + e[7]));
}

EACH_WIDTH void kernel_rows_times(
    ptrdiff_t n, const double *packed, ptrdiff_t ldp, const double *w, double *z) {
  ptrdiff_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const double *row = packed + i * ldp;
    vector8 sums[4] = {{0}, {0}, {0}, {0}};
    for (ptrdiff_t j = 0; j < ldp; j += 8) {
      vector8 weights = *(const vector8 *)(w + j);
      for (int r = 0; r < 4; r++) sums[r] += *(const vector8 *)(row + r * ldp + j) * weights;
    }
    for (int r = 0; r < 4; r++) z[i + r] = sum_of(&sums[r]);
  }
  for (; i < n; i++) {
    vector8 sum = {0};
    for (ptrdiff_t j = 0; j < ldp; j += 8)
      sum += *(const vector8 *)(packed + i * ldp + j) * *(const vector8 *)(w + j);
    z[i] = sum_of(&sum);
  }
}

EACH_WIDTH void kernel_rows_add_combination(
    ptrdiff_t n, const double *packed, ptrdiff_t ldp, const double *r, double *g) {
  ptrdiff_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const double *restrict row = packed + i * ldp;
    for (ptrdiff_t j = 0; j < ldp; j += 8) {
      vector8 sum = *(const vector8 *)(g + j);
      for (int k = 0; k < 4; k++) sum += *(const vector8 *)(row + k * ldp + j) * r[i + k];
      *(vector8 *)(g + j) = sum;
    }
  }
  for (; i < n; i++)
    for (ptrdiff_t j = 0; j < ldp; j += 8)
      *(vector8 *)(g + j) += *(const vector8 *)(packed + i * ldp + j) * r[i];
}

// The residuals' part that eight columns of `count` rows make. Here every second row ahead is asked for, with
// the gradient sums the others: all at once they would have to wait for each other.
ALWAYS_INLINE void add_fits(
    int count, const double *x, ptrdiff_t ldx, const double *shift, const double *w, columns8 *sums) {
  columns8 offset = *(const columns8 *)shift, factor = *(const columns8 *)w;
  for (int r = 0; r < count; r++) {
    if (r % 2 == 0) __builtin_prefetch(x + (r + rows_ahead) * ldx);
    sums[r] += (*(const columns8 *)(x + r * ldx) - offset) * factor;
  }
}

// The gradient sums of eight columns.
ALWAYS_INLINE void add_slopes(
    int count, const double *x, ptrdiff_t ldx, const double *shift, const double *residuals,
    double *g) {
  columns8 offset = *(const columns8 *)shift, sum = *(columns8 *)g;
  for (int r = 0; r < count; r++) {
    if (r % 2 == 1) __builtin_prefetch(x + (r + rows_ahead) * ldx);
    sum += (*(const columns8 *)(x + r * ldx) - offset) * residuals[r];
  }
  *(columns8 *)g = sum;
}

// Of `count` rows, 1 or 4: the residuals, then their part of the gradient sums while the rows are in the first
// cache. `rest` holds the columns from `whole` on, with zeros behind them.
ALWAYS_INLINE double descend_rows(
    int count, ptrdiff_t d, ptrdiff_t whole, const double *x, ptrdiff_t ldx, const double *rest,
    const double *shift, const double *w, const double *values, double mean, const double *weights,
    double *g) {
  columns8 sums[4];
  for (int r = 0; r < count; r++) sums[r] = (columns8){0};
  for (ptrdiff_t j = 0; j < whole; j += 8) add_fits(count, x + j, ldx, shift + j, w + j, sums);
  if (whole < d) add_fits(count, rest, 8, shift + whole, w + whole, sums);
  double square = 0, residuals[4];
  for (int r = 0; r < count; r++) {
    double residual = values[r] - mean - sum_of((const vector8 *)&sums[r]);
    residuals[r] = weights ? weights[r] * residual : residual;
    square += residuals[r] * residual;
  }
  for (ptrdiff_t j = 0; j < whole; j += 8)
    add_slopes(count, x + j, ldx, shift + j, residuals, g + j);
  if (whole < d) add_slopes(count, rest, 8, shift + whole, residuals, g + whole);
  return square;
}

EACH_WIDTH double kernel_rows_descent(
    ptrdiff_t n, ptrdiff_t d, const double *x, ptrdiff_t ldx, const double *shift, const double *w,
    const double *values, double mean, const double *weights, double *g) {
  ptrdiff_t whole = d / 8 * 8, i = 0;
  double rest[4 * 8], square = 0;
  for (; i + 4 + rows_behind(d) <= n; i += 4) {
    const double *rows = x + i * ldx;
    read_rest(4, d - whole, rows + whole, ldx, rest);
    square += descend_rows(
        4, d, whole, rows, ldx, rest, shift, w, values + i, mean, weights ? weights + i : NULL, g);
  }
  for (; i < n; i++) {
    const double *row = x + i * ldx;
    read_last_rest(d - whole, row + whole, rest);
    square += descend_rows(
        1, d, whole, row, ldx, rest, shift, w, values + i, mean, weights ? weights + i : NULL, g);
  }
  return square;
}

// log(1 + x) for 0 <= x <= 1, with s = x / (2 + x) <= 1/3: twice the series of artanh s, whose rest is
// below a hundredth of an ulp. NaN stays NaN.
ALWAYS_INLINE double log1p_of_share(double x) {
  double s = x / (2 + x), square = s * s;
  double series = 1.0 / 33;
  series = series * square + 1.0 / 31;
  series = series * square + 1.0 / 29;
  series = series * square + 1.0 / 27;
  series = series * square + 1.0 / 25;
  series = series * square + 1.0 / 23;
  series = series * square + 1.0 / 21;
  series = series * square + 1.0 / 19;
  series = series * square + 1.0 / 17;
  series = series * square + 1.0 / 15;
  series = series * square + 1.0 / 13;
  series = series * square + 1.0 / 11;
  series = series * square + 1.0 / 9;
  series = series * square + 1.0 / 7;
  series = series * square + 1.0 / 5;
  series = series * square + 1.0 / 3;
  return 2 * (s + s * square * series);
}

EACH_WIDTH double kernel_rows_logistic(
    ptrdiff_t n, const double *z, double intercept, const ptrdiff_t *classes, const double *weights,
    double smoothing, double *residuals, double *curvatures) {
  // Sums in four strands, so that the compiler may take them four at a time.
  double losses[4] = {0};
  for (ptrdiff_t i = 0; i < n; i++) residuals[i] = exponential_f64(-fabs(z[i] + intercept));
  for (ptrdiff_t i = 0; i < n; i++) curvatures[i] = log1p_of_share(residuals[i]);
  for (ptrdiff_t i = 0; i < n; i++) {
    double score = z[i] + intercept;
    double target = (double)classes[i] * (1 - smoothing) + 0.5 * smoothing;
    double weight = weights ? weights[i] : 1;
    losses[i % 4] += weight * ((score > 0 ? score : 0) - target * score + curvatures[i]);
  }
  for (ptrdiff_t i = 0; i < n; i++) {
    double score = z[i] + intercept;
    double target = (double)classes[i] * (1 - smoothing) + 0.5 * smoothing;
    double weight = weights ? weights[i] : 1;
    double e = residuals[i], other = 1 / (1 + e);
    double probability = score < 0 ? e * other : other;
    residuals[i] = weight * (probability - target);
    curvatures[i] = sqrt(weight * e) * other;
  }
  return (losses[0] + losses[1]) + (losses[2] + losses[3]);
}

// c [height, width vectors] = c + the sum over n of a's column times b's row: as many sums as there
// are registers for. `a_step` and `b_step` lead from one term to the next, `a_stride` and `ldc` from
// one row of c to the next.
#define TILE(arch, vector, height, width)                                                       \
  __attribute__((target(arch), WHOLE_VECTORS, always_inline)) static inline void                \
  add_tile_##vector##_##width(                                                                  \
      ptrdiff_t n, const double *a, ptrdiff_t a_step, ptrdiff_t a_stride, const double *b,      \
      ptrdiff_t b_step, double *c, ptrdiff_t ldc) {                                             \
    enum { length = sizeof(vector) / sizeof(double) };                                          \
    vector sums[height][width];                                                                 \
    for (int i = 0; i < height; i++)                                                            \
      for (int j = 0; j < width; j++) sums[i][j] = (vector){0};                                 \
    for (ptrdiff_t term = 0; term < n; term++, a += a_step, b += b_step) {                      \
      vector right[width];                                                                      \
      for (int j = 0; j < width; j++) right[j] = *(const vector *)(b + length * j);             \
      for (int i = 0; i < height; i++)                                                          \
        for (int j = 0; j < width; j++) sums[i][j] += a[i * a_stride] * right[j];               \
    }                                                                                           \
    for (int i = 0; i < height; i++)                                                            \
      for (int j = 0; j < width; j++) *(vector *)(c + i * ldc + length * j) += sums[i][j];      \
  }

// c [rows, columns] = c + the sum over n terms, of a triangle only the tiles that touch it, the last of
// a row narrower where it has to be; rows divide by the height, columns by a vector.
#define PRODUCT(arch, vector, height)                                                           \
  TILE(arch, vector, height, 1)                                                                 \
  TILE(arch, vector, height, 2)                                                                 \
  TILE(arch, vector, height, 3)                                                                 \
  __attribute__((target(arch), WHOLE_VECTORS, always_inline)) static inline void                \
  add_product_##vector(                                                                         \
      ptrdiff_t n, const double *a, ptrdiff_t a_step, ptrdiff_t a_stride, ptrdiff_t rows,       \
      const double *b, ptrdiff_t b_step, ptrdiff_t columns, double *c, bool is_triangle) {      \
    enum { length = sizeof(vector) / sizeof(double) };                                          \
    for (ptrdiff_t i = 0; i < rows; i += height) {                                              \
      const double *left = a + i * a_stride;                                                    \
      double *out = c + i * columns;                                                            \
      ptrdiff_t j = is_triangle ? i : 0;                                                        \
      for (; columns - j >= 3 * length; j += 3 * length)                                        \
        add_tile_##vector##_3(n, left, a_step, a_stride, b + j, b_step, out + j, columns);      \
      if (columns - j == 2 * length)                                                            \
        add_tile_##vector##_2(n, left, a_step, a_stride, b + j, b_step, out + j, columns);      \
      if (columns - j == length)                                                                \
        add_tile_##vector##_1(n, left, a_step, a_stride, b + j, b_step, out + j, columns);      \
    }                                                                                           \
  }

#if defined(__x86_64__) && defined(__linux__)
PRODUCT("arch=x86-64-v4", vector8, 8)
PRODUCT("arch=x86-64-v3", vector4, 4)

__attribute__((target("arch=x86-64-v4"), WHOLE_VECTORS)) static void add_gram_512(
    ptrdiff_t n, const double *packed, ptrdiff_t ldp, double *c) {
  add_product_vector8(n, packed, ldp, 1, ldp, packed, ldp, ldp, c, true);
}

__attribute__((target("arch=x86-64-v3"))) static void add_gram_256(
    ptrdiff_t n, const double *packed, ptrdiff_t ldp, double *c) {
  add_product_vector4(n, packed, ldp, 1, ldp, packed, ldp, ldp, c, true);
}

// Few outputs at once leave no room for wider vectors.
__attribute__((target("arch=x86-64-v3"))) static void add_product_256(
    ptrdiff_t n, const double *a, ptrdiff_t a_step, ptrdiff_t a_stride, ptrdiff_t rows,
    const double *b, ptrdiff_t columns, double *c) {
  add_product_vector4(n, a, a_step, a_stride, rows, b, columns, columns, c, false);
}

#endif

bool kernel_rows_add_gram(ptrdiff_t n, const double *packed, ptrdiff_t ldp, double *c) {
#if defined(__x86_64__) && defined(__linux__)
  if (kernel_widest_vectors() == kernel_vectors_512) {
    add_gram_512(n, packed, ldp, c);
    return true;
  }
  if (kernel_widest_vectors() == kernel_vectors_256) {
    add_gram_256(n, packed, ldp, c);
    return true;
  }
#endif
  return false;
}

static void add_product(
    ptrdiff_t n, const double *a, ptrdiff_t a_step, ptrdiff_t a_stride, ptrdiff_t rows,
    const double *b, ptrdiff_t columns, double *c) {
  ptrdiff_t done = 0;
#if defined(__x86_64__) && defined(__linux__)
  if (kernel_widest_vectors() != kernel_vectors_any) {
    done = rows / 4 * 4;
    add_product_256(n, a, a_step, a_stride, done, b, columns, c);
  }
#endif
  for (ptrdiff_t i = done; i < rows; i++)
    for (ptrdiff_t term = 0; term < n; term++) {
      double left = a[i * a_stride + term * a_step];
      for (ptrdiff_t j = 0; j < columns; j++) c[i * columns + j] += left * b[term * columns + j];
    }
}

void kernel_rows_product(
    ptrdiff_t n, ptrdiff_t d, const double *packed, ptrdiff_t ldp, const double *w, ptrdiff_t ldw,
    double *z) {
  memset(z, 0, (size_t)(n * ldw) * sizeof *z);
  add_product(d, packed, 1, ldp, n, w, ldw, z);
}

void kernel_rows_add_product(
    ptrdiff_t n, const double *packed, ptrdiff_t ldp, const double *r, ptrdiff_t ldr, double *g) {
  add_product(n, packed, ldp, 1, ldp, r, ldr, g);
}
