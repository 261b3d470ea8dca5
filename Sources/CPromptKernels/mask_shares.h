// What queries contribute to a few vectors of sixteen pixels.
#pragma once

#include "mask_tile.h"

/// The carried logits of one query at sixteen pixels of one row.
PK_INLINE pk_floats pk_carried(const float *low, const float *high, size_t query, float weight) {
  pk_floats a = pk_load(low + query * PK_LANES), b = pk_load(high + query * PK_LANES);
  return a + weight * (b - a);
}

/// Sigmoids 1 / (1 + 2^x). Two reciprocals cost one division: 1/a = b/(ab), 1/b = a/(ab). Where x is largest,
/// 60, the sigmoid is 1e-18, and the product of two stays finite.
PK_INLINE void pk_two_sigmoids(pk_floats power_x, pk_floats power_y, pk_floats *s, pk_floats *t) {
  pk_floats a = 1.0f + power_x, b = 1.0f + power_y;
  pk_floats reciprocal = 1.0f / (a * b);
  *s = b * reciprocal, *t = a * reciprocal;
}

/// Sigmoids of `count` queries in `rows` rows of one vector, into `shares` [count, stride, 16]; adds their
/// sums over the queries to `sums` [rows]. The weights of the rows are `weight`, `weight + step` and so on.
///
/// Steady logits cost two exponentials for all rows: between two source rows 2^x is a geometric sequence.
PK_INLINE void pk_sigmoid_shares(
    const float *low, const float *high, size_t count, float weight, float step, const size_t rows,
    const int is_steady, size_t stride, float *shares, pk_floats *sums) {
  for (size_t query = 0; query < count; query++) {
    float *share = shares + query * stride * PK_LANES;
    pk_floats powers[PK_SLOTS];
    pk_floats a = pk_load(low + query * PK_LANES), b = pk_load(high + query * PK_LANES);
    pk_floats difference = b - a;
    if (is_steady && rows > 2) {
      pk_floats ratio = pk_power_of_two(step * difference);
      powers[0] = pk_power_of_two(a + weight * difference);
#pragma clang loop unroll(full)
      for (size_t row = 1; row < rows; row++) powers[row] = powers[row - 1] * ratio;
    } else {
#pragma clang loop unroll(full)
      for (size_t row = 0; row < rows; row++) {
        pk_floats x = a + (weight + (float)row * step) * difference;
        powers[row] = pk_power_of_two(is_steady ? x : pk_between(x, PK_STEADY_LOGIT));
      }
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row += 2) {
      pk_floats s, t;
      if (row + 1 < rows) {
        pk_two_sigmoids(powers[row], powers[row + 1], &s, &t);
        pk_store(share + (row + 1) * PK_LANES, t);
        sums[row + 1] += t;
      } else {
        s = 1.0f / (1.0f + powers[row]);
      }
      pk_store(share + row * PK_LANES, s);
      sums[row] += s;
    }
  }
}

/// Sigmoids of `count` queries at one vector of one row, likewise.
PK_INLINE void pk_sigmoid_row_shares(
    const float *low, const float *high, size_t count, float weight, const int is_steady,
    size_t stride, float *shares, pk_floats *sum) {
  for (size_t query = 0; query < count; query += 2) {
    size_t other = query + 1 < count ? query + 1 : query;
    pk_floats x = pk_carried(low, high, query, weight), y = pk_carried(low, high, other, weight);
    if (!is_steady) x = pk_between(x, PK_STEADY_LOGIT), y = pk_between(y, PK_STEADY_LOGIT);
    pk_floats s, t;
    pk_two_sigmoids(pk_power_of_two(x), pk_power_of_two(y), &s, &t);
    pk_store(shares + query * stride * PK_LANES, s);
    *sum += s;
    if (other > query) {
      pk_store(shares + other * stride * PK_LANES, t);
      *sum += t;
    }
  }
}

/// Shares exp(x - largest) of one vector of one row; `least` is the least carried logit of the pixels.
PK_INLINE void pk_softmax_row_shares(
    const float *low, const float *high, size_t count, float weight, pk_floats least, size_t stride,
    float *shares, pk_floats *sum) {
  for (size_t query = 0; query < count; query++) {
    pk_floats share =
        pk_power_of_two(pk_at_least(least - pk_carried(low, high, query, weight), -126.0f));
    pk_store(shares + query * stride * PK_LANES, share);
    *sum += share;
  }
}
