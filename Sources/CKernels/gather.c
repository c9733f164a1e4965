#include "gather.h"

#include <string.h>

// A line of the cache, and how much of it waits for its turn.
enum { line = 64, most = 8192 };

// The processor reads ahead within a row, not from one row to another somewhere else.
static void ask_for(const char *row, size_t size) {
  size_t end = size < most ? size : most;
  for (size_t offset = 0; offset < end; offset += line) __builtin_prefetch(row + offset);
}

void kernel_gather_rows(
    ptrdiff_t n, size_t size, const void *rows, const ptrdiff_t *positions, void *target,
    size_t distance) {
  const char *source = rows;
  char *to = target;
  if (n > 0) ask_for(source + (size_t)positions[0] * size, size);
  for (ptrdiff_t i = 0; i < n; i++, to += distance) {
    if (i + 1 < n) ask_for(source + (size_t)positions[i + 1] * size, size);
    memcpy(to, source + (size_t)positions[i] * size, size);
  }
}
