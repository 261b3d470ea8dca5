// PromptBank's scorer from C: open a bank, describe it, score a model's outputs with it.
//
//   promptbank_bank bank = 0;
//   if (promptbank_open("city.bank.safetensors", &bank) != PROMPTBANK_OK) {
//     char reason[1024];
//     promptbank_last_error(reason, sizeof reason);
//     …
//   }
//   promptbank_masks masks = {
//       .size = sizeof masks, .queries = n, .dimension = d, .mask_height = h, .mask_width = w,
//       .embeddings = e, .embeddings_count = n * d, .logits = l, .logits_count = n * h * w};
//   promptbank_map map = {
//       .size = sizeof map, .height = H, .width = W, .anomaly = u, .column = c, .count = H * W};
//   promptbank_score_masks(bank, NULL, &masks, &map);
//   promptbank_close(bank);
//
// Arrays are the caller's, row-major without gaps, aligned for their type, and never copied. Nothing is
// kept of them when a function returns. All functions may be called from any threads at the same time,
// also with the same bank; two calls at once must not write the same map. Errors are codes: nothing here
// ends the process, except that a bank's file is cut short by somebody else while it is open (replace a
// bank by renaming a finished file over it) or memory runs out.
#ifndef PROMPTBANK_H
#define PROMPTBANK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The version of this interface. It rises where a program built with an earlier header would break.
#define PROMPTBANK_INTERFACE_VERSION 1

// What functions return.
typedef int32_t promptbank_status;
enum {
  PROMPTBANK_OK = 0,
  // A pointer that is NULL or not aligned, a structure of another size, a number out of range, arrays
  // that overlap, text that is not UTF-8, a map whose count is not its height times its width.
  PROMPTBANK_INVALID_ARGUMENT = 1,
  // A bank that was never opened, or has been closed.
  PROMPTBANK_INVALID_HANDLE = 2,
  // A file that cannot be read, is no bank, or does not hold together.
  PROMPTBANK_INVALID_BANK = 3,
  // The bank lives in another embedding space than the model: their cosines would mean nothing.
  PROMPTBANK_WRONG_SPACE = 4,
  // Something the bank's set asks for cannot be done: it states no temperature, and neither does the
  // caller.
  PROMPTBANK_NOT_SCORABLE = 5,
  // Outputs whose shapes, counts, dimension or values do not fit the bank or each other.
  PROMPTBANK_INVALID_OUTPUTS = 6,
  // A buffer too small for a text; the length needed has been told.
  PROMPTBANK_BUFFER_TOO_SMALL = 7,
};

// An open bank. Numbers are never used twice in a process, and 0 is none: a closed bank is found out.
typedef uint64_t promptbank_bank;

// The version of the library's interface; compare it with PROMPTBANK_INTERFACE_VERSION.
int32_t promptbank_interface_version(void);

// Why the last function that failed on this thread did: UTF-8, at most 2,047 bytes, empty where none
// has. Copies at most `capacity` bytes, the last of them a zero byte, and returns the length of the whole
// text without it. `buffer` may be NULL where `capacity` is 0.
size_t promptbank_last_error(char *buffer, size_t capacity);

// Maps a bank and checks its header, shapes, bounds and tables; no digest (`promptbank inspect` does).
// The number of an open bank goes to `bank`, 0 where it fails.
promptbank_status promptbank_open(const char *path, promptbank_bank *bank);

// Closes a bank. Calls that are under way on other threads finish first.
promptbank_status promptbank_close(promptbank_bank bank);

// What a bank holds. Set `size` to sizeof(promptbank_description) before the call; the same goes for every
// structure below.
typedef struct promptbank_description {
  size_t size;
  int64_t dimension;   // D, the length of an embedding
  int64_t concepts;    // rows
  int64_t columns;     // K + Q, entries of the softmax
  int64_t id_columns;  // K; they come first
  int64_t classes;
  int64_t ood_entries;
  double temperature;          // the set's; 0 where it leaves it to the model or the encoder
  double encoder_temperature;  // the encoder's; 0 where it has none
  int32_t heads;               // classifier heads that the set asks for, 1 or 2
  int32_t void_columns;        // further columns that stand for no class, 0 or 1
} promptbank_description;

promptbank_status promptbank_describe(promptbank_bank bank, promptbank_description *description);

// The texts of a bank. Those with an index: columns are the numbers of a map's `column`.
enum {
  PROMPTBANK_SET_NAME = 0,
  PROMPTBANK_SET_VERSION = 1,   // empty where the set has none
  PROMPTBANK_SPACE = 2,         // `sha256:` and 64 hexadecimal digits
  PROMPTBANK_DIGEST = 3,        // the bank's identity, likewise; empty where it records none
  PROMPTBANK_COLUMN_NAME = 4,   // by column: the class, superclass or ood entry
  PROMPTBANK_CONCEPT_TEXT = 5,  // by row
};

// Writes a text as UTF-8 with a zero byte behind it. Its length in bytes, without that, goes to `length`,
// also where `capacity` is too small and nothing is written. `length` may be NULL, and `buffer` may where
// `capacity` is 0. `index` is not read for texts that have none.
promptbank_status promptbank_text(
    promptbank_bank bank, int32_t text, int64_t index, char *buffer, size_t capacity,
    size_t *length);

// How masks become a pixel's shares: 1 / (1 + exp(-x)); a softmax over the queries; or the first divided by
// its sum over the queries.
enum { PROMPTBANK_SIGMOID = 0, PROMPTBANK_SOFTMAX = 1, PROMPTBANK_NORMALISED = 2 };

// What the model says of itself. NULL in its place is a structure of zeros.
typedef struct promptbank_options {
  size_t size;
  const char *space;          // the model's space, as PROMPTBANK_SPACE is written; NULL checks nothing
  double temperature;         // the model's softmax temperature, used where the set states none; 0: none
  double second_temperature;  // a second head's; 0: as the first
  int32_t mask_form;          // PROMPTBANK_SIGMOID, …
  int32_t threads;            // most threads of one call; 0: one for each processor
} promptbank_options;

// The outputs of a model with masks. A count is the number of floats in an array, and must be what the
// extents multiply to.
typedef struct promptbank_masks {
  size_t size;
  int64_t queries;                 // N
  int64_t dimension;               // D, as the bank's
  int64_t mask_height;             // h
  int64_t mask_width;              // w
  const float *embeddings;         // [N, D], of any length above 0
  size_t embeddings_count;
  const float *second_embeddings;  // [N, D] of a second head, for a set that asks for it; NULL for none
  size_t second_embeddings_count;
  const float *logits;             // [N, h, w], before the sigmoid
  size_t logits_count;
} promptbank_masks;

// The outputs of a model with one embedding a pixel.
typedef struct promptbank_pixels {
  size_t size;
  int64_t height;           // h
  int64_t width;            // w
  int64_t dimension;        // D, as the bank's
  const float *embeddings;  // [h, w, D]
  size_t embeddings_count;
} promptbank_pixels;

// Where a map goes. Nothing is written where a call fails, but for one thing: a value of the outputs that is
// not finite may be met when a part of the map is there already, and what the map then holds is not defined.
typedef struct promptbank_map {
  size_t size;
  int64_t height;   // H, at most 2^28 pixels in all
  int64_t width;    // W
  float *anomaly;   // [H, W]: u, higher is more anomalous
  int32_t *column;  // [H, W]: the ID column that u was judged by; NULL where it is not wanted
  size_t count;     // H · W, the elements of each
} promptbank_map;

promptbank_status promptbank_score_masks(
    promptbank_bank bank, const promptbank_options *options, const promptbank_masks *masks,
    const promptbank_map *map);

promptbank_status promptbank_score_pixels(
    promptbank_bank bank, const promptbank_options *options, const promptbank_pixels *pixels,
    const promptbank_map *map);

#ifdef __cplusplus
}
#endif

#endif
