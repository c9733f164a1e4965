#include "scanning.h"

// Compiled for the widest vectors of several processors; the numbers are the same.
#if defined(__x86_64__) && defined(__linux__)
#define EACH_WIDTH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EACH_WIDTH
#endif

// Without it, what the compilations share would be compiled once, for any processor.
#define ALWAYS_INLINE static inline __attribute__((always_inline))

#define EACH_BYTE 0x0101010101010101u

// Eight bytes as the values of digits, the first one lowest; other bytes become more than 9.
ALWAYS_INLINE uint64_t eight(const uint8_t *start) {
  uint64_t word;
  __builtin_memcpy(&word, start, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word ^ 0x30 * EACH_BYTE;
}

// The first `count` digits of eight, from 1 to 8, behind zeros: they make the same number.
ALWAYS_INLINE uint64_t leading(uint64_t digits, ptrdiff_t count) {
  return digits << (64 - 8 * count);
}

// Not 0 if one of eight bytes is no digit.
ALWAYS_INLINE uint64_t others(uint64_t digits) {
  return ((digits + 0x76 * EACH_BYTE) | digits) & 0x80 * EACH_BYTE;
}

// The number that eight digits make.
//
// Source: Lemire 2018, "Quickly parsing eight digits": three multiplications instead of eight.
ALWAYS_INLINE uint64_t number(uint64_t digits) {
  digits = digits * 10 + (digits >> 8);
  return ((digits & 0x000000FF000000FF) * 0x000F424000000064 +
          ((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
}

static const uint64_t tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

// Reads a number of `length` bytes, of which there are some; false leaves it to others.
ALWAYS_INLINE bool read_number(
    const uint8_t *start, ptrdiff_t length, const struct scanning_tables *tables, double *value) {
  const bool is_negative = *start == '-';
  start += is_negative;
  length -= is_negative;
  if (length <= 0) return false;
  const uint64_t head = eight(start);
  const uint64_t points = head ^ ('.' ^ 0x30) * EACH_BYTE;
  // Bytes above the first point may be taken for one.
  const uint64_t found = (points - EACH_BYTE) & ~points & 0x80 * EACH_BYTE;
  ptrdiff_t whole_count = found == 0 ? 8 : __builtin_ctzll(found) >> 3;
  uint64_t digits;
  ptrdiff_t fraction_count = 0;
  if (whole_count >= length) {
    const uint64_t whole = leading(head, length);
    if (others(whole)) return false;
    digits = number(whole);
  } else {
    fraction_count = length - whole_count - 1;
    if (whole_count == 0 || whole_count == 8 || fraction_count == 0 || fraction_count > 19)
      return false;
    const uint64_t whole = leading(head, whole_count);
    const uint8_t *fraction = start + whole_count + 1;
    digits = number(whole);
    if (fraction_count <= 8) {
      const uint64_t rest = leading(eight(fraction), fraction_count);
      if (others(whole) | others(rest)) return false;
      digits = digits * tens[fraction_count] + number(rest);
    } else {
      // Leading zeros are no danger; otherwise 20 digits could be too large.
      if (digits != 0 && whole_count + fraction_count > 19) return false;
      const ptrdiff_t middle = fraction_count < 16 ? fraction_count - 8 : 8;
      const uint64_t a = eight(fraction), b = leading(eight(fraction + 8), middle);
      const ptrdiff_t last = fraction_count - 8 - middle;
      const uint64_t c = last == 0 ? 0 : leading(eight(fraction + 16), last);
      if (others(whole) | others(a) | others(b) | others(c)) return false;
      digits = (digits * tens[8] + number(a)) * tens[middle] + number(b);
      digits = digits * tens[last] + number(c);
    }
  }
  double magnitude;
  if (digits <= (uint64_t)1 << 53)
    magnitude = (double)(int64_t)digits / tables->powers_of_ten[fraction_count];
  else
    magnitude = scanning_product(
        digits, -fraction_count, tables->powers_of_five + 2 * (19 - fraction_count));
  *value = is_negative ? -magnitude : magnitude;
  return true;
}

EACH_WIDTH ptrdiff_t scanning_read_numbers(
    struct scanning_ends *ends, const uint8_t **cell, ptrdiff_t count, double *values,
    const struct scanning_tables *tables) {
  struct scanning_ends next = *ends;
  const uint8_t *start = *cell, *end = start;
  ptrdiff_t read = 0;
  while (read < count) {
    struct scanning_ends before = next;
    end = scanning_next(&next);
    double value = __builtin_nan("");
    if (end != start && !read_number(start, end - start, tables, &value)) {
      next = before;
      break;
    }
    values[read] = value;
    read += 1;
    start = end + 1;
    if (*end != next.delimiter) break;
  }
  *ends = next;
  if (read > 0) *cell = start - 1;
  return read;
}
