// Matrix products with weights packed beforehand, for towers of linear layers: y = x Wᵀ + b.
//
// One form is chosen when weights are packed; it fixes layout and arithmetic. Every sum is one
// chain in the order of the depth, so a row of y has the same bytes whatever the number and place
// of the rows around it and the threads. All float32 forms give the same bytes, on every machine,
// and so do two bfloat16 forms (but for the payloads of not-a-numbers); the links of AMX's chain are
// sums of 32 terms each.
//
// Activations stay apart (`EncoderKernels.h`): applied tile by tile they measured no faster.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// How a product is computed.
enum pk_product_form {
  /// Portable, always there; slow where the processor has no fused multiply-add.
  PK_FLOAT32_SCALAR = 0,
  PK_FLOAT32_NEON = 1,
  /// AVX2 and FMA.
  PK_FLOAT32_AVX2 = 2,
  PK_FLOAT32_AVX512 = 3,
  /// x and W rounded to bfloat16 (nearest, ties to even), sums in float32, numbers below 2^-126
  /// taken as zero. Portable and slow: the reference of the next.
  PK_BFLOAT16_SCALAR = 4,
  /// AVX512_BF16.
  PK_BFLOAT16_AVX512 = 5,
  /// AMX_BF16: other last bits than the two above.
  PK_BFLOAT16_AMX = 6,
};

/// Whether this processor, its operating system and this build can run a form.
int pk_product_form_runs(int form);

/// Bytes of packed weights of [columns, depth]; 0 where the form does not run or the size
/// overflows.
size_t pk_packed_size(int form, size_t columns, size_t depth);

/// Asks the system to hold memory that has not been used yet in large pages, where it can: a tower's weights
/// are many pages otherwise, each of which costs a fault.
void pk_prefer_large_pages(void *memory, size_t size);

/// Packs weights W [columns, depth], rows `stride` floats apart.
///
/// Layout: panels of the form's width, the last one padded with zeros; in a panel the depth, and
/// for each step of it the width: [columns / width][depth][width] floats, or for bfloat16 [columns
/// / width][depth / 2][width] pairs, the lower half of a pair being the even step. Width: 4 in the
/// scalar float32 form, 16 NEON and AVX2, 32 AVX-512 and bfloat16. `packed` needs no alignment, but
/// a multiple of 64 bytes keeps vectors from crossing cache lines.
void pk_pack_weights(
    int form, const float *weights, size_t stride, size_t columns, size_t depth, void *packed);

/// Bytes of workspace that a product needs: at most 0.9 MB, and none in the float32 forms.
size_t pk_product_workspace(int form, size_t rows, size_t depth);

/// y = x Wᵀ + bias, or y = y + bias + x Wᵀ where `accumulates`; each sum starts from bias or y +
/// bias.
///
/// `x` [rows, depth], rows `x_stride` floats apart; `packed` as the same form packed it; `bias`
/// [columns] or NULL; `y` [rows, columns], rows `y_stride` floats apart, not overlapping x. Every
/// size is at least 1. Nothing outside these is read or written. Addresses need the alignment of a
/// float, and `workspace` of 4. Not-a-numbers and infinities pass on as in the sums written out.
void pk_multiply_packed(
    int form, const float *x, size_t x_stride, size_t rows, size_t depth, const void *packed,
    size_t columns, const float *bias, int accumulates, float *y, size_t y_stride, void *workspace);
