// Stands in front of the C library's allocation functions: the dynamic linker takes an
// executable's definitions before a library's, for every caller (glibc manual, "Replacing malloc").
//
// A large block is a shared mapping of a piece of a nameless file, so that the kernel may write its
// pages out and take them back, as with swap, but without any. A thread drops all pages from the
// process when too many of them are resident: they stay in the file, and are read again when
// touched. Small blocks, and all of them until `large_memory_begin`, are the C library's.
#define _GNU_SOURCE
#include "large_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);
extern void __libc_free(void *pointer);

enum { page_size = 4096, nap_nanoseconds = 2000000 };

const size_t large_memory_threshold = 1 << 20;

/// Addresses set aside for blocks: each is used once, so that none needs to be looked for. The
/// file is sparse, and at most as long as ext4 allows.
static const size_t arena_size = (size_t)8 << 40;

/// Stands before a block, so that freeing needs no table; keeps the block aligned like malloc's.
struct header {
  size_t mapped_size;
  size_t padding[6];
  /// What glibc's `malloc_usable_size` reads: the size with its own two words, and the flag of a
  /// block that is a mapping of its own.
  size_t size_and_flag;
};

enum { mapping_flag = 2 };

static _Atomic(char *) arena;
static _Atomic size_t cursor;
static _Atomic bool is_on;
static _Atomic int file = -1;
static _Atomic size_t resident_limit;
static _Atomic uint64_t held, held_peak, refused;

bool large_memory_holds(const void *address) {
  const char *start = atomic_load_explicit(&arena, memory_order_acquire);
  return start && (const char *)address >= start && (const char *)address < start + arena_size;
}

static struct header *header_of(void *block) {
  return (struct header *)((char *)block - sizeof(struct header));
}

static void forget(char *base, size_t size) {
  // The addresses stay taken; the pages, wherever they are, are thrown away without being written.
  mmap(base, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  fallocate(atomic_load(&file), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
            base - atomic_load(&arena), (off_t)size);
}

/// A zeroed block in the file; NULL when there is no room, and then errno is as it was.
static void *block_in_file(size_t size) {
  if (size > arena_size / 2) return NULL;
  int before = errno;
  size_t mapped = (size + sizeof(struct header) + page_size - 1) & ~(size_t)(page_size - 1);
  size_t offset = atomic_fetch_add(&cursor, mapped);
  if (offset + mapped > arena_size) {
    atomic_fetch_sub(&cursor, mapped);
    atomic_fetch_add(&refused, size);
    return NULL;
  }
  char *base = atomic_load(&arena) + offset;
  int descriptor = atomic_load(&file);
  // Room is taken now: a full disk must be known here, not as a signal when a page is touched.
  if (fallocate(descriptor, 0, (off_t)offset, (off_t)mapped) != 0 ||
      mmap(base, mapped, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, descriptor,
           (off_t)offset) == MAP_FAILED) {
    forget(base, mapped);
    atomic_fetch_add(&refused, size);
    errno = before;
    return NULL;
  }
  struct header *header = (struct header *)base;
  header->mapped_size = mapped;
  header->size_and_flag = (mapped - sizeof(struct header) + 2 * sizeof(size_t)) | mapping_flag;
  uint64_t now = atomic_fetch_add(&held, mapped) + mapped;
  uint64_t peak = atomic_load(&held_peak);
  while (now > peak && !atomic_compare_exchange_weak(&held_peak, &peak, now)) {
  }
  errno = before;
  return header + 1;
}

static bool belongs_in_file(size_t size) {
  return size >= large_memory_threshold && atomic_load_explicit(&is_on, memory_order_relaxed);
}

void *malloc(size_t size) {
  if (belongs_in_file(size)) {
    void *block = block_in_file(size);
    if (block) return block;
  }
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  size_t total;
  if (!__builtin_mul_overflow(count, size, &total) && belongs_in_file(total)) {
    void *block = block_in_file(total);
    if (block) return block;
  }
  return __libc_calloc(count, size);
}

void free(void *block) {
  if (!large_memory_holds(block)) {
    __libc_free(block);
    return;
  }
  int before = errno;
  struct header *header = header_of(block);
  size_t mapped = header->mapped_size;
  atomic_fetch_sub(&held, mapped);
  forget((char *)header, mapped);
  errno = before;
}

void *realloc(void *block, size_t size) {
  bool is_held = large_memory_holds(block);
  if (!is_held && (block == NULL || !belongs_in_file(size))) return __libc_realloc(block, size);
  size_t old_size = malloc_usable_size(block);
  if (is_held && size == 0) {
    free(block);
    return NULL;
  }
  if (is_held && size <= old_size && size > old_size / 2) return block;
  void *moved = malloc(size);
  if (moved == NULL) return NULL;
  memcpy(moved, block, size < old_size ? size : old_size);
  free(block);
  return moved;
}

/// Bytes of mapped files that are resident in the process: the program's own among them.
static size_t resident_file_bytes(int statm) {
  char text[128];
  ssize_t count = pread(statm, text, sizeof text - 1, 0);
  if (count <= 0) return 0;
  text[count] = 0;
  unsigned long total, resident, of_files;
  if (sscanf(text, "%lu %lu %lu", &total, &resident, &of_files) != 3) return 0;
  return of_files * page_size;
}

static void *watch(void *unused) {
  (void)unused;
  int statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  size_t own = 0;
  struct timespec nap = {0, nap_nanoseconds};
  while (statm >= 0) {
    nanosleep(&nap, NULL);
    if (atomic_load(&held) == 0) {
      own = resident_file_bytes(statm);
      continue;
    }
    if (resident_file_bytes(statm) < own + atomic_load(&resident_limit)) continue;
    // Shared pages that are dropped keep what was written to them: the file has it.
    madvise(atomic_load(&arena), (atomic_load(&cursor) + page_size - 1) & ~(size_t)(page_size - 1),
            MADV_DONTNEED);
  }
  return NULL;
}

static int nameless_file(const char *folder) {
  int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
  char path[4096];
  if (snprintf(path, sizeof path, "%s/.assay-XXXXXX", folder) >= (int)sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  descriptor = mkostemp(path, O_CLOEXEC);
  if (descriptor >= 0) unlink(path);
  return descriptor;
}

int large_memory_begin(const char *folder, size_t limit) {
  atomic_store(&resident_limit, limit);
  if (atomic_load(&arena) != NULL) {
    atomic_store(&is_on, true);
    return 0;
  }
  int descriptor = nameless_file(folder);
  if (descriptor < 0) return errno;
  // The file system must be able to reserve room and to give it back.
  if (fallocate(descriptor, 0, 0, page_size) != 0 ||
      fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, page_size) != 0) {
    int code = errno;
    close(descriptor);
    return code;
  }
  void *space = mmap(NULL, arena_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (space == MAP_FAILED) {
    int code = errno;
    close(descriptor);
    return code;
  }
  atomic_store(&file, descriptor);
  atomic_store(&arena, space);
  pthread_t thread;
  int code = pthread_create(&thread, NULL, watch, NULL);
  if (code != 0) return code;
  pthread_detach(thread);
  atomic_store(&is_on, true);
  return 0;
}

void large_memory_end(void) { atomic_store(&is_on, false); }

uint64_t large_memory_bytes(void) { return atomic_load(&held); }
uint64_t large_memory_peak_bytes(void) { return atomic_load(&held_peak); }
uint64_t large_memory_refused_bytes(void) { return atomic_load(&refused); }
