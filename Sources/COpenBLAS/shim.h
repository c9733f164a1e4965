// cblas and OpenBLAS's thread control as one module.
#pragma once
#include <cblas.h>
