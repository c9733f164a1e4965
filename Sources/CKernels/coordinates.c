#include "coordinates.h"

#include "elementary.h"

#pragma clang fp contract(fast)

EACH_WIDTH double kernel_coordinate_sweep(
    ptrdiff_t m, const double *gram, ptrdiff_t ldg, double l1, double l2, double *weights,
    double *descent) {
  double largest = 0;
  for (ptrdiff_t j = 0; j < m; j++) {
    const double *restrict row = gram + j * ldg;
    double total = row[j] + l2;
    if (!(total > 0)) continue;
    double old = weights[j];
    double target = descent[j] + row[j] * old;
    double size = fabs(target) - l1;
    // Not above 0 and not NaN: the weight is 0, most often because it was.
    double next = size <= 0 ? 0 : copysign(size, target) / total;
    double change = next - old;
    if (change == 0) continue;
    weights[j] = next;
    double *restrict left = descent;
    for (ptrdiff_t k = 0; k < m; k++) left[k] -= change * row[k];
    double moved = fabs(change) * sqrt(total);
    if (!(moved <= largest)) largest = moved;
  }
  return largest;
}

EACH_WIDTH void kernel_subtract_rows(
    ptrdiff_t count, const ptrdiff_t *places, const double *factors, ptrdiff_t p, const double *a,
    double *y) {
  double *restrict sums = y;
  ptrdiff_t i = 0;
  // Four rows at once: the sums are read and written a quarter as often.
  for (; i + 4 <= count; i += 4) {
    const double *restrict a0 = a + places[i] * p, *restrict a1 = a + places[i + 1] * p;
    const double *restrict a2 = a + places[i + 2] * p, *restrict a3 = a + places[i + 3] * p;
    double f0 = factors[i], f1 = factors[i + 1], f2 = factors[i + 2], f3 = factors[i + 3];
    for (ptrdiff_t j = 0; j < p; j++)
      sums[j] -= f0 * a0[j] + f1 * a1[j] + (f2 * a2[j] + f3 * a3[j]);
  }
  for (; i < count; i++) {
    const double *restrict row = a + places[i] * p;
    for (ptrdiff_t j = 0; j < p; j++) sums[j] -= factors[i] * row[j];
  }
}
