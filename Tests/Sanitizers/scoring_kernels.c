// The scoring kernels against the arithmetic written plainly in double precision, at random sizes, in
// buffers that end where their contents end: run it under sanitizers with `.ci/sanitize-kernels`, and
// on other processors with `.ci/emulate-kernels`. Argument: how many cases.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CPromptKernels.h"

static uint64_t state = 88172645463325252u;
static double chance(void) {
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (double)(state >> 11) * 0x1p-53;
}
static size_t between(size_t least, size_t most) {
  return least + (size_t)(chance() * (double)(most - least + 1));
}
static void *room(size_t count, size_t size) {
  void *address = malloc(count * size);
  if (!address) abort();
  return address;
}

static struct pk_axis make_axis(size_t source, size_t target, size_t padding) {
  size_t count = (target + padding - 1) / padding * padding;
  int32_t *low = room(count, sizeof *low), *high = room(count, sizeof *high);
  float *weight = room(count, sizeof *weight);
  for (size_t i = 0; i < count; i++) {
    size_t place = i < target ? i : target - 1;
    double position = fmax(0, ((double)place + 0.5) * (double)source / (double)target - 0.5);
    size_t below = (size_t)position < source - 1 ? (size_t)position : source - 1;
    low[i] = (int32_t)below;
    high[i] = (int32_t)(below + 1 < source ? below + 1 : below);
    weight[i] = (float)fmin(position - (double)below, 1);
  }
  return (struct pk_axis){low, high, weight};
}
static void free_axis(struct pk_axis axis) {
  free((void *)axis.low), free((void *)axis.high), free((void *)axis.weight);
}

static double expected(const struct pk_mask_map *map, size_t y, size_t x, double *scores, double *best) {
  struct pk_axis v = map->vertical, h = map->horizontal;
  double *logits = room(map->queries, sizeof *logits), largest = -INFINITY, sum = 0;
  for (size_t q = 0; q < map->queries; q++) {
    const float *plane = map->logits + q * map->mask_height * map->mask_width;
    const float *upper = plane + (size_t)v.low[y] * map->mask_width;
    const float *lower = plane + (size_t)v.high[y] * map->mask_width;
    double a = h.weight[x], b = v.weight[y];
    logits[q] = (1 - b) * ((1 - a) * upper[h.low[x]] + a * upper[h.high[x]]) +
                b * ((1 - a) * lower[h.low[x]] + a * lower[h.high[x]]);
    largest = fmax(largest, logits[q]);
  }
  for (size_t k = 0; k < map->columns; k++) scores[k] = 0;
  for (size_t q = 0; q < map->queries; q++) {
    double share = map->form == PK_SOFTMAX ? exp(logits[q] - largest) : 1 / (1 + exp(-logits[q]));
    sum += share;
    for (size_t k = 0; k < map->columns; k++)
      scores[k] += share * map->probabilities[q * map->columns + k];
  }
  free(logits);
  double divisor = map->form == PK_SIGMOID ? 1 : map->form == PK_SOFTMAX ? sum : fmax(sum, 1e-6);
  double top = -INFINITY, exponentials = 0, weighted = 0, tangents = 0;
  for (size_t k = 0; k < map->columns; k++) top = fmax(top, scores[k] /= divisor);
  for (size_t k = 0; k < map->columns; k++) {
    exponentials += exp(scores[k] - top);
    weighted += exp(scores[k] - top) * (scores[k] - top);
    tangents += tanh(scores[k]);
  }
  *best = top;
  switch (map->score) {
  case PK_LARGEST_PROBABILITY: return -1 / exponentials;
  case PK_ENTROPY: return log(exponentials) - weighted / exponentials;
  case PK_ENERGY: return -(top + log(exponentials));
  case PK_REJECTED_BY_ALL: return -tangents;
  default: return -top;
  }
}

static int compute(int limit, const struct pk_mask_map *map) {
  size_t wide = 16 * between(1, 8), tall = between(1, 40);
  // Aligned by what a vector needs and not more; the end is where the kernel says it is.
  float *workspace = room(pk_mask_workspace(map->queries, map->columns, wide), sizeof *workspace);
  size_t computed = 0;
  int status = 0;
  for (size_t top = 0; top < map->height; top += tall)
    for (size_t left = 0; left < map->width; left += wide)
      status |= pk_score_masks(
          limit, map, left, left + wide < map->width ? left + wide : map->width, top,
          top + tall < map->height ? top + tall : map->height, workspace, &computed);
  free(workspace);
  return status;
}

static void fill(float *logits, size_t planes, size_t height, size_t width, int kind) {
  for (size_t q = 0; q < planes; q++) {
    double x = chance() * (double)width, y = chance() * (double)height, radius = chance() * 8;
    for (size_t i = 0; i < height * width; i++) {
      double inside = radius - hypot((double)(i % width) - x, (double)(i / width) - y);
      double noise = chance() * 2 - 1;
      logits[q * height * width + i] =
          kind == 0   ? (float)(20 * noise)
          : kind == 1 ? (float)fmax(-8, fmin(8, 4 * inside))
          : kind == 2 ? (float)(-22 + inside / 8 + noise)
          : kind == 3 ? (inside > 0 ? 9 : -3.4e38f)
                      : (float)(1e-41 * noise);
    }
  }
}

static void try_masks(void) {
  size_t queries = between(1, 70), columns = between(1, 30);
  struct pk_mask_map map = {
      .queries = queries, .columns = columns, .mask_height = between(1, 24),
      .mask_width = between(1, 40), .height = between(1, 60), .width = between(1, 150),
      .form = (int)between(0, 2), .score = (int)between(0, 4),
      .bound = chance() < 0.5 ? 0 : 1e-6f};
  size_t count = queries * map.mask_height * map.mask_width;
  float *logits = room(count, sizeof *logits);
  float *probabilities = room(queries * columns, sizeof *probabilities);
  int kind = (int)between(0, 4);
  fill(logits, queries, map.mask_height, map.mask_width, kind);
  for (size_t q = 0; q < queries; q++) {
    float sum = 0;
    for (size_t k = 0; k < columns; k++) sum += probabilities[q * columns + k] = (float)chance() + 1e-3f;
    for (size_t k = 0; k < columns; k++) probabilities[q * columns + k] /= sum;
  }
  map.logits = logits, map.probabilities = probabilities;
  map.horizontal = make_axis(map.mask_width, map.width, 16);
  map.vertical = make_axis(map.mask_height, map.height, 1);
  size_t pixels = map.height * map.width;
  float *anomaly = room(pixels, sizeof *anomaly);
  int32_t *column = room(pixels, sizeof *column);
  map.anomaly = anomaly, map.column = column;
  double *scores = room(columns, sizeof *scores);
  for (int limit = PK_BASELINE; limit <= pk_widest_instructions(); limit++) {
    if (compute(limit, &map)) fprintf(stderr, "finite logits were called not finite\n"), exit(1);
    // Fillers at slopes exceed float's digits: there only bounds are checked.
    for (size_t i = 0; i < 40; i++) {
      size_t place = between(0, pixels - 1);
      double best, u = expected(&map, place / map.width, place % map.width, scores, &best);
      double allowed = 1e-5 * fmax(1, fabs(u)) * (map.score == PK_ENTROPY ? 2 : 1);
      double behind = best - scores[column[place]];
      if (!isfinite(anomaly[place]) || column[place] < 0 || (size_t)column[place] >= columns ||
          (kind != 3 && (fabs(anomaly[place] - u) > allowed || behind > 2e-5 * fmax(1, best)))) {
        fprintf(
            stderr, "form %d, score %d, set %d, kind %d, bound %g: %g instead of %g, column %d\n",
            map.form, map.score, limit, kind, (double)map.bound, (double)anomaly[place], u,
            column[place]);
        exit(1);
      }
    }
  }
  // Whatever is not finite is seen where nothing shrinks, and harms nothing else where something does.
  logits[between(0, count - 1)] = chance() < 0.5 ? NAN : chance() < 0.5 ? INFINITY : -INFINITY;
  int found = compute(pk_widest_instructions(), &map);
  if (!found && map.height >= map.mask_height && map.width >= map.mask_width)
    fprintf(stderr, "a logit that is not finite was not seen\n"), exit(1);
  free(logits), free(probabilities), free(anomaly), free(column), free(scores);
  free_axis(map.horizontal), free_axis(map.vertical);
}

static void try_vectors(void) {
  size_t count = between(1, 80), dimension = between(1, 150), rows = between(1, 60), columns = 1;
  size_t groups = (count + PK_GROUP - 1) / PK_GROUP;
  float *vectors = room(count * dimension, sizeof *vectors), *bank = room(rows * dimension, sizeof *bank);
  int32_t *row_columns = room(rows, sizeof *row_columns);
  for (size_t i = 0; i < count * dimension; i++) vectors[i] = (float)(chance() * 2 - 1);
  for (size_t d = 0; d < dimension; d++) vectors[d] *= 1e-30f;
  for (size_t row = 0; row < rows; row++) {
    double length = 0;
    for (size_t d = 0; d < dimension; d++) {
      bank[row * dimension + d] = (float)(chance() * 2 - 1);
      length += (double)bank[row * dimension + d] * bank[row * dimension + d];
    }
    for (size_t d = 0; d < dimension; d++) bank[row * dimension + d] /= (float)sqrt(length);
    if (row > 0 && chance() < 0.5) columns++;
    row_columns[row] = (int32_t)columns - 1;
  }
  float *grouped = room(groups * dimension * PK_GROUP, sizeof *grouped);
  float *values = room(groups * columns * PK_GROUP, sizeof *values);
  for (int limit = PK_BASELINE; limit <= pk_widest_instructions(); limit++) {
    for (size_t i = 0; i < groups * columns * PK_GROUP; i++) values[i] = -2;
    pk_group_unit_vectors(limit, vectors, count, dimension, grouped);
    pk_raise_maxima(limit, grouped, groups, dimension, bank, row_columns, rows, columns, values);
    pk_column_softmax(limit, values, groups * (PK_GROUP / 16), columns, 20);
    for (size_t vector = 0; vector < count; vector++) {
      double length = 0, sum = 0, *largest = room(columns, sizeof *largest);
      for (size_t k = 0; k < columns; k++) largest[k] = -2;
      for (size_t d = 0; d < dimension; d++)
        length += (double)vectors[vector * dimension + d] * vectors[vector * dimension + d];
      for (size_t row = 0; row < rows; row++) {
        double dot = 0;
        for (size_t d = 0; d < dimension; d++)
          dot += (double)vectors[vector * dimension + d] * bank[row * dimension + d];
        largest[row_columns[row]] = fmax(largest[row_columns[row]], dot / sqrt(length));
      }
      for (size_t k = 0; k < columns; k++) sum += exp(20 * largest[k]);
      for (size_t k = 0; k < columns; k++) {
        double c = exp(20 * largest[k]) / sum, found = values[(vector / 16 * columns + k) * 16 + vector % 16];
        if (!(fabs(found - c) <= 1e-5)) fprintf(stderr, "probability %g instead of %g\n", found, c), exit(1);
      }
      free(largest);
    }
  }
  free(vectors), free(bank), free(row_columns), free(grouped), free(values);
}

int main(int count, char **arguments) {
  long cases = count > 1 ? atol(arguments[1]) : 200;
  for (long i = 0; i < cases; i++) try_masks(), try_vectors();
  printf("%ld cases, instruction sets up to %d: as in double precision\n", cases, pk_widest_instructions());
  return 0;
}
