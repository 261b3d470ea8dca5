// The few functions of OpenBLAS that PromptBank calls, found at run time: a program that links the library
// starts its threads with every start, and they spin beside work that multiplies nothing.
#ifndef OPENBLAS_H
#define OPENBLAS_H

#include <stdbool.h>

enum { openblas_row_major = 101, openblas_no_transpose = 111, openblas_transpose = 112 };

typedef struct {
  /// c ← alpha a b + beta c, single precision, as CBLAS has it.
  void (*sgemm)(
      int order, int transpose_a, int transpose_b, int rows, int columns, int depth, float alpha,
      const float *a, int row_length_a, const float *b, int row_length_b, float beta, float *c,
      int row_length_c);
  /// The library's version and options, and the kernels it chose for this processor.
  const char *configuration;
  const char *core;
} openblas_library;

/// Opens the library for as long as the process runs, with one thread of its own.
/// False where it is not installed, lacks a function, or the program is one static file.
bool openblas_open(openblas_library *library);

#endif
