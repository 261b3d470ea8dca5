// One tile of the packed float32 product, written once and compiled for each form. Before each
// inclusion define
//   PT(name)    the form's spelling of a name,
//   PT_LANES    floats of a vector,
//   PT_VECTORS  vectors across a tile,
//   PT_EACH     an X-macro over 1 ... the most rows of a tile.
// No guard, as it is included several times.

typedef float PT(lanes) __attribute__((vector_size(4 * PT_LANES), aligned(4)));

PK_INLINE PT(lanes) PT(load)(const float *source) {
  PT(lanes) v;
  memcpy(&v, source, sizeof v);
  return v;
}

/// `rows` is a constant wherever this is inlined, so that the sums stay in registers.
PK_INLINE void PT(multiply)(const struct pk_tile *tile, const size_t rows) {
  PT(lanes) sums[PK_MOST_TILE_ROWS][PT_VECTORS];
  const float *x = tile->x, *w = tile->w;
  const size_t stride = tile->x_stride, depth = tile->depth;
  pk_prefetch_tile(tile, rows, PT_VECTORS * PT_LANES);
  PK_UNROLL for (size_t v = 0; v < PT_VECTORS; v++) {
    PT(lanes) bias = {0};
    if (tile->bias) bias = PT(load)(tile->bias + v * PT_LANES);
    PK_UNROLL for (size_t row = 0; row < rows; row++) {
      const float *y = tile->y + row * tile->y_stride + v * PT_LANES;
      sums[row][v] = bias;
      if (tile->continues) sums[row][v] += PT(load)(y);
    }
  }
  for (size_t k = 0; k < depth; k++, x++, w += PT_VECTORS * PT_LANES) {
    PT(lanes) weights[PT_VECTORS];
    PK_UNROLL for (size_t v = 0; v < PT_VECTORS; v++)
      weights[v] = PT(load)(w + v * PT_LANES);
    PK_UNROLL for (size_t row = 0; row < rows; row++) {
      PT(lanes) value = x[row * stride] - (PT(lanes)){0};
      PK_UNROLL for (size_t v = 0; v < PT_VECTORS; v++)
        sums[row][v] = __builtin_elementwise_fma(value, weights[v], sums[row][v]);
    }
  }
  PK_UNROLL for (size_t row = 0; row < rows; row++) {
    float *y = tile->y + row * tile->y_stride;
    PK_UNROLL for (size_t v = 0; v < PT_VECTORS; v++)
      memcpy(y + v * PT_LANES, &sums[row][v], sizeof sums[row][v]);
  }
}

#define PT_FUNCTION(rows)                                                                         \
  static void PT(tile_##rows)(const struct pk_tile *tile) { PT(multiply)(tile, rows); }
#define PT_ENTRY(rows) PT(tile_##rows),
PT_EACH(PT_FUNCTION)
static const pk_tile_function PT(tiles)[] = {PT_EACH(PT_ENTRY)};
#undef PT_FUNCTION
#undef PT_ENTRY
#undef PT
#undef PT_LANES
#undef PT_VECTORS
#undef PT_EACH
