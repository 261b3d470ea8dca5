// What the processor gives at most: the rates that the benchmarks' floors are computed from.
#pragma once

#include <stddef.h>

/// Lanes of the widest vector of floats that this processor multiplies and adds.
int peak_lanes(void);

/// Multiplies and adds twenty vectors in registers, `count` times; the result depends on all.
float peak_multiply_add(size_t count);

/// Sums floats: what reading them once takes. A few at the end may be left out.
float peak_read(const float *values, size_t count);
