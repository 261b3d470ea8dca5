// The fused map: for sixteen pixels at a time, the logits of all queries are resized and squashed into a
// buffer that stays in the cache, multiplied by the class probabilities, and reduced to the largest class.
// Nothing of the size of all masks or of all class scores is ever held.

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "scoring_product.h"

// Logits are carried as -log2(e) times their value: the exponentials are then powers of two.
#define PK_MINUS_LOG2_E -1.44269504f
// Finite logits beyond this, as fillers are, are taken as this, so that differences stay finite.
#define PK_LARGEST_LOGIT 1e37f

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

/// Sixteen pairs of horizontal neighbours to carried logits.
PK_INLINE void pk_carry(const float *lows, const float *highs, const float *weight, float *carried) {
  pk_floats low = pk_between(pk_load(lows), PK_LARGEST_LOGIT);
  pk_floats high = pk_between(pk_load(highs), PK_LARGEST_LOGIT);
  pk_store(carried, (low + pk_load(weight) * (high - low)) * PK_MINUS_LOG2_E);
}


/// One source row of every query, resized to `left ..< left + 16 * vectors`: [vectors, queries, 16].
PK_INLINE void pk_resize_row_body(
    const struct pk_mask_map *map, size_t row, size_t left, size_t vectors, float *resized) {
  const struct pk_axis *axis = &map->horizontal;
  for (size_t query = 0; query < map->queries; query++) {
    const float *source = map->logits + (query * map->mask_height + row) * map->mask_width;
    for (size_t v = 0; v < vectors; v++) {
      size_t x = left + v * PK_LANES;
      float low[PK_LANES], high[PK_LANES];
      for (size_t lane = 0; lane < PK_LANES; lane++) {
        low[lane] = source[axis->low[x + lane]];
        high[lane] = source[axis->high[x + lane]];
      }
      pk_carry(low, high, axis->weight + x, resized + (v * map->queries + query) * PK_LANES);
    }
  }
}
PK_DISPATCH(
    pk_resize_row,
    (const struct pk_mask_map *map, size_t row, size_t left, size_t vectors, float *resized),
    (map, row, left, vectors, resized))

typedef void (*pk_resize_row)(const struct pk_mask_map *, size_t, size_t, size_t, float *);

#if defined(__x86_64__)
/// The same where sixteen neighbours hold all that sixteen lanes read, as they do when nothing shrinks.
__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))) static void
pk_enlarge_row_avx512(
    const struct pk_mask_map *map, size_t row, size_t left, size_t vectors, float *resized) {
  const struct pk_axis *axis = &map->horizontal;
  size_t last = map->mask_width - PK_LANES;
  for (size_t v = 0; v < vectors; v++) {
    size_t x = left + v * PK_LANES;
    size_t low_base = axis->low[x] < (int32_t)last ? (size_t)axis->low[x] : last;
    size_t high_base = axis->high[x] < (int32_t)last ? (size_t)axis->high[x] : last;
    __m512i low_lanes = _mm512_sub_epi32(
        _mm512_loadu_si512(axis->low + x), _mm512_set1_epi32((int32_t)low_base));
    __m512i high_lanes = _mm512_sub_epi32(
        _mm512_loadu_si512(axis->high + x), _mm512_set1_epi32((int32_t)high_base));
    const float *source = map->logits + row * map->mask_width;
    float *target = resized + v * map->queries * PK_LANES;
    for (size_t query = 0; query < map->queries; query++) {
      float low[PK_LANES], high[PK_LANES];
      _mm512_storeu_ps(low, _mm512_permutexvar_ps(low_lanes, _mm512_loadu_ps(source + low_base)));
      _mm512_storeu_ps(
          high, _mm512_permutexvar_ps(high_lanes, _mm512_loadu_ps(source + high_base)));
      pk_carry(low, high, axis->weight + x, target);
      source += map->mask_height * map->mask_width;
      target += PK_LANES;
    }
  }
}
#endif

static pk_resize_row pk_choose_resize(int limit, const struct pk_mask_map *map) {
#if defined(__x86_64__)
  int widest = pk_widest_instructions();
  if ((limit < widest ? limit : widest) >= PK_AVX512 && map->mask_width >= PK_LANES &&
      map->width >= map->mask_width)
    return pk_enlarge_row_avx512;
#endif
  pk_resize_row chosen;
  pk_resize_row_dispatch(limit, &chosen);
  return chosen;
}

/// The carried logits of one query at sixteen pixels.
PK_INLINE pk_floats pk_carried(const float *low, const float *high, size_t query, float weight) {
  pk_floats a = pk_load(low + query * PK_LANES), b = pk_load(high + query * PK_LANES);
  return a + weight * (b - a);
}

/// Shares of `count` queries in `shares` [count, 16]; returns their sum where the form needs it.
PK_INLINE pk_floats pk_shares(
    const float *low, const float *high, size_t count, float weight, int form, pk_floats least,
    float *shares) {
  pk_floats sum = pk_all(0);
  if (form == PK_SOFTMAX) {
    for (size_t query = 0; query < count; query++) {
      pk_floats share =
          pk_power_of_two(pk_at_least(least - pk_carried(low, high, query, weight), -126.0f));
      pk_store(shares + query * PK_LANES, share);
      sum += share;
    }
    return sum;
  }
  // sigmoid = 1 / (1 + 2^x). Two reciprocals cost one division: 1/a = b/(ab), 1/b = a/(ab). At the bound
  // the sigmoid is 1e-18, and the product of two stays finite.
  size_t query = 0;
  for (; query < count; query += 2) {
    size_t other = query + 1 < count ? query + 1 : query;
    pk_floats x = pk_carried(low, high, query, weight);
    pk_floats y = pk_carried(low, high, other, weight);
    pk_floats a = 1.0f + pk_power_of_two(pk_between(x, 60.0f));
    pk_floats b = 1.0f + pk_power_of_two(pk_between(y, 60.0f));
    pk_floats reciprocal = 1.0f / (a * b);
    pk_floats s = b * reciprocal, t = a * reciprocal;
    pk_store(shares + query * PK_LANES, s);
    if (form == PK_NORMALISED) sum += s;
    if (other > query) {
      pk_store(shares + other * PK_LANES, t);
      if (form == PK_NORMALISED) sum += t;
    }
  }
  return sum;
}

/// What a row of sixteen pixels needs beside the map.
struct pk_steps {
  pk_product product, last_product;
  size_t block, blocks;
  float *shares, *sums;
};

/// Sixteen pixels: their largest class score, and the column it is in.
PK_INLINE void pk_score_pixels(
    const struct pk_mask_map *map, const struct pk_steps *steps, const float *low,
    const float *high, float weight, int form, pk_floats *largest, pk_ints *where) {
  size_t queries = map->queries, columns = map->columns;
  pk_floats least = pk_all(0);
  if (form == PK_SOFTMAX) {
    least = pk_carried(low, high, 0, weight);
    for (size_t query = 1; query < queries; query++) {
      pk_floats x = pk_carried(low, high, query, weight);
      least = pk_select(x < least, x, least);
    }
  }
  for (size_t column = 0; column < columns; column++)
    pk_store(steps->sums + column * PK_LANES, pk_all(0));
  pk_floats total = pk_all(0);
  for (size_t first = 0; first < queries; first += PK_CHUNK) {
    size_t count = queries - first < PK_CHUNK ? queries - first : PK_CHUNK;
    total += pk_shares(
        low + first * PK_LANES, high + first * PK_LANES, count, weight, form, least, steps->shares);
    const float *packed = map->packed;
    for (size_t block = 0; block + 1 < steps->blocks; block++) {
      steps->product(
          steps->sums + block * steps->block * PK_LANES, packed + first * steps->block,
          steps->shares, count);
      packed += queries * steps->block;
    }
    size_t done = (steps->blocks - 1) * steps->block;
    steps->last_product(
        steps->sums + done * PK_LANES, packed + first * (columns - done), steps->shares, count);
  }
  pk_floats best = pk_load(steps->sums);
  pk_ints at = {0};
  for (size_t column = 1; column < columns; column++) {
    pk_floats sum = pk_load(steps->sums + column * PK_LANES);
    pk_ints larger = sum > best;
    best = pk_select(larger, sum, best);
    at = (larger & (int32_t)column) | (~larger & at);
  }
  if (form == PK_SOFTMAX) best /= total;
  if (form == PK_NORMALISED) best /= pk_at_least(total, 1e-6f);
  *largest = best;
  *where = at;
}

PK_INLINE void pk_score_rows_body(
    const struct pk_mask_map *map, const struct pk_steps *steps, const float *low,
    const float *high, size_t left, size_t right, size_t top, size_t bottom) {
  for (size_t x = left; x < right; x += PK_LANES) {
    size_t lanes = right - x < PK_LANES ? right - x : PK_LANES;
    for (size_t y = top; y < bottom; y++) {
      float weight = map->vertical.weight[y];
      pk_floats best;
      pk_ints at;
      if (map->form == PK_SOFTMAX)
        pk_score_pixels(map, steps, low, high, weight, PK_SOFTMAX, &best, &at);
      else if (map->form == PK_NORMALISED)
        pk_score_pixels(map, steps, low, high, weight, PK_NORMALISED, &best, &at);
      else
        pk_score_pixels(map, steps, low, high, weight, PK_SIGMOID, &best, &at);
      best = 0.0f - best;
      memcpy(map->anomaly + y * map->width + x, &best, lanes * sizeof(float));
      memcpy(map->column + y * map->width + x, &at, lanes * sizeof(int32_t));
    }
    low += map->queries * PK_LANES;
    high += map->queries * PK_LANES;
  }
}
PK_DISPATCH(
    pk_score_rows,
    (const struct pk_mask_map *map, const struct pk_steps *steps, const float *low,
     const float *high, size_t left, size_t right, size_t top, size_t bottom),
    (map, steps, low, high, left, right, top, bottom))

size_t pk_mask_workspace(size_t queries, size_t columns, size_t width) {
  size_t vectors = (width + PK_LANES - 1) / PK_LANES;
  return (2 * vectors * queries + PK_CHUNK + columns) * PK_LANES;
}

void pk_score_masks(
    int limit, const struct pk_mask_map *map, size_t left, size_t right, size_t top, size_t bottom,
    float *workspace) {
  size_t vectors = (right - left + PK_LANES - 1) / PK_LANES;
  size_t row_size = vectors * map->queries * PK_LANES;
  float *low = workspace, *high = workspace + row_size;
  size_t low_row = SIZE_MAX, high_row = SIZE_MAX;

  struct pk_steps steps;
  steps.block = pk_block_size(limit, map->columns);
  steps.blocks = (map->columns + steps.block - 1) / steps.block;
  steps.product = pk_choose_product(limit, steps.block);
  steps.last_product =
      pk_choose_product(limit, map->columns - (steps.blocks - 1) * steps.block);
  steps.shares = workspace + 2 * row_size;
  steps.sums = steps.shares + PK_CHUNK * PK_LANES;
  pk_resize_row resize = pk_choose_resize(limit, map);
  void (*score)(
      const struct pk_mask_map *, const struct pk_steps *, const float *, const float *, size_t,
      size_t, size_t, size_t);
  pk_score_rows_dispatch(limit, &score);

  for (size_t y = top; y < bottom;) {
    size_t low_wanted = (size_t)map->vertical.low[y], high_wanted = (size_t)map->vertical.high[y];
    size_t end = y + 1;
    while (end < bottom && (size_t)map->vertical.low[end] == low_wanted &&
           (size_t)map->vertical.high[end] == high_wanted)
      end++;
    if (low_row != low_wanted && high_row == low_wanted) {
      float *swapped = low;
      low = high, high = swapped;
      low_row = low_wanted, high_row = SIZE_MAX;
    }
    if (low_row != low_wanted) {
      resize(map, low_wanted, left, vectors, low);
      low_row = low_wanted;
    }
    if (high_row != high_wanted && high_wanted != low_wanted) {
      resize(map, high_wanted, left, vectors, high);
      high_row = high_wanted;
    }
    score(map, &steps, low, high_wanted == low_wanted ? low : high, left, right, y, end);
    y = end;
  }
}
