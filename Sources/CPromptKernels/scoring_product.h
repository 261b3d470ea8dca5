// The product under the scorer: columns by sixteen lanes, kept in registers.
#pragma once

#include "ScoringKernels.h"
#include "vector_math.h"

/// Partial sums end after this many terms, so that rounding does not grow with their number.
#define PK_CHUNK 64
/// The most columns that any instruction set keeps in registers.
#define PK_WIDEST_BLOCK 24

/// sums [block, 16] += packed [count, block] transposed * lanes [count, 16].
typedef void (*pk_product)(float *sums, const float *packed, const float *lanes, size_t count);

/// The most columns that the registers of `limit` hold beside what the product needs.
size_t pk_widest_block(int limit);

/// Columns are divided into blocks as even as can be; this is the size of all but the last.
static inline size_t pk_block_size(int limit, size_t columns) {
  size_t widest = pk_widest_block(limit), blocks = (columns + widest - 1) / widest;
  return (columns + blocks - 1) / blocks;
}

/// The product for blocks of 1 ... `pk_widest_block(limit)` columns.
pk_product pk_choose_product(int limit, size_t block);
