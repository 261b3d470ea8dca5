// The product under the scorer: columns by vectors of sixteen pixels, kept in registers.
#pragma once

#include "ScoringKernels.h"
#include "vector_math.h"

/// Partial sums end after this many terms, so that rounding does not grow with their number.
#define PK_CHUNK 64
/// Vectors of sixteen that are multiplied together at most.
#define PK_SLOTS 4
_Static_assert(PK_CHUNK % PK_SLOTS == 0, "groups of queries that share divisions end with a chunk");
/// The most columns that any instruction set keeps in registers.
#define PK_WIDEST_BLOCK 24

/// sums [block, slots, 16] += matrix transposed * lanes [count, slots, 16].
///
/// Row i of the matrix [count, block] begins at `matrix[rows[i] * stride]`.
typedef void (*pk_product)(
    float *sums, const float *matrix, const uint32_t *rows, size_t stride, const float *lanes,
    size_t count);

/// The products of one instruction set, `of[slots - 1][block - 1]`.
struct pk_products {
  const pk_product *of[PK_SLOTS];
  /// The most columns that the registers hold beside what the product needs, for each number of slots.
  size_t widest[PK_SLOTS];
};

/// The products for `limit`.
const struct pk_products *pk_choose_products(int limit);

/// Columns are divided into blocks as even as can be; this is the size of all but the last.
static inline size_t pk_block_size(size_t widest, size_t columns) {
  size_t blocks = (columns + widest - 1) / widest;
  return (columns + blocks - 1) / blocks;
}

/// sums [columns, slots, 16] += matrix transposed * lanes [count, slots, 16], rows as above.
static inline void pk_add_product(
    const struct pk_products *products, size_t slots, size_t columns, float *sums,
    const float *matrix, const uint32_t *rows, size_t stride, const float *lanes, size_t count) {
  size_t size = pk_block_size(products->widest[slots - 1], columns);
  for (size_t first = 0; first < columns; first += size) {
    size_t block = columns - first < size ? columns - first : size;
    products->of[slots - 1][block - 1](
        sums + first * slots * PK_LANES, matrix + first, rows, stride, lanes, count);
  }
}
