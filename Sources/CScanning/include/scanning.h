#ifndef ASSAY_SCANNING_H
#define ASSAY_SCANNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The ends of cells of delimited text in which no cell is quoted: delimiters and line breaks, found for
// 64 bytes at a time. 64 bytes from any place it is at must be readable, and an end must stand behind
// the text.
struct scanning_ends {
  const uint8_t *block;
  // Bit i: byte i of the block is an end, and was not given yet.
  uint64_t flags;
  uint8_t delimiter;
};

// What the numbers in cells are made of.
struct scanning_tables {
  // 10^0 to 10^19 as they are.
  const double *powers_of_ten;
  // 128 leading bits of 5^-19 to 5^0, the higher half first.
  const uint64_t *powers_of_five;
};

typedef uint8_t scanning_bytes __attribute__((vector_size(64)));
typedef bool scanning_flags __attribute__((ext_vector_type(64)));

// Inline, since they are called for each cell.

static inline void scanning_restart(struct scanning_ends *ends, const uint8_t *start) {
  scanning_bytes bytes;
  __builtin_memcpy(&bytes, start, sizeof bytes);
  const scanning_flags found = __builtin_convertvector(
      (bytes == ends->delimiter) | (bytes == 0x0A) | (bytes == 0x0D), scanning_flags);
  __builtin_memcpy(&ends->flags, &found, sizeof ends->flags);
  ends->block = start;
}

static inline const uint8_t *scanning_next(struct scanning_ends *ends) {
  while (ends->flags == 0) scanning_restart(ends, ends->block + sizeof(scanning_bytes));
  const uint8_t *end = ends->block + __builtin_ctzll(ends->flags);
  ends->flags &= ends->flags - 1;
  return end;
}

// digits * 10^power, rounded to nearest, ties to even, for powers from -27 to 55; `five` holds the 128
// leading bits of 5^power, cut off for powers from 0 on, rounded up for those below.
//
// Source: Lemire 2021, "Number parsing at a gigabyte per second", algorithm 1. The result is never
// subnormal or infinite, because the powers are far from both.
static inline double scanning_product(uint64_t digits, ptrdiff_t power, const uint64_t *five) {
  if (digits == 0) return 0;
  const int leading = __builtin_clzll(digits);
  const uint64_t shifted = digits << leading;
  const unsigned __int128 product = (unsigned __int128)shifted * five[0];
  uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;
  // The lower half of the power matters only when the bits below the mantissa are all ones.
  if ((high & 0x1FF) == 0x1FF) {
    const uint64_t correction = (uint64_t)(((unsigned __int128)shifted * five[1]) >> 64);
    low += correction;
    high += low < correction;
  }
  const int upper_bit = (int)(high >> 63), shift = upper_bit + 9;
  uint64_t mantissa = high >> shift;
  int64_t exponent = ((217706 * power) >> 16) + 63 + upper_bit - leading + 1023;
  // Exactly half way between two doubles: to the even one.
  if (low <= 1 && power >= -4 && power <= 23 && (mantissa & 3) == 1 && mantissa << shift == high)
    mantissa &= ~(uint64_t)1;
  mantissa = (mantissa + (mantissa & 1)) >> 1;
  if (mantissa >> 53) {
    mantissa = (uint64_t)1 << 52;
    exponent += 1;
  }
  const uint64_t bits = (uint64_t)exponent << 52 | (mantissa & ~((uint64_t)1 << 52));
  double value;
  __builtin_memcpy(&value, &bits, sizeof value);
  return value;
}

// Reads cells of one row as numbers, the first of them at *cell, into `values`; an empty one is NaN. Gives
// the number of cells that were read, and sets *cell to the end of the last.
//
// It stops behind `count` cells, behind one that does not end with the delimiter, and before one that is
// no plain number of at most 19 digits, with at most seven before the point, or eight and no point:
// `ends` and *cell are then as if it had not been looked at. None at all sets nothing.
ptrdiff_t scanning_read_numbers(
    struct scanning_ends *ends, const uint8_t **cell, ptrdiff_t count, double *values,
    const struct scanning_tables *tables);

#endif
