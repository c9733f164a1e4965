#ifndef ASSAY_COORDINATES_H
#define ASSAY_COORDINATES_H

#include <stddef.h>

// Coordinate descent on a Gram matrix of which the coordinates in question have been taken out.

// Moves each of m weights in turn to the minimum along it of
//   1/2 w'Gw - c'w + l1 sum |w| + l2/2 sum w^2,
// and keeps descent = c - Gw, the negative gradient. Gives the largest change times the root of the curvature there.
// gram [m, ldg], symmetric; NaN stays NaN.
double kernel_coordinate_sweep(
    ptrdiff_t m, const double *gram, ptrdiff_t ldg, double l1, double l2, double *weights,
    double *descent);

// y = y - the sum over `count` rows of a [., p] at `places` of factor times row.
void kernel_subtract_rows(
    ptrdiff_t count, const ptrdiff_t *places, const double *factors, ptrdiff_t p, const double *a,
    double *y);

#endif
