#include "CPeakRates.h"

// More chains than two multiply-adds a cycle of four or five cycles' latency need.
#define CHAINS 20

#pragma clang fp contract(fast)

/// Both functions for vectors of `lanes`. A chain of roundings cannot be shortened, so the loops stay.
#define RATES(name, lanes, attributes)                                                            \
  typedef float name##_vector __attribute__((vector_size(lanes * 4), aligned(4)));               \
  attributes static float name##_multiply_add(size_t count) {                                    \
    name##_vector chains[CHAINS], factor = {0}, term = {0};                                      \
    factor += 0.999f, term += 0.001f;                                                            \
    for (int i = 0; i < CHAINS; i++) chains[i] = term * (float)i;                                \
    for (size_t step = 0; step < count; step++) {                                                \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++)                        \
          chains[i] = chains[i] * factor + term;                                                 \
    }                                                                                            \
    float sum = 0;                                                                               \
    for (int i = 0; i < CHAINS; i++)                                                             \
      for (int lane = 0; lane < lanes; lane++) sum += chains[i][lane];                           \
    return sum;                                                                                  \
  }                                                                                              \
  attributes static float name##_read(const float *values, size_t count) {                       \
    name##_vector sums[4] = {{0}};                                                               \
    const name##_vector *vectors = (const name##_vector *)(const void *)values;                  \
    for (size_t i = 0; i + 4 <= count / lanes; i += 4)                                           \
      _Pragma("clang loop unroll(full)") for (int k = 0; k < 4; k++) sums[k] += vectors[i + k];  \
    float sum = 0;                                                                               \
    for (int k = 0; k < 4; k++)                                                                  \
      for (int lane = 0; lane < lanes; lane++) sum += sums[k][lane];                             \
    return sum;                                                                                  \
  }

RATES(plain, 4, )
#if defined(__x86_64__)
RATES(avx2, 8, __attribute__((target("avx2,fma"))))
RATES(avx512, 16, __attribute__((target("avx512f"))))
#define CHOOSE(action)                                                                            \
  (peak_lanes() == 16 ? avx512_##action : peak_lanes() == 8 ? avx2_##action : plain_##action)
#else
#define CHOOSE(action) plain_##action
#endif

int peak_lanes(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return 16;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 8;
#endif
  return 4;
}

float peak_multiply_add(size_t count) { return CHOOSE(multiply_add)(count); }

float peak_read(const float *values, size_t count) { return CHOOSE(read)(values, count); }
