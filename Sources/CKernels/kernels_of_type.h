// The kernels for one element type and their table; included once for float and once for double, which
// define REAL, NAME and the functions of that type. Parameters named `…_numbers` are numbers of type REAL.

#pragma clang fp contract(fast)

#define EACH_KERNEL(DO) \
  DO(exp) DO(tanh_of) DO(sigmoid_of) DO(activate) DO(derivative) DO(normalize) \
  DO(normalize_backward) DO(normalize_sums) DO(softmax) DO(cross_entropy) DO(column_sums) \
  DO(square_sum) DO(add_square_sum) DO(descend) DO(momentum) DO(scaled_step) \
  DO(adam_step) DO(product_nn) DO(product_tn) DO(product_nt)

// A declaration before the definition, without which clang allows no EACH_WIDTH.
#define DECLARE(name) static __typeof__(*((struct kernel_table *)0)->name) NAME(name);
EACH_KERNEL(DECLARE)

typedef REAL vector16 __attribute__((vector_size(16 * sizeof(REAL)), aligned(sizeof(REAL)), may_alias));
typedef REAL vector4 __attribute__((vector_size(4 * sizeof(REAL)), aligned(sizeof(REAL)), may_alias));

ALWAYS_INLINE REAL hyperbolic_tangent(REAL x) {
  REAL rest = EXPM1_BELOW_ZERO(-2 * MAGNITUDE(x));
  return COPYSIGN(-rest / (rest + 2), x);
}

ALWAYS_INLINE REAL logistic(REAL x) {
  REAL e = EXPONENTIAL(-MAGNITUDE(x));
  return (x < 0 ? e : 1) / (1 + e);
}

ALWAYS_INLINE REAL normal_distribution(REAL x) {
  return (REAL)0.5 * (1 + ERF(x * (REAL)0.70710678118654752440));
}

EACH_WIDTH void NAME(exp)(ptrdiff_t n, const void *x_numbers, void *y_numbers) {
  const REAL *x = x_numbers;
  REAL *y = y_numbers;
  for (ptrdiff_t i = 0; i < n; i++) y[i] = EXPONENTIAL(x[i]);
}

EACH_WIDTH void NAME(tanh_of)(ptrdiff_t n, const void *x_numbers, void *y_numbers) {
  const REAL *x = x_numbers;
  REAL *y = y_numbers;
  for (ptrdiff_t i = 0; i < n; i++) y[i] = hyperbolic_tangent(x[i]);
}

EACH_WIDTH void NAME(sigmoid_of)(
    ptrdiff_t n, const void *x_numbers, void *y_numbers) {
  const REAL *x = x_numbers;
  REAL *y = y_numbers;
  for (ptrdiff_t i = 0; i < n; i++) y[i] = logistic(x[i]);
}

// One row, or all rows where they lie without gaps. Comparisons are written so that NaN stays NaN
// and relu makes it of -inf: a broken network must not look healthy.
ALWAYS_INLINE void apply(enum kernel_function function, ptrdiff_t n, REAL *restrict x) {
  switch (function) {
  case kernel_identity: break;
  case kernel_relu:
    for (ptrdiff_t j = 0; j < n; j++) x[j] *= x[j] < 0 ? (REAL)0 : (REAL)1;
    break;
  case kernel_leaky_relu:
    for (ptrdiff_t j = 0; j < n; j++) x[j] *= x[j] < 0 ? (REAL)0.01 : (REAL)1;
    break;
  case kernel_gelu:
    for (ptrdiff_t j = 0; j < n; j++) x[j] *= normal_distribution(x[j]);
    break;
  case kernel_tanh:
    for (ptrdiff_t j = 0; j < n; j++) x[j] = hyperbolic_tangent(x[j]);
    break;
  case kernel_sigmoid:
    for (ptrdiff_t j = 0; j < n; j++) x[j] = logistic(x[j]);
    break;
  }
}

EACH_WIDTH void NAME(activate)(
    enum kernel_function function, ptrdiff_t n, ptrdiff_t k, void *x_numbers, ptrdiff_t ldx,
    const void *bias_numbers, void *kept_numbers, ptrdiff_t ldkept) {
  const REAL *bias = bias_numbers;
  REAL *x = x_numbers, *kept = kept_numbers;
  for (ptrdiff_t i = 0; i < n; i++) {
    REAL *restrict row = x + i * ldx;
    if (bias) {
      const REAL *restrict b = bias;
      for (ptrdiff_t j = 0; j < k; j++) row[j] += b[j];
    }
    if (kept) memcpy(kept + i * ldkept, row, (size_t)k * sizeof(REAL));
    if (ldx != k) apply(function, k, row);
  }
  if (ldx == k) apply(function, n * k, x);
}

ALWAYS_INLINE void apply_derivative(
    enum kernel_function function, ptrdiff_t n, REAL *restrict g, const REAL *restrict o) {
  switch (function) {
  case kernel_identity: break;
  case kernel_relu:
    for (ptrdiff_t j = 0; j < n; j++) g[j] *= o[j] <= 0 ? (REAL)0 : (REAL)1;
    break;
  case kernel_leaky_relu:
    for (ptrdiff_t j = 0; j < n; j++) g[j] *= o[j] <= 0 ? (REAL)0.01 : (REAL)1;
    break;
  case kernel_gelu:
    for (ptrdiff_t j = 0; j < n; j++) {
      REAL x = o[j];
      REAL density = (REAL)0.39894228040143267794 * EXPONENTIAL(x * x * (REAL)-0.5);
      g[j] *= normal_distribution(x) + x * density;
    }
    break;
  case kernel_tanh:
    for (ptrdiff_t j = 0; j < n; j++) g[j] *= 1 - o[j] * o[j];
    break;
  case kernel_sigmoid:
    for (ptrdiff_t j = 0; j < n; j++) g[j] *= o[j] * (1 - o[j]);
    break;
  }
}

EACH_WIDTH void NAME(derivative)(
    enum kernel_function function, ptrdiff_t n, ptrdiff_t k, void *g_numbers, ptrdiff_t ldg,
    const void *o_numbers, ptrdiff_t ldo) {
  const REAL *o = o_numbers;
  REAL *g = g_numbers;
  if (ldg == k && ldo == k) {
    apply_derivative(function, n * k, g, o);
    return;
  }
  for (ptrdiff_t i = 0; i < n; i++) apply_derivative(function, k, g + i * ldg, o + i * ldo);
}

ALWAYS_INLINE REAL largest(ptrdiff_t k, const REAL *x) {
  REAL maximum = x[0];
  for (ptrdiff_t j = 1; j < k; j++) maximum = x[j] > maximum ? x[j] : maximum;
  return maximum;
}

ALWAYS_INLINE REAL sum_of(ptrdiff_t k, const REAL *x) {
#pragma clang fp reassociate(on)
  REAL sum = 0;
  for (ptrdiff_t j = 0; j < k; j++) sum += x[j];
  return sum;
}

ALWAYS_INLINE REAL square_sum_of(ptrdiff_t k, const REAL *x) {
#pragma clang fp reassociate(on)
  REAL sum = 0;
  for (ptrdiff_t j = 0; j < k; j++) sum += x[j] * x[j];
  return sum;
}

// Mean and variance by two passes over a row that is in the cache: one pass would cancel where the
// mean is large. A row without variance becomes shift, by way of epsilon.
EACH_WIDTH void NAME(normalize)(
    enum kernel_function function, ptrdiff_t n, ptrdiff_t k, void *x_numbers, ptrdiff_t ldx,
    const void *bias_numbers, const void *gain_numbers, const void *shift_numbers, double epsilon,
    void *normalized_numbers, ptrdiff_t ldn, void *inverse_deviations_numbers, void *kept_numbers,
    ptrdiff_t ldkept) {
  const REAL *bias = bias_numbers, *gain = gain_numbers, *shift = shift_numbers;
  REAL *x = x_numbers, *normalized = normalized_numbers,
      *inverse_deviations = inverse_deviations_numbers, *kept = kept_numbers;
  const REAL *restrict b = bias, *restrict a = gain, *restrict c = shift;
  for (ptrdiff_t i = 0; i < n; i++) {
    REAL *restrict row = x + i * ldx;
    for (ptrdiff_t j = 0; j < k; j++) row[j] += b[j];
    REAL mean = sum_of(k, row) / (REAL)k;
    for (ptrdiff_t j = 0; j < k; j++) row[j] -= mean;
    REAL factor = 1 / ROOT(square_sum_of(k, row) / (REAL)k + (REAL)epsilon);
    if (normalized) {
      REAL *restrict z = normalized + i * ldn;
      for (ptrdiff_t j = 0; j < k; j++) z[j] = row[j] * factor;
      for (ptrdiff_t j = 0; j < k; j++) row[j] = a[j] * z[j] + c[j];
    } else {
      for (ptrdiff_t j = 0; j < k; j++) row[j] = a[j] * (row[j] * factor) + c[j];
    }
    if (inverse_deviations) inverse_deviations[i] = factor;
    if (kept) memcpy(kept + i * ldkept, row, (size_t)k * sizeof(REAL));
    apply(function, k, row);
  }
}

EACH_WIDTH void NAME(normalize_backward)(
    ptrdiff_t n, ptrdiff_t k, void *g_numbers, ptrdiff_t ldg, const void *normalized_numbers,
    ptrdiff_t ldn, const void *inverse_deviations_numbers, const void *gain_numbers) {
#pragma clang fp reassociate(on)
  const REAL *normalized = normalized_numbers, *inverse_deviations = inverse_deviations_numbers,
      *gain = gain_numbers;
  REAL *g = g_numbers;
  const REAL *restrict a = gain;
  for (ptrdiff_t i = 0; i < n; i++) {
    REAL *restrict row = g + i * ldg;
    const REAL *restrict z = normalized + i * ldn;
    REAL sum = 0, inner = 0;
    for (ptrdiff_t j = 0; j < k; j++) {
      row[j] *= a[j];
      sum += row[j];
      inner += row[j] * z[j];
    }
    REAL mean = sum / (REAL)k, projection = inner / (REAL)k, factor = inverse_deviations[i];
    for (ptrdiff_t j = 0; j < k; j++) row[j] = factor * (row[j] - mean - z[j] * projection);
  }
}

EACH_WIDTH void NAME(normalize_sums)(
    ptrdiff_t n, ptrdiff_t k, const void *g_numbers, ptrdiff_t ldg, const void *normalized_numbers,
    ptrdiff_t ldn, void *gains_numbers, void *shifts_numbers) {
  const REAL *g = g_numbers, *normalized = normalized_numbers;
  REAL *gains = gains_numbers, *shifts = shifts_numbers;
  REAL *restrict a = gains, *restrict c = shifts;
  for (ptrdiff_t i = 0; i < n; i++) {
    const REAL *restrict row = g + i * ldg, *restrict z = normalized + i * ldn;
    for (ptrdiff_t j = 0; j < k; j++) {
      a[j] += row[j] * z[j];
      c[j] += row[j];
    }
  }
}

EACH_WIDTH void NAME(softmax)(
    ptrdiff_t n, ptrdiff_t k, void *x_numbers, ptrdiff_t ldx) {
  REAL *x = x_numbers;
  if (k == 0) return;
  for (ptrdiff_t i = 0; i < n; i++) {
    REAL *restrict row = x + i * ldx;
    REAL maximum = largest(k, row);
    for (ptrdiff_t j = 0; j < k; j++) row[j] = EXPONENTIAL(row[j] - maximum);
    REAL factor = 1 / sum_of(k, row);
    for (ptrdiff_t j = 0; j < k; j++) row[j] *= factor;
  }
}

// Rows whose sums wait together for one loop of logarithms.
enum { NAME(loss_block) = 64 };

// log(sum of e^(z - maximum)) - expected, in which both terms are never negative: large logits
// cost no digits. Exponentials and logarithms of many rows are taken in one loop each.
EACH_WIDTH struct kernel_loss NAME(cross_entropy)(
    ptrdiff_t n, ptrdiff_t k, const void *z_numbers, ptrdiff_t ldz, void *g_numbers, ptrdiff_t ldg,
    const ptrdiff_t *classes, const ptrdiff_t *positions, const double *weights, double scale,
    double smoothing) {
  const REAL *z = z_numbers;
  REAL *g = g_numbers;
  struct kernel_loss sum = {0, 0};
  REAL off = (REAL)smoothing / (REAL)k, on = 1 - (REAL)smoothing;
  REAL sums[NAME(loss_block)], logarithms[NAME(loss_block)], expected[NAME(loss_block)];
  for (ptrdiff_t start = 0; start < n; start += NAME(loss_block)) {
    ptrdiff_t count = n - start < NAME(loss_block) ? n - start : NAME(loss_block);
    const ptrdiff_t *rows = positions + start;
    REAL *gradients = g ? g + start * ldg : NULL;
    for (ptrdiff_t i = 0; i < count; i++) {
      const REAL *row = z + (start + i) * ldz;
      ptrdiff_t own = classes[rows[i]];
      REAL maximum = largest(k, row), own_logit = row[own], total = 0, exponentials = 0;
      int is_largest = own_logit == own_logit;
      for (ptrdiff_t j = 0; j < k; j++) {
        total += row[j] - maximum;
        is_largest &= j == own || row[j] < own_logit;
      }
      sum.right_count += is_largest;
      expected[i] = on * (own_logit - maximum) + off * total;
      if (gradients) {
        for (ptrdiff_t j = 0; j < k; j++) gradients[i * ldg + j] = row[j] - maximum;
      } else {
        for (ptrdiff_t j = 0; j < k; j++) exponentials += EXPONENTIAL(row[j] - maximum);
        sums[i] = exponentials;
      }
    }
    if (gradients) {
      if (ldg == k) {
        for (ptrdiff_t j = 0; j < count * k; j++) gradients[j] = EXPONENTIAL(gradients[j]);
      } else {
        for (ptrdiff_t i = 0; i < count; i++)
          for (ptrdiff_t j = 0; j < k; j++) gradients[i * ldg + j] = EXPONENTIAL(gradients[i * ldg + j]);
      }
      for (ptrdiff_t i = 0; i < count; i++) sums[i] = sum_of(k, gradients + i * ldg);
    }
    for (ptrdiff_t i = 0; i < count; i++) logarithms[i] = LOGARITHM(sums[i]);
    for (ptrdiff_t i = 0; i < count; i++) {
      double weight = weights ? weights[rows[i]] : 1;
      sum.loss += weight * ((double)logarithms[i] - (double)expected[i]);
      if (!gradients) continue;
      REAL *row = gradients + i * ldg;
      REAL factor = (REAL)(weight * scale), quotient = factor / sums[i];
      for (ptrdiff_t j = 0; j < k; j++) row[j] = row[j] * quotient - off * factor;
      row[classes[rows[i]]] -= on * factor;
    }
  }
  return sum;
}

EACH_WIDTH void NAME(column_sums)(
    ptrdiff_t n, ptrdiff_t k, const void *x_numbers, ptrdiff_t ldx, void *s_numbers) {
  const REAL *x = x_numbers;
  REAL *s = s_numbers;
  REAL *restrict sums = s;
  ptrdiff_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const REAL *restrict a = x + i * ldx, *restrict b = a + ldx;
    const REAL *restrict c = b + ldx, *restrict d = c + ldx;
    for (ptrdiff_t j = 0; j < k; j++) sums[j] += (a[j] + b[j]) + (c[j] + d[j]);
  }
  for (; i < n; i++)
    for (ptrdiff_t j = 0; j < k; j++) sums[j] += x[i * ldx + j];
}

EACH_WIDTH double NAME(square_sum)(ptrdiff_t n, const void *x_numbers) {
#pragma clang fp reassociate(on)
  const REAL *x = x_numbers;
  double sum = 0;
  for (ptrdiff_t i = 0; i < n; i++) sum += (double)x[i] * (double)x[i];
  return sum;
}

EACH_WIDTH double NAME(add_square_sum)(
    ptrdiff_t n, void *x_numbers, const void *y_numbers) {
#pragma clang fp reassociate(on)
  const REAL *y = y_numbers;
  REAL *x = x_numbers;
  REAL *restrict a = x;
  const REAL *restrict b = y;
  double sum = 0;
  for (ptrdiff_t i = 0; i < n; i++) {
    a[i] += b[i];
    sum += (double)a[i] * (double)a[i];
  }
  return sum;
}

EACH_WIDTH void NAME(descend)(
    ptrdiff_t n, void *p_numbers, const void *g_numbers, double rate, double decay) {
  const REAL *g = g_numbers;
  REAL *p = p_numbers;
  REAL *restrict parameters = p;
  const REAL *restrict gradient = g;
  REAL r = (REAL)rate, d = (REAL)decay;
  for (ptrdiff_t i = 0; i < n; i++) parameters[i] -= r * (gradient[i] + d * parameters[i]);
}

EACH_WIDTH void NAME(momentum)(
    ptrdiff_t n, void *p_numbers, const void *g_numbers, void *v_numbers, double rate, double decay,
    double momentum, int looks_ahead) {
  const REAL *g = g_numbers;
  REAL *p = p_numbers, *v = v_numbers;
  REAL *restrict parameters = p, *restrict velocity = v;
  const REAL *restrict gradient = g;
  REAL r = (REAL)rate, d = (REAL)decay, m = (REAL)momentum;
  if (looks_ahead) {
    for (ptrdiff_t i = 0; i < n; i++) {
      REAL penalized = gradient[i] + d * parameters[i];
      velocity[i] = m * velocity[i] + penalized;
      parameters[i] -= r * (penalized + m * velocity[i]);
    }
  } else {
    for (ptrdiff_t i = 0; i < n; i++) {
      velocity[i] = m * velocity[i] + (gradient[i] + d * parameters[i]);
      parameters[i] -= r * velocity[i];
    }
  }
}

EACH_WIDTH void NAME(scaled_step)(
    ptrdiff_t n, void *p_numbers, const void *g_numbers, void *s_numbers, void *v_numbers,
    double rate, double decay, double keep, double rest, double epsilon, double momentum) {
  const REAL *g = g_numbers;
  REAL *p = p_numbers, *s = s_numbers, *v = v_numbers;
  REAL *restrict parameters = p, *restrict squares = s, *restrict velocity = v;
  const REAL *restrict gradient = g;
  REAL r = (REAL)rate, d = (REAL)decay, k = (REAL)keep, q = (REAL)rest, e = (REAL)epsilon;
  REAL m = (REAL)momentum;
  if (v) {
    for (ptrdiff_t i = 0; i < n; i++) {
      REAL penalized = gradient[i] + d * parameters[i];
      squares[i] = k * squares[i] + q * penalized * penalized;
      velocity[i] = m * velocity[i] + penalized / (ROOT(squares[i]) + e);
      parameters[i] -= r * velocity[i];
    }
  } else {
    for (ptrdiff_t i = 0; i < n; i++) {
      REAL penalized = gradient[i] + d * parameters[i];
      squares[i] = k * squares[i] + q * penalized * penalized;
      parameters[i] -= r * penalized / (ROOT(squares[i]) + e);
    }
  }
}

EACH_WIDTH void NAME(adam_step)(
    ptrdiff_t n, void *p_numbers, const void *g_numbers, void *m_numbers, void *v_numbers,
    struct kernel_adam step) {
  const REAL *g = g_numbers;
  REAL *p = p_numbers, *m = m_numbers, *v = v_numbers;
  REAL *restrict parameters = p, *restrict means = m, *restrict squares = v;
  const REAL *restrict gradient = g;
  REAL decay = (REAL)step.decay, beta1 = (REAL)step.beta1, rest1 = (REAL)step.rest1;
  REAL beta2 = (REAL)step.beta2, rest2 = (REAL)step.rest2, shrink = (REAL)step.shrink;
  REAL rate = (REAL)step.rate, root_scale = (REAL)step.root_scale, epsilon = (REAL)step.epsilon;
  for (ptrdiff_t i = 0; i < n; i++) {
    REAL penalized = gradient[i] + decay * parameters[i];
    means[i] = beta1 * means[i] + rest1 * penalized;
    squares[i] = beta2 * squares[i] + rest2 * penalized * penalized;
    parameters[i] =
        shrink * parameters[i] - rate * means[i] / (ROOT(squares[i]) * root_scale + epsilon);
  }
}

// Rows of c = beta c + a b, `count` of them (1 or 4, so that sums of several rows are under way at
// a time), with the elements of a row of a `step` apart and its rows `lda`, in blocks of columns whose
// sums stay in registers. Where b's rows are filled up to whole vectors of four, so may be the last
// columns.
#define SUMS_OF_COLUMNS(VECTOR, SUM_COUNT)                                                     \
  VECTOR sums[SUM_COUNT];                                                                      \
  for (int r = 0; r < count; r++) {                                                            \
    sums[r] = (VECTOR){0};                                                                     \
    if (beta != 0) sums[r] = beta * *(const VECTOR *)(c + r * ldc + j);                        \
  }                                                                                            \
  for (ptrdiff_t l = 0; l < k; l++) {                                                          \
    VECTOR columns = *(const VECTOR *)(b + l * ldb + j);                                       \
    for (int r = 0; r < count; r++) sums[r] += a[r * lda + l * step] * columns;                \
  }

ALWAYS_INLINE void rows_times_matrix(
    const int count, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, ptrdiff_t step,
    const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc, const int is_filled_up) {
  ptrdiff_t j = 0;
  for (; j + 16 <= n; j += 16) {
    SUMS_OF_COLUMNS(vector16, 4)
    for (int r = 0; r < count; r++) *(vector16 *)(c + r * ldc + j) = sums[r];
  }
  for (; j + 4 <= n; j += 4) {
    SUMS_OF_COLUMNS(vector4, 4)
    for (int r = 0; r < count; r++) *(vector4 *)(c + r * ldc + j) = sums[r];
  }
  if (is_filled_up && j < n) {
    // Only products without a beta are filled up: what stands behind a row of c is not read.
    SUMS_OF_COLUMNS(vector4, 4)
    for (int r = 0; r < count; r++)
      for (ptrdiff_t rest = 0; rest < n - j; rest++) c[r * ldc + j + rest] = sums[r][rest];
    return;
  }
  for (; j < n; j++) {
    for (int r = 0; r < count; r++) {
      REAL sum = beta != 0 ? beta * c[r * ldc + j] : 0;
      for (ptrdiff_t l = 0; l < k; l++) sum += a[r * lda + l * step] * b[l * ldb + j];
      c[r * ldc + j] = sum;
    }
  }
}
#undef SUMS_OF_COLUMNS

ALWAYS_INLINE void all_rows_times_matrix(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t lda, ptrdiff_t step,
    const REAL *b, ptrdiff_t ldb, REAL beta, REAL *c, ptrdiff_t ldc, const int is_filled_up) {
  ptrdiff_t i = 0;
  for (; i + 4 <= m; i += 4)
    rows_times_matrix(4, n, k, a + i * lda, lda, step, b, ldb, beta, c + i * ldc, ldc, is_filled_up);
  for (; i < m; i++)
    rows_times_matrix(1, n, k, a + i * lda, lda, step, b, ldb, beta, c + i * ldc, ldc, is_filled_up);
}

EACH_WIDTH void NAME(product_nn)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const void *a_numbers, ptrdiff_t lda,
    const void *b_numbers, ptrdiff_t ldb, void *c_numbers, ptrdiff_t ldc) {
  const REAL *a = a_numbers, *b = b_numbers;
  REAL *c = c_numbers;
  all_rows_times_matrix(m, n, k, a, lda, 1, b, ldb, 0, c, ldc, 0);
}

EACH_WIDTH void NAME(product_tn)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const void *a_numbers, ptrdiff_t lda,
    const void *b_numbers, ptrdiff_t ldb, double beta_value, void *c_numbers, ptrdiff_t ldc) {
  const REAL *a = a_numbers, *b = b_numbers;
  REAL *c = c_numbers;
  REAL beta = (REAL)beta_value;
  all_rows_times_matrix(m, n, k, a, 1, lda, b, ldb, beta, c, ldc, 0);
}

EACH_WIDTH void NAME(product_nt)(
    ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const void *a_numbers, ptrdiff_t lda,
    const void *b_numbers, ptrdiff_t ldb, void *c_numbers, ptrdiff_t ldc) {
  const REAL *a = a_numbers, *b = b_numbers;
  REAL *c = c_numbers;
  // b turned, its rows filled up to whole vectors of four, so that few columns cost no more.
  REAL turned[KERNEL_SMALL_FACTOR];
  ptrdiff_t padded = (n + 3) / 4 * 4;
  for (ptrdiff_t l = 0; l < k; l++) {
    for (ptrdiff_t j = 0; j < n; j++) turned[l * padded + j] = b[j * ldb + l];
    for (ptrdiff_t j = n; j < padded; j++) turned[l * padded + j] = 0;
  }
  all_rows_times_matrix(m, n, k, a, lda, 1, turned, padded, 0, c, ldc, 1);
}

#define ENTRY(name) .name = NAME(name),
const struct kernel_table NAME(kernels) = {EACH_KERNEL(ENTRY)};
