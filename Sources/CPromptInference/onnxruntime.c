// ONNX Runtime by its public function table. The table only ever grows at its end and the slots of its
// first version, all that is used here, are frozen, so every release since 1.0 serves.
#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend.h"

typedef void object;
typedef object *failure;  // NULL where a call succeeded

typedef struct {
  const void *const *(*table)(uint32_t version);
  const char *(*version)(void);
} api_base;

enum slot {
  slot_error_message = 2,
  slot_create_environment = 3,
  slot_create_session = 7,
  slot_run = 9,
  slot_create_session_options = 10,
  slot_set_optimization_level = 23,
  slot_set_thread_count = 24,
  slot_input_count = 30,
  slot_output_count = 31,
  slot_input_type = 33,
  slot_output_type = 34,
  slot_input_name = 36,
  slot_output_name = 37,
  slot_create_tensor = 49,
  slot_tensor_data = 51,
  slot_type_to_tensor_type = 55,
  slot_element_type = 60,
  slot_dimension_count = 61,
  slot_dimensions = 62,
  slot_value_tensor_type = 65,
  slot_create_memory_kind = 69,
  slot_allocator_free = 76,
  slot_default_allocator = 78,
  slot_release_environment = 92,
  slot_release_failure = 93,
  slot_release_memory_kind = 94,
  slot_release_session = 95,
  slot_release_value = 96,
  slot_release_type = 98,
  slot_release_tensor_type = 99,
  slot_release_session_options = 100,
};

enum { log_fatal_only = 4, optimize_all = 99, element_float32 = 1, arena_allocator = 1 };

typedef struct {
  const void *const *table;
  object *environment;
  object *allocator;
  object *memory_kind;
} ort_engine;

typedef struct {
  const ort_engine *engine;
  object *session;
  char *input_name;
  char *names[inference_request_limit];
  object *values[inference_request_limit];
  size_t counts[2];
} ort_session;

// The function in a slot, as the given type.
#define CALL(engine, slot, type) ((type)(uintptr_t)(engine)->table[slot])

static void release(const ort_engine *engine, enum slot slot, object *thing) {
  if (thing) CALL(engine, slot, void (*)(object *))(thing);
}

// Whether a call succeeded; takes over its failure and writes its text.
static bool succeeded(const ort_engine *engine, failure failure, char *message) {
  if (!failure) return true;
  const char *text = CALL(engine, slot_error_message, const char *(*)(const object *))(failure);
  inference_say(message, "%s", text ? text : "ONNX Runtime gives no reason");
  release(engine, slot_release_failure, failure);
  return false;
}

static void ort_close(void *state) {
  ort_engine *engine = state;
  release(engine, slot_release_memory_kind, engine->memory_kind);
  release(engine, slot_release_environment, engine->environment);
  free(engine);
}

static void *ort_open(void *library, char version[64], char *message) {
  const api_base *(*base_of)(void) =
      (const api_base *(*)(void))(uintptr_t)dlsym(library, inference_onnxruntime.mark);
  const api_base *base = base_of();
  const void *const *table = base ? base->table(1) : NULL;
  ort_engine *engine = table ? calloc(1, sizeof *engine) : NULL;
  if (!engine) {
    inference_say(message, "ONNX Runtime does not offer its function table");
    return NULL;
  }
  const char *text = base->version();
  snprintf(version, 64, "%s", text ? text : "");
  engine->table = table;
  bool ready =
      succeeded(
          engine,
          CALL(engine, slot_create_environment, failure (*)(int, const char *, object **))(
              log_fatal_only, "promptbank", &engine->environment),
          message)
      && succeeded(
          engine,
          CALL(engine, slot_default_allocator, failure (*)(object **))(&engine->allocator),
          message)
      && succeeded(
          engine,
          CALL(engine, slot_create_memory_kind, failure (*)(int, int, object **))(
              arena_allocator, 0, &engine->memory_kind),
          message);
  if (ready) return engine;
  ort_close(engine);
  return NULL;
}

static int32_t own_type(int type) {
  switch (type) {
    case 1: return inference_type_float32;
    case 2: return inference_type_uint8;
    case 3: return inference_type_int8;
    case 5: return inference_type_int16;
    case 6: return inference_type_int32;
    case 7: return inference_type_int64;
    case 8: return inference_type_string;
    case 9: return inference_type_bool;
    case 10: return inference_type_float16;
    case 11: return inference_type_float64;
    case 16: return inference_type_bfloat16;
    default: return inference_type_other;
  }
}

// Fills in a shape from the engine's description of a tensor.
static bool describe(
    const ort_engine *engine, const object *tensor_type, inference_shape *shape, char *message) {
  int type = 0;
  size_t rank = 0;
  if (!succeeded(
          engine,
          CALL(engine, slot_element_type, failure (*)(const object *, int *))(tensor_type, &type),
          message)
      || !succeeded(
          engine,
          CALL(engine, slot_dimension_count, failure (*)(const object *, size_t *))(
              tensor_type, &rank),
          message))
    return false;
  shape->type = own_type(type);
  if (rank > inference_rank_limit) {
    shape->rank = -1;
    return true;
  }
  shape->rank = (int32_t)rank;
  return succeeded(
      engine,
      CALL(engine, slot_dimensions, failure (*)(const object *, int64_t *, size_t))(
          tensor_type, shape->dims, rank),
      message);
}

static bool port_shape(
    const ort_session *session, bool output, size_t index, inference_shape *shape, char *message) {
  const ort_engine *engine = session->engine;
  object *type = NULL;
  const object *tensor_type = NULL;
  bool done = succeeded(
      engine,
      CALL(engine, output ? slot_output_type : slot_input_type,
           failure (*)(const object *, size_t, object **))(session->session, index, &type),
      message);
  done = done
      && succeeded(
             engine,
             CALL(engine, slot_type_to_tensor_type, failure (*)(const object *, const object **))(
                 type, &tensor_type),
             message);
  if (done && tensor_type) {
    done = describe(engine, tensor_type, shape, message);
  } else {
    shape->type = inference_type_not_a_tensor;
    shape->rank = -1;
  }
  release(engine, slot_release_type, type);
  return done;
}

// The engine's copy of a port's name, to be given back with give_back; NULL on failure.
static char *port_name(const ort_session *session, bool output, size_t index, char *message) {
  const ort_engine *engine = session->engine;
  char *name = NULL;
  succeeded(
      engine,
      CALL(engine, output ? slot_output_name : slot_input_name,
           failure (*)(const object *, size_t, object *, char **))(
          session->session, index, engine->allocator, &name),
      message);
  return name;
}

static void give_back(const ort_engine *engine, char *name) {
  if (!name) return;
  char ignored[inference_message_capacity];
  succeeded(
      engine,
      CALL(engine, slot_allocator_free, failure (*)(object *, void *))(engine->allocator, name),
      ignored);
}

static void ort_session_close(void *state) {
  ort_session *session = state;
  for (int i = 0; i < inference_request_limit; i++) {
    release(session->engine, slot_release_value, session->values[i]);
    free(session->names[i]);
  }
  give_back(session->engine, session->input_name);
  release(session->engine, slot_release_session, session->session);
  free(session);
}

static void *ort_session_open(void *state, const char *path, int32_t threads, char *message) {
  const ort_engine *engine = state;
  ort_session *session = calloc(1, sizeof *session);
  if (!session) {
    inference_say(message, "out of memory");
    return NULL;
  }
  session->engine = engine;
  object *options = NULL;
  bool done = succeeded(
      engine, CALL(engine, slot_create_session_options, failure (*)(object **))(&options), message);
  done = done
      && succeeded(
             engine,
             CALL(engine, slot_set_optimization_level, failure (*)(object *, int))(
                 options, optimize_all),
             message);
  if (done && threads > 0)
    done = succeeded(
        engine, CALL(engine, slot_set_thread_count, failure (*)(object *, int))(options, threads),
        message);
  done = done
      && succeeded(
             engine,
             CALL(engine, slot_create_session,
                  failure (*)(const object *, const char *, const object *, object **))(
                 engine->environment, path, options, &session->session),
             message);
  for (int output = 0; done && output < 2; output++)
    done = succeeded(
        engine,
        CALL(engine, output ? slot_output_count : slot_input_count,
             failure (*)(const object *, size_t *))(session->session, &session->counts[output]),
        message);
  if (done && session->counts[0] > 0) {
    session->input_name = port_name(session, false, 0, message);
    done = session->input_name != NULL;
  }
  release(engine, slot_release_session_options, options);
  if (done) return session;
  ort_session_close(session);
  return NULL;
}

static size_t ort_count(const void *state, bool output) {
  return ((const ort_session *)state)->counts[output];
}

static bool ort_port(
    const void *state, bool output, size_t index, char *name, inference_shape *shape,
    char *message) {
  const ort_session *session = state;
  char *text = port_name(session, output, index, message);
  if (!text) return false;
  inference_copy_name(name, text);
  give_back(session->engine, text);
  return port_shape(session, output, index, shape, message);
}

static bool ort_request(
    void *state, int32_t slot, const char *name, inference_shape *shape, char *message) {
  ort_session *session = state;
  for (size_t i = 0; i < session->counts[1]; i++) {
    char *text = port_name(session, true, i, message);
    if (!text) return false;
    bool same = strcmp(text, name) == 0;
    give_back(session->engine, text);
    if (!same) continue;
    if (!port_shape(session, true, i, shape, message)) return false;
    session->names[slot] = strdup(name);
    if (!session->names[slot]) inference_say(message, "out of memory");
    return session->names[slot] != NULL;
  }
  inference_say(message, "the model has no output of this name");
  return false;
}

static bool ort_run(
    void *state, int32_t requests, const float *input, size_t bytes, const int64_t *dims,
    int32_t rank, char *message) {
  ort_session *session = state;
  const ort_engine *engine = session->engine;
  for (int32_t i = 0; i < requests; i++) {
    release(engine, slot_release_value, session->values[i]);
    session->values[i] = NULL;
  }
  if (session->counts[0] != 1) {
    inference_say(message, "the model has %zu inputs", session->counts[0]);
    return false;
  }
  object *tensor = NULL;
  // The table takes memory that may be written; an input never is.
  bool done = succeeded(
      engine,
      CALL(engine, slot_create_tensor,
           failure (*)(const object *, void *, size_t, const int64_t *, size_t, int, object **))(
          engine->memory_kind, (void *)(uintptr_t)input, bytes, dims, (size_t)rank,
          element_float32, &tensor),
      message);
  const char *input_names[] = {session->input_name};
  const object *inputs[] = {tensor};
  done = done
      && succeeded(
             engine,
             CALL(engine, slot_run,
                  failure (*)(object *, const object *, const char *const *, const object *const *,
                              size_t, const char *const *, size_t, object **))(
                 session->session, NULL, input_names, inputs, 1,
                 (const char *const *)session->names, (size_t)requests, session->values),
             message);
  release(engine, slot_release_value, tensor);
  return done;
}

static const float *ort_result(
    const void *state, int32_t slot, inference_shape *shape, char *message) {
  const ort_session *session = state;
  const ort_engine *engine = session->engine;
  object *value = session->values[slot], *tensor_type = NULL;
  void *data = NULL;
  bool done = value
      && succeeded(
                  engine,
                  CALL(engine, slot_value_tensor_type, failure (*)(const object *, object **))(
                      value, &tensor_type),
                  message)
      && describe(engine, tensor_type, shape, message);
  release(engine, slot_release_tensor_type, tensor_type);
  if (!done) {
    if (!value) inference_say(message, "the run gave no value");
    return NULL;
  }
  if (shape->type != inference_type_float32) {
    inference_say(message, "the result is not float32");
    return NULL;
  }
  done = succeeded(
      engine, CALL(engine, slot_tensor_data, failure (*)(object *, void **))(value, &data),
      message);
  if (done && !data) inference_say(message, "the result has no elements");
  return done ? data : NULL;
}

const inference_backend inference_onnxruntime = {
    .kind = inference_kind_onnxruntime,
    .mark = "OrtGetApiBase",
    .open = ort_open,
    .close = ort_close,
    .session_open = ort_session_open,
    .session_close = ort_session_close,
    .count = ort_count,
    .port = ort_port,
    .request = ort_request,
    .run = ort_run,
    .result = ort_result,
};
