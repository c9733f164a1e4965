#include "elementary.h"

#define REAL float
#define NAME(name) name##_f32
// Not sqrt, which may set errno and so keeps loops from vectors.
#define ROOT __builtin_elementwise_sqrt
#define LOGARITHM logarithm_f32
#define ERF erff
#define COPYSIGN copysignf
#define MAGNITUDE fabsf
#define EXPM1_BELOW_ZERO expm1_below_zero_f32
#define EXPONENTIAL exponential_f32

#include "kernels_of_type.h"
