#include <string.h>

#include "EvaluationKernels.h"

static inline uint32_t key_of(float score) {
  // -0 + 0 is 0.
  float canonical = score + 0.0f;
  uint32_t bits;
  memcpy(&bits, &canonical, sizeof bits);
  return bits ^ ((uint32_t)((int32_t)bits >> 31) | 0x80000000u);
}

size_t pk_split_scores(
    const float *scores, const uint8_t *labels, size_t count, uint32_t *normal, uint32_t *anomalous,
    size_t *normal_count, size_t *anomalous_count) {
  size_t zeros = 0, ones = 0;
  int bad = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, &scores[i], sizeof bits);
    bad |= (labels[i] <= 1) & ((bits & 0x7F800000u) == 0x7F800000u);
    uint32_t key = key_of(scores[i]);
    normal[zeros] = key;
    zeros += labels[i] == 0;
    anomalous[ones] = key;
    ones += labels[i] == 1;
  }
  *normal_count = zeros;
  *anomalous_count = ones;
  if (!bad) return count;
  size_t i = 0;
  for (; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, &scores[i], sizeof bits);
    if (labels[i] <= 1 && (bits & 0x7F800000u) == 0x7F800000u) break;
  }
  return i;
}

enum { DIGIT = 11, BUCKETS = 1 << DIGIT, PASSES = 3 };

void pk_sort_keys(uint32_t *keys, uint32_t *scratch, size_t count) {
  size_t starts[PASSES][BUCKETS];
  memset(starts, 0, sizeof starts);
  for (size_t i = 0; i < count; i++)
    for (int pass = 0; pass < PASSES; pass++)
      starts[pass][(keys[i] >> (DIGIT * pass)) & (BUCKETS - 1)]++;
  uint32_t *from = keys, *to = scratch;
  for (int pass = 0; pass < PASSES; pass++) {
    size_t *start = starts[pass], sum = 0;
    int shift = DIGIT * pass;
    // A digit that all share orders nothing.
    if (count == 0 || start[(from[0] >> shift) & (BUCKETS - 1)] == count) continue;
    for (int digit = 0; digit < BUCKETS; digit++) {
      size_t here = start[digit];
      start[digit] = sum;
      sum += here;
    }
    for (size_t i = 0; i < count; i++) to[start[(from[i] >> shift) & (BUCKETS - 1)]++] = from[i];
    uint32_t *swap = from;
    from = to;
    to = swap;
  }
  if (from != keys) memcpy(keys, from, count * sizeof *keys);
}
