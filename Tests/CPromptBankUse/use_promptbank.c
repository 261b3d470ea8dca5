// The C door as a C program meets it. A test target calls `use_promptbank`; `.ci/check-library` builds
// this file alone, with UNDER_CC, against the installed header and the shared library.
#include "use_promptbank.h"

#include <limits.h>
#include <math.h>
#include <promptbank.h>
#include <stdio.h>
#include <string.h>

static char failure[2560];

#define EXPECT(condition)                                                              \
  do {                                                                                 \
    if (!(condition)) {                                                                \
      char reason[2048];                                                               \
      promptbank_last_error(reason, sizeof reason);                                    \
      snprintf(failure, sizeof failure, "line %d: %s (last error: %s)", __LINE__,     \
               #condition, reason);                                                    \
      return failure;                                                                  \
    }                                                                                  \
  } while (0)

// A call fails with this code and gives a reason that holds `word`.
static int refused(promptbank_status status, promptbank_status expected, const char *word) {
  char reason[2048];
  size_t length = promptbank_last_error(reason, sizeof reason);
  return status == expected && length == strlen(reason) && strstr(reason, word) != NULL;
}

#define EXPECT_REFUSED(call, code, word) EXPECT(refused(call, code, word))

static const char *open_badly(const char *path, const char *damaged) {
  promptbank_bank bank = 7;
  EXPECT_REFUSED(promptbank_open(NULL, &bank), PROMPTBANK_INVALID_ARGUMENT, "`path` is NULL");
  EXPECT(bank == 0);
  EXPECT_REFUSED(promptbank_open(path, NULL), PROMPTBANK_INVALID_ARGUMENT, "`bank` is NULL");
  EXPECT_REFUSED(promptbank_open("/no/such.bank", &bank), PROMPTBANK_INVALID_BANK, "/no/such.bank");
  EXPECT_REFUSED(promptbank_open("/", &bank), PROMPTBANK_INVALID_BANK, "folder");
  EXPECT_REFUSED(promptbank_open("\xFF\xFE", &bank), PROMPTBANK_INVALID_ARGUMENT, "UTF-8");
  EXPECT_REFUSED(promptbank_open(damaged, &bank), PROMPTBANK_INVALID_BANK, damaged);
  char small[8];
  EXPECT(promptbank_last_error(small, sizeof small) > 7 && strlen(small) == 7);
  EXPECT(promptbank_last_error(NULL, 0) > 7);
  EXPECT(promptbank_last_error(NULL, 9) > 7);
  EXPECT_REFUSED(promptbank_close(0), PROMPTBANK_INVALID_HANDLE, "no bank");
  EXPECT_REFUSED(promptbank_close(UINT64_MAX), PROMPTBANK_INVALID_HANDLE, "not open");
  return NULL;
}

static const char *describe(promptbank_bank bank) {
  promptbank_description d = {.size = sizeof d};
  EXPECT(promptbank_describe(bank, &d) == PROMPTBANK_OK);
  EXPECT(d.size == sizeof d && d.dimension == 3 && d.concepts == 3 && d.columns == 3);
  EXPECT(d.id_columns == 2 && d.classes == 2 && d.ood_entries == 1);
  EXPECT(d.temperature == 0 && d.encoder_temperature == 0 && d.heads == 1 && d.void_columns == 0);
  EXPECT_REFUSED(promptbank_describe(bank, NULL), PROMPTBANK_INVALID_ARGUMENT, "NULL");
  d.size -= 8;
  EXPECT_REFUSED(promptbank_describe(bank, &d), PROMPTBANK_INVALID_ARGUMENT, "size");
  d.size = sizeof d;
  EXPECT_REFUSED(promptbank_describe(bank + 99, &d), PROMPTBANK_INVALID_HANDLE, "not open");
  char bytes[sizeof d + 1];
  memcpy(bytes + 1, &d, sizeof d);
  void *askew = bytes + ((size_t)bytes % 8 == 0 ? 1 : 0);
  EXPECT_REFUSED(promptbank_describe(bank, askew), PROMPTBANK_INVALID_ARGUMENT, "aligned");

  char text[128];
  size_t length = 99;
  EXPECT(promptbank_text(bank, PROMPTBANK_SET_NAME, 0, text, sizeof text, &length) == PROMPTBANK_OK);
  EXPECT(strcmp(text, "axes") == 0 && length == 4);
  EXPECT(promptbank_text(bank, PROMPTBANK_SET_VERSION, -1, text, 1, NULL) == PROMPTBANK_OK);
  EXPECT(text[0] == 0);
  EXPECT(promptbank_text(bank, PROMPTBANK_SPACE, 0, text, sizeof text, &length) == PROMPTBANK_OK);
  EXPECT(length == 71 && strncmp(text, "sha256:", 7) == 0);
  EXPECT(promptbank_text(bank, PROMPTBANK_DIGEST, 0, text, sizeof text, &length) == PROMPTBANK_OK);
  EXPECT(length == 71);
  EXPECT(promptbank_text(bank, PROMPTBANK_COLUMN_NAME, 2, text, sizeof text, NULL) == PROMPTBANK_OK);
  EXPECT(strcmp(text, "tire") == 0);
  EXPECT(promptbank_text(bank, PROMPTBANK_CONCEPT_TEXT, 1, text, sizeof text, NULL) == PROMPTBANK_OK);
  EXPECT(strcmp(text, "sky") == 0);
  // Too small for the zero byte behind the text: nothing is written.
  memset(text, 'x', sizeof text);
  EXPECT_REFUSED(promptbank_text(bank, PROMPTBANK_SET_NAME, 0, text, 4, &length),
                 PROMPTBANK_BUFFER_TOO_SMALL, "4 bytes");
  EXPECT(length == 4 && text[0] == 'x');
  EXPECT_REFUSED(promptbank_text(bank, PROMPTBANK_SET_NAME, 0, NULL, 0, &length),
                 PROMPTBANK_BUFFER_TOO_SMALL, "4 bytes");
  EXPECT_REFUSED(promptbank_text(bank, PROMPTBANK_SET_NAME, 0, NULL, 9, &length),
                 PROMPTBANK_INVALID_ARGUMENT, "`buffer` is NULL");
  EXPECT_REFUSED(promptbank_text(bank, PROMPTBANK_SET_NAME, 0, text, SIZE_MAX, &length),
                 PROMPTBANK_INVALID_ARGUMENT, "`buffer` cannot");
  EXPECT_REFUSED(promptbank_text(bank, 6, 0, text, sizeof text, NULL),
                 PROMPTBANK_INVALID_ARGUMENT, "no text 6");
  for (int64_t index = -1; index <= 3; index += 4)
    EXPECT_REFUSED(promptbank_text(bank, PROMPTBANK_COLUMN_NAME, index, text, sizeof text, NULL),
                   PROMPTBANK_INVALID_ARGUMENT, "there is no column");
  EXPECT_REFUSED(
      promptbank_text(bank, PROMPTBANK_CONCEPT_TEXT, INT64_MAX, text, sizeof text, NULL),
      PROMPTBANK_INVALID_ARGUMENT, "there is no concept");
  return NULL;
}

// The space of the bank, by its own word.
static char own_space[128];

static const char *score(promptbank_bank bank) {
  EXPECT(promptbank_text(bank, PROMPTBANK_SPACE, 0, own_space, sizeof own_space, NULL) == PROMPTBANK_OK);
  // One query along the first axis, of length 2; its mask claims the left pixel and leaves the right.
  float embeddings[3] = {2, 0, 0}, logits[6] = {40, -40};
  float anomaly[6] = {9, 9, 9, 9, 9, 9};
  int32_t column[4] = {9, 9, 9, 9};
  const promptbank_options good = {
      .size = sizeof good, .space = own_space, .temperature = 0.5, .threads = 1};
  const promptbank_masks masks = {
      .size = sizeof masks, .queries = 1, .dimension = 3, .mask_height = 1, .mask_width = 2,
      .embeddings = embeddings, .embeddings_count = 3, .logits = logits, .logits_count = 2};
  const promptbank_map map = {
      .size = sizeof map, .height = 1, .width = 2, .anomaly = anomaly + 1, .column = column + 1,
      .count = 2};
  promptbank_options o = good;
  promptbank_masks m = masks;
  promptbank_map to = map;

#define EXPECT_MASKS_REFUSED(code, word)                               \
  do {                                                                 \
    EXPECT_REFUSED(promptbank_score_masks(bank, &o, &m, &to), code, word); \
    EXPECT(anomaly[1] == 9 && column[1] == 9);                         \
    o = good;                                                          \
    m = masks;                                                         \
    to = map;                                                          \
  } while (0)

  // Whole arguments.
  EXPECT_REFUSED(promptbank_score_masks(0, &o, &m, &to), PROMPTBANK_INVALID_HANDLE, "no bank");
  EXPECT_REFUSED(promptbank_score_masks(bank, &o, NULL, &to), PROMPTBANK_INVALID_ARGUMENT, "`masks`");
  EXPECT_REFUSED(promptbank_score_masks(bank, &o, &m, NULL), PROMPTBANK_INVALID_ARGUMENT, "`map`");
  EXPECT_REFUSED(promptbank_score_masks(bank, NULL, &m, &to), PROMPTBANK_NOT_SCORABLE, "temperature");
  // Structures of another release, or never filled in.
  o.size = 0;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "`options->size` is 0");
  m.size += 8;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "`masks->size`");
  to.size = 1;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "`map->size`");
  // Options.
  o.space = "sha256:00";
  EXPECT_MASKS_REFUSED(PROMPTBANK_WRONG_SPACE, "sha256:00");
  o.space = "\xC0";
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "UTF-8");
  o.mask_form = 3;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "mask form 3");
  o.threads = -1;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "threads");
  const double no_temperatures[] = {NAN, INFINITY, -1};
  for (int i = 0; i < 3; i++) {
    o.temperature = no_temperatures[i];
    EXPECT_MASKS_REFUSED(PROMPTBANK_NOT_SCORABLE, "temperature");
  }
  // Arrays.
  m.embeddings = NULL;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "`embeddings` is NULL");
  m.logits = NULL, m.logits_count = 0;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_OUTPUTS, "mask_logits");
  m.logits = (const float *)(const void *)((const char *)logits + 1);
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "aligned");
  m.logits_count = SIZE_MAX;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "`logits` cannot");
  m.embeddings_count = 2;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_OUTPUTS, "2 values");
  m.logits_count = 1;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_OUTPUTS, "1 values");
  m.dimension = 1, m.queries = 3, m.logits_count = 6;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_OUTPUTS, "1 numbers");
  const int64_t extents[] = {0, -1, INT64_MIN, INT64_MAX, (int64_t)1 << 62, (int64_t)1 << 32};
  for (int i = 0; i < 6; i++) {
    m.queries = extents[i];
    EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_OUTPUTS, "mask_embeddings");
    m.dimension = extents[i];
    EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_OUTPUTS, "mask_embeddings");
    m.mask_height = extents[i];
    EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_OUTPUTS, "mask_logits");
    m.mask_width = extents[i];
    EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_OUTPUTS, "mask_logits");
    to.height = extents[i];
    EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "size");
    to.width = extents[i];
    EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "size");
  }
  m.queries = 2;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_OUTPUTS, "mask_embeddings");
  // The map.
  to.anomaly = NULL;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "`anomaly` is NULL");
  to.anomaly = (float *)(void *)((char *)anomaly + 2);
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "aligned");
  to.count = 3;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "2 pixels");
  to.anomaly = logits;
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "overlap");
  to.column = (int32_t *)(void *)(anomaly + 2);
  EXPECT_MASKS_REFUSED(PROMPTBANK_INVALID_ARGUMENT, "overlap");

  // And well: shares 1 and 0 of the softmax of cosines 1, 0, 0 at a temperature of 0.5.
  EXPECT(promptbank_score_masks(bank, &good, &masks, &map) == PROMPTBANK_OK);
  double expected = -exp(2) / (exp(2) + 2);
  EXPECT(fabs(anomaly[1] - expected) < 1e-6 && fabs(anomaly[2]) < 1e-6);
  EXPECT(column[1] == 0 && column[2] == 0);
  EXPECT(anomaly[0] == 9 && anomaly[3] == 9 && column[0] == 9 && column[3] == 9);
  to.column = NULL;
  float kept = anomaly[1];
  anomaly[1] = 0;
  EXPECT(promptbank_score_masks(bank, &good, &masks, &to) == PROMPTBANK_OK && anomaly[1] == kept);

  // One embedding a pixel.
  float pixels[6] = {0, 3, 0, 0, 0, 1};
  const promptbank_pixels dense = {
      .size = sizeof dense, .height = 1, .width = 2, .dimension = 3, .embeddings = pixels,
      .embeddings_count = 6};
  EXPECT(promptbank_score_pixels(bank, &good, &dense, &map) == PROMPTBANK_OK);
  EXPECT(column[1] == 1 && fabs(anomaly[1] - expected) < 1e-6);
  EXPECT(fabs(anomaly[2] + 1 / (exp(2) + 2)) < 1e-6);
  promptbank_pixels p = dense;
  EXPECT_REFUSED(promptbank_score_pixels(bank, &good, NULL, &map), PROMPTBANK_INVALID_ARGUMENT, "NULL");
  p.size = 3;
  EXPECT_REFUSED(promptbank_score_pixels(bank, &good, &p, &map), PROMPTBANK_INVALID_ARGUMENT, "size");
  p = dense, p.height = INT64_MAX, p.width = INT64_MAX;
  EXPECT_REFUSED(promptbank_score_pixels(bank, &good, &p, &map), PROMPTBANK_INVALID_OUTPUTS, "pixel");
  p = dense, p.embeddings = anomaly, p.embeddings_count = 6;
  EXPECT_REFUSED(promptbank_score_pixels(bank, &good, &p, &map), PROMPTBANK_INVALID_ARGUMENT, "overlap");
  return NULL;
}

// Values that no model should give: each an error that names it, or a defined score.
static const char *score_hostile_values(promptbank_bank bank) {
  const promptbank_options o = {.size = sizeof o, .temperature = 0.5, .threads = 1};
  float anomaly[2];
  int32_t column[2];
  const promptbank_map map = {
      .size = sizeof map, .height = 1, .width = 2, .anomaly = anomaly, .column = column, .count = 2};
  const float bad[] = {NAN, -NAN, INFINITY, -INFINITY};
  for (int form = PROMPTBANK_SIGMOID; form <= PROMPTBANK_NORMALISED; form++) {
    promptbank_options with = o;
    with.mask_form = form;
    float embeddings[3] = {2, 0, 0}, logits[2] = {1, 2};
    const promptbank_masks masks = {
        .size = sizeof masks, .queries = 1, .dimension = 3, .mask_height = 1, .mask_width = 2,
        .embeddings = embeddings, .embeddings_count = 3, .logits = logits, .logits_count = 2};
    for (int i = 0; i < 4; i++) {
      logits[1] = bad[i];
      EXPECT_REFUSED(promptbank_score_masks(bank, &with, &masks, &map), PROMPTBANK_INVALID_OUTPUTS,
                     "tensor `mask_logits`, element 1");
      logits[1] = 2, embeddings[2] = bad[i];
      EXPECT_REFUSED(promptbank_score_masks(bank, &with, &masks, &map), PROMPTBANK_INVALID_OUTPUTS,
                     "tensor `mask_embeddings`, element 2");
      embeddings[2] = 0;
    }
    // Embeddings count by their direction, however long; one of length 0 is as near to every column.
    const double share = form == PROMPTBANK_SIGMOID ? 1 / (1 + exp(-1)) : 1;
    const float lengths[] = {1e-44f, 1e-30f, 1, 1e30f, 3e38f};
    for (int i = 0; i < 5; i++) {
      embeddings[0] = lengths[i];
      EXPECT(promptbank_score_masks(bank, &with, &masks, &map) == PROMPTBANK_OK);
      EXPECT(fabs(anomaly[0] + share * exp(2) / (exp(2) + 2)) < 1e-6 && column[0] == 0);
    }
    embeddings[0] = 0;
    EXPECT(promptbank_score_masks(bank, &with, &masks, &map) == PROMPTBANK_OK);
    EXPECT(fabs(anomaly[0] + share / 3) < 1e-6 && column[0] == 0);
    // Logits of any finite size have a share.
    const float finite[] = {-3.4e38f, -1e4f, -1e-44f, 1e-44f, 1e4f, 3.4e38f};
    for (int i = 0; i < 6; i++) {
      logits[0] = finite[i], logits[1] = finite[5 - i];
      EXPECT(promptbank_score_masks(bank, &with, &masks, &map) == PROMPTBANK_OK);
      for (int x = 0; x < 2; x++) EXPECT(anomaly[x] <= 0 && anomaly[x] > -0.34f && column[x] == 0);
    }
  }
  float pixels[6] = {0, 0, 0, 1e-44f, 0, 0};
  const promptbank_pixels dense = {
      .size = sizeof dense, .height = 1, .width = 2, .dimension = 3, .embeddings = pixels,
      .embeddings_count = 6};
  EXPECT(promptbank_score_pixels(bank, &o, &dense, &map) == PROMPTBANK_OK);
  EXPECT(fabs(anomaly[0] + 1.0 / 3) < 1e-6 && fabs(anomaly[1] + exp(2) / (exp(2) + 2)) < 1e-6);
  for (int i = 0; i < 4; i++) {
    pixels[4] = bad[i];
    EXPECT_REFUSED(promptbank_score_pixels(bank, &o, &dense, &map), PROMPTBANK_INVALID_OUTPUTS,
                   "tensor `pixel_embeddings`, element 4");
  }
  return NULL;
}

const char *use_promptbank(const char *path, const char *damaged) {
  if (promptbank_interface_version() != PROMPTBANK_INTERFACE_VERSION) return "another interface";
  const char *problem = open_badly(path, damaged);
  if (problem) return problem;
  promptbank_bank bank = 0, second = 0;
  EXPECT(promptbank_open(path, &bank) == PROMPTBANK_OK && bank != 0);
  EXPECT(promptbank_open(path, &second) == PROMPTBANK_OK && second != bank);
  EXPECT(promptbank_close(second) == PROMPTBANK_OK);
  problem = describe(bank);
  if (problem == NULL) problem = score(bank);
  if (problem == NULL) problem = score_hostile_values(bank);
  if (problem) return problem;
  EXPECT(promptbank_close(bank) == PROMPTBANK_OK);
  EXPECT_REFUSED(promptbank_close(bank), PROMPTBANK_INVALID_HANDLE, "closed");
  promptbank_description d = {.size = sizeof d};
  EXPECT_REFUSED(promptbank_describe(bank, &d), PROMPTBANK_INVALID_HANDLE, "closed");
  return NULL;
}

#ifdef UNDER_CC
int main(int count, char **arguments) {
  if (count != 3) return 2;
  const char *problem = use_promptbank(arguments[1], arguments[2]);
  if (problem) fprintf(stderr, "error: the C door: %s\n", problem);
  return problem != NULL;
}
#endif
