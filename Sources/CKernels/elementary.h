#ifndef ASSAY_ELEMENTARY_H
#define ASSAY_ELEMENTARY_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "kernels.h"

// For code in vectors of 512 bits: without it the compiler takes them in halves, and where all
// registers hold sums half of them no longer have a place.
#define WHOLE_VECTORS min_vector_width(512)

// One compilation for each width of vectors; elsewhere the base of the architecture is wide enough.
#if defined(__x86_64__) && defined(__linux__)
#define EACH_WIDTH \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), WHOLE_VECTORS))
#else
#define EACH_WIDTH
#endif
#define ALWAYS_INLINE static inline __attribute__((always_inline))

// The exponential by Cody and Waite's reduction: e^x = 2^n e^r with |r| <= ln 2 / 2, ln 2 in two
// parts of which n times the first is exact, and the Taylor series of e^r - 1, whose rest is
// below a tenth of an ulp. n is rounded by adding 1.5 * 2^(fraction bits), which leaves it in the low
// bits; 2^n is put together from bits, in two factors where n may leave the exponent's range.
// Clamping by comparisons lets NaN through.

ALWAYS_INLINE float power_of_two_f32(uint32_t n) {
  uint32_t bits = (n + 127u) << 23;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

ALWAYS_INLINE double power_of_two_f64(uint64_t n) {
  uint64_t bits = (n + 1023u) << 52;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// e^r - 1, and n, for x within the range of int exponents.
ALWAYS_INLINE float reduced_expm1_f32(float x, uint32_t *n) {
  const float shift = 0x1.8p23f;
  float shifted = x * 0x1.715476p0f + shift;
  float count = shifted - shift;
  uint32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  *n = bits - 0x4B400000u;
  float r = (x - count * 0x1.62e4p-1f) - count * 0x1.7f7d1cp-20f;
  float series = 1.0f / 5040;
  series = series * r + 1.0f / 720;
  series = series * r + 1.0f / 120;
  series = series * r + 1.0f / 24;
  series = series * r + 1.0f / 6;
  series = series * r + 0.5f;
  return series * (r * r) + r;
}

ALWAYS_INLINE double reduced_expm1_f64(double x, uint64_t *n) {
  const double shift = 0x1.8p52;
  double shifted = x * 0x1.71547652b82fep0 + shift;
  double count = shifted - shift;
  uint64_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  *n = bits - 0x4338000000000000u;
  double r = (x - count * 0x1.62e42feep-1) - count * 0x1.a39ef35793c76p-33;
  double series = 1.0 / 6227020800;
  series = series * r + 1.0 / 479001600;
  series = series * r + 1.0 / 39916800;
  series = series * r + 1.0 / 3628800;
  series = series * r + 1.0 / 362880;
  series = series * r + 1.0 / 40320;
  series = series * r + 1.0 / 5040;
  series = series * r + 1.0 / 720;
  series = series * r + 1.0 / 120;
  series = series * r + 1.0 / 24;
  series = series * r + 1.0 / 6;
  series = series * r + 0.5;
  return series * (r * r) + r;
}

ALWAYS_INLINE float exponential_f32(float x) {
  x = x > 90.0f ? 90.0f : x;
  x = x < -105.0f ? -105.0f : x;
  uint32_t n;
  float rest = reduced_expm1_f32(x, &n);
  uint32_t half = (uint32_t)((int32_t)n >> 1);
  return (1.0f + rest) * power_of_two_f32(half) * power_of_two_f32(n - half);
}

ALWAYS_INLINE double exponential_f64(double x) {
  x = x > 710.0 ? 710.0 : x;
  x = x < -746.0 ? -746.0 : x;
  uint64_t n;
  double rest = reduced_expm1_f64(x, &n);
  // An arithmetic shift of the exponent by way of a positive number: AVX2 has none for 64 bits.
  uint64_t half = ((n + 4096u) >> 1) - 2048u;
  return (1.0 + rest) * power_of_two_f64(half) * power_of_two_f64(n - half);
}

// e^x - 1 for x <= 0, from -1 far out.
ALWAYS_INLINE float expm1_below_zero_f32(float x) {
  x = x < -80.0f ? -80.0f : x;
  uint32_t n;
  float rest = reduced_expm1_f32(x, &n);
  float scale = power_of_two_f32(n);
  return scale * rest + (scale - 1.0f);
}

ALWAYS_INLINE double expm1_below_zero_f64(double x) {
  x = x < -700.0 ? -700.0 : x;
  uint64_t n;
  double rest = reduced_expm1_f64(x, &n);
  double scale = power_of_two_f64(n);
  return scale * rest + (scale - 1.0);
}

// log x for normal x > 0 as FreeBSD's libm takes it: x = 2^k (1 + f) with 1 + f between the roots of
// 1/2 and 2, and log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f / (2 + f), which is within an ulp.
// x - x turns what is no number, or infinite, into no number.

ALWAYS_INLINE float logarithm_f32(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits += 0x3f800000u - 0x3f3504f3u;
  float count = (float)((int32_t)(bits >> 23) - 127);
  bits = (bits & 0x007fffffu) + 0x3f3504f3u;
  float reduced;
  memcpy(&reduced, &bits, sizeof reduced);
  float f = reduced - 1.0f, s = f / (2.0f + f), z = s * s, w = z * z;
  float odd = w * (0xccce13.0p-25f + w * 0xf89e26.0p-26f);
  float even = z * (0xaaaaaa.0p-24f + w * 0x91e9ee.0p-25f);
  float half = 0.5f * f * f;
  return s * (half + (even + odd)) + count * 9.0580006145e-06f - half + f
      + count * 6.9313812256e-01f + (x - x);
}

ALWAYS_INLINE double logarithm_f64(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits += (uint64_t)(0x3ff00000u - 0x3fe6a09eu) << 32;
  // The biased exponent in the low bits of 2^52: AVX2 turns no 64-bit integers into doubles.
  uint64_t count_bits = (bits >> 52) | 0x4330000000000000u;
  double count;
  memcpy(&count, &count_bits, sizeof count);
  count -= 0x1p52 + 1023;
  bits = (bits & 0x000fffffffffffffu) + ((uint64_t)0x3fe6a09eu << 32);
  double reduced;
  memcpy(&reduced, &bits, sizeof reduced);
  double f = reduced - 1.0, s = f / (2.0 + f), z = s * s, w = z * z;
  double odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01
      + w * 1.531383769920937332e-01));
  double even = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01
      + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  double half = 0.5 * f * f;
  return s * (half + (even + odd)) + count * 1.90821492927058770002e-10 - half + f
      + count * 6.93147180369123816490e-01 + (x - x);
}

#endif
