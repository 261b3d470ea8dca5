// Mask logits resized along a row, and brought from one query a plane to one query a vector.

#include <limits.h>

#include "mask_tile.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Planes lie far apart, and the processor does not foresee the next one: how many before it is fetched.
#define PK_PLANES_AHEAD 4

static inline int32_t pk_largest_lane(const pk_ints *v) {
  int32_t largest = INT32_MIN;
  for (size_t lane = 0; lane < PK_LANES; lane++)
    if ((*v)[lane] > largest) largest = (*v)[lane];
  return largest;
}
/// Not-a-numbers and infinities are the largest magnitudes.
PK_INLINE pk_ints pk_raise_magnitude(pk_ints largest, pk_floats x) {
  pk_ints magnitude = (pk_ints)x & 0x7FFFFFFF;
  pk_ints larger = magnitude > largest;
  return (larger & magnitude) | (~larger & largest);
}
static inline int32_t pk_bits(float x) {
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/// Neighbours low and high, weighted, and carried. Sums of weighted terms, so that no difference overflows.
PK_INLINE pk_floats pk_carry(pk_floats low, pk_floats high, pk_floats weight) {
  pk_floats high_weight = weight * PK_MINUS_LOG2_E;
  pk_floats low_weight = PK_MINUS_LOG2_E - high_weight;
  return low * low_weight + high * high_weight;
}
/// The same through memory, which the compiler takes out again: vectors as parameters would need the
/// instructions that only the caller has.
PK_INLINE void pk_carry_sixteen(
    const float *low, const float *high, const float *weight, pk_ints *largest, float *carried) {
  pk_floats x = pk_carry(pk_load(low), pk_load(high), pk_load(weight));
  *largest = pk_raise_magnitude(*largest, x);
  pk_store(carried, x);
}

PK_INLINE void pk_resize_any_body(
    const struct pk_mask_map *map, const struct pk_chosen *chosen, size_t row, size_t left,
    size_t vectors, float *resized, int *is_steady, int *is_bad) {
  const struct pk_axis *axis = &map->horizontal;
  pk_ints largest[PK_TILE_VECTORS] = {{0}}, all = {0};
  for (size_t i = 0; i < chosen->count; i++) {
    const float *source =
        map->logits + (chosen->queries[i] * map->mask_height + row) * map->mask_width;
    for (size_t v = 0; v < vectors; v++) {
      size_t x = left + v * PK_LANES;
      float lows[PK_LANES], highs[PK_LANES];
      for (size_t lane = 0; lane < PK_LANES; lane++) {
        lows[lane] = source[axis->low[x + lane]];
        highs[lane] = source[axis->high[x + lane]];
      }
      pk_floats low = pk_load(lows), high = pk_load(highs);
      all = pk_raise_magnitude(pk_raise_magnitude(all, low), high);
      pk_floats carried = pk_carry(
          pk_between(low, PK_LARGEST_LOGIT), pk_between(high, PK_LARGEST_LOGIT),
          pk_load(axis->weight + x));
      largest[v] = pk_raise_magnitude(largest[v], carried);
      pk_store(resized + (v * chosen->count + i) * PK_LANES, carried);
    }
  }
  for (size_t v = 0; v < vectors; v++)
    is_steady[v] = pk_largest_lane(largest + v) <= pk_bits(PK_STEADY_LOGIT);
  *is_bad = pk_largest_lane(&all) > pk_bits(__FLT_MAX__);
}
PK_DISPATCH(
    pk_resize_any,
    (const struct pk_mask_map *map, const struct pk_chosen *chosen, size_t row, size_t left,
     size_t vectors, float *resized, int *is_steady, int *is_bad),
    (map, chosen, row, left, vectors, resized, is_steady, is_bad))

#if defined(__x86_64__)
/// The same where sixteen neighbours hold all that sixteen lanes read, as they do when nothing shrinks.
/// Returns whether every logit is small enough that none had to be cut off.
__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))) static int
pk_enlarge_row_avx512(
    const struct pk_mask_map *map, const struct pk_chosen *chosen, size_t row, size_t left,
    size_t vectors, float *resized, int *is_steady) {
  const struct pk_axis *axis = &map->horizontal;
  size_t last = map->mask_width - PK_LANES, count = chosen->count;
  size_t low_base[PK_TILE_VECTORS], high_base[PK_TILE_VECTORS];
  __m512i low_lanes[PK_TILE_VECTORS], high_lanes[PK_TILE_VECTORS];
  pk_ints largest[PK_TILE_VECTORS] = {{0}};
  for (size_t v = 0; v < vectors; v++) {
    size_t x = left + v * PK_LANES;
    low_base[v] = axis->low[x] < (int32_t)last ? (size_t)axis->low[x] : last;
    high_base[v] = axis->high[x] < (int32_t)last ? (size_t)axis->high[x] : last;
    low_lanes[v] = _mm512_sub_epi32(
        _mm512_loadu_si512(axis->low + x), _mm512_set1_epi32((int32_t)low_base[v]));
    high_lanes[v] = _mm512_sub_epi32(
        _mm512_loadu_si512(axis->high + x), _mm512_set1_epi32((int32_t)high_base[v]));
  }
  size_t plane = map->mask_height * map->mask_width;
  for (size_t i = 0; i < count; i++) {
    const float *source = map->logits + chosen->queries[i] * plane + row * map->mask_width;
    if (i + PK_PLANES_AHEAD < count) {
      const float *ahead =
          map->logits + chosen->queries[i + PK_PLANES_AHEAD] * plane + row * map->mask_width;
      const float *end = ahead + high_base[vectors - 1] + PK_LANES;
      for (ahead += low_base[0]; ahead < end; ahead += PK_LANES) __builtin_prefetch(ahead);
    }
    for (size_t v = 0; v < vectors; v++) {
      float low[PK_LANES], high[PK_LANES];
      _mm512_storeu_ps(
          low, _mm512_permutexvar_ps(low_lanes[v], _mm512_loadu_ps(source + low_base[v])));
      _mm512_storeu_ps(
          high, _mm512_permutexvar_ps(high_lanes[v], _mm512_loadu_ps(source + high_base[v])));
      pk_carry_sixteen(
          low, high, axis->weight + left + v * PK_LANES, largest + v,
          resized + (v * count + i) * PK_LANES);
    }
  }
  int32_t all = 0;
  for (size_t v = 0; v < vectors; v++) {
    int32_t lane = pk_largest_lane(largest + v);
    is_steady[v] = lane <= pk_bits(PK_STEADY_LOGIT);
    if (lane > all) all = lane;
  }
  return all <= pk_bits(PK_LARGEST_LOGIT);
}
#endif

int pk_resize_row(
    int limit, const struct pk_mask_map *map, const struct pk_chosen *chosen, size_t row, size_t left,
    size_t vectors, float *resized, int *is_steady) {
#if defined(__x86_64__)
  int widest = pk_widest_instructions();
  if ((limit < widest ? limit : widest) >= PK_AVX512 && map->mask_width >= PK_LANES &&
      map->width >= map->mask_width &&
      pk_enlarge_row_avx512(map, chosen, row, left, vectors, resized, is_steady))
    return 0;
#endif
  void (*run)(
      const struct pk_mask_map *, const struct pk_chosen *, size_t, size_t, size_t, float *, int *,
      int *);
  pk_resize_any_dispatch(limit, &run);
  int is_bad;
  run(map, chosen, row, left, vectors, resized, is_steady, &is_bad);
  return is_bad;
}
