// What a thread does between two looks at a value that another thread will change.
#pragma once

/// Lets the other thread of a core run, and saves the memory order a guess; a few dozen cycles.
static inline void kernel_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
