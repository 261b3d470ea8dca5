#include <math.h>

#include "vector_math.h"

// Two passes, mean first: the one-pass form loses digits where the mean is large.
PK_INLINE void pk_layer_norm_body(
    const float *x, const float *weight, const float *bias, float epsilon, float *y, size_t rows,
    size_t columns) {
  size_t whole = columns / PK_LANES * PK_LANES, rest = columns - whole;
  for (size_t row = 0; row < rows; row++, x += columns, y += columns) {
    pk_floats sum = {0};
    for (size_t i = 0; i < whole; i += PK_LANES) sum += pk_load(x + i);
    sum += pk_load_some(x + whole, rest);
    float mean = pk_sum(sum) / (float)columns;
    pk_floats squares = {0};
    for (size_t i = 0; i < whole; i += PK_LANES) {
      pk_floats d = pk_load(x + i) - mean;
      squares += d * d;
    }
    for (size_t i = whole; i < columns; i++) squares[i - whole] += (x[i] - mean) * (x[i] - mean);
    float scale = 1.0f / sqrtf(pk_sum(squares) / (float)columns + epsilon);
    for (size_t i = 0; i < whole; i += PK_LANES)
      pk_store(y + i, (pk_load(x + i) - mean) * scale * pk_load(weight + i) + pk_load(bias + i));
    for (size_t i = whole; i < columns; i++) y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
  }
}

PK_DISPATCH(
    pk_layer_norm,
    (const float *x, const float *weight, const float *bias, float epsilon, float *y, size_t rows,
     size_t columns),
    (x, weight, bias, epsilon, y, rows, columns))

void pk_layer_norm(
    int limit, const float *x, const float *weight, const float *bias, float epsilon, float *y,
    size_t rows, size_t columns) {
  void (*run)(const float *, const float *, const float *, float, float *, size_t, size_t);
  pk_layer_norm_dispatch(limit, &run);
  run(x, weight, bias, epsilon, y, rows, columns);
}
