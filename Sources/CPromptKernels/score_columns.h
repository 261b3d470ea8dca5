// From the class scores of sixteen pixels to u and the column of the largest.
#pragma once

#include "ScoringKernels.h"
#include "vector_math.h"

/// ln(x) for 1 <= x < infinity; error below 1.2e-7 of the larger of 1 and the result. With
/// x = 2^n m, 1 / sqrt(2) <= m < sqrt(2): ln m = 2 atanh(t), t = (m - 1) / (m + 1), by its series to t^9.
PK_INLINE pk_floats pk_log_lanes(pk_floats x) {
  pk_ints shifted = (pk_ints)x - 0x3F3504F3;
  pk_ints exponent = shifted >> 23;
  pk_floats m = (pk_floats)((shifted & 0x7FFFFF) + 0x3F3504F3);
  pk_floats t = (m - 1.0f) / (m + 1.0f), square = t * t;
  pk_floats p = pk_all(2.0f / 9);
  p = p * square + 2.0f / 7;
  p = p * square + 2.0f / 5;
  p = p * square + 2.0f / 3;
  p = p * square + 2.0f;
  return __builtin_convertvector(exponent, pk_floats) * 0.693147181f + t * p;
}

/// tanh(x) for x >= 0, to 2e-7 of the result: its series below 1/4, where the difference would lose digits.
PK_INLINE pk_floats pk_tanh_lanes(pk_floats x) {
  pk_floats square = x * x;
  pk_floats p = pk_all(62.0f / 2835);
  p = p * square - 17.0f / 315;
  p = p * square + 2.0f / 15;
  p = p * square - 1.0f / 3;
  pk_floats small = x + x * square * p;
  pk_floats large = 1.0f - 2.0f / (1.0f + pk_exp_lanes(2.0f * x));
  return pk_select(x < 0.25f, small, large);
}

/// Scores of sixteen pixels, `stride` floats from column to column, each to be divided by `divisor`.
PK_INLINE pk_floats pk_reduce_columns(
    const float *scores, size_t columns, size_t stride, pk_floats divisor, int score, pk_ints *where) {
  pk_floats best = pk_load(scores);
  pk_ints at = {0};
  for (size_t column = 1; column < columns; column++) {
    pk_floats s = pk_load(scores + column * stride);
    pk_ints larger = s > best;
    best = pk_select(larger, s, best);
    at = (larger & (int32_t)column) | (~larger & at);
  }
  *where = at;
  best /= divisor;
  if (score == PK_LARGEST_SCORE) return 0.0f - best;
  pk_floats sum = pk_all(0);
  if (score == PK_REJECTED_BY_ALL) {
    for (size_t column = 0; column < columns; column++)
      sum += pk_tanh_lanes(pk_load(scores + column * stride) / divisor);
    return 0.0f - sum;
  }
  // With d_k = S_k - max S: softmax = exp(d_k) / sum exp(d), and the entropy is
  // ln(sum exp(d)) - sum exp(d_k) d_k / sum exp(d).
  pk_floats weighted = pk_all(0);
  for (size_t column = 0; column < columns; column++) {
    pk_floats d = pk_load(scores + column * stride) / divisor - best;
    pk_floats e = pk_exp_lanes(d);
    sum += e;
    weighted += pk_select(e > 0.0f, e * d, pk_all(0));
  }
  if (score == PK_LARGEST_PROBABILITY) return -1.0f / sum;
  if (score == PK_ENERGY) return 0.0f - (best + pk_log_lanes(sum));
  return pk_log_lanes(sum) - weighted / sum;
}
