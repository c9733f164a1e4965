#ifndef ASSAY_PANELS_H
#define ASSAY_PANELS_H

#include <stddef.h>

#include "vectors.h"

// Products of all pairs of columns in single precision, twice as fast as in double. The numbers of a
// product are rounded to 24 bits and summed over one filling of the panels only; fillings add up in
// double. Good for preconditioners, and wherever residuals in double correct what is lost.

// Columns that lie side by side in a panel, [capacity, this many].
ptrdiff_t kernel_panel_width(enum kernel_vectors vectors);

// Writes n packed rows (see rows.h), each times its factor where `factors` is not null, to the rows
// from `first` on of panels `stride` numbers apart.
void kernel_panels_fill(
    enum kernel_vectors vectors, ptrdiff_t n, const double *packed, ptrdiff_t ldp,
    const double *factors, ptrdiff_t first, float *panels, ptrdiff_t stride);

// The numbers that go with each row: its weight, the weight's root, and weight times response.
struct kernel_row_factors {
  const double *weights, *roots, *responses;
};

// Writes n rows of x [n, d], each less `shift` and times its root, to the rows from `first` on of the
// panels; adds the rows times their weights to `sums`, and times their responses to `products`, both in
// double. d columns rounded up to a multiple of 8 are written; shift, sums and products have as many.
void kernel_panels_take(
    enum kernel_vectors vectors, ptrdiff_t n, ptrdiff_t d, const double *x, ptrdiff_t ldx,
    const double *shift, struct kernel_row_factors factors, ptrdiff_t first, float *panels,
    ptrdiff_t stride, double *sums, double *products);

// c [order, order] = c + the products of all pairs of columns over the first n rows: the upper
// triangle and some of the lower. order is a multiple of 8.
void kernel_panels_add_gram(
    enum kernel_vectors vectors, ptrdiff_t n, const float *panels, ptrdiff_t stride,
    ptrdiff_t order, double *c);

#endif
