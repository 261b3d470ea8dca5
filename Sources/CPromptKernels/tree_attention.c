// Attention over a prefix tree. Scores are computed for 4 rows and 4 heads at a time: sixteen sums,
// which one tree of shuffles turns into a vector. Summing across each vector by itself would cost
// more than the products do.

#include "TreeAttention.h"

#include <math.h>

#include "vector_math.h"

/// Heads, and attended rows, of a block of scores.
#define PK_SIDE 4
#define PK_UNROLL _Pragma("clang loop unroll(full)")

size_t pk_tree_workspace(size_t longest) {
  size_t blocks = (longest + PK_SIDE - 1) / PK_SIDE;
  return blocks * (PK_LANES * sizeof(float) + PK_SIDE * sizeof(int32_t));
}

PK_INLINE pk_floats pk_load_part(const float *x, size_t count) {
  return count >= PK_LANES ? pk_load(x) : pk_load_some(x, count);
}

/// Lane i is the sum of the lanes of `v[i]`: halves are added until sixteen sums are left, so that
/// each is added in the order of `pk_sum`'s first steps, whatever its place.
PK_INLINE pk_floats pk_sum_each(const pk_floats v[PK_LANES]) {
  pk_floats a[8], b[4], c[2];
  PK_UNROLL for (size_t i = 0; i < 8; i++) {
    pk_floats x = v[2 * i], y = v[2 * i + 1];
    a[i] = __builtin_shufflevector(
               x, y, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
           __builtin_shufflevector(
               x, y, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  }
  PK_UNROLL for (size_t i = 0; i < 4; i++) {
    pk_floats x = a[2 * i], y = a[2 * i + 1];
    b[i] = __builtin_shufflevector(
               x, y, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +
           __builtin_shufflevector(
               x, y, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
  }
  PK_UNROLL for (size_t i = 0; i < 2; i++) {
    pk_floats x = b[2 * i], y = b[2 * i + 1];
    c[i] = __builtin_shufflevector(
               x, y, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29) +
           __builtin_shufflevector(
               x, y, 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31);
  }
  return __builtin_shufflevector(
             c[0], c[1], 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30) +
         __builtin_shufflevector(
             c[0], c[1], 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

/// Each lane from the lane a quarter, or half, of the vector further on.
PK_INLINE pk_floats pk_next_quarter(pk_floats v) {
  return __builtin_shufflevector(v, v, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3);
}
PK_INLINE pk_floats pk_next_half(pk_floats v) {
  return __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
}
PK_INLINE pk_floats pk_larger(pk_floats a, pk_floats b) { return pk_select(a > b, a, b); }

/// Scores of up to 4 heads with 4 rows; lane 4 * row + head.
PK_INLINE pk_floats pk_block_scores(
    const float *q, const float *k, size_t stride, const int32_t rows[PK_SIDE], size_t heads,
    size_t head) {
  pk_floats sums[PK_LANES];
  const float *keys[PK_SIDE];
  for (size_t row = 0; row < PK_SIDE; row++) keys[row] = k + (size_t)rows[row] * stride;
  PK_UNROLL for (size_t h = 0; h < PK_SIDE; h++) {
    PK_UNROLL for (size_t row = 0; row < PK_SIDE; row++) sums[PK_SIDE * row + h] = pk_all(0);
    if (h >= heads) continue;
    for (size_t i = 0; i < head; i += PK_LANES) {
      pk_floats query = pk_load_part(q + h * head + i, head - i);
      PK_UNROLL for (size_t row = 0; row < PK_SIDE; row++)
        sums[PK_SIDE * row + h] += query * pk_load_part(keys[row] + h * head + i, head - i);
    }
  }
  return pk_sum_each(sums);
}

/// Turns the blocks of scores of `count` rows into weights; lanes of each quarter of the result are
/// the sums by head. Rows beyond the last get no weight.
PK_INLINE pk_floats pk_block_weights(float *scores, size_t count, float scale) {
  size_t blocks = (count + PK_SIDE - 1) / PK_SIDE;
  float *last = scores + (blocks - 1) * PK_LANES;
  for (size_t row = count - (blocks - 1) * PK_SIDE; row < PK_SIDE; row++)
    for (size_t h = 0; h < PK_SIDE; h++) last[PK_SIDE * row + h] = -INFINITY;
  pk_floats largest = pk_load(scores);
  for (size_t b = 1; b < blocks; b++) largest = pk_larger(pk_load(scores + b * PK_LANES), largest);
  largest = pk_larger(largest, pk_next_quarter(largest));
  largest = pk_larger(largest, pk_next_half(largest));
  pk_floats sum = {0};
  for (size_t b = 0; b < blocks; b++) {
    pk_floats e = pk_exp_lanes((pk_load(scores + b * PK_LANES) - largest) * scale);
    pk_store(scores + b * PK_LANES, e);
    sum += e;
  }
  sum += pk_next_quarter(sum);
  return sum + pk_next_half(sum);
}

/// Sixteen `lanes` wide columns of one head: the weighted mean of values.
PK_INLINE void pk_mean(
    const float *weights, const float *v, size_t stride, const int32_t *rows, size_t count,
    float scale, size_t lanes, size_t columns, float *output) {
  pk_floats sums[4] = {{0}, {0}, {0}, {0}};
  for (size_t j = 0; j < count; j++) {
    const float *value = v + (size_t)rows[j] * stride;
    PK_UNROLL for (size_t l = 0; l < lanes; l++)
      sums[l] += weights[PK_SIDE * j] *
                 pk_load_part(value + l * PK_LANES, columns - l * PK_LANES);
  }
  PK_UNROLL for (size_t l = 0; l < lanes; l++) {
    size_t rest = columns - l * PK_LANES;
    if (rest >= PK_LANES) pk_store(output + l * PK_LANES, sums[l] * scale);
    else pk_store_some(output + l * PK_LANES, sums[l] * scale, rest);
  }
}

/// One row. `head` is a constant where it is a usual one.
PK_INLINE void pk_attend_row(
    const float *q, const float *k, const float *v, size_t stride, const int32_t *rows,
    size_t count, size_t heads, size_t head, float scale, float *scores, float *output) {
  for (size_t first = 0; first < heads; first += PK_SIDE) {
    size_t some = heads - first < PK_SIDE ? heads - first : PK_SIDE, start = first * head;
    for (size_t j = 0; j < count; j += PK_SIDE) {
      float *block = scores + j * PK_SIDE;
      // The number of heads is a constant too, but in the last block of few towers.
      if (some == PK_SIDE)
        pk_store(block, pk_block_scores(q + start, k + start, stride, rows + j, PK_SIDE, head));
      else pk_store(block, pk_block_scores(q + start, k + start, stride, rows + j, some, head));
    }
    pk_floats sums = pk_block_weights(scores, count, scale);
    for (size_t h = 0; h < some; h++) {
      size_t column = start + h * head;
      for (size_t i = 0; i < head; i += 4 * PK_LANES) {
        size_t wide = head - i < 4 * PK_LANES ? head - i : 4 * PK_LANES;
        pk_mean(
            scores + h, v + column + i, stride, rows, count, 1.0f / sums[h],
            (wide + PK_LANES - 1) / PK_LANES, wide, output + column + i);
      }
    }
  }
}

/// The chain from the root to `row`, padded with `row` to whole blocks. `chain` holds the one of
/// the row before, which most rows continue. Returns its length.
PK_INLINE size_t pk_chain(
    const int32_t *parents, int32_t row, size_t before, int32_t *chain) {
  size_t count = before;
  int32_t parent = parents[row];
  while (count > 0 && chain[count - 1] != parent) count--;
  if (count == 0 && parent >= 0) {
    for (int32_t at = parent; at >= 0; at = parents[at]) count++;
    size_t place = count;
    for (int32_t at = parent; at >= 0; at = parents[at]) chain[--place] = at;
  }
  chain[count++] = row;
  for (size_t i = count; i % PK_SIDE != 0; i++) chain[i] = row;
  return count;
}

PK_INLINE void pk_attend_tree_body(
    const float *q, size_t q_stride, const float *k, const float *v, size_t kv_stride,
    const int32_t *parents, const int32_t *queries, size_t query_count, size_t heads, size_t head,
    float scale, int32_t *chain, float *output, size_t output_stride) {
  size_t count = 0;
  for (size_t i = 0; i < query_count; i++, q += q_stride, output += output_stride) {
    count = pk_chain(parents, queries ? queries[i] : (int32_t)i, count, chain);
    // Scores lie behind the chain of this row: its blocks are as many as theirs.
    float *scores = (float *)(chain + (count + PK_SIDE - 1) / PK_SIDE * PK_SIDE);
    if (head == 64)
      pk_attend_row(q, k, v, kv_stride, chain, count, heads, 64, scale, scores, output);
    else if (head == 32)
      pk_attend_row(q, k, v, kv_stride, chain, count, heads, 32, scale, scores, output);
    else pk_attend_row(q, k, v, kv_stride, chain, count, heads, head, scale, scores, output);
  }
}

PK_DISPATCH(
    pk_attend_tree,
    (const float *q, size_t q_stride, const float *k, const float *v, size_t kv_stride,
     const int32_t *parents, const int32_t *queries, size_t query_count, size_t heads, size_t head,
     float scale, int32_t *chain, float *output, size_t output_stride),
    (q, q_stride, k, v, kv_stride, parents, queries, query_count, heads, head, scale, chain,
     output, output_stride))

void pk_attend_tree(
    int limit, const float *q, size_t q_stride, const float *k, const float *v, size_t kv_stride,
    const int32_t *parents, const int32_t *queries, size_t query_count, size_t heads, size_t head,
    float scale, void *workspace, float *output, size_t output_stride) {
  void (*run)(
      const float *, size_t, const float *, const float *, size_t, const int32_t *,
      const int32_t *, size_t, size_t, size_t, float, int32_t *, float *, size_t);
  pk_attend_tree_dispatch(limit, &run);
  run(q, q_stride, k, v, kv_stride, parents, queries, query_count, heads, head, scale, workspace,
      output, output_stride);
}
