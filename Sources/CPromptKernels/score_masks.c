// The fused map: for a few vectors of sixteen pixels at a time, the logits of the queries are resized and
// squashed into a buffer that stays in the cache, multiplied by the class probabilities, and reduced to u.
// Nothing of the size of all masks or of all class scores is ever held.

#include "mask_shares.h"
#include "score_columns.h"

/// A tile at work.
struct pk_tile {
  const struct pk_mask_map *map;
  const struct pk_products *products;
  const struct pk_chosen *chosen;
  /// The two source rows around the rows at hand, [vectors, chosen, 16], and whether they are steady.
  const float *low, *high;
  int steady[PK_TILE_VECTORS];
  size_t left, right, vectors;
  float *shares, *sums;
};

/// Rows `y ..< y + rows` of vectors `v ..< v + count`, rows * count slots.
PK_INLINE void pk_score_panel(
    const struct pk_tile *tile, size_t v, size_t count, size_t y, size_t rows, const int form,
    const int score) {
  const struct pk_mask_map *map = tile->map;
  const struct pk_chosen *chosen = tile->chosen;
  size_t slots = rows * count, columns = map->columns, row_size = chosen->count * PK_LANES;
  const float *weights = map->vertical.weight + y;
  float step = rows > 1 ? weights[1] - weights[0] : 0;
  pk_floats totals[PK_SLOTS], least[PK_SLOTS];
  float *sums = tile->sums;
  for (size_t slot = 0; slot < slots; slot++) {
    pk_floats scale = pk_all(1.0f);
    if (form == PK_SOFTMAX) {
      const float *low = tile->low + (v + slot / rows) * row_size;
      const float *high = tile->high + (v + slot / rows) * row_size;
      float weight = weights[slot % rows];
      pk_floats smallest =
          chosen->has_others ? pk_all(chosen->reference) : pk_carried(low, high, 0, weight);
      for (size_t query = 0; query < chosen->count; query++) {
        pk_floats x = pk_carried(low, high, query, weight);
        smallest = pk_select(x < smallest, x, smallest);
      }
      least[slot] = smallest;
      if (chosen->has_others)
        scale = pk_power_of_two(pk_at_least(smallest - chosen->reference, -126.0f));
    }
    totals[slot] = chosen->sum * scale;
    for (size_t column = 0; column < columns; column++)
      pk_store(sums + (column * slots + slot) * PK_LANES, chosen->scores[column] * scale);
  }
  for (size_t first = 0; first < chosen->count; first += PK_CHUNK) {
    size_t queries = chosen->count - first < PK_CHUNK ? chosen->count - first : PK_CHUNK;
    for (size_t i = 0; i < count; i++) {
      const float *low = tile->low + (v + i) * row_size + first * PK_LANES;
      const float *high = tile->high + (v + i) * row_size + first * PK_LANES;
      float *shares = tile->shares + i * rows * PK_LANES;
      pk_floats *sum = totals + i * rows;
      int steady = tile->steady[v + i];
      if (form == PK_SOFTMAX) {
        for (size_t row = 0; row < rows; row++)
          pk_softmax_row_shares(
              low, high, queries, weights[row], least[i * rows + row], slots,
              shares + row * PK_LANES, sum + row);
      } else if (rows == 1) {
        if (steady)
          pk_sigmoid_row_shares(low, high, queries, weights[0], 1, slots, shares);
        else
          pk_sigmoid_row_shares(low, high, queries, weights[0], 0, slots, shares);
      } else if (rows == 4) {
        if (steady)
          pk_sigmoid_shares(low, high, queries, weights[0], step, 4, 1, slots, shares);
        else
          pk_sigmoid_shares(low, high, queries, weights[0], step, 4, 0, slots, shares);
      } else if (rows == 3) {
        if (steady)
          pk_sigmoid_shares(low, high, queries, weights[0], step, 3, 1, slots, shares);
        else
          pk_sigmoid_shares(low, high, queries, weights[0], step, 3, 0, slots, shares);
      } else {
        if (steady)
          pk_sigmoid_shares(low, high, queries, weights[0], step, 2, 1, slots, shares);
        else
          pk_sigmoid_shares(low, high, queries, weights[0], step, 2, 0, slots, shares);
      }
      if (form == PK_NORMALISED) {
        for (size_t query = 0; query < queries; query++)
          for (size_t row = 0; row < rows; row++)
            sum[row] += pk_load(shares + (query * slots + row) * PK_LANES);
      }
    }
    pk_add_product(
        tile->products, slots, columns, sums, map->probabilities, chosen->queries + first, columns,
        tile->shares, queries);
  }
  for (size_t slot = 0; slot < slots; slot++) {
    pk_floats divisor = pk_all(1.0f);
    if (form == PK_SOFTMAX) divisor = totals[slot];
    if (form == PK_NORMALISED) divisor = pk_at_least(totals[slot], 1e-6f);
    pk_ints where;
    pk_floats u = pk_reduce_columns(
        sums + slot * PK_LANES, columns, slots * PK_LANES, divisor, score, &where);
    size_t x = tile->left + (v + slot / rows) * PK_LANES;
    size_t lanes = tile->right - x < PK_LANES ? tile->right - x : PK_LANES;
    size_t place = (y + slot % rows) * map->width + x;
    memcpy(map->anomaly + place, &u, lanes * sizeof(float));
    memcpy(map->column + place, &where, lanes * sizeof(int32_t));
  }
}

/// Rows `top ..< bottom`, which lie between the same two source rows.
PK_INLINE void pk_score_rows_body(const struct pk_tile *tile, size_t top, size_t bottom) {
  const struct pk_mask_map *map = tile->map;
  const float *weights = map->vertical.weight;
  for (size_t y = top; y < bottom;) {
    // As many rows as lie at equal steps.
    size_t rows = 1;
    while (rows < PK_SLOTS && y + rows < bottom) {
      float miss = (weights[y + rows] - weights[y + rows - 1]) - (weights[y + 1] - weights[y]);
      if (miss > 2e-7f || miss < -2e-7f) break;
      rows++;
    }
    size_t widest = PK_SLOTS / rows;
    for (size_t v = 0; v < tile->vectors; v += widest) {
      size_t count = tile->vectors - v < widest ? tile->vectors - v : widest;
      if (map->score == PK_LARGEST_SCORE && map->form == PK_SIGMOID)
        pk_score_panel(tile, v, count, y, rows, PK_SIGMOID, PK_LARGEST_SCORE);
      else if (map->form == PK_SOFTMAX)
        pk_score_panel(tile, v, count, y, rows, PK_SOFTMAX, map->score);
      else
        pk_score_panel(tile, v, count, y, rows, map->form, map->score);
    }
    y += rows;
  }
}
PK_DISPATCH(
    pk_score_rows, (const struct pk_tile *tile, size_t top, size_t bottom), (tile, top, bottom))

PK_INLINE void pk_score_columns_body(
    const float *scores, size_t groups, size_t columns, int score, float *anomaly,
    int32_t *column) {
  for (size_t group = 0; group < groups; group++) {
    pk_ints where;
    pk_floats u = pk_reduce_columns(
        scores + group * columns * PK_LANES, columns, PK_LANES, pk_all(1.0f), score, &where);
    pk_store(anomaly + group * PK_LANES, u);
    memcpy(column + group * PK_LANES, &where, sizeof where);
  }
}
PK_DISPATCH(
    pk_score_columns,
    (const float *scores, size_t groups, size_t columns, int score, float *anomaly,
     int32_t *column),
    (scores, groups, columns, score, anomaly, column))

void pk_score_columns(
    int limit, const float *scores, size_t groups, size_t columns, int score, float *anomaly,
    int32_t *column) {
  void (*run)(const float *, size_t, size_t, int, float *, int32_t *);
  pk_score_columns_dispatch(limit, &run);
  run(scores, groups, columns, score, anomaly, column);
}

static size_t pk_whole_vectors(size_t count) {
  return (count + PK_LANES - 1) / PK_LANES * PK_LANES;
}

size_t pk_mask_workspace(size_t queries, size_t columns, size_t width) {
  size_t rows = 2 * pk_whole_vectors(width) * queries;
  size_t choice = 3 * pk_whole_vectors(queries) + pk_whole_vectors(columns);
  return rows + choice + (PK_CHUNK + columns) * PK_SLOTS * PK_LANES;
}

int pk_score_masks(
    int limit, const struct pk_mask_map *map, size_t left, size_t right, size_t top, size_t bottom,
    float *workspace, size_t *computed) {
  struct pk_tile tile = {
      .map = map,
      .products = pk_choose_products(limit),
      .left = left,
      .right = right,
      .vectors = (right - left + PK_LANES - 1) / PK_LANES,
  };
  size_t row_size = tile.vectors * map->queries * PK_LANES;
  float *rows[2] = {workspace, workspace + row_size};
  tile.shares = workspace + 2 * row_size;
  tile.sums = tile.shares + PK_CHUNK * PK_SLOTS * PK_LANES;
  float *ranges = tile.sums + map->columns * PK_SLOTS * PK_LANES;
  struct pk_chosen chosen;
  chosen.queries = (uint32_t *)(void *)(ranges + 2 * pk_whole_vectors(map->queries));
  chosen.scores = ranges + 3 * pk_whole_vectors(map->queries);
  tile.chosen = &chosen;
  if (pk_choose_queries(limit, map, left, right, top, bottom, ranges, &chosen)) return 1;
  *computed += chosen.count;

  void (*score)(const struct pk_tile *, size_t, size_t);
  pk_score_rows_dispatch(limit, &score);
  size_t held[2] = {SIZE_MAX, SIZE_MAX};
  int steady[2][PK_TILE_VECTORS];
  for (size_t y = top; y < bottom;) {
    size_t wanted[2] = {(size_t)map->vertical.low[y], (size_t)map->vertical.high[y]};
    size_t end = y + 1;
    while (end < bottom && (size_t)map->vertical.low[end] == wanted[0] &&
           (size_t)map->vertical.high[end] == wanted[1])
      end++;
    // Rows rise: what was the higher one becomes the lower one.
    size_t low = held[1] == wanted[0] ? 1 : 0, high = wanted[0] == wanted[1] ? low : 1 - low;
    for (size_t i = 0; i < 2; i++) {
      size_t at = i == 0 ? low : high;
      if (held[at] == wanted[i]) continue;
      if (pk_resize_row(limit, map, &chosen, wanted[i], left, tile.vectors, rows[at], steady[at]))
        return 1;
      held[at] = wanted[i];
    }
    tile.low = rows[low], tile.high = rows[high];
    for (size_t v = 0; v < tile.vectors; v++) tile.steady[v] = steady[low][v] && steady[high][v];
    score(&tile, y, end);
    y = end;
  }
  return 0;
}
