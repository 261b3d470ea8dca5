// From model embeddings to class probabilities: sixteen vectors in the lanes, concept rows broadcast.

#include "scoring_product.h"

PK_INLINE void pk_group_unit_vectors_body(
    const float *vectors, size_t count, size_t dimension, float *grouped) {
  typedef double doubles __attribute__((vector_size(64)));
  typedef float eight __attribute__((vector_size(32), aligned(4)));
  for (size_t first = 0; first < count; first += PK_LANES, grouped += dimension * PK_LANES) {
    for (size_t lane = 0; lane < PK_LANES; lane++) {
      if (first + lane >= count) {
        for (size_t d = 0; d < dimension; d++) grouped[d * PK_LANES + lane] = 0;
        continue;
      }
      // In double: squares of floats neither overflow nor vanish.
      const float *vector = vectors + (first + lane) * dimension;
      doubles squares = {0};
      size_t d = 0;
      for (; d + 8 <= dimension; d += 8) {
        eight part;
        memcpy(&part, vector + d, sizeof part);
        doubles wide = __builtin_convertvector(part, doubles);
        squares += wide * wide;
      }
      double sum = ((squares[0] + squares[4]) + (squares[2] + squares[6])) +
                   ((squares[1] + squares[5]) + (squares[3] + squares[7]));
      for (; d < dimension; d++) sum += (double)vector[d] * vector[d];
      double scale = sum > 0 ? 1 / __builtin_sqrt(sum) : 0;
      for (d = 0; d < dimension; d++)
        grouped[d * PK_LANES + lane] = (float)(vector[d] * scale);
    }
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

size_t pk_maxima_workspace(size_t dimension) {
  return PK_WIDEST_BLOCK * (dimension + PK_LANES);
}

void pk_raise_maxima(
    int limit, const float *grouped, size_t groups, size_t dimension, const float *rows,
    const int32_t *row_columns, size_t row_count, size_t columns, float *maxima, float *workspace) {
  const struct pk_products *products = pk_choose_products(limit);
  size_t size = products->widest[0];
  float *packed = workspace, *sums = workspace + PK_WIDEST_BLOCK * dimension;
  uint32_t order[PK_CHUNK];
  for (uint32_t i = 0; i < PK_CHUNK; i++) order[i] = i;
  for (size_t first = 0; first < row_count; first += size) {
    size_t block = row_count - first < size ? row_count - first : size;
    pk_product product = products->of[0][block - 1];
    for (size_t d = 0; d < dimension; d++)
      for (size_t row = 0; row < block; row++)
        packed[d * block + row] = rows[(first + row) * dimension + d];
    for (size_t group = 0; group < groups; group++) {
      const float *vectors = grouped + group * dimension * PK_LANES;
      for (size_t row = 0; row < block; row++) pk_store(sums + row * PK_LANES, pk_all(0));
      for (size_t d = 0; d < dimension; d += PK_CHUNK) {
        size_t count = dimension - d < PK_CHUNK ? dimension - d : PK_CHUNK;
        product(sums, packed + d * block, order, block, vectors + d * PK_LANES, count);
      }
      for (size_t row = 0; row < block; row++) {
        size_t column = (size_t)row_columns[first + row];
        float *largest = maxima + (group * columns + column) * PK_LANES;
        pk_floats sum = pk_load(sums + row * PK_LANES), old = pk_load(largest);
        pk_store(largest, pk_select(sum > old, sum, old));
      }
    }
  }
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
      pk_store(value, pk_load(value) / sum);
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
