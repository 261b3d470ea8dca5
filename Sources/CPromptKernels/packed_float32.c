// The float32 forms of the packed product. Every form computes each sum term by term with fused
// multiply-add, so that all give the same bits.

#include "packed_product.h"

#define PK_UNROLL _Pragma("clang loop unroll(full)")
#define PK_EACH_OF_SIX(X) X(1) X(2) X(3) X(4) X(5) X(6)
#define PK_EACH_OF_TWELVE(X) PK_EACH_OF_SIX(X) X(7) X(8) X(9) X(10) X(11) X(12)

// Fused multiply-add is one instruction in every form but the scalar one on x86-64, where it is the
// C library's: exact, and slow on a processor that has no such instruction.
#define PT(name) scalar_##name
#define PT_LANES 1
#define PT_VECTORS 4
#define PT_EACH(X) X(1)
#include "packed_tile.h"

static const struct pk_product_shape scalar_shape = {
    .width = 4, .rows = 1, .tiles = scalar_tiles, .depth_block = 1024, .terms = 1};

#if defined(__aarch64__)
// 24 sums, 4 vectors of weights and one of x: 29 of the 32 registers.
#define PT(name) neon_##name
#define PT_LANES 4
#define PT_VECTORS 4
#define PT_EACH PK_EACH_OF_SIX
#include "packed_tile.h"

static const struct pk_product_shape neon_shape = {
    .width = 16, .rows = 6, .tiles = neon_tiles, .depth_block = 1024, .terms = 1};
#endif

#if defined(__x86_64__)
// 12 sums, 2 vectors of weights and one of x: 15 of the 16 registers.
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define PT(name) avx2_##name
#define PT_LANES 8
#define PT_VECTORS 2
#define PT_EACH PK_EACH_OF_SIX
#include "packed_tile.h"
#pragma clang attribute pop

// 24 sums and 2 vectors of weights: 26 of the 32 registers; x is broadcast from memory.
#pragma clang attribute push(                                                                     \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#define PT(name) avx512_##name
#define PT_LANES 16
#define PT_VECTORS 2
#define PT_EACH PK_EACH_OF_TWELVE
#include "packed_tile.h"
#pragma clang attribute pop

static const struct pk_product_shape avx2_shape = {
    .width = 16, .rows = 6, .tiles = avx2_tiles, .depth_block = 1024, .terms = 1};
static const struct pk_product_shape avx512_shape = {
    .width = 32, .rows = 12, .tiles = avx512_tiles, .depth_block = 1024, .terms = 1};
#endif

const struct pk_product_shape *pk_float32_shape(int form) {
  int widest = pk_widest_instructions();
  switch (form) {
  case PK_FLOAT32_SCALAR: return &scalar_shape;
#if defined(__aarch64__)
  case PK_FLOAT32_NEON: return &neon_shape;
#endif
#if defined(__x86_64__)
  case PK_FLOAT32_AVX2: return widest >= PK_AVX2 ? &avx2_shape : NULL;
  case PK_FLOAT32_AVX512: return widest >= PK_AVX512 ? &avx512_shape : NULL;
#endif
  }
  (void)widest;
  return NULL;
}
