#ifndef ASSAY_ROWS_H
#define ASSAY_ROWS_H

#include <stdbool.h>
#include <stddef.h>

// Passes over blocks of rows of a tall matrix, packed so that a block stays in the cache: `ldp`, the
// distance of two packed rows, is a multiple of 8, and what stands behind the columns in use is 0.

// packed[i, j] = x[i, j] - shift[j] for [n, d].
void kernel_rows_pack(
    ptrdiff_t n, ptrdiff_t d, const double *x, ptrdiff_t ldx, const double *shift, double *packed,
    ptrdiff_t ldp);

// Each row times its factor.
void kernel_rows_scale(ptrdiff_t n, double *packed, ptrdiff_t ldp, const double *factors);

// z[i] = row i times w [ldp].
void kernel_rows_times(
    ptrdiff_t n, const double *packed, ptrdiff_t ldp, const double *w, double *z);

// g = g + the sum of r[i] times row i.
void kernel_rows_add_combination(
    ptrdiff_t n, const double *packed, ptrdiff_t ldp, const double *r, double *g);

// Straight from rows of x [n, d] that are not packed: with residuals r = values - mean - (x - shift) w
// and weights s (1 where null),  g = g + the sum of s r times (x - shift), and the sum of s r^2.
// shift, w and g have d columns rounded up to a multiple of 8; what stands behind d in w is 0.
double kernel_rows_descent(
    ptrdiff_t n, ptrdiff_t d, const double *x, ptrdiff_t ldx, const double *shift, const double *w,
    const double *values, double mean, const double *weights, double *g);

// The summed binary cross entropy of the scores z + intercept; its gradient with respect to them, and the
// roots of the diagonal of its Hessian. `weights` may be null.
double kernel_rows_logistic(
    ptrdiff_t n, const double *z, double intercept, const ptrdiff_t *classes, const double *weights,
    double smoothing, double *residuals, double *curvatures);

// z [n, ldw] = the first d columns of the rows times w [d, ldw]; ldw is a multiple of 4.
void kernel_rows_product(
    ptrdiff_t n, ptrdiff_t d, const double *packed, ptrdiff_t ldp, const double *w, ptrdiff_t ldw,
    double *z);

// g [ldp, ldr] = g + the rows' transpose times r [n, ldr]; ldr is a multiple of 4.
void kernel_rows_add_product(
    ptrdiff_t n, const double *packed, ptrdiff_t ldp, const double *r, ptrdiff_t ldr, double *g);

// c [ldp, ldp] = c + the products of all pairs of columns: the upper triangle and some of the lower.
// False, with nothing done, where the processor has no wide enough vectors.
bool kernel_rows_add_gram(ptrdiff_t n, const double *packed, ptrdiff_t ldp, double *c);

#endif
