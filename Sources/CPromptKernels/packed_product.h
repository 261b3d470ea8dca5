// What the forms of the packed product share: the shape of a tile and the call that computes one.
#pragma once

#include "PackedProduct.h"
#include "vector_math.h"

/// The work of one tile: y (+)= x * w, over some of a form's rows and all of its width.
///
/// An element of x or w is four bytes: a float, or a pair of bfloat16 along the depth.
struct pk_tile {
  /// Of x and y; a form may have a function for each number of them.
  size_t rows;
  const void *x;
  /// From one row of x to the next, in elements.
  size_t x_stride;
  /// [depth, width of the form's tile]
  const void *w;
  size_t depth;
  float *y;
  size_t y_stride;
  /// [width], added before the first term; NULL for none.
  const float *bias;
  /// Whether sums start from y rather than from 0.
  int continues;
};

typedef void (*pk_tile_function)(const struct pk_tile *tile);

/// The largest tile of any form.
#define PK_MOST_TILE_ROWS 32
#define PK_MOST_TILE_WIDTH 32

/// How a form divides the product.
struct pk_product_shape {
  /// The columns of a tile, and of a panel of packed weights.
  size_t width;
  /// The most rows of a tile; `tiles[rows - 1]` computes one of `rows`.
  size_t rows;
  const pk_tile_function *tiles;
  /// The most elements of the depth taken at once: a panel of so many stays in the second-level
  /// cache.
  size_t depth_block;
  /// 1, or 2 where an element is a pair of bfloat16.
  size_t terms;
  /// Rounds `count` floats to pairs of bfloat16, a missing last one being 0; NULL for float32.
  void (*round)(const float *x, size_t count, uint32_t *pairs);
  /// Blocks of the depth are whole multiples of this; 0 for 1.
  size_t depth_step;
  /// Called when a product is done; NULL for nothing.
  void (*end)(void);
};

/// The shape behind a form; NULL where this processor or build has none.
const struct pk_product_shape *pk_float32_shape(int form);
const struct pk_product_shape *pk_bfloat16_shape(int form);

/// The tiles of 1 to 32 rows and 32 columns that AMX multiplies, where it may be used.
int pk_has_amx(void);
extern const pk_tile_function pk_amx_tiles[32];
void pk_release_tiles(void);

/// Fetches a tile of y while the sums are computed: rows of y are far apart, and the stores at the
/// end would wait for each of them.
PK_INLINE void pk_prefetch_tile(const struct pk_tile *tile, size_t rows, size_t width) {
  for (size_t row = 0; row < rows; row++) {
    const float *y = tile->y + row * tile->y_stride;
    __builtin_prefetch(y, 1);
    __builtin_prefetch(y + width - 1, 1);
  }
}

/// The nearest bfloat16, ties to even; subnormal numbers become 0, not-a-numbers stay so: as the
/// AVX512_BF16 instructions round.
PK_INLINE uint32_t pk_bfloat16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint32_t magnitude = bits & 0x7FFFFFFF;
  if (magnitude < 0x00800000) return (bits & 0x80000000) >> 16;
  // Rounding could carry a not-a-number into infinity.
  if (magnitude > 0x7F800000) return bits >> 16 | 0x40;
  return (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
}
