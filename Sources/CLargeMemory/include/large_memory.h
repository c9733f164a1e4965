// Large allocations of the program in a file instead of in memory, when asked for.
#ifndef LARGE_MEMORY_H
#define LARGE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Puts allocations of at least `large_memory_threshold` bytes into a nameless file in `folder` from
/// now on, and keeps at most about `resident_limit` bytes of them in memory. Gives 0, or the value
/// of errno when there cannot be such a file. Called again, it changes the limit only.
int large_memory_begin(const char *folder, size_t resident_limit);

/// Leaves allocations to the C library again; what is in the file stays there until it is freed.
void large_memory_end(void);

/// Bytes that are in the file now, and the most that ever were.
uint64_t large_memory_bytes(void);
uint64_t large_memory_peak_bytes(void);

/// Bytes that found no room in the file and were put into memory instead.
uint64_t large_memory_refused_bytes(void);

/// Whether an address lies in the file.
bool large_memory_holds(const void *address);

extern const size_t large_memory_threshold;

#endif
