#include "scoring_product.h"

PK_INLINE void pk_product_body(
    float *sums, const float *matrix, const uint32_t *rows, size_t stride, const float *lanes,
    size_t count, const size_t slots, const size_t block) {
  pk_floats partial[PK_WIDEST_BLOCK];
#pragma clang loop unroll(full)
  for (size_t k = 0; k < block * slots; k++) partial[k] = pk_all(0);
  for (size_t i = 0; i < count; i++) {
    const float *row = matrix + rows[i] * stride;
    pk_floats lane[PK_SLOTS];
#pragma clang loop unroll(full)
    for (size_t slot = 0; slot < slots; slot++) lane[slot] = pk_load(lanes + (i * slots + slot) * PK_LANES);
#pragma clang loop unroll(full)
    for (size_t column = 0; column < block; column++) {
      pk_floats factor = pk_all(row[column]);
#pragma clang loop unroll(full)
      for (size_t slot = 0; slot < slots; slot++) partial[column * slots + slot] += factor * lane[slot];
    }
  }
#pragma clang loop unroll(full)
  for (size_t k = 0; k < block * slots; k++) {
    float *sum = sums + k * PK_LANES;
    pk_store(sum, pk_load(sum) + partial[k]);
  }
}

/// Several slots where registers hold one: each on its own, with the same operations in the same order.
PK_INLINE void pk_slot_product_body(
    float *sums, const float *matrix, const uint32_t *rows, size_t stride, const float *lanes,
    size_t count, const size_t slots, const size_t block) {
  for (size_t slot = 0; slot < slots; slot++, sums += PK_LANES, lanes += PK_LANES) {
    pk_floats partial[PK_WIDEST_BLOCK];
#pragma clang loop unroll(full)
    for (size_t column = 0; column < block; column++) partial[column] = pk_all(0);
    for (size_t i = 0; i < count; i++) {
      const float *row = matrix + rows[i] * stride;
      pk_floats lane = pk_load(lanes + i * slots * PK_LANES);
#pragma clang loop unroll(full)
      for (size_t column = 0; column < block; column++) partial[column] += row[column] * lane;
    }
#pragma clang loop unroll(full)
    for (size_t column = 0; column < block; column++) {
      float *sum = sums + column * slots * PK_LANES;
      pk_store(sum, pk_load(sum) + partial[column]);
    }
  }
}

#define PK_PRODUCT(set, body, slots, block)                                                       \
  static void pk_product_##set##_##slots##_##block(                                               \
      float *sums, const float *matrix, const uint32_t *rows, size_t stride, const float *lanes,  \
      size_t count) {                                                                             \
    body(sums, matrix, rows, stride, lanes, count, slots, block);                                 \
  }
#define PK_ENTRY(set, body, slots, block) pk_product_##set##_##slots##_##block,

#define PK_UP_TO_6(each, set, body, slots)                                                        \
  each(set, body, slots, 1) each(set, body, slots, 2) each(set, body, slots, 3)                   \
  each(set, body, slots, 4) each(set, body, slots, 5) each(set, body, slots, 6)
#define PK_UP_TO_8(each, set, body, slots)                                                        \
  PK_UP_TO_6(each, set, body, slots) each(set, body, slots, 7) each(set, body, slots, 8)
#define PK_UP_TO_12(each, set, body, slots)                                                       \
  PK_UP_TO_8(each, set, body, slots) each(set, body, slots, 9) each(set, body, slots, 10)         \
  each(set, body, slots, 11) each(set, body, slots, 12)
#define PK_UP_TO_24(each, set, body, slots)                                                       \
  PK_UP_TO_12(each, set, body, slots) each(set, body, slots, 13) each(set, body, slots, 14)       \
  each(set, body, slots, 15) each(set, body, slots, 16) each(set, body, slots, 17)                \
  each(set, body, slots, 18) each(set, body, slots, 19) each(set, body, slots, 20)                \
  each(set, body, slots, 21) each(set, body, slots, 22) each(set, body, slots, 23)                \
  each(set, body, slots, 24)

/// Sixteen lanes are two or four registers: six columns of one slot fill them.
#define PK_NARROW_PRODUCTS(each, set)                                                             \
  PK_UP_TO_6(each, set, pk_slot_product_body, 1) PK_UP_TO_6(each, set, pk_slot_product_body, 2)   \
  PK_UP_TO_6(each, set, pk_slot_product_body, 3) PK_UP_TO_6(each, set, pk_slot_product_body, 4)
#define PK_NARROW_TABLE(set)                                                                      \
  static const pk_product pk_##set##_products[PK_SLOTS * 6] = {PK_NARROW_PRODUCTS(PK_ENTRY, set)}; \
  static const struct pk_products pk_##set##_table = {                                            \
      {pk_##set##_products, pk_##set##_products + 6, pk_##set##_products + 12,                    \
       pk_##set##_products + 18},                                                                 \
      {6, 6, 6, 6}};

PK_NARROW_PRODUCTS(PK_PRODUCT, baseline)
PK_NARROW_TABLE(baseline)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
PK_NARROW_PRODUCTS(PK_PRODUCT, avx2)
#pragma clang attribute pop
PK_NARROW_TABLE(avx2)

// Thirty-two registers: twenty-four sums, and the rest for the lanes and a factor.
#pragma clang attribute push(                                                                     \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
PK_UP_TO_24(PK_PRODUCT, avx512, pk_product_body, 1)
PK_UP_TO_12(PK_PRODUCT, avx512, pk_product_body, 2)
PK_UP_TO_8(PK_PRODUCT, avx512, pk_product_body, 3)
PK_UP_TO_6(PK_PRODUCT, avx512, pk_product_body, 4)
#pragma clang attribute pop
static const pk_product pk_avx512_products[] = {
    PK_UP_TO_24(PK_ENTRY, avx512, pk_product_body, 1)
    PK_UP_TO_12(PK_ENTRY, avx512, pk_product_body, 2)
    PK_UP_TO_8(PK_ENTRY, avx512, pk_product_body, 3)
    PK_UP_TO_6(PK_ENTRY, avx512, pk_product_body, 4)};
static const struct pk_products pk_avx512_table = {
    {pk_avx512_products, pk_avx512_products + 24, pk_avx512_products + 36,
     pk_avx512_products + 44},
    {24, 12, 8, 6}};
#endif

const struct pk_products *pk_choose_products(int limit) {
#if defined(__x86_64__)
  int widest = pk_widest_instructions();
  if (limit > widest) limit = widest;
  if (limit >= PK_AVX512) return &pk_avx512_table;
  if (limit == PK_AVX2) return &pk_avx2_table;
#endif
  (void)limit;
  return &pk_baseline_table;
}
