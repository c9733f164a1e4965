// LAPACK's factorizations as OpenBLAS brings them, for matrices that lie column by column: LAPACKE would
// add two libraries that every start of the program has to load. Each gives LAPACK's `info`, and
// `out_of_memory` where there is none for its workspace.
#pragma once
#include <stddef.h>
#include <stdlib.h>

// At the end of Fortran's arguments stand the lengths of its texts.
typedef size_t text_length;

extern void dpotrf_(const char *, const int *, double *, const int *, int *, text_length);
extern void dpotrs_(const char *, const int *, const int *, const double *, const int *, double *,
                    const int *, int *, text_length);
extern double dlansy_(const char *, const char *, const int *, const double *, const int *, double *,
                      text_length, text_length);
extern void dpocon_(const char *, const int *, const double *, const int *, const double *, double *,
                    double *, int *, int *, text_length);
extern void dgeqp3_(const int *, const int *, double *, const int *, int *, double *, double *,
                    const int *, int *);
extern void dormqr_(const char *, const char *, const int *, const int *, const int *,
                    const double *, const int *, const double *, double *, const int *, double *,
                    const int *, int *, text_length, text_length);
extern void dtrtrs_(const char *, const char *, const char *, const int *, const int *,
                    const double *, const int *, double *, const int *, int *, text_length,
                    text_length, text_length);
extern void dgesdd_(const char *, const int *, const int *, double *, const int *, double *,
                    double *, const int *, double *, const int *, double *, const int *, int *,
                    int *, text_length);
extern void dsyevd_(const char *, const char *, const int *, double *, const int *, double *,
                    double *, const int *, int *, const int *, int *, text_length, text_length);
extern void dsyevr_(const char *, const char *, const char *, const int *, double *, const int *,
                    const double *, const double *, const int *, const int *, const double *, int *,
                    double *, double *, const int *, int *, double *, const int *, int *,
                    const int *, int *, text_length, text_length, text_length);

enum { out_of_memory = -1000 };

// a [n, n] = its Cholesky factor.
static inline int lapack_dpotrf(char triangle, int n, double *a, int lda) {
  int info;
  dpotrf_(&triangle, &n, a, &lda, &info, 1);
  return info;
}

// b [n, count] = the solutions.
static inline int lapack_dpotrs(
    char triangle, int n, int count, const double *a, int lda, double *b, int ldb) {
  int info;
  dpotrs_(&triangle, &n, &count, a, &lda, b, &ldb, &info, 1);
  return info;
}

// A norm of a symmetric matrix; NaN where there is no memory.
static inline double lapack_dlansy(char norm, char triangle, int n, const double *a, int lda) {
  double *work = malloc(sizeof *work * (size_t)(n + 1));
  if (!work) return __builtin_nan("");
  double result = dlansy_(&norm, &triangle, &n, a, &lda, work, 1, 1);
  free(work);
  return result;
}

// The reciprocal condition number of a matrix with that norm, from its Cholesky factor.
static inline int lapack_dpocon(
    char triangle, int n, const double *a, int lda, double norm, double *reciprocal) {
  int info = out_of_memory;
  double *work = malloc(sizeof *work * (size_t)(3 * n));
  int *places = malloc(sizeof *places * (size_t)n);
  if (work && places)
    dpocon_(&triangle, &n, a, &lda, &norm, reciprocal, work, places, &info, 1);
  free(work);
  free(places);
  return info;
}

// a [m, n] = R and the reflectors of Q, with the order of the columns from 1.
static inline int lapack_dgeqp3(int m, int n, double *a, int lda, int *order, double *scales) {
  int info, count = -1;
  double wanted;
  dgeqp3_(&m, &n, a, &lda, order, scales, &wanted, &count, &info);
  if (info) return info;
  count = (int)wanted;
  double *work = malloc(sizeof *work * (size_t)count);
  if (!work) return out_of_memory;
  dgeqp3_(&m, &n, a, &lda, order, scales, work, &count, &info);
  free(work);
  return info;
}

// c [m, n] = Q or its transpose times c, k reflectors.
static inline int lapack_dormqr(
    char side, char transpose, int m, int n, int k, const double *a, int lda, const double *scales,
    double *c, int ldc) {
  int info, count = -1;
  double wanted;
  dormqr_(&side, &transpose, &m, &n, &k, a, &lda, scales, c, &ldc, &wanted, &count, &info, 1, 1);
  if (info) return info;
  count = (int)wanted;
  double *work = malloc(sizeof *work * (size_t)count);
  if (!work) return out_of_memory;
  dormqr_(&side, &transpose, &m, &n, &k, a, &lda, scales, c, &ldc, work, &count, &info, 1, 1);
  free(work);
  return info;
}

// b [n, count] = the solutions with a triangular matrix.
static inline int lapack_dtrtrs(
    char triangle, char transpose, char diagonal, int n, int count, const double *a, int lda,
    double *b, int ldb) {
  int info;
  dtrtrs_(&triangle, &transpose, &diagonal, &n, &count, a, &lda, b, &ldb, &info, 1, 1, 1);
  return info;
}

// The singular values of a [m, n] and both sides' vectors.
static inline int lapack_dgesdd(
    char job, int m, int n, double *a, int lda, double *values, double *left, int ldl,
    double *right, int ldr) {
  int info, count = -1, least = m < n ? m : n;
  double wanted;
  int *places = malloc(sizeof *places * (size_t)(8 * least));
  if (!places) return out_of_memory;
  dgesdd_(&job, &m, &n, a, &lda, values, left, &ldl, right, &ldr, &wanted, &count, places, &info, 1);
  if (info == 0) {
    count = (int)wanted;
    double *work = malloc(sizeof *work * (size_t)count);
    info = out_of_memory;
    if (work)
      dgesdd_(
          &job, &m, &n, a, &lda, values, left, &ldl, right, &ldr, work, &count, places, &info, 1);
    free(work);
  }
  free(places);
  return info;
}

// a [n, n] = its eigenvectors, and the eigenvalues rising.
static inline int lapack_dsyevd(
    char job, char triangle, int n, double *a, int lda, double *values) {
  int info, count = -1, place_count = -1, wanted_places;
  double wanted;
  dsyevd_(
      &job, &triangle, &n, a, &lda, values, &wanted, &count, &wanted_places, &place_count, &info, 1,
      1);
  if (info) return info;
  count = (int)wanted;
  place_count = wanted_places;
  double *work = malloc(sizeof *work * (size_t)count);
  int *places = malloc(sizeof *places * (size_t)place_count);
  info = out_of_memory;
  if (work && places)
    dsyevd_(
        &job, &triangle, &n, a, &lda, values, work, &count, places, &place_count, &info, 1, 1);
  free(work);
  free(places);
  return info;
}

// The eigenvalues from the first-th to the last-th, of n from 1 rising, without vectors.
static inline int lapack_dsyevr(
    char triangle, int n, double *a, int lda, int first, int last, int *found, double *values) {
  char job = 'N', range = 'I';
  int info, count = -1, place_count = -1, wanted_places, support[2], one = 1;
  double wanted, zero = 0, vectors;
  dsyevr_(
      &job, &range, &triangle, &n, a, &lda, &zero, &zero, &first, &last, &zero, found, values,
      &vectors, &one, support, &wanted, &count, &wanted_places, &place_count, &info, 1, 1, 1);
  if (info) return info;
  count = (int)wanted;
  place_count = wanted_places;
  double *work = malloc(sizeof *work * (size_t)count);
  int *places = malloc(sizeof *places * (size_t)place_count);
  info = out_of_memory;
  if (work && places)
    dsyevr_(
        &job, &range, &triangle, &n, a, &lda, &zero, &zero, &first, &last, &zero, found, values,
        &vectors, &one, support, work, &count, places, &place_count, &info, 1, 1, 1);
  free(work);
  free(places);
  return info;
}
