// OpenSSL's message digests: SHA-256 of files and row ids.
#pragma once
// Its newer interface loads providers first, a millisecond and two megabytes for the same code.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
