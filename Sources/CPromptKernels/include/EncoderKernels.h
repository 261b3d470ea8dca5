// Vector work of the text encoder. Each function picks the widest instruction set that the processor
// has, up to `limit`; results of the same set are the same on every machine.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Instruction sets in rising order.
enum pk_instructions { PK_BASELINE = 0, PK_AVX2 = 1, PK_AVX512 = 2 };

/// The widest set of `enum pk_instructions` that this processor has.
int pk_widest_instructions(void);

/// Rows of `columns`: x = f(x + bias), in place.
/// f(x) = x * Phi(x), with the normal distribution's Phi.
void pk_gelu(int limit, float *x, const float *bias, size_t rows, size_t columns);
/// f(x) = x / (1 + exp(-1.702 x)).
void pk_quick_gelu(int limit, float *x, const float *bias, size_t rows, size_t columns);
/// f(x) = x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))).
void pk_tanh_gelu(int limit, float *x, const float *bias, size_t rows, size_t columns);

/// Rows of `columns`: y = (x - mean) / sqrt(variance + epsilon) * weight + bias. `y` may be `x`.
void pk_layer_norm(
    int limit, const float *x, const float *weight, const float *bias, float epsilon, float *y,
    size_t rows, size_t columns);

/// One head's width of a query may be at most this.
#define PK_LONGEST_HEAD 512

/// Scaled dot-product attention of some rows, each over rows that it names.
///
/// `qkv` holds rows of 3 * width: query, key, value, each of `heads` heads. Query i is row
/// `queries[i]`; it attends to the rows `attended[starts[i] ..< starts[i] + counts[i]]`.
/// `output` [query_count, width]; `scores` is room for the largest count.
void pk_attend(
    int limit, const float *qkv, size_t width, size_t heads, const int32_t *queries,
    size_t query_count, const int32_t *attended, const int32_t *starts, const int32_t *counts,
    float *scores, float *output);
