// What the steps of a tile of a mask map share.
#pragma once

#include "scoring_product.h"

// Logits are carried as -log2(e) times their value: the exponentials are then powers of two.
#define PK_MINUS_LOG2_E -1.44269504f
// Finite logits beyond this, as fillers are, are taken as this, so that differences stay finite.
#define PK_LARGEST_LOGIT 1e37f
// Carried logits up to this, natural ones up to 21, can be stepped through rows by products of powers of two, and
// the product of four powers stays finite.
#define PK_STEADY_LOGIT 31.0f
// Carried logits beyond this are taken as this, where a sigmoid is 1e-18 or as near to 1, and the product of two
// powers stays finite.
#define PK_OUTER_LOGIT 60.0f
/// The most vectors of sixteen in a row of a tile.
#define PK_TILE_VECTORS 16

/// 2^x for -126 <= x <= 126; relative error below 2e-7. The polynomial is the least-maximum fit of
/// (2^f - 1) / f on -1/2 ... 1/2 in relative terms.
PK_INLINE pk_floats pk_power_of_two(pk_floats x) {
  // Adding and taking off 1.5 * 2^23 rounds to the nearest integer and leaves it in the low bits.
  pk_floats shifted = x + 12582912.0f;
  pk_floats f = x - (shifted - 12582912.0f);
  pk_floats p = pk_all(0.0013264727f);
  p = p * f + 0.009671513f;
  p = p * f + 0.055507336f;
  p = p * f + 0.24022242f;
  p = p * f + 0.693147f;
  p = p * f + 1.0f;
  return (pk_floats)((pk_ints)p + ((pk_ints)shifted << 23));
}

PK_INLINE pk_floats pk_at_most(pk_floats x, float bound) {
  pk_floats b = pk_all(bound);
  return pk_select(x < b, x, b);
}
PK_INLINE pk_floats pk_at_least(pk_floats x, float bound) {
  pk_floats b = pk_all(bound);
  return pk_select(x > b, x, b);
}
PK_INLINE pk_floats pk_between(pk_floats x, float bound) {
  return pk_at_least(pk_at_most(x, bound), -bound);
}

/// The queries of a tile.
struct pk_chosen {
  /// Those computed pixel by pixel, ascending.
  uint32_t *queries;
  size_t count;
  /// What the others add to every pixel: scores [columns], and the sum of their shares. In the softmax
  /// form shares are exp(x - reference), `reference` carried.
  float *scores;
  float sum, reference;
  int has_others;
};

/// Which queries a tile needs; `ranges` is room for 2 * queries floats rounded up to sixteens. Returns 1
/// where a logit that was read is not finite.
int pk_choose_queries(
    int limit, const struct pk_mask_map *map, size_t left, size_t right, size_t top, size_t bottom,
    float *ranges, struct pk_chosen *chosen);

/// Resizes one source row of the chosen queries to `left ..< left + 16 * vectors` of the map, carried:
/// [vectors, count, 16]. `is_steady` [vectors]: whether no carried logit of a vector is beyond
/// `PK_STEADY_LOGIT`. Returns 1 where a logit is not finite.
int pk_resize_row(
    int limit, const struct pk_mask_map *map, const struct pk_chosen *chosen, size_t row, size_t left,
    size_t vectors, float *resized, int *is_steady);
