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

/// A map to be computed: the largest class score of every pixel, negated, and its column.
struct pk_mask_map {
  /// [queries, mask_height, mask_width], finite.
  const float *logits;
  size_t queries, mask_height, mask_width;
  /// [queries, columns] as `pk_pack` leaves them for `limit`.
  const float *packed;
  size_t columns;
  int form;
  size_t height, width;
  struct pk_axis horizontal, vertical;
  /// [height, width]
  float *anomaly;
  int32_t *column;
};

/// Floats of workspace that a tile of at most `width` pixels a row needs.
size_t pk_mask_workspace(size_t queries, size_t columns, size_t width);

/// Computes rows `top ..< bottom`, pixels `left ..< right` of a map. `left` is a multiple of 16.
void pk_score_masks(
    int limit, const struct pk_mask_map *map, size_t left, size_t right, size_t top, size_t bottom,
    float *workspace);

/// Brings [count, columns], entry (i, j) at `source[i * row_stride + j * column_stride]`, into the order
/// of the product kernels for `limit`: blocks of columns, in each [count, block].
void pk_pack(
    int limit, const float *source, size_t row_stride, size_t column_stride, size_t count,
    size_t columns, float *packed);

/// Divides vectors [count, dimension] by their lengths (zero vectors stay zero) and brings them into
/// groups of 16: [groups, dimension, 16]. Missing vectors of the last group are zero.
void pk_group_unit_vectors(
    int limit, const float *vectors, size_t count, size_t dimension, float *grouped);

/// Floats of workspace for `pk_raise_maxima`.
size_t pk_maxima_workspace(size_t dimension);

/// The largest dot product of each vector with the rows of each column.
///
/// `grouped` [groups, dimension, 16]; `rows` [row_count, dimension]; `row_columns` [row_count] names the
/// column of each row; `maxima` [groups, columns, 16] is raised where a product is larger.
void pk_raise_maxima(
    int limit, const float *grouped, size_t groups, size_t dimension, const float *rows,
    const int32_t *row_columns, size_t row_count, size_t columns, float *maxima, float *workspace);

/// Softmax over the columns of scale * values, in place: `values` [groups, columns, 16].
void pk_column_softmax(int limit, float *values, size_t groups, size_t columns, float scale);
