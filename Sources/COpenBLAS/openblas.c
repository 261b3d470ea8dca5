#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

#if defined(__linux__)
#include <sys/auxv.h>
#endif

#include "OpenBLAS.h"

static const char *const names[] = {"libopenblas.so.0", "libopenblas.so", "libopenblas.dylib"};

static void *open_library(void) {
#if defined(__linux__)
  // Without a loader in the process, as in a static file, opening a library may crash.
  if (getauxval(AT_BASE) == 0) return NULL;
#endif
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    void *found = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (found) return found;
  }
  return NULL;
}

bool openblas_open(openblas_library *library) {
  void *found = open_library();
  if (!found) return false;
  void (*set_threads)(int);
  char *(*configuration)(void), *(*core)(void);
  // POSIX lets an object pointer hold a function; ISO C has no cast for it.
  *(void **)&library->sgemm = dlsym(found, "cblas_sgemm");
  *(void **)&set_threads = dlsym(found, "openblas_set_num_threads");
  *(void **)&configuration = dlsym(found, "openblas_get_config");
  *(void **)&core = dlsym(found, "openblas_get_corename");
  if (!library->sgemm || !set_threads || !configuration || !core) {
    dlclose(found);
    return false;
  }
  set_threads(1);
  library->configuration = configuration();
  library->core = core();
  return true;
}
