// The packed product: weights into panels, and the loops around the tiles.

#define _GNU_SOURCE
#include "packed_product.h"

#if defined(__linux__)
#include <sys/mman.h>
#endif

/// The most rows of x taken at once, so that they stay in the cache while panel after panel is
/// read: a multiple of every tile's rows.
#define PK_ROW_BLOCK 576

static const struct pk_product_shape *shape_of(int form) {
  return form >= PK_BFLOAT16_SCALAR ? pk_bfloat16_shape(form) : pk_float32_shape(form);
}

PK_INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }

int pk_product_form_runs(int form) { return shape_of(form) != NULL; }

/// Steps of the depth, each of four bytes.
PK_INLINE size_t steps(const struct pk_product_shape *shape, size_t depth) {
  return depth / shape->terms + (depth % shape->terms != 0);
}

/// Blocks of the depth are as even as can be; this is the length of all but the last.
PK_INLINE size_t longest_block(const struct pk_product_shape *shape, size_t count) {
  size_t blocks = count / shape->depth_block + (count % shape->depth_block != 0);
  size_t longest = count / blocks + (count % blocks != 0);
  size_t part = shape->depth_step ? longest % shape->depth_step : 0;
  return part ? longest + shape->depth_step - part : longest;
}

/// Blocks of rows are as even as whole tiles can be; this is the height of all but the last.
PK_INLINE size_t tallest_block(const struct pk_product_shape *shape, size_t rows) {
  size_t tiles = (rows - 1) / shape->rows + 1, most = PK_ROW_BLOCK / shape->rows;
  size_t blocks = (tiles - 1) / most + 1;
  return ((tiles - 1) / blocks + 1) * shape->rows;
}

size_t pk_packed_size(int form, size_t columns, size_t depth) {
  const struct pk_product_shape *shape = shape_of(form);
  if (!shape) return 0;
  size_t panels = columns / shape->width + (columns % shape->width != 0), size;
  if (__builtin_mul_overflow(panels, shape->width * 4, &size) ||
      __builtin_mul_overflow(size, steps(shape, depth), &size))
    return 0;
  return size;
}

void pk_prefer_large_pages(void *memory, size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  // Whole large pages only; failure leaves small ones.
  const size_t page = (size_t)2 << 20;
  if ((uintptr_t)memory % page == 0 && size >= page)
    (void)madvise(memory, size / page * page, MADV_HUGEPAGE);
#else
  (void)memory, (void)size;
#endif
}

void pk_pack_weights(
    int form, const float *weights, size_t stride, size_t columns, size_t depth, void *packed) {
  const struct pk_product_shape *shape = shape_of(form);
  if (!shape) return;
  size_t width = shape->width, count = steps(shape, depth);
  char *target = packed;
  for (size_t first = 0; first < columns; first += width) {
    size_t filled = least(width, columns - first);
    for (size_t step = 0; step < count; step++, target += 4 * width) {
      for (size_t column = 0; column < width; column++) {
        uint32_t element = 0;
        if (column < filled) {
          const float *source = weights + (first + column) * stride + step * shape->terms;
          if (shape->terms == 1) memcpy(&element, source, sizeof element);
          else {
            element = pk_bfloat16(source[0]);
            if (step * 2 + 1 < depth) element |= pk_bfloat16(source[1]) << 16;
          }
        }
        memcpy(target + 4 * column, &element, sizeof element);
      }
    }
  }
}

size_t pk_product_workspace(int form, size_t rows, size_t depth) {
  const struct pk_product_shape *shape = shape_of(form);
  if (!shape || shape->terms == 1) return 0;
  return least(rows, PK_ROW_BLOCK) * longest_block(shape, steps(shape, depth)) * 4;
}

/// Computes a tile that is narrower than the form's, by way of one that is not.
static void compute_narrow(
    const struct pk_product_shape *shape, const struct pk_tile *tile, size_t rows, size_t columns) {
  float y[PK_MOST_TILE_ROWS * PK_MOST_TILE_WIDTH] = {0}, bias[PK_MOST_TILE_WIDTH] = {0};
  struct pk_tile whole = *tile;
  whole.y = y;
  whole.y_stride = shape->width;
  if (tile->bias) {
    memcpy(bias, tile->bias, columns * sizeof *bias);
    whole.bias = bias;
  }
  if (tile->continues)
    for (size_t row = 0; row < rows; row++)
      memcpy(y + row * shape->width, tile->y + row * tile->y_stride, columns * sizeof *y);
  shape->tiles[rows - 1](&whole);
  for (size_t row = 0; row < rows; row++)
    memcpy(tile->y + row * tile->y_stride, y + row * shape->width, columns * sizeof *y);
}

void pk_multiply_packed(
    int form, const float *x, size_t x_stride, size_t rows, size_t depth, const void *packed,
    size_t columns, const float *bias, int accumulates, float *y, size_t y_stride,
    void *workspace) {
  const struct pk_product_shape *shape = shape_of(form);
  if (!shape) return;
  const char *weights = packed;
  size_t width = shape->width, count = steps(shape, depth);
  size_t longest = longest_block(shape, count), tallest = tallest_block(shape, rows);
  for (size_t top = 0; top < rows; top += tallest) {
    const float *block_x = x + top * x_stride;
    size_t height = least(tallest, rows - top);
    for (size_t step = 0; step < count; step += longest) {
      size_t block = least(longest, count - step);
      struct pk_tile tile = {.x_stride = x_stride, .depth = block, .y_stride = y_stride};
      const char *elements = (const char *)(block_x + step);
      if (shape->terms == 2) {
        size_t taken = least(2 * block, depth - 2 * step);
        for (size_t row = 0; row < height; row++)
          shape->round(
              block_x + row * x_stride + 2 * step, taken, (uint32_t *)workspace + row * block);
        elements = workspace;
        tile.x_stride = block;
      }
      // Later blocks of the depth go on from the sums in y: the same chain as without blocks.
      tile.continues = accumulates || step > 0;
      for (size_t column = 0; column < columns; column += width) {
        size_t wide = least(width, columns - column);
        tile.bias = bias && step == 0 ? bias + column : NULL;
        tile.w = weights + 4 * (column * count + step * width);
        for (size_t row = 0; row < height; row += shape->rows) {
          size_t tall = least(shape->rows, height - row);
          tile.rows = tall;
          tile.x = elements + 4 * row * tile.x_stride;
          tile.y = y + (top + row) * y_stride + column;
          if (wide == width) shape->tiles[tall - 1](&tile);
          else compute_narrow(shape, &tile, tall, wide);
        }
      }
    }
  }
  if (shape->end) shape->end();
}
