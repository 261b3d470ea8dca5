// What queries contribute to a few vectors of sixteen pixels.
#pragma once

#include "mask_tile.h"

/// The carried logits of one query at sixteen pixels of one row.
PK_INLINE pk_floats pk_carried(const float *low, const float *high, size_t query, float weight) {
  pk_floats a = pk_load(low + query * PK_LANES), b = pk_load(high + query * PK_LANES);
  return a + weight * (b - a);
}

/// Sigmoids 1 / (1 + 2^x) in place of up to four powers of two. Reciprocals of several cost one division, which takes
/// as long as sixteen multiplications: 1/a = b/(ab), 1/b = a/(ab), and so on with the products of two pairs.
PK_INLINE void pk_sigmoids(pk_floats *powers, const size_t count) {
  pk_floats a = 1.0f + powers[0], b = count > 1 ? 1.0f + powers[1] : pk_all(1.0f);
  if (count < 3) {
    pk_floats reciprocal = 1.0f / (a * b);
    powers[0] = b * reciprocal;
    if (count > 1) powers[1] = a * reciprocal;
    return;
  }
  pk_floats c = 1.0f + powers[2], d = count > 3 ? 1.0f + powers[3] : pk_all(1.0f);
  pk_floats front = a * b, back = c * d;
  pk_floats reciprocal = 1.0f / (front * back);
  pk_floats of_front = back * reciprocal, of_back = front * reciprocal;
  powers[0] = b * of_front, powers[1] = a * of_front, powers[2] = d * of_back;
  if (count > 3) powers[3] = c * of_back;
}

/// Sigmoids of `count` queries in `rows` rows of one vector, into `shares` [count, stride, 16]. The weights of the rows
/// are `weight`, `weight + step` and so on.
///
/// Steady logits cost two exponentials for all rows: between two source rows 2^x is a geometric sequence.
PK_INLINE void pk_sigmoid_shares(
    const float *low, const float *high, size_t count, float weight, float step, const size_t rows,
    const int is_steady, size_t stride, float *shares) {
  const size_t together = is_steady ? PK_SLOTS : 2;
  for (size_t query = 0; query < count; query++) {
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
        powers[row] = pk_power_of_two(is_steady ? x : pk_between(x, PK_OUTER_LOGIT));
      }
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row += together)
      pk_sigmoids(powers + row, rows - row < together ? rows - row : together);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++)
      pk_store(shares + (query * stride + row) * PK_LANES, powers[row]);
  }
}

/// Sigmoids of `count` queries at one vector of one row, likewise, and behind them up to the next multiple of
/// `PK_SLOTS` what is of no use: queries share divisions.
PK_INLINE void pk_sigmoid_row_shares(
    const float *low, const float *high, size_t count, float weight, const int is_steady,
    size_t stride, float *shares) {
  for (size_t first = 0; first < count; first += PK_SLOTS) {
    pk_floats powers[PK_SLOTS];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < PK_SLOTS; i++) {
      pk_floats x = pk_carried(low, high, first + i < count ? first + i : first, weight);
      powers[i] = pk_power_of_two(is_steady ? x : pk_between(x, PK_OUTER_LOGIT));
    }
    if (is_steady)
      pk_sigmoids(powers, PK_SLOTS);
    else
      pk_sigmoids(powers, 2), pk_sigmoids(powers + 2, 2);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < PK_SLOTS; i++)
      pk_store(shares + (first + i) * stride * PK_LANES, powers[i]);
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
