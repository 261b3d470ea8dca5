#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__linux__)
#include <sys/auxv.h>
#endif

#include "backend.h"

struct inference_engine {
  const inference_backend *backend;
  void *state;
  char *path;
  char version[64];
};

struct inference_session {
  const inference_backend *backend;
  void *state;
  int32_t requests;
  bool has_results;
};

static const inference_backend *const backends[] = {&inference_onnxruntime, &inference_openvino};

void inference_say(char *message, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, inference_message_capacity, format, arguments);
  va_end(arguments);
}

void inference_copy_name(char *name, const char *text) {
  snprintf(name, inference_name_capacity, "%s", text ? text : "");
}

int64_t inference_shape_dim(const inference_shape *shape, int32_t index) {
  if (index < 0 || index >= shape->rank || index >= inference_rank_limit) return -1;
  return shape->dims[index];
}

bool inference_can_open_libraries(void) {
#if defined(__linux__)
  // The address of the loader, which a static program does without.
  return getauxval(AT_BASE) != 0;
#else
  return true;
#endif
}

inference_engine *inference_engine_open(const char *path, char *message) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *reason = dlerror();
    inference_say(message, "%s", reason ? reason : "the loader gives no reason");
    return NULL;
  }
  for (size_t i = 0; i < sizeof backends / sizeof *backends; i++) {
    void *mark = dlsym(library, backends[i]->mark);
    if (!mark) continue;
    inference_engine *engine = calloc(1, sizeof *engine);
    if (!engine) {
      inference_say(message, "out of memory");
      return NULL;
    }
    engine->backend = backends[i];
    Dl_info place;
    bool placed = dladdr(mark, &place) && place.dli_fname;
    engine->path = strdup(placed ? place.dli_fname : path);
    engine->state = engine->path ? backends[i]->open(library, engine->version, message) : NULL;
    if (!engine->path) inference_say(message, "out of memory");
    if (!engine->state) {
      free(engine->path);
      free(engine);
      return NULL;
    }
    return engine;
  }
  dlclose(library);
  inference_say(message, "it is a library, but neither ONNX Runtime nor OpenVINO's C library");
  return NULL;
}

int32_t inference_engine_kind(const inference_engine *engine) { return engine->backend->kind; }

const char *inference_engine_version(const inference_engine *engine) { return engine->version; }

const char *inference_engine_path(const inference_engine *engine) { return engine->path; }

void inference_engine_close(inference_engine *engine) {
  if (!engine) return;
  engine->backend->close(engine->state);
  free(engine->path);
  free(engine);
}

inference_session *inference_session_open(
    inference_engine *engine, const char *model_path, int32_t threads, char *message) {
  inference_session *session = calloc(1, sizeof *session);
  if (!session) {
    inference_say(message, "out of memory");
    return NULL;
  }
  session->backend = engine->backend;
  session->state = engine->backend->session_open(engine->state, model_path, threads, message);
  if (!session->state) {
    free(session);
    return NULL;
  }
  return session;
}

void inference_session_close(inference_session *session) {
  if (!session) return;
  session->backend->session_close(session->state);
  free(session);
}

size_t inference_session_input_count(const inference_session *session) {
  return session->backend->count(session->state, false);
}

size_t inference_session_output_count(const inference_session *session) {
  return session->backend->count(session->state, true);
}

static bool port(
    const inference_session *session, bool output, size_t index, char *name,
    inference_shape *shape, char *message) {
  memset(shape, 0, sizeof *shape);
  name[0] = 0;
  if (index >= session->backend->count(session->state, output)) {
    inference_say(message, "there is no port %zu", index);
    return false;
  }
  return session->backend->port(session->state, output, index, name, shape, message);
}

bool inference_session_input(
    const inference_session *session, size_t index, char *name, inference_shape *shape,
    char *message) {
  return port(session, false, index, name, shape, message);
}

bool inference_session_output(
    const inference_session *session, size_t index, char *name, inference_shape *shape,
    char *message) {
  return port(session, true, index, name, shape, message);
}

int32_t inference_session_request(
    inference_session *session, const char *name, inference_shape *shape, char *message) {
  memset(shape, 0, sizeof *shape);
  if (session->requests == inference_request_limit) {
    inference_say(message, "more than %d outputs were asked for", inference_request_limit);
    return -1;
  }
  int32_t slot = session->requests;
  if (!session->backend->request(session->state, slot, name, shape, message)) return -1;
  session->requests = slot + 1;
  // Results of an earlier run do not have the new slot.
  session->has_results = false;
  return slot;
}

bool inference_session_run(
    inference_session *session, const float *input, const int64_t *dims, int32_t rank,
    char *message) {
  session->has_results = false;
  if (session->requests == 0) {
    inference_say(message, "no output was asked for");
    return false;
  }
  if (rank < 1 || rank > inference_rank_limit) {
    inference_say(message, "an input of rank %d", rank);
    return false;
  }
  size_t bytes = sizeof(float);
  for (int32_t i = 0; i < rank; i++) {
    if (dims[i] < 1 || __builtin_mul_overflow(bytes, (size_t)dims[i], &bytes)) {
      inference_say(message, "an input dimension of %lld", (long long)dims[i]);
      return false;
    }
  }
  session->has_results = session->backend->run(
      session->state, session->requests, input, bytes, dims, rank, message);
  return session->has_results;
}

const float *inference_session_result(
    const inference_session *session, int32_t slot, inference_shape *shape, char *message) {
  memset(shape, 0, sizeof *shape);
  if (!session->has_results || slot < 0 || slot >= session->requests) {
    inference_say(message, "there is no result in slot %d", slot);
    return NULL;
  }
  return session->backend->result(session->state, slot, shape, message);
}
