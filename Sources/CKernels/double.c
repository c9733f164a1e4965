#include "elementary.h"

#define REAL double
#define NAME(name) name##_f64
// Not sqrt, which may set errno and so keeps loops from vectors.
#define ROOT __builtin_elementwise_sqrt
#define LOGARITHM logarithm_f64
#define ERF erf
#define COPYSIGN copysign
#define MAGNITUDE fabs
#define EXPM1_BELOW_ZERO expm1_below_zero_f64
#define EXPONENTIAL exponential_f64

#include "kernels_of_type.h"
