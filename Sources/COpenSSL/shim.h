// OpenSSL's message digests: SHA-256 of files and row ids.
#pragma once
#include <openssl/evp.h>
