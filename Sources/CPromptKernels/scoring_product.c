#include "scoring_product.h"

PK_INLINE void pk_product_body(
    float *sums, const float *packed, const float *lanes, size_t count, const size_t block) {
  pk_floats partial[PK_WIDEST_BLOCK];
#pragma clang loop unroll(full)
  for (size_t column = 0; column < block; column++) partial[column] = pk_all(0);
  for (size_t i = 0; i < count; i++) {
    pk_floats lane = pk_load(lanes + i * PK_LANES);
#pragma clang loop unroll(full)
    for (size_t column = 0; column < block; column++)
      partial[column] += packed[i * block + column] * lane;
  }
#pragma clang loop unroll(full)
  for (size_t column = 0; column < block; column++) {
    float *sum = sums + column * PK_LANES;
    pk_store(sum, pk_load(sum) + partial[column]);
  }
}

#define PK_PRODUCT(set, block)                                                                    \
  static void pk_product_##set##_##block(                                                         \
      float *sums, const float *packed, const float *lanes, size_t count) {                       \
    pk_product_body(sums, packed, lanes, count, block);                                           \
  }
#define PK_EACH_NARROW(each, set)                                                                 \
  each(set, 1) each(set, 2) each(set, 3) each(set, 4) each(set, 5) each(set, 6)
#define PK_EACH_WIDE(each, set)                                                                   \
  each(set, 7) each(set, 8) each(set, 9) each(set, 10) each(set, 11) each(set, 12) each(set, 13)  \
  each(set, 14) each(set, 15) each(set, 16) each(set, 17) each(set, 18) each(set, 19)             \
  each(set, 20) each(set, 21) each(set, 22) each(set, 23) each(set, 24)
#define PK_ENTRY(set, block) pk_product_##set##_##block,

PK_EACH_NARROW(PK_PRODUCT, baseline)
static const pk_product pk_baseline_products[] = {PK_EACH_NARROW(PK_ENTRY, baseline)};

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
PK_EACH_NARROW(PK_PRODUCT, avx2)
#pragma clang attribute pop
#pragma clang attribute push(                                                                     \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
PK_EACH_NARROW(PK_PRODUCT, avx512)
PK_EACH_WIDE(PK_PRODUCT, avx512)
#pragma clang attribute pop
static const pk_product pk_avx2_products[] = {PK_EACH_NARROW(PK_ENTRY, avx2)};
static const pk_product pk_avx512_products[] = {
    PK_EACH_NARROW(PK_ENTRY, avx512) PK_EACH_WIDE(PK_ENTRY, avx512)};
#endif

size_t pk_widest_block(int limit) {
#if defined(__x86_64__)
  int widest = pk_widest_instructions();
  if (limit > widest) limit = widest;
  if (limit >= PK_AVX512) return sizeof pk_avx512_products / sizeof(pk_product);
  if (limit == PK_AVX2) return sizeof pk_avx2_products / sizeof(pk_product);
  // Sixteen lanes are four of the sixteen registers.
  return 2;
#else
  (void)limit;
  return sizeof pk_baseline_products / sizeof(pk_product);
#endif
}

pk_product pk_choose_product(int limit, size_t block) {
#if defined(__x86_64__)
  int widest = pk_widest_instructions();
  if (limit > widest) limit = widest;
  if (limit >= PK_AVX512) return pk_avx512_products[block - 1];
  if (limit == PK_AVX2) return pk_avx2_products[block - 1];
#endif
  (void)limit;
  return pk_baseline_products[block - 1];
}

void pk_pack(
    int limit, const float *source, size_t row_stride, size_t column_stride, size_t count,
    size_t columns, float *packed) {
  size_t size = pk_block_size(limit, columns);
  for (size_t first = 0; first < columns; first += size) {
    size_t block = columns - first < size ? columns - first : size;
    for (size_t i = 0; i < count; i++, packed += block) {
      for (size_t column = 0; column < block; column++)
        packed[column] = source[i * row_stride + (first + column) * column_stride];
    }
  }
}
