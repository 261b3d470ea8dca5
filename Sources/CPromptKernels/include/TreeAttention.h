// Attention over a prefix tree: each row attends to itself and its ancestors.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Bytes of workspace for chains of up to `longest` rows, root and row counted.
size_t pk_tree_workspace(size_t longest);

/// softmax(scale * q kᵀ) v for each head, over the chain from the root to the row.
///
/// `parents[row]` is less than `row`, and -1 at a root; no chain is longer than the workspace's.
/// Row i of `q` [query_count, heads * head] is the query of tree row `queries[i]`, or of tree row i
/// where `queries` is NULL. `k` and `v` [tree rows, heads * head]. Rows of q, of k and v, and of
/// `output` [query_count, heads * head] are `q_stride`, `kv_stride` and `output_stride` floats
/// apart, so that q, k and v may lie side by side in one matrix. Addresses need the alignment of a
/// float.
///
/// Sums run from the root on: a row of the output has the same bytes whatever and wherever the
/// other rows are, and with AVX2 and AVX-512 alike. Against double precision, with entries in -1
/// ... 1, errors stay below 2e-6.
void pk_attend_tree(
    int limit, const float *q, size_t q_stride, const float *k, const float *v, size_t kv_stride,
    const int32_t *parents, const int32_t *queries, size_t query_count, size_t heads, size_t head,
    float scale, void *workspace, float *output, size_t output_stride);
