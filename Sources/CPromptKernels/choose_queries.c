// Queries that one number describes over a whole tile are not computed pixel by pixel: those far below
// zero, as most masks are at most places, and all that hardly vary.
//
// Over a tile the logits of a query lie between low and high. Its share then lies between s(low) and
// s(high), and half their difference is the most that the middle can be off. A query is left out if that
// is at most bound / queries, so that all together stay within the bound.

#include <math.h>

#include "mask_tile.h"

/// A query that varies more than this, and reaches above the second, is computed without a closer look.
#define PK_WIDE_RANGE 1.0f
#define PK_LOW_LOGIT -15.0f

/// The largest of sixteen lanes.
PK_INLINE float pk_largest(pk_floats v) {
  for (int half = 8; half > 0; half /= 2) {
    pk_floats other = v;
    for (int lane = 0; lane < half; lane++) other[lane] = v[lane + half];
    v = pk_select(other > v, other, v);
  }
  return v[0];
}

/// Differences of shares, without cancellation: s(high) - s(low) = s(high) s(-low) (1 - exp(low - high)).
PK_INLINE pk_floats pk_share_difference(pk_floats low, pk_floats high) {
  return pk_at_most(high - low, 1.0f) * pk_sigmoid_lanes(high) * pk_sigmoid_lanes(-low);
}

/// The least and largest logit of a query in a part of its mask, unless it varies widely: then 0. A value
/// that is not finite gives -1.
PK_INLINE int pk_range_of_query(
    const float *source, size_t width, size_t first, size_t count, size_t top, size_t bottom,
    float *low, float *high) {
  const float *upper = source + top * width + first, *lower = source + bottom * width + first;
  float corners[4] = {upper[0], upper[count - 1], lower[0], lower[count - 1]};
  float least = corners[0], most = corners[0];
  for (int i = 1; i < 4; i++) {
    if (corners[i] < least) least = corners[i];
    if (corners[i] > most) most = corners[i];
  }
  if (!(most - least <= PK_WIDE_RANGE || most <= PK_LOW_LOGIT)) return 0;
  // A not-a-number is a number to no comparison, and a large magnitude to this.
  pk_ints magnitude = {0};
  pk_floats lows = pk_all(least), highs = pk_all(most);
  for (const float *row = upper; row <= lower; row += width) {
    for (size_t x = 0; x < count; x += PK_LANES) {
      // The last vector lies over the one before it.
      pk_floats part;
      if (count < PK_LANES) {
        part = pk_all(row[0]);
        memcpy(&part, row, count * sizeof(float));
      } else {
        part = pk_load(row + (x + PK_LANES <= count ? x : count - PK_LANES));
      }
      lows = pk_select(part < lows, part, lows);
      highs = pk_select(part > highs, part, highs);
      magnitude |= ((pk_ints)part & 0x7F800000) == 0x7F800000;
    }
  }
  if (pk_largest(pk_select(magnitude, pk_all(1.0f), pk_all(0))) > 0) return -1;
  least = -pk_largest(-lows), most = pk_largest(highs);
  if (!(most - least <= PK_WIDE_RANGE || most <= PK_LOW_LOGIT)) return 0;
  *low = least > -PK_LARGEST_LOGIT ? least : -PK_LARGEST_LOGIT;
  *high = most < PK_LARGEST_LOGIT ? most : PK_LARGEST_LOGIT;
  if (*high < *low) *high = *low;
  return 1;
}

PK_INLINE void pk_choose_queries_body(
    const struct pk_mask_map *map, size_t first, size_t count, size_t top, size_t bottom,
    float *ranges, struct pk_chosen *chosen, int *is_bad) {
  size_t queries = map->queries, padded = (queries + PK_LANES - 1) / PK_LANES * PK_LANES;
  float *lows = ranges, *highs = ranges + padded, most = -INFINITY, least_sum = 0;
  int any = 0;
  for (size_t query = 0; query < padded; query++) {
    // Not computed closer: wide enough to stay.
    lows[query] = -INFINITY, highs[query] = INFINITY;
    if (query >= queries) continue;
    int found = pk_range_of_query(
        map->logits + query * map->mask_height * map->mask_width, map->mask_width, first, count, top,
        bottom, lows + query, highs + query);
    if (found < 0) *is_bad = 1;
    if (found > 0) any = 1;
    if (found > 0 && lows[query] > most) most = lows[query];
  }
  chosen->count = queries;
  if (!any) return;
  if (map->form == PK_NORMALISED) {
    pk_floats sum = pk_all(0);
    for (size_t i = 0; i < padded; i += PK_LANES) {
      pk_floats low = pk_load(lows + i);
      sum += pk_select(low > -INFINITY, pk_sigmoid_lanes(low), pk_all(0));
    }
    least_sum = pk_sum(sum);
  }
  // A quotient moves by what moves its numerator and by what moves its denominator.
  float tolerance = map->bound / (float)queries;
  if (map->form == PK_SOFTMAX) tolerance *= 0.5f;
  if (map->form == PK_NORMALISED) tolerance *= 0.5f * (least_sum > 1e-6f ? least_sum : 1e-6f);
  chosen->count = 0;
  float reference = -INFINITY;
  for (size_t i = 0; i < padded; i += PK_LANES) {
    pk_floats low = pk_load(lows + i), high = pk_load(highs + i), half, middle;
    if (map->form == PK_SOFTMAX) {
      half = 0.5f * pk_exp_lanes(high - most) * pk_at_most(high - low, 1.0f);
      middle = pk_exp_lanes(low - most) + half;
    } else {
      half = 0.5f * pk_share_difference(low, high);
      middle = pk_sigmoid_lanes(low) + half;
    }
    for (size_t lane = 0; lane < PK_LANES && i + lane < queries; lane++) {
      size_t query = i + lane;
      // Where half the difference is a bound only, the middle of the bound is no worse than it.
      if (!(lows[query] > -INFINITY && half[lane] <= tolerance)) {
        chosen->queries[chosen->count++] = (uint32_t)query;
        continue;
      }
      float share = middle[lane];
      const float *probabilities = map->probabilities + query * map->columns;
      for (size_t column = 0; column < map->columns; column++)
        chosen->scores[column] += share * probabilities[column];
      chosen->sum += share;
      chosen->has_others = 1;
      reference = most;
    }
  }
  chosen->reference = reference * PK_MINUS_LOG2_E;
}
PK_DISPATCH(
    pk_choose_queries,
    (const struct pk_mask_map *map, size_t first, size_t count, size_t top, size_t bottom,
     float *ranges, struct pk_chosen *chosen, int *is_bad),
    (map, first, count, top, bottom, ranges, chosen, is_bad))

int pk_choose_queries(
    int limit, const struct pk_mask_map *map, size_t left, size_t right, size_t top, size_t bottom,
    float *ranges, struct pk_chosen *chosen) {
  chosen->count = map->queries;
  chosen->has_others = 0;
  chosen->sum = 0;
  for (size_t column = 0; column < map->columns; column++) chosen->scores[column] = 0;
  for (size_t query = 0; query < map->queries; query++) chosen->queries[query] = (uint32_t)query;
  if (!(map->bound > 0)) return 0;
  size_t first = (size_t)map->horizontal.low[left], end = (size_t)map->horizontal.high[right - 1] + 1;
  size_t above = (size_t)map->vertical.low[top], below = (size_t)map->vertical.high[bottom - 1];
  // To look through more than is computed does not pay.
  if ((end - first) * (below - above + 1) > 2 * (right - left) * (bottom - top) + 64) return 0;
  void (*run)(
      const struct pk_mask_map *, size_t, size_t, size_t, size_t, float *, struct pk_chosen *, int *);
  pk_choose_queries_dispatch(limit, &run);
  int is_bad = 0;
  run(map, first, end - first, above, below, ranges, chosen, &is_bad);
  return is_bad;
}
