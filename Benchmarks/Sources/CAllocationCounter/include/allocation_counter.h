#ifndef ASSAY_ALLOCATION_COUNTER_H
#define ASSAY_ALLOCATION_COUNTER_H

#include <stdint.h>

/// How often this process has asked the C library for memory so far, on all threads.
uint64_t assay_allocation_count(void);

#endif
