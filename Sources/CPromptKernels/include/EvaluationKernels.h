// Scores as integers whose order is the scores' order, and sorting them.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Divides scores by their labels into keys, in the order of the pixels: of label 0 into `normal`, of
/// label 1 into `anomalous`; others are left out. A larger score has a larger key, and -0 has that of 0.
///
/// Both targets hold `count + 1`, as each place is written before it is known whether it is kept.
/// Returns the index of the first score of label 0 or 1 that is infinite or no number, or `count`.
size_t pk_split_scores(
    const float *scores, const uint8_t *labels, size_t count, uint32_t *normal, uint32_t *anomalous,
    size_t *normal_count, size_t *anomalous_count);

/// Sorts keys upwards; `scratch` is as long.
void pk_sort_keys(uint32_t *keys, uint32_t *scratch, size_t count);
