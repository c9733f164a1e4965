#ifndef ASSAY_GATHER_H
#define ASSAY_GATHER_H

#include <stddef.h>

// Copies the rows at n positions of a matrix without gaps to rows that lie `distance` bytes apart; a
// row has `size` bytes.
void kernel_gather_rows(
    ptrdiff_t n, size_t size, const void *rows, const ptrdiff_t *positions, void *target,
    size_t distance);

#endif
