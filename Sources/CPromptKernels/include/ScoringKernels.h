// Vector work of the scorer. Each function picks the widest instruction set that the processor has, up
// to `limit` (`enum pk_instructions`). Every output lane sees the same operations in the same order
// whatever the tile and the thread; with AVX2 and AVX-512 the results are the same bits.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// The processors this process may run on.
int pk_available_processors(void);

/// Where the resized axis reads: lane i is low[i] and high[i], weighted 1 - weight[i] and weight[i].
/// Horizontal axes are padded to whole vectors of 16 by repeating the last position.
struct pk_axis {
  const int32_t *low, *high;
  const float *weight;
};

/// What a query's resized logit contributes.
enum pk_mask_form { PK_SIGMOID = 0, PK_SOFTMAX = 1, PK_NORMALISED = 2 };

/// u of a pixel from its class scores S_k.
enum pk_score {
  /// -max S_k.
  PK_LARGEST_SCORE = 0,
  /// -max softmax(S)_k.
  PK_LARGEST_PROBABILITY = 1,
  /// -sum p_k ln(p_k), p = softmax(S).
  PK_ENTROPY = 2,
  /// -ln(sum exp(S_k)).
  PK_ENERGY = 3,
  /// -sum tanh(S_k).
  PK_REJECTED_BY_ALL = 4,
};

/// A map to be computed: u of every pixel, and the column of its largest class score.
struct pk_mask_map {
  /// [queries, mask_height, mask_width].
  const float *logits;
  size_t queries, mask_height, mask_width;
  /// [queries, columns], 0 to 1; a row's sum is at most 1.
  const float *probabilities;
  size_t columns;
  int form, score;
  /// How far all queries together that are not computed pixel by pixel may move the scores of a pixel,
  /// summed over the columns; 0 computes every query.
  float bound;
  size_t height, width;
  struct pk_axis horizontal, vertical;
  /// [height, width]
  float *anomaly;
  int32_t *column;
};

/// Floats of workspace that a tile of at most `width` pixels a row needs.
size_t pk_mask_workspace(size_t queries, size_t columns, size_t width);

/// Computes rows `top ..< bottom`, pixels `left ..< right` of a map; adds to `computed` how many queries
/// were computed pixel by pixel. `left` is a multiple of 16, and `right - left` at most 128.
///
/// Returns 0, or 1 where a logit that was read is not finite: what was computed is then worth nothing.
/// Where nothing shrinks, the tiles of a map read all logits.
int pk_score_masks(
    int limit, const struct pk_mask_map *map, size_t left, size_t right, size_t top, size_t bottom,
    float *workspace, size_t *computed);

/// u and the column of largest score, from scores [groups, columns, 16], each group's into 16 places.
void pk_score_columns(
    int limit, const float *scores, size_t groups, size_t columns, int score, float *anomaly,
    int32_t *column);

/// Vectors that are multiplied together: two of sixteen lanes.
#define PK_GROUP 32

/// Divides vectors [count, dimension] by their lengths (zero vectors stay zero) and brings them into groups:
/// [groups, dimension, PK_GROUP]. Missing vectors of the last group are zero; `count` is at least 1.
void pk_group_unit_vectors(
    int limit, const float *vectors, size_t count, size_t dimension, float *grouped);

/// The largest dot product of each vector with the rows of each column.
///
/// `grouped` [groups, dimension, PK_GROUP]; `rows` [row_count, dimension]; `row_columns` [row_count] names the
/// column of each row; `maxima` [2 * groups, columns, 16] is raised where a product is larger.
void pk_raise_maxima(
    int limit, const float *grouped, size_t groups, size_t dimension, const float *rows,
    const int32_t *row_columns, size_t row_count, size_t columns, float *maxima);

/// Softmax over the columns of scale * values, in place: `values` [groups, columns, 16]. What is below 2^-100 is 0.
void pk_column_softmax(int limit, float *values, size_t groups, size_t columns, float scale);
