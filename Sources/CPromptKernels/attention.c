#include <math.h>

#include "vector_math.h"

/// exp(scale * (x - largest)) in place; returns the sum. A row without entries gives 0.
PK_INLINE float pk_exponentials(float *x, size_t count, float scale) {
  float largest = -INFINITY;
  for (size_t i = 0; i < count; i++) largest = x[i] > largest ? x[i] : largest;
  size_t whole = count / PK_LANES * PK_LANES, rest = count - whole;
  pk_floats sum = {0};
  for (size_t i = 0; i < whole; i += PK_LANES) {
    pk_floats e = pk_exp_lanes((pk_load(x + i) - largest) * scale);
    pk_store(x + i, e);
    sum += e;
  }
  if (rest > 0) {
    pk_floats e = pk_exp_lanes((pk_load_some(x + whole, rest) - largest) * scale);
    pk_store_some(x + whole, e, rest);
    sum += pk_load_some(x + whole, rest);
  }
  return pk_sum(sum);
}

/// One head of one query. `lanes` vectors hold a head's width, as a constant where it is a usual one.
PK_INLINE void pk_attend_head(
    const float *query, const float *keys, const float *values, size_t stride,
    const int32_t *attended, size_t count, size_t head, size_t lanes, float scale, float *scores,
    float *output) {
  size_t rest = head - (head / PK_LANES) * PK_LANES;
  pk_floats q[PK_LONGEST_HEAD / PK_LANES], sums[PK_LONGEST_HEAD / PK_LANES];
  for (size_t l = 0; l < lanes; l++) {
    int partial = rest > 0 && l + 1 == lanes;
    q[l] = partial ? pk_load_some(query + l * PK_LANES, rest) : pk_load(query + l * PK_LANES);
    sums[l] = pk_all(0);
  }
  for (size_t j = 0; j < count; j++) {
    const float *key = keys + (size_t)attended[j] * stride;
    pk_floats sum = {0};
    for (size_t l = 0; l < lanes; l++) {
      int partial = rest > 0 && l + 1 == lanes;
      sum += q[l] *
             (partial ? pk_load_some(key + l * PK_LANES, rest) : pk_load(key + l * PK_LANES));
    }
    scores[j] = pk_sum(sum);
  }
  float whole = pk_exponentials(scores, count, scale);
  for (size_t j = 0; j < count; j++) {
    const float *value = values + (size_t)attended[j] * stride;
    for (size_t l = 0; l < lanes; l++) {
      int partial = rest > 0 && l + 1 == lanes;
      sums[l] += scores[j] * (partial ? pk_load_some(value + l * PK_LANES, rest)
                                      : pk_load(value + l * PK_LANES));
    }
  }
  for (size_t l = 0; l < lanes; l++) {
    int partial = rest > 0 && l + 1 == lanes;
    pk_floats mean = sums[l] * (1.0f / whole);
    if (partial) pk_store_some(output + l * PK_LANES, mean, rest);
    else pk_store(output + l * PK_LANES, mean);
  }
}

PK_INLINE void pk_attend_body(
    const float *qkv, size_t width, size_t heads, const int32_t *queries, size_t query_count,
    const int32_t *attended, const int32_t *starts, const int32_t *counts, float *scores,
    float *output) {
  size_t head = width / heads, stride = 3 * width;
  float scale = 1.0f / sqrtf((float)head);
  for (size_t i = 0; i < query_count; i++) {
    const int32_t *rows = attended + starts[i];
    size_t count = (size_t)counts[i];
    for (size_t h = 0; h < heads; h++) {
      const float *query = qkv + (size_t)queries[i] * stride + h * head;
      const float *keys = qkv + width + h * head, *values = keys + width;
      float *out = output + i * width + h * head;
      // Constant sizes let the compiler keep a head in registers: 64 and 32 are nearly all there is.
      if (head == 64)
        pk_attend_head(query, keys, values, stride, rows, count, 64, 4, scale, scores, out);
      else if (head == 32)
        pk_attend_head(query, keys, values, stride, rows, count, 32, 2, scale, scores, out);
      else
        pk_attend_head(
            query, keys, values, stride, rows, count, head, (head + PK_LANES - 1) / PK_LANES, scale,
            scores, out);
    }
  }
}

PK_DISPATCH(
    pk_attend,
    (const float *qkv, size_t width, size_t heads, const int32_t *queries, size_t query_count,
     const int32_t *attended, const int32_t *starts, const int32_t *counts, float *scores,
     float *output),
    (qkv, width, heads, queries, query_count, attended, starts, counts, scores, output))

void pk_attend(
    int limit, const float *qkv, size_t width, size_t heads, const int32_t *queries,
    size_t query_count, const int32_t *attended, const int32_t *starts, const int32_t *counts,
    float *scores, float *output) {
  void (*run)(
      const float *, size_t, size_t, const int32_t *, size_t, const int32_t *, const int32_t *,
      const int32_t *, float *, float *);
  pk_attend_dispatch(limit, &run);
  run(qkv, width, heads, queries, query_count, attended, starts, counts, scores, output);
}
