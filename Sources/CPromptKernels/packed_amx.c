// The bfloat16 form on AMX: a tile instruction multiplies 16 rows by 16 columns over 16 pairs of the depth.
// Its arithmetic (Intel's manual, TDPBF16PS): over 16 pairs the even and the odd terms are summed apart, each with
// one rounding, subnormal numbers taken as zero; the two sums are added, and the result to the entry.

#define _GNU_SOURCE
#include "packed_product.h"

#if defined(__x86_64__) && defined(__linux__)
#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Rows, columns and pairs of one tile register.
#define PK_AMX 16
#define PK_AMX_ROWS (2 * PK_AMX)
#define PK_AMX_WIDTH (2 * PK_AMX)

#pragma clang attribute push(                                                                     \
    __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx2,fma"))),      \
    apply_to = function)

/// The layout of the tile registers: 0 to 3 hold sums, 4 and 5 rows of x, 6 and 7 columns of w.
struct tile_configuration {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} __attribute__((aligned(64)));

/// The layout that this thread's registers have; 0 for none.
static _Thread_local size_t current;

/// `upper` and `lower` rows of x, over `pairs` of the depth.
static void configure(size_t upper, size_t lower, size_t pairs) {
  const size_t wanted = upper << 16 | lower << 8 | pairs;
  if (current == wanted) return;
  current = wanted;
  struct tile_configuration layout = {.palette = 1};
  const size_t rows[8] = {upper, upper, lower, lower, upper, lower, pairs, pairs};
  for (size_t tile = 0; tile < 8; tile++) {
    layout.rows[tile] = (uint8_t)rows[tile];
    layout.row_bytes[tile] = rows[tile] == 0 ? 0 : tile == 4 || tile == 5 ? 4 * pairs : 4 * PK_AMX;
  }
  _tile_loadconfig(&layout);
}

/// Sums over `pairs` of the depth, a multiple of what the registers are laid out for; with one row or more below the
/// sixteenth where `isTall`. `start` is where sums start from, 0 for NULL.
PK_INLINE void multiply(
    const struct pk_tile *tile, size_t first, size_t pairs, size_t step, const float *start,
    size_t start_stride, const int isTall) {
  const uint32_t *x = (const uint32_t *)tile->x + first;
  const uint32_t *w = (const uint32_t *)tile->w + first * PK_AMX_WIDTH;
  const size_t x_bytes = 4 * tile->x_stride, y_bytes = 4 * tile->y_stride, w_bytes = 4 * PK_AMX_WIDTH;
  if (start) {
    _tile_loadd(0, start, 4 * start_stride);
    _tile_loadd(1, start + PK_AMX, 4 * start_stride);
    if (isTall) {
      _tile_loadd(2, start + PK_AMX * start_stride, 4 * start_stride);
      _tile_loadd(3, start + PK_AMX * start_stride + PK_AMX, 4 * start_stride);
    }
  } else {
    _tile_zero(0);
    _tile_zero(1);
    if (isTall) {
      _tile_zero(2);
      _tile_zero(3);
    }
  }
  for (size_t pair = 0; pair < pairs; pair += step, x += step, w += step * PK_AMX_WIDTH) {
    _tile_loadd(6, w, w_bytes);
    _tile_loadd(4, x, x_bytes);
    _tile_loadd(7, w + PK_AMX, w_bytes);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    if (isTall) {
      _tile_loadd(5, x + PK_AMX * tile->x_stride, x_bytes);
      _tile_dpbf16ps(2, 5, 6);
      _tile_dpbf16ps(3, 5, 7);
    }
  }
  _tile_stored(0, tile->y, y_bytes);
  _tile_stored(1, tile->y + PK_AMX, y_bytes);
  if (isTall) {
    _tile_stored(2, tile->y + PK_AMX * tile->y_stride, y_bytes);
    _tile_stored(3, tile->y + PK_AMX * tile->y_stride + PK_AMX, y_bytes);
  }
}

static void multiply_tile(const struct pk_tile *tile) {
  const size_t rows = tile->rows;
  const size_t upper = rows < PK_AMX ? rows : PK_AMX, lower = rows - upper;
  const size_t whole = tile->depth / PK_AMX * PK_AMX, rest = tile->depth - whole;
  float sums[PK_AMX_ROWS * PK_AMX_WIDTH];
  const float *start = tile->continues ? tile->y : tile->bias;
  size_t stride = tile->continues ? tile->y_stride : 0;
  if (tile->continues && tile->bias) {
    for (size_t row = 0; row < rows; row++)
      for (size_t column = 0; column < PK_AMX_WIDTH; column++)
        sums[row * PK_AMX_WIDTH + column] = tile->bias[column] + tile->y[row * tile->y_stride + column];
    start = sums;
    stride = PK_AMX_WIDTH;
  }
  if (whole) {
    configure(upper, lower, PK_AMX);
    if (lower) multiply(tile, 0, whole, PK_AMX, start, stride, 1);
    else multiply(tile, 0, whole, PK_AMX, start, stride, 0);
    start = tile->y;
    stride = tile->y_stride;
  }
  if (rest) {
    configure(upper, lower, rest);
    if (lower) multiply(tile, whole, rest, rest, start, stride, 1);
    else multiply(tile, whole, rest, rest, start, stride, 0);
  }
}

/// Registers in use make a thread switch longer.
void pk_release_tiles(void) {
  _tile_release();
  current = 0;
}

#pragma clang attribute pop

const pk_tile_function pk_amx_tiles[PK_AMX_ROWS] = {[0 ... PK_AMX_ROWS - 1] = multiply_tile};

/// Whether the processor has the instructions, and the system lets this process use their registers, which it has to
/// be asked for: they make what a thread switch saves 8 KB longer.
static int asks_for_tiles(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  const unsigned wanted = 1u << 22 | 1u << 24; // AMX-BF16, AMX-TILE
  const long request = 0x1023, tile_data = 18; // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return (d & wanted) == wanted && syscall(SYS_arch_prctl, request, tile_data) == 0;
}

int pk_has_amx(void) {
  static int known; // 0: not asked yet
  int state = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (state == 0) {
    state = asks_for_tiles() ? 1 : -1;
    __atomic_store_n(&known, state, __ATOMIC_RELAXED);
  }
  return state > 0;
}
#else
int pk_has_amx(void) { return 0; }
const pk_tile_function pk_amx_tiles[32];
void pk_release_tiles(void) {}
#endif
