// Sixteen lanes at once, written once and compiled for each instruction set: every function here is
// inlined into callers that carry a `target` attribute.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "EncoderKernels.h"

#define PK_INLINE static inline __attribute__((always_inline))
#define PK_LANES 16

// Vectors never cross a call that is not inlined, so the calling convention cannot matter.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float pk_floats __attribute__((vector_size(64), aligned(4)));
typedef int32_t pk_ints __attribute__((vector_size(64), aligned(4)));

/// Defines `name` with the three bodies behind it. `parameters` and `arguments` stand in brackets,
/// without the limit.
#if defined(__x86_64__)
#define PK_DISPATCH(name, parameters, arguments)                                                  \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))) static void             \
      name##_avx512 parameters {                                                                  \
    name##_body arguments;                                                                        \
  }                                                                                               \
  __attribute__((target("avx2,fma"))) static void name##_avx2 parameters {                        \
    name##_body arguments;                                                                        \
  }                                                                                               \
  static void name##_baseline parameters { name##_body arguments; }                               \
  static void name##_dispatch(int limit, void (**chosen) parameters) {                            \
    int widest = pk_widest_instructions();                                                        \
    if (limit > widest) limit = widest;                                                           \
    *chosen = limit >= PK_AVX512 ? name##_avx512                                                  \
              : limit == PK_AVX2 ? name##_avx2                                                    \
                                 : name##_baseline;                                               \
  }
#else
#define PK_DISPATCH(name, parameters, arguments)                                                  \
  static void name##_baseline parameters { name##_body arguments; }                               \
  static void name##_dispatch(int limit, void (**chosen) parameters) {                            \
    (void)limit;                                                                                  \
    *chosen = name##_baseline;                                                                    \
  }
#endif

PK_INLINE pk_floats pk_load(const float *x) {
  pk_floats v;
  memcpy(&v, x, sizeof v);
  return v;
}
PK_INLINE void pk_store(float *x, pk_floats v) { memcpy(x, &v, sizeof v); }
/// The first `count` lanes from memory, the others zero.
PK_INLINE pk_floats pk_load_some(const float *x, size_t count) {
  pk_floats v = {0};
  memcpy(&v, x, count * sizeof(float));
  return v;
}
PK_INLINE void pk_store_some(float *x, pk_floats v, size_t count) {
  memcpy(x, &v, count * sizeof(float));
}
/// Taking off zero changes nothing and is left out; adding it would make -0 a 0, an instruction for each.
PK_INLINE pk_floats pk_all(float x) { return x - (pk_floats){0}; }
/// `a` where the lane of `mask` is set, else `b`.
PK_INLINE pk_floats pk_select(pk_ints mask, pk_floats a, pk_floats b) {
  return (pk_floats)((mask & (pk_ints)a) | (~mask & (pk_ints)b));
}
/// Sums lanes in a fixed order, the same for every instruction set.
PK_INLINE float pk_sum(pk_floats v) {
  typedef float eight __attribute__((vector_size(32)));
  typedef float four __attribute__((vector_size(16)));
  eight a = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
            __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
  four b = __builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7);
  return (b[0] + b[2]) + (b[1] + b[3]);
}

/// exp: 2^n * e^r with |r| <= ln(2) / 2; e^r by its Taylor series to r^7 (error below 6e-9), ln(2) in
/// two parts so that r is exact. Relative error below 1.5e-7. Below -87.3 it is 0, above 88.3 infinite.
PK_INLINE pk_floats pk_exp_lanes(pk_floats x) {
  pk_ints small = x < -87.33654f, large = x > 88.37626f;
  // Adding and taking off 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits.
  pk_floats magic = pk_all(12582912.0f);
  pk_floats shifted = x * 1.44269504f + magic;
  pk_floats n = shifted - magic;
  pk_floats r = x - n * 0.693145752f;
  r = r - n * 1.42860677e-6f;
  pk_floats p = pk_all(1.0f / 5040);
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  pk_ints exponent = ((pk_ints)shifted - (pk_ints)magic + 127) << 23;
  p = pk_select(small, pk_all(0), p * (pk_floats)exponent);
  return pk_select(large, pk_all(__builtin_inff()), p);
}

PK_INLINE pk_floats pk_sigmoid_lanes(pk_floats x) { return 1.0f / (1.0f + pk_exp_lanes(-x)); }

/// x * Phi(x), where Phi(-|x|) = erfc(z) / 2 with z = |x| / sqrt(2), and
/// erfc(z) = exp(-z^2) * t * P(t), t = 1 / (1 + 0.58 z): P of degree 9 fitted for the least relative
/// error on z in 0 ... 10.5 (1.1e-7 in float32). The tail keeps its relative accuracy.
///
/// GELU is x - x * tail for positive x and x * tail for others, tail being Phi(-|x|). P is halved here. The
/// exponential is that of `pk_exp_lanes` with what its range allows: no argument is positive, r^7 is left
/// out (1.2e-7), and 2^n is added to the exponent's bits. Below -87 it stays what it is there: x * t is bounded.
PK_INLINE pk_floats pk_gelu_lanes(pk_floats x) {
  pk_floats magnitude = (pk_floats)((pk_ints)x & 0x7FFFFFFF);
  pk_floats t = 1.0f / (1.0f + 0.410121933f * magnitude);
  pk_floats p = pk_all(0.5f * 0.06784440577030182f);
  p = p * t - 0.5f * 0.3545176386833191f;
  p = p * t + 0.5f * 0.7149719595909119f;
  p = p * t - 0.5f * 0.6139189004898071f;
  p = p * t + 0.5f * 0.10734197497367859f;
  p = p * t - 0.5f * 0.013110499829053879f;
  p = p * t + 0.5f * 0.1642848700284958f;
  p = p * t + 0.5f * 0.2727475166320801f;
  p = p * t + 0.5f * 0.3271206021308899f;
  p = p * t + 0.5f * 0.32723575830459595f;
  pk_floats power = -0.5f * x * x;
  power = pk_select(power > -87.0f, power, pk_all(-87.0f));
  pk_floats magic = pk_all(12582912.0f);
  pk_floats shifted = power * 1.44269504f + magic;
  pk_floats n = shifted - magic;
  pk_floats r = power - n * 0.693145752f;
  r = r - n * 1.42860677e-6f;
  pk_floats e = pk_all(1.0f / 720);
  e = e * r + 1.0f / 120;
  e = e * r + 1.0f / 24;
  e = e * r + 1.0f / 6;
  e = e * r + 0.5f;
  e = e * r + 1.0f;
  e = e * r + 1.0f;
  e = (pk_floats)((pk_ints)e + ((pk_ints)shifted << 23));
  pk_floats positive = pk_select(x > 0.0f, x, pk_all(0));
  return positive - magnitude * (t * p * e);
}

PK_INLINE pk_floats pk_quick_gelu_lanes(pk_floats x) { return x * pk_sigmoid_lanes(1.702f * x); }

/// (1 + tanh(u)) / 2 = sigmoid(2 u); 2 * sqrt(2 / pi) = 1.5957691.
PK_INLINE pk_floats pk_tanh_gelu_lanes(pk_floats x) {
  return x * pk_sigmoid_lanes(1.5957691216f * x * (1.0f + 0.044715f * x * x));
}
