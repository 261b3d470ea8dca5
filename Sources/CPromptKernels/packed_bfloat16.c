// The bfloat16 forms of the packed product: pairs along the depth, sums in float32.

#include "packed_product.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define PK_UNROLL _Pragma("clang loop unroll(full)")
#define PK_WIDTH 32

PK_INLINE float without_subnormal(float value) {
  return __builtin_fabsf(value) < 0x1p-126f ? __builtin_copysignf(0, value) : value;
}
PK_INLINE float lower_half(uint32_t pair) {
  uint32_t bits = pair << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return without_subnormal(value);
}
PK_INLINE float upper_half(uint32_t pair) { return lower_half(pair >> 16); }

/// The instruction's definition: the upper product first, each added with one rounding, subnormal
/// numbers taken as zero.
static void scalar_tile(const struct pk_tile *tile) {
  const uint32_t *x = tile->x, *w = tile->w;
  for (size_t column = 0; column < PK_WIDTH; column++) {
    float sum = tile->bias ? tile->bias[column] : 0;
    if (tile->continues) sum += tile->y[column];
    for (size_t pair = 0; pair < tile->depth; pair++) {
      uint32_t a = x[pair], b = w[pair * PK_WIDTH + column];
      sum = without_subnormal(sum);
      sum = without_subnormal(__builtin_fmaf(upper_half(a), upper_half(b), sum));
      sum = without_subnormal(__builtin_fmaf(lower_half(a), lower_half(b), sum));
    }
    tile->y[column] = sum;
  }
}
static void scalar_round(const float *x, size_t count, uint32_t *pairs) {
  for (size_t i = 0; i < count; i += 2)
    pairs[i / 2] = pk_bfloat16(x[i]) | (i + 1 < count ? pk_bfloat16(x[i + 1]) << 16 : 0);
}

static const pk_tile_function scalar_tiles[] = {scalar_tile};
static const struct pk_product_shape scalar_shape = {
    .width = PK_WIDTH, .rows = 1, .tiles = scalar_tiles, .depth_block = 384, .terms = 2,
    .round = scalar_round};

#if defined(__x86_64__)
#define PK_EACH(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12)

#pragma clang attribute push(                                                                     \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx2,fma"))),            \
    apply_to = function)

/// `rows` is a constant wherever this is inlined, so that the sums stay in registers.
PK_INLINE void multiply(const struct pk_tile *tile, const size_t rows) {
  __m512 sums[PK_MOST_TILE_ROWS][2];
  const int32_t *x = tile->x, *w = tile->w;
  const size_t stride = tile->x_stride, depth = tile->depth;
  pk_prefetch_tile(tile, rows, PK_WIDTH);
  PK_UNROLL for (size_t v = 0; v < 2; v++) {
    __m512 bias = _mm512_setzero_ps();
    if (tile->bias) bias = _mm512_loadu_ps(tile->bias + v * 16);
    PK_UNROLL for (size_t row = 0; row < rows; row++) {
      const float *y = tile->y + row * tile->y_stride + v * 16;
      sums[row][v] = bias;
      if (tile->continues)
        sums[row][v] = _mm512_add_ps(sums[row][v], _mm512_loadu_ps(y));
    }
  }
  for (size_t pair = 0; pair < depth; pair++, x++, w += PK_WIDTH) {
    __m512bh first = (__m512bh)_mm512_loadu_si512(w);
    __m512bh second = (__m512bh)_mm512_loadu_si512(w + 16);
    PK_UNROLL for (size_t row = 0; row < rows; row++) {
      __m512bh value = (__m512bh)_mm512_set1_epi32(x[row * stride]);
      sums[row][0] = _mm512_dpbf16_ps(sums[row][0], value, first);
      sums[row][1] = _mm512_dpbf16_ps(sums[row][1], value, second);
    }
  }
  PK_UNROLL for (size_t row = 0; row < rows; row++) {
    float *y = tile->y + row * tile->y_stride;
    _mm512_storeu_ps(y, sums[row][0]);
    _mm512_storeu_ps(y + 16, sums[row][1]);
  }
}

static void avx512_round(const float *x, size_t count, uint32_t *pairs) {
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    __m256bh rounded = _mm512_cvtneps_pbh(_mm512_loadu_ps(x + i));
    memcpy(pairs + i / 2, &rounded, sizeof rounded);
  }
  scalar_round(x + i, count - i, pairs + i / 2);
}

#define PK_FUNCTION(rows)                                                                         \
  static void avx512_tile_##rows(const struct pk_tile *tile) { multiply(tile, rows); }
#define PK_ENTRY(rows) avx512_tile_##rows,
PK_EACH(PK_FUNCTION)
#pragma clang attribute pop

static const pk_tile_function avx512_tiles[] = {PK_EACH(PK_ENTRY)};
static const struct pk_product_shape avx512_shape = {
    .width = PK_WIDTH, .rows = 12, .tiles = avx512_tiles, .depth_block = 384, .terms = 2,
    .round = avx512_round};
static const struct pk_product_shape amx_shape = {
    .width = PK_WIDTH, .rows = 32, .tiles = pk_amx_tiles, .depth_block = 384, .terms = 2,
    .round = avx512_round, .depth_step = 16, .end = pk_release_tiles};
#endif

const struct pk_product_shape *pk_bfloat16_shape(int form) {
  if (form == PK_BFLOAT16_SCALAR) return &scalar_shape;
#if defined(__x86_64__)
  if (pk_widest_instructions() < PK_AVX512 || !__builtin_cpu_supports("avx512bf16")) return NULL;
  if (form == PK_BFLOAT16_AVX512) return &avx512_shape;
  if (form == PK_BFLOAT16_AMX && pk_has_amx()) return &amx_shape;
#endif
  return NULL;
}
