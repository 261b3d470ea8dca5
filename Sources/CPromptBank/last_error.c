#include "include/last_error.h"

#include <string.h>

#include "include/promptbank.h"

// In C for its thread-local storage, which Swift has none of.
static _Thread_local char kept[2048];
static _Thread_local size_t length;

// The largest number of bytes up to `most` that ends between two characters.
static size_t whole(const char *text, size_t count, size_t most) {
  if (count <= most) return count;
  while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80) most--;
  return most;
}

void promptbank_keep_error(const char *text, size_t count) {
  length = whole(text, count, sizeof kept - 1);
  if (length > 0) memcpy(kept, text, length);
}

size_t promptbank_last_error(char *buffer, size_t capacity) {
  if (buffer != NULL && capacity > 0) {
    size_t copied = whole(kept, length, capacity - 1);
    memcpy(buffer, kept, copied);
    buffer[copied] = 0;
  }
  return length;
}
