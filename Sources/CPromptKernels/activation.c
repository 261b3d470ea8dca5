#include "vector_math.h"

int pk_widest_instructions(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return PK_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return PK_AVX2;
#endif
  return PK_BASELINE;
}

#define PK_ACTIVATION(name)                                                                       \
  PK_INLINE void name##_body(float *x, const float *bias, size_t rows, size_t columns) {          \
    for (size_t row = 0; row < rows; row++, x += columns) {                                       \
      size_t i = 0;                                                                               \
      for (; i + PK_LANES <= columns; i += PK_LANES)                                              \
        pk_store(x + i, name##_lanes(pk_load(x + i) + pk_load(bias + i)));                        \
      if (i < columns) {                                                                          \
        size_t rest = columns - i;                                                                \
        pk_floats sum = pk_load_some(x + i, rest) + pk_load_some(bias + i, rest);                 \
        pk_store_some(x + i, name##_lanes(sum), rest);                                            \
      }                                                                                           \
    }                                                                                             \
  }                                                                                               \
  PK_DISPATCH(                                                                                    \
      name, (float *x, const float *bias, size_t rows, size_t columns), (x, bias, rows, columns)) \
  void name(int limit, float *x, const float *bias, size_t rows, size_t columns) {                \
    void (*run)(float *, const float *, size_t, size_t);                                          \
    name##_dispatch(limit, &run);                                                                 \
    run(x, bias, rows, columns);                                                                  \
  }

PK_ACTIVATION(pk_gelu)
PK_ACTIVATION(pk_quick_gelu)
PK_ACTIVATION(pk_tanh_gelu)
