#ifndef PROMPTBANK_LAST_ERROR_H
#define PROMPTBANK_LAST_ERROR_H

#include <stddef.h>

// Keeps the UTF-8 text of `count` bytes as this thread's last error, cut short where it is too long.
void promptbank_keep_error(const char *text, size_t count);

#endif
