#include "vectors.h"

enum kernel_vectors kernel_widest_vectors(void) {
#if defined(__x86_64__) && defined(__linux__)
  if (__builtin_cpu_supports("x86-64-v4")) return kernel_vectors_512;
  if (__builtin_cpu_supports("x86-64-v3")) return kernel_vectors_256;
#endif
  return kernel_vectors_any;
}
