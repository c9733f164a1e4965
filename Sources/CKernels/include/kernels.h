#ifndef ASSAY_KERNELS_H
#define ASSAY_KERNELS_H

#include <stddef.h>

// Loops over numbers that want the widest vectors of the processor they run on: each function is
// compiled several times and the fitting one chosen when the program starts. All matrices are
// row-major; `ld…` is the distance of two rows. NaN stays NaN everywhere.

// In step with `ElementFunction` of LinearAlgebra.
enum kernel_function {
  kernel_identity,
  kernel_relu,
  kernel_leaky_relu,
  kernel_gelu,
  kernel_tanh,
  kernel_sigmoid,
};

// The numbers of one step of Adam, in the order of the formula
//   g' = g + decay p,  m = beta1 m + rest1 g',  v = beta2 v + rest2 g'^2,
//   p = shrink p - rate m / (root_scale sqrt(v) + epsilon).
struct kernel_adam {
  double decay, beta1, rest1, beta2, rest2, shrink, rate, root_scale, epsilon;
};

// What a pass of a loss gives: the summed loss and how many rows have their class on top.
struct kernel_loss {
  double loss;
  ptrdiff_t right_count;
};

// `kernel_product_nt` turns its second factor on the stack: k times n, rounded up to a multiple of 4,
// must not exceed this, and n must be above 0.
#define KERNEL_SMALL_FACTOR 2048

#define KERNEL_DECLARATIONS(REAL, NAME)                                                        \
  /* y = f(x) for n numbers; y may be x. */                                                    \
  void NAME(kernel_exp)(ptrdiff_t n, const REAL *x, REAL *y);                                  \
  void NAME(kernel_tanh_of)(ptrdiff_t n, const REAL *x, REAL *y);                              \
  void NAME(kernel_sigmoid_of)(ptrdiff_t n, const REAL *x, REAL *y);                           \
  /* x = f(x + bias) for [n, k]; `kept`, where given, receives x + bias. */                    \
  void NAME(kernel_activate)(                                                                  \
      enum kernel_function function, ptrdiff_t n, ptrdiff_t k, REAL *x, ptrdiff_t ldx,         \
      const REAL *bias, REAL *kept, ptrdiff_t ldkept);                                         \
  /* g = g f'(...) for [n, k], from the outputs, for gelu from the inputs. */                  \
  void NAME(kernel_derivative)(                                                                \
      enum kernel_function function, ptrdiff_t n, ptrdiff_t k, REAL *g, ptrdiff_t ldg,         \
      const REAL *o, ptrdiff_t ldo);                                                           \
  /* x = f(gain z + shift) for [n, k] with z = (u - mean of u) / sqrt(variance of u + epsilon),   \
     u = x + bias, over each row; where they are given, `normalized` receives z,               \
     `inverse_deviations` [n] the factor 1 / sqrt(...) and `kept` gain z + shift. */           \
  void NAME(kernel_normalize)(                                                                 \
      enum kernel_function function, ptrdiff_t n, ptrdiff_t k, REAL *x, ptrdiff_t ldx,         \
      const REAL *bias, const REAL *gain, const REAL *shift, double epsilon, REAL *normalized, \
      ptrdiff_t ldn, REAL *inverse_deviations, REAL *kept, ptrdiff_t ldkept);                  \
  /* g [n, k] from the derivative by gain z + shift to the one by u. */                        \
  void NAME(kernel_normalize_backward)(                                                        \
      ptrdiff_t n, ptrdiff_t k, REAL *g, ptrdiff_t ldg, const REAL *normalized, ptrdiff_t ldn, \
      const REAL *inverse_deviations, const REAL *gain);                                       \
  /* gains = gains + the column sums of g z, shifts = shifts + those of g. */                  \
  void NAME(kernel_normalize_sums)(                                                            \
      ptrdiff_t n, ptrdiff_t k, const REAL *g, ptrdiff_t ldg, const REAL *normalized,          \
      ptrdiff_t ldn, REAL *gains, REAL *shifts);                                               \
  /* Each row of [n, k] becomes its softmax. */                                                \
  void NAME(kernel_softmax)(ptrdiff_t n, ptrdiff_t k, REAL *x, ptrdiff_t ldx);                 \
  /* Cross entropy of the softmax of logits z [n, k] against classes[positions[i]]; `weights`, \
     indexed alike, and `g`, the derivative by z, may be null. */                              \
  struct kernel_loss NAME(kernel_cross_entropy)(                                               \
      ptrdiff_t n, ptrdiff_t k, const REAL *z, ptrdiff_t ldz, REAL *g, ptrdiff_t ldg,          \
      const ptrdiff_t *classes, const ptrdiff_t *positions, const double *weights,             \
      double scale, double smoothing);                                                         \
  /* s = s + the sum over the rows of x [n, k]. */                                             \
  void NAME(kernel_column_sums)(                                                               \
      ptrdiff_t n, ptrdiff_t k, const REAL *x, ptrdiff_t ldx, REAL *s);                        \
  /* The sum of squares, added up in double. */                                                \
  double NAME(kernel_square_sum)(ptrdiff_t n, const REAL *x);                                  \
  /* x = x + y; the sum of squares of the result, added up in double. */                       \
  double NAME(kernel_add_square_sum)(ptrdiff_t n, REAL *x, const REAL *y);                     \
  /* p = p - rate (g + decay p) */                                                             \
  void NAME(kernel_descend)(ptrdiff_t n, REAL *p, const REAL *g, double rate, double decay);   \
  /* v = momentum v + g + decay p, then p = p - rate v, or with a look ahead                   \
     p = p - rate (g + decay p + momentum v). */                                               \
  void NAME(kernel_momentum)(                                                                  \
      ptrdiff_t n, REAL *p, const REAL *g, REAL *v, double rate, double decay,                 \
      double momentum, int looks_ahead);                                                       \
  /* g' = g + decay p,  s = keep s + rest g'^2,  u = g' / (sqrt(s) + epsilon); with a velocity      \
     v = momentum v + u,  p = p - rate v, without one (null)  p = p - rate u. */               \
  void NAME(kernel_scaled_step)(                                                               \
      ptrdiff_t n, REAL *p, const REAL *g, REAL *s, REAL *v, double rate, double decay,        \
      double keep, double rest, double epsilon, double momentum);                              \
  void NAME(kernel_adam_step)(                                                                 \
      ptrdiff_t n, REAL *p, const REAL *g, REAL *m, REAL *v, struct kernel_adam step);         \
  /* Products too small for a library's call: c = a b^T [m, n] with b [n, k];                  \
     c = beta c + a^T b a [k, m], b [k, n]; c = a b with a [m, k], b [k, n]. */                                   \
  void NAME(kernel_product_nt)(                                                                \
      ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, const REAL *b,      \
      ptrdiff_t ldb, REAL *c, ptrdiff_t ldc);                                                  \
  void NAME(kernel_product_tn)(                                                                \
      ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, const REAL *b,      \
      ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc);                                       \
  void NAME(kernel_product_nn)(                                                                \
      ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, const REAL *b,      \
      ptrdiff_t ldb, REAL *c, ptrdiff_t ldc);

#define KERNEL_SINGLE(name) name##_f32
#define KERNEL_DOUBLE(name) name##_f64
KERNEL_DECLARATIONS(float, KERNEL_SINGLE)
KERNEL_DECLARATIONS(double, KERNEL_DOUBLE)

#endif
