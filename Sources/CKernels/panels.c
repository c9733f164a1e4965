#include "panels.h"

#include "elementary.h"
#include "row_blocks.h"

#pragma clang fp contract(fast)

// A panel is as many columns as a vector has numbers, its rows one after the other: whatever the
// number of columns, a product reads memory in a line, and no two rows meet in the same set of the
// first cache.

typedef float single16 __attribute__((vector_size(64), aligned(4), may_alias));
typedef float single8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef double double8 __attribute__((vector_size(64), aligned(8), may_alias));

ptrdiff_t kernel_panel_width(enum kernel_vectors vectors) {
  return vectors == kernel_vectors_512 ? 16 : 8;
}

EACH_WIDTH void kernel_panels_fill(
    enum kernel_vectors vectors, ptrdiff_t n, const double *packed, ptrdiff_t ldp,
    const double *factors, ptrdiff_t first, float *panels, ptrdiff_t stride) {
  ptrdiff_t width = kernel_panel_width(vectors);
  for (ptrdiff_t i = 0; i < n; i++) {
    const double *row = packed + i * ldp;
    float *target = panels + (first + i) * width;
    double factor = factors ? factors[i] : 1;
    for (ptrdiff_t j = 0; j < ldp; j += 8)
      *(single8 *)(target + j / width * stride + j % width) =
          __builtin_convertvector(*(const double8 *)(row + j) * factor, single8);
  }
}

// Eight columns of `count` rows, 1 or 4: into the panels, and into both sums.
ALWAYS_INLINE void take_columns(
    int count, const double *x, ptrdiff_t ldx, const double *shift, struct kernel_row_factors factors,
    double *sums, double *products, float *target, ptrdiff_t width) {
  columns8 offset = *(const columns8 *)shift, sum = *(columns8 *)sums, product = *(columns8 *)products;
  for (int r = 0; r < count; r++) {
    __builtin_prefetch(x + (r + rows_ahead) * ldx);
    columns8 numbers = *(const columns8 *)(x + r * ldx) - offset;
    sum += numbers * factors.weights[r];
    product += numbers * factors.responses[r];
    *(single8 *)(target + r * width) = __builtin_convertvector(numbers * factors.roots[r], single8);
  }
  *(columns8 *)sums = sum;
  *(columns8 *)products = product;
}

// `rest` holds the columns from `whole` on, with zeros behind them.
ALWAYS_INLINE void take_rows(
    int count, ptrdiff_t d, ptrdiff_t whole, const double *x, ptrdiff_t ldx, const double *rest,
    const double *shift, struct kernel_row_factors factors, double *sums, double *products,
    float *target, ptrdiff_t stride, ptrdiff_t width) {
  // The columns of a panel one after the other; a division would cost more than the columns.
  ptrdiff_t j = 0;
  for (; j < whole; target += stride)
    for (ptrdiff_t k = 0; k < width && j < whole; k += 8, j += 8)
      take_columns(
          count, x + j, ldx, shift + j, factors, sums + j, products + j, target + k, width);
  if (whole == d) return;
  if (whole % width) target -= stride;
  take_columns(
      count, rest, 8, shift + whole, factors, sums + whole, products + whole,
      target + whole % width, width);
}

EACH_WIDTH void kernel_panels_take(
    enum kernel_vectors vectors, ptrdiff_t n, ptrdiff_t d, const double *x, ptrdiff_t ldx,
    const double *shift, struct kernel_row_factors factors, ptrdiff_t first, float *panels,
    ptrdiff_t stride, double *sums, double *products) {
  ptrdiff_t width = kernel_panel_width(vectors), whole = d / 8 * 8, i = 0;
  double rest[4 * 8];
  for (; i + 4 + rows_behind(d) <= n; i += 4) {
    const double *rows = x + i * ldx;
    struct kernel_row_factors own = {
        factors.weights + i, factors.roots + i, factors.responses + i};
    read_rest(4, d - whole, rows + whole, ldx, rest);
    take_rows(
        4, d, whole, rows, ldx, rest, shift, own, sums, products, panels + (first + i) * width,
        stride, width);
  }
  for (; i < n; i++) {
    const double *row = x + i * ldx;
    struct kernel_row_factors own = {
        factors.weights + i, factors.roots + i, factors.responses + i};
    read_last_rest(d - whole, row + whole, rest);
    take_rows(
        1, d, whole, row, ldx, rest, shift, own, sums, products, panels + (first + i) * width,
        stride, width);
  }
}

// c [height, valid] = c + the products of `height` columns with those of `width` panels. The sums stay in
// registers over all rows; only at the end they become double.
#define TILE(attribute, vector, height, width)                                                   \
  attribute static inline __attribute__((always_inline)) void add_##vector##_##width(            \
      ptrdiff_t n, const float *a, const float *b, ptrdiff_t stride, double *c, ptrdiff_t order, \
      ptrdiff_t valid) {                                                                         \
    enum { length = sizeof(vector) / sizeof(float) };                                            \
    vector sums[height][width];                                                                  \
    for (int i = 0; i < height; i++)                                                             \
      for (int j = 0; j < width; j++) {                                                          \
        /* Of many columns the sums in double have left the near caches by now. */               \
        __builtin_prefetch(c + i * order + j * length, 1);                                       \
        sums[i][j] = (vector){0};                                                                \
      }                                                                                          \
    for (ptrdiff_t row = 0; row < n; row++, a += length, b += length) {                          \
      vector right[width];                                                                       \
      for (int j = 0; j < width; j++) right[j] = *(const vector *)(b + j * stride);              \
      for (int i = 0; i < height; i++)                                                           \
        for (int j = 0; j < width; j++) sums[i][j] += a[i] * right[j];                           \
    }                                                                                            \
    float line[height][width * length];                                                          \
    for (int i = 0; i < height; i++)                                                             \
      for (int j = 0; j < width; j++) *(vector *)(line[i] + j * length) = sums[i][j];            \
    for (int i = 0; i < height; i++)                                                             \
      for (ptrdiff_t j = 0; j < valid; j++) c[i * order + j] += (double)line[i][j];              \
  }

// Goes from group to group of panels, each from the top down to the diagonal, so that the group stays
// in the first cache while the columns above pass by. `most` panels make a group; the last groups
// share what is left, as a tile of one panel has too few sums to hide the latency.
#define GRAM(name, attribute, vector, height, most)                                              \
  TILE(attribute, vector, height, 1)                                                             \
  TILE(attribute, vector, height, 2)                                                             \
  TILE(attribute, vector, height, 3)                                                             \
  attribute static void name(                                                                    \
      ptrdiff_t n, const float *panels, ptrdiff_t stride, ptrdiff_t order, double *c) {          \
    enum { length = sizeof(vector) / sizeof(float) };                                            \
    ptrdiff_t count = (order + length - 1) / length;                                             \
    for (ptrdiff_t start = 0, width; start < count; start += width) {                            \
      ptrdiff_t left = count - start;                                                            \
      width = left < most ? left : left == most + 1 && most > 2 ? 2 : most;                      \
      ptrdiff_t bottom = (start + width) * length < order ? (start + width) * length : order;    \
      for (ptrdiff_t i = 0; i < bottom; i += height) {                                           \
        ptrdiff_t from = i / length > start ? i / length : start, taken = start + width - from;  \
        ptrdiff_t valid = (order < bottom ? order : bottom) - from * length;                     \
        const float *a = panels + i / length * stride + i % length, *b = panels + from * stride; \
        double *out = c + i * order + from * length;                                             \
        if (taken == 3) add_##vector##_3(n, a, b, stride, out, order, valid);                    \
        if (taken == 2) add_##vector##_2(n, a, b, stride, out, order, valid);                    \
        if (taken == 1) add_##vector##_1(n, a, b, stride, out, order, valid);                    \
      }                                                                                          \
    }                                                                                            \
  }

#if defined(__x86_64__) && defined(__linux__)
typedef single8 wide8;
typedef single16 wide16;
GRAM(add_gram_512, __attribute__((target("arch=x86-64-v4"), WHOLE_VECTORS)), wide16, 8, 3)
GRAM(add_gram_256, __attribute__((target("arch=x86-64-v3"))), wide8, 4, 3)
#endif
GRAM(add_gram_any, , single8, 4, 1)

void kernel_panels_add_gram(
    enum kernel_vectors vectors, ptrdiff_t n, const float *panels, ptrdiff_t stride,
    ptrdiff_t order, double *c) {
#if defined(__x86_64__) && defined(__linux__)
  if (vectors == kernel_vectors_512) return add_gram_512(n, panels, stride, order, c);
  if (vectors == kernel_vectors_256) return add_gram_256(n, panels, stride, order, c);
#endif
  add_gram_any(n, panels, stride, order, c);
}
