// From model embeddings to class probabilities: vectors in the lanes, concept rows broadcast.

#include "scoring_product.h"

typedef double pk_doubles __attribute__((vector_size(64)));
typedef float pk_eight __attribute__((vector_size(32), aligned(4)));

/// 1 / |vector|, or 0 for a zero vector. In double: squares of floats neither overflow nor vanish.
PK_INLINE double pk_scale_of(const float *vector, size_t dimension) {
  pk_doubles squares[4] = {{0}};
  size_t d = 0;
  for (; d + 32 <= dimension; d += 32)
#pragma clang loop unroll(full)
    for (size_t part = 0; part < 4; part++) {
      pk_eight eight;
      memcpy(&eight, vector + d + 8 * part, sizeof eight);
      pk_doubles wide = __builtin_convertvector(eight, pk_doubles);
      squares[part] += wide * wide;
    }
  pk_doubles all = (squares[0] + squares[1]) + (squares[2] + squares[3]);
  double sum = ((all[0] + all[4]) + (all[2] + all[6])) + ((all[1] + all[5]) + (all[3] + all[7]));
  for (; d < dimension; d++) sum += (double)vector[d] * vector[d];
  return sum > 0 ? 1 / __builtin_sqrt(sum) : 0;
}

/// Sixteen floats times a factor.
PK_INLINE pk_floats pk_scaled(const float *x, double factor) {
  pk_eight low, high;
  memcpy(&low, x, sizeof low);
  memcpy(&high, x + 8, sizeof high);
  low = __builtin_convertvector(__builtin_convertvector(low, pk_doubles) * factor, pk_eight);
  high = __builtin_convertvector(__builtin_convertvector(high, pk_doubles) * factor, pk_eight);
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

/// Exchanges the two corners off the diagonal of each square of 2 * `half` rows and lanes; `lower` and `upper`
/// are the lanes that row i and row i + half take from the two of them.
#define PK_EXCHANGE(half, lower, upper)                                                           \
  for (size_t i = 0; i < PK_LANES; i++)                                                           \
    if (!(i & half)) {                                                                            \
      pk_floats a = rows[i], b = rows[i + half];                                                  \
      rows[i] = __builtin_shufflevector(a, b, lower);                                             \
      rows[i + half] = __builtin_shufflevector(a, b, upper);                                      \
    }
#define PK_LIST(...) __VA_ARGS__

/// Exchanges rows and lanes of sixteen vectors.
PK_INLINE void pk_transpose(pk_floats *rows) {
#pragma clang loop unroll(full)
  PK_EXCHANGE(
      8, PK_LIST(0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
      PK_LIST(8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
#pragma clang loop unroll(full)
  PK_EXCHANGE(
      4, PK_LIST(0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27),
      PK_LIST(4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
#pragma clang loop unroll(full)
  PK_EXCHANGE(
      2, PK_LIST(0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
      PK_LIST(2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
#pragma clang loop unroll(full)
  PK_EXCHANGE(
      1, PK_LIST(0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30),
      PK_LIST(1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
}

PK_INLINE void pk_group_unit_vectors_body(
    const float *vectors, size_t count, size_t dimension, float *grouped) {
  size_t whole = dimension / PK_LANES * PK_LANES;
  size_t places = (count + PK_GROUP - 1) / PK_GROUP * PK_GROUP;
  for (size_t first = 0; first < places; first += PK_LANES) {
    float *target = grouped + first / PK_GROUP * dimension * PK_GROUP + first % PK_GROUP;
    const float *sources[PK_LANES];
    double scales[PK_LANES];
    for (size_t lane = 0; lane < PK_LANES; lane++) {
      // What is missing repeats the last vector, times zero.
      size_t vector = first + lane < count ? first + lane : count - 1;
      sources[lane] = vectors + vector * dimension;
      scales[lane] = first + lane < count ? pk_scale_of(sources[lane], dimension) : 0;
    }
    for (size_t d = 0; d < whole; d += PK_LANES) {
      pk_floats rows[PK_LANES];
#pragma clang loop unroll(full)
      for (size_t lane = 0; lane < PK_LANES; lane++)
        rows[lane] = pk_scaled(sources[lane] + d, scales[lane]);
      pk_transpose(rows);
#pragma clang loop unroll(full)
      for (size_t i = 0; i < PK_LANES; i++) pk_store(target + (d + i) * PK_GROUP, rows[i]);
    }
    for (size_t d = whole; d < dimension; d++)
      for (size_t lane = 0; lane < PK_LANES; lane++)
        target[d * PK_GROUP + lane] = (float)(sources[lane][d] * scales[lane]);
  }
}
PK_DISPATCH(
    pk_group_unit_vectors,
    (const float *vectors, size_t count, size_t dimension, float *grouped),
    (vectors, count, dimension, grouped))

void pk_group_unit_vectors(
    int limit, const float *vectors, size_t count, size_t dimension, float *grouped) {
  void (*run)(const float *, size_t, size_t, float *);
  pk_group_unit_vectors_dispatch(limit, &run);
  run(vectors, count, dimension, grouped);
}

/// `block` rows times the vectors of a group, `slots` vectors of lanes at a time; raises the maxima of a
/// group's two halves, which lie `half` floats apart.
PK_INLINE void pk_raise_block(
    const float *vectors, size_t dimension, const float *rows, const int32_t *row_columns,
    float *maxima, size_t half, const size_t block, const size_t slots) {
  for (size_t place = 0; place < PK_GROUP; place += slots * PK_LANES) {
    float sums[12 * 2 * PK_LANES];
    for (size_t first = 0; first < dimension; first += PK_CHUNK) {
      size_t end = dimension - first < PK_CHUNK ? dimension : first + PK_CHUNK;
      pk_floats partial[12 * 2];
#pragma clang loop unroll(full)
      for (size_t i = 0; i < block * slots; i++) partial[i] = pk_all(0);
      for (size_t d = first; d < end; d++) {
        pk_floats lanes[2];
#pragma clang loop unroll(full)
        for (size_t slot = 0; slot < slots; slot++)
          lanes[slot] = pk_load(vectors + d * PK_GROUP + place + slot * PK_LANES);
#pragma clang loop unroll(full)
        for (size_t row = 0; row < block; row++) {
          pk_floats factor = pk_all(rows[row * dimension + d]);
#pragma clang loop unroll(full)
          for (size_t slot = 0; slot < slots; slot++) partial[row * slots + slot] += factor * lanes[slot];
        }
      }
#pragma clang loop unroll(full)
      for (size_t i = 0; i < block * slots; i++)
        pk_store(sums + i * PK_LANES, first == 0 ? partial[i] : pk_load(sums + i * PK_LANES) + partial[i]);
    }
    for (size_t row = 0; row < block; row++)
      for (size_t slot = 0; slot < slots; slot++) {
        float *largest = maxima + (place / PK_LANES + slot) * half + (size_t)row_columns[row] * PK_LANES;
        pk_floats sum = pk_load(sums + (row * slots + slot) * PK_LANES), old = pk_load(largest);
        pk_store(largest, pk_select(sum > old, sum, old));
      }
  }
}

PK_INLINE void pk_raise_maxima_body(
    const float *grouped, size_t groups, size_t dimension, const float *rows,
    const int32_t *row_columns, size_t row_count, size_t columns, float *maxima, const size_t block,
    const size_t slots) {
  // Block by block, so that its rows stay in the nearest cache while the vectors pass. The last block lies over
  // the one before it: a maximum may be raised twice.
  for (size_t next = 0; next < row_count; next += row_count < block ? 1 : block) {
    size_t first = row_count >= block && row_count - next < block ? row_count - block : next;
    for (size_t group = 0; group < groups; group++) {
      const float *vectors = grouped + group * dimension * PK_GROUP;
      float *target = maxima + group * columns * PK_GROUP;
      if (row_count < block)
        pk_raise_block(
            vectors, dimension, rows + first * dimension, row_columns + first, target,
            columns * PK_LANES, 1, slots);
      else
        pk_raise_block(
            vectors, dimension, rows + first * dimension, row_columns + first, target,
            columns * PK_LANES, block, slots);
    }
  }
}

#define PK_RAISE(set, attributes, block, slots)                                                   \
  attributes static void pk_raise_maxima_##set(                                                   \
      const float *grouped, size_t groups, size_t dimension, const float *rows,                   \
      const int32_t *row_columns, size_t row_count, size_t columns, float *maxima) {              \
    pk_raise_maxima_body(                                                                         \
        grouped, groups, dimension, rows, row_columns, row_count, columns, maxima, block, slots); \
  }

// Sixteen lanes are two or four registers of sixteen: six rows of one vector fill them.
PK_RAISE(baseline, , 6, 1)
#if defined(__x86_64__)
PK_RAISE(avx2, __attribute__((target("avx2,fma"))), 6, 1)
PK_RAISE(
    avx512, __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), 12, 2)
#endif

void pk_raise_maxima(
    int limit, const float *grouped, size_t groups, size_t dimension, const float *rows,
    const int32_t *row_columns, size_t row_count, size_t columns, float *maxima) {
  void (*run)(
      const float *, size_t, size_t, const float *, const int32_t *, size_t, size_t, float *) =
      pk_raise_maxima_baseline;
#if defined(__x86_64__)
  int widest = pk_widest_instructions();
  if (limit > widest) limit = widest;
  if (limit >= PK_AVX2) run = limit >= PK_AVX512 ? pk_raise_maxima_avx512 : pk_raise_maxima_avx2;
#endif
  (void)limit;
  run(grouped, groups, dimension, rows, row_columns, row_count, columns, maxima);
}

PK_INLINE void pk_column_softmax_body(float *values, size_t groups, size_t columns, float scale) {
  for (size_t group = 0; group < groups; group++, values += columns * PK_LANES) {
    pk_floats largest = pk_load(values);
    for (size_t column = 1; column < columns; column++) {
      pk_floats value = pk_load(values + column * PK_LANES);
      largest = pk_select(value > largest, value, largest);
    }
    pk_floats sum = {0};
    for (size_t column = 0; column < columns; column++) {
      float *value = values + column * PK_LANES;
      pk_floats e = pk_exp_lanes((pk_load(value) - largest) * scale);
      pk_store(value, e);
      sum += e;
    }
    for (size_t column = 0; column < columns; column++) {
      float *value = values + column * PK_LANES;
      pk_floats share = pk_load(value) / sum;
      // Less than 2^-100 is nothing beside the largest share, and products with it are subnormal: where the processor
      // takes those one by one, a map took three times as long.
      pk_store(value, pk_select(share < pk_all(0x1p-100f), pk_all(0), share));
    }
  }
}
PK_DISPATCH(
    pk_column_softmax, (float *values, size_t groups, size_t columns, float scale),
    (values, groups, columns, scale))

void pk_column_softmax(int limit, float *values, size_t groups, size_t columns, float scale) {
  void (*run)(float *, size_t, size_t, float);
  pk_column_softmax_dispatch(limit, &run);
  run(values, groups, columns, scale);
}
