#ifndef ASSAY_VECTORS_H
#define ASSAY_VECTORS_H

// The vectors that a product is compiled for; what they give agrees but for rounding.
enum kernel_vectors { kernel_vectors_any, kernel_vectors_256, kernel_vectors_512 };

// The widest that this processor has.
enum kernel_vectors kernel_widest_vectors(void);

#endif
