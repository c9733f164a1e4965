#ifndef ASSAY_KERNELS_H
#define ASSAY_KERNELS_H

#include <stddef.h>

// Loops over numbers that need the widest vectors of the processor they run on: each function is
// compiled several times and the one that fits is chosen when the program starts. All matrices are
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

// `product_nt` transposes its second factor on the stack: k times n, rounded up to a multiple of 4,
// must not exceed this, and n must be above 0.
#define KERNEL_SMALL_FACTOR 2048

// The functions for one element type, so that a caller needs one code path for all types. Where a
// parameter is `void`, it points to numbers of that type; those that may be null are `_Nullable`.
#pragma clang assume_nonnull begin
struct kernel_table {
  // y = f(x) for n numbers; y may be x.
  void (*exp)(ptrdiff_t n, const void *x, void *y);
  void (*tanh_of)(ptrdiff_t n, const void *x, void *y);
  void (*sigmoid_of)(ptrdiff_t n, const void *x, void *y);
  // x = f(x + bias) for [n, k]; `kept`, where given, receives x + bias.
  void (*activate)(
      enum kernel_function function, ptrdiff_t n, ptrdiff_t k, void *x, ptrdiff_t ldx,
      const void *_Nullable bias, void *_Nullable kept, ptrdiff_t ldkept);
  // g = g f'(...) for [n, k], from the outputs, for gelu from the inputs.
  void (*derivative)(
      enum kernel_function function, ptrdiff_t n, ptrdiff_t k, void *g, ptrdiff_t ldg,
      const void *o, ptrdiff_t ldo);
  // x = f(gain z + shift) for [n, k] with z = (u - mean of u) / sqrt(variance of u + epsilon),
  // u = x + bias, over each row; where they are given, `normalized` receives z,
  // `inverse_deviations` [n] the factor 1 / sqrt(...) and `kept` gain z + shift.
  void (*normalize)(
      enum kernel_function function, ptrdiff_t n, ptrdiff_t k, void *x, ptrdiff_t ldx,
      const void *bias, const void *gain, const void *shift, double epsilon,
      void *_Nullable normalized, ptrdiff_t ldn, void *_Nullable inverse_deviations,
      void *_Nullable kept, ptrdiff_t ldkept);
  // g [n, k] from the gradient with respect to gain z + shift to the one with respect to u.
  void (*normalize_backward)(
      ptrdiff_t n, ptrdiff_t k, void *g, ptrdiff_t ldg, const void *normalized, ptrdiff_t ldn,
      const void *inverse_deviations, const void *gain);
  // gains = gains + the column sums of g z, shifts = shifts + those of g.
  void (*normalize_sums)(
      ptrdiff_t n, ptrdiff_t k, const void *g, ptrdiff_t ldg, const void *normalized,
      ptrdiff_t ldn, void *gains, void *shifts);
  // Each row of [n, k] becomes its softmax.
  void (*softmax)(ptrdiff_t n, ptrdiff_t k, void *x, ptrdiff_t ldx);
  // Cross entropy of the softmax of logits z [n, k] against classes[positions[i]]; `weights`, indexed
  // alike, and `g`, the gradient with respect to z, may be null.
  struct kernel_loss (*cross_entropy)(
      ptrdiff_t n, ptrdiff_t k, const void *z, ptrdiff_t ldz, void *_Nullable g, ptrdiff_t ldg,
      const ptrdiff_t *classes, const ptrdiff_t *positions, const double *_Nullable weights,
      double scale, double smoothing);
  // s = s + the sum over the rows of x [n, k].
  void (*column_sums)(ptrdiff_t n, ptrdiff_t k, const void *x, ptrdiff_t ldx, void *s);
  // The sum of squares, added up in double.
  double (*square_sum)(ptrdiff_t n, const void *x);
  // x = x + y; the sum of squares of the result, added up in double.
  double (*add_square_sum)(ptrdiff_t n, void *x, const void *y);
  // p = p - rate (g + decay p)
  void (*descend)(ptrdiff_t n, void *p, const void *g, double rate, double decay);
  // v = momentum v + g + decay p, then p = p - rate v, or with look-ahead (Nesterov)
  // p = p - rate (g + decay p + momentum v).
  void (*momentum)(
      ptrdiff_t n, void *p, const void *g, void *v, double rate, double decay, double momentum,
      int looks_ahead);
  // g' = g + decay p,  s = keep s + rest g'^2,  u = g' / (sqrt(s) + epsilon); with a velocity
  // v = momentum v + u,  p = p - rate v, without one (null)  p = p - rate u.
  void (*scaled_step)(
      ptrdiff_t n, void *p, const void *g, void *s, void *_Nullable v, double rate, double decay,
      double keep, double rest, double epsilon, double momentum);
  void (*adam_step)(
      ptrdiff_t n, void *p, const void *g, void *m, void *v, struct kernel_adam step);
  // Products too small for a library's call: c = a b with a [m, k], b [k, n];
  // c = beta c + a^T b with a [k, m], b [k, n]; c = a b^T with a [m, k], b [n, k].
  void (*product_nn)(
      ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const void *a, ptrdiff_t lda, const void *b,
      ptrdiff_t ldb, void *c, ptrdiff_t ldc);
  void (*product_tn)(
      ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const void *a, ptrdiff_t lda, const void *b,
      ptrdiff_t ldb, double beta, void *c, ptrdiff_t ldc);
  void (*product_nt)(
      ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const void *a, ptrdiff_t lda, const void *b,
      ptrdiff_t ldb, void *c, ptrdiff_t ldc);
};

extern const struct kernel_table kernels_f32, kernels_f64;

static inline const struct kernel_table *kernel_table_f32(void) { return &kernels_f32; }
static inline const struct kernel_table *kernel_table_f64(void) { return &kernels_f64; }
#pragma clang assume_nonnull end

#endif
