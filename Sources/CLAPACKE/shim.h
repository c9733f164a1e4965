// LAPACK's factorizations, which the program takes from OpenBLAS, through their C interface.
#pragma once
#include <lapacke.h>
