// zlib: reading and writing gzip streams.
#pragma once
#include <zlib.h>
