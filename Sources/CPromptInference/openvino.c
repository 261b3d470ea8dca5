// OpenVINO by its C library. Three habits of it shape this file. Its default precision on processors
// with bfloat16 is bfloat16 (mask logits off by up to 0.7), so float32 is asked for. A port's reported
// name may be any alias, so outputs are fetched by the name the model gives. Its numbering of element
// types has changed between releases, so the number of float32 is found by trying.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend.h"

typedef void object;

typedef struct {
  const char *build;
  const char *description;
} ov_version;

typedef struct {
  int64_t rank;
  int64_t *dims;
} ov_shape;

typedef struct {
  int64_t minimum, maximum;
} ov_dimension;

typedef struct {
  ov_dimension rank;
  ov_dimension *dims;
} ov_partial_shape;

typedef struct {
  // Text of the last failure of this thread; NULL in older releases.
  const char *(*last_error)(void);
  const char *(*status_text)(int);
  int (*version)(ov_version *);
  void (*version_free)(ov_version *);
  int (*core_create)(object **);
  void (*core_free)(object *);
  int (*read_model)(const object *, const char *, const char *, object **);
  void (*model_free)(object *);
  int (*compile)(const object *, const object *, const char *, size_t, object **, ...);
  void (*compiled_free)(object *);
  int (*input_count)(const object *, size_t *);
  int (*output_count)(const object *, size_t *);
  int (*input_port)(const object *, size_t, object **);
  int (*output_port)(const object *, size_t, object **);
  int (*output_port_by_name)(const object *, const char *, object **);
  int (*port_name)(const object *, char **);
  int (*port_type)(const object *, int *);
  int (*port_shape)(const object *, ov_partial_shape *);
  void (*port_free)(object *);
  void (*partial_shape_free)(ov_partial_shape *);
  void (*text_free)(const char *);
  int (*request_create)(const object *, object **);
  void (*request_free)(object *);
  int (*set_input)(object *, size_t, const object *);
  int (*get_output)(const object *, const object *, object **);
  int (*infer)(object *);
  int (*tensor_create)(int, ov_shape, object **);
  int (*tensor_wrap)(int, ov_shape, void *, object **);
  int (*tensor_shape)(const object *, ov_shape *);
  int (*tensor_type)(const object *, int *);
  int (*tensor_bytes)(const object *, size_t *);
  int (*tensor_data)(const object *, void **);
  void (*tensor_free)(object *);
  int (*shape_free)(ov_shape *);
} ov_functions;

typedef struct {
  ov_functions call;
  object *core;
  int float32;
} ov_engine;

typedef struct {
  const ov_engine *engine;
  object *compiled;
  object *request;
  object *ports[inference_request_limit];
  object *tensors[inference_request_limit];
  size_t counts[2];
} ov_session;

// Finds every function; gives the name of the first that is missing, or NULL.
static const char *find_functions(void *library, ov_functions *call) {
  const struct {
    void **place;
    const char *name;
  } wanted[] = {
      {(void **)&call->status_text, "ov_get_error_info"},
      {(void **)&call->version, "ov_get_openvino_version"},
      {(void **)&call->version_free, "ov_version_free"},
      {(void **)&call->core_create, "ov_core_create"},
      {(void **)&call->core_free, "ov_core_free"},
      {(void **)&call->read_model, "ov_core_read_model"},
      {(void **)&call->model_free, "ov_model_free"},
      {(void **)&call->compile, "ov_core_compile_model"},
      {(void **)&call->compiled_free, "ov_compiled_model_free"},
      {(void **)&call->input_count, "ov_compiled_model_inputs_size"},
      {(void **)&call->output_count, "ov_compiled_model_outputs_size"},
      {(void **)&call->input_port, "ov_compiled_model_input_by_index"},
      {(void **)&call->output_port, "ov_compiled_model_output_by_index"},
      {(void **)&call->output_port_by_name, "ov_compiled_model_output_by_name"},
      {(void **)&call->port_name, "ov_port_get_any_name"},
      {(void **)&call->port_type, "ov_port_get_element_type"},
      {(void **)&call->port_shape, "ov_port_get_partial_shape"},
      {(void **)&call->port_free, "ov_output_const_port_free"},
      {(void **)&call->partial_shape_free, "ov_partial_shape_free"},
      {(void **)&call->text_free, "ov_free"},
      {(void **)&call->request_create, "ov_compiled_model_create_infer_request"},
      {(void **)&call->request_free, "ov_infer_request_free"},
      {(void **)&call->set_input, "ov_infer_request_set_input_tensor_by_index"},
      {(void **)&call->get_output, "ov_infer_request_get_tensor_by_const_port"},
      {(void **)&call->infer, "ov_infer_request_infer"},
      {(void **)&call->tensor_create, "ov_tensor_create"},
      {(void **)&call->tensor_wrap, "ov_tensor_create_from_host_ptr"},
      {(void **)&call->tensor_shape, "ov_tensor_get_shape"},
      {(void **)&call->tensor_type, "ov_tensor_get_element_type"},
      {(void **)&call->tensor_bytes, "ov_tensor_get_byte_size"},
      {(void **)&call->tensor_data, "ov_tensor_data"},
      {(void **)&call->tensor_free, "ov_tensor_free"},
      {(void **)&call->shape_free, "ov_shape_free"},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    void *function = dlsym(library, wanted[i].name);
    if (!function) return wanted[i].name;
    memcpy(wanted[i].place, &function, sizeof function);
  }
  void *last_error = dlsym(library, "ov_get_last_err_msg");
  memcpy(&call->last_error, &last_error, sizeof last_error);
  return NULL;
}

// Whether a call succeeded; writes its text where it did not.
static bool succeeded(const ov_engine *engine, int status, char *message) {
  if (status == 0) return true;
  const char *text = engine->call.last_error ? engine->call.last_error() : NULL;
  if (!text || !text[0]) text = engine->call.status_text(status);
  inference_say(message, "%s", text ? text : "OpenVINO gives no reason");
  return false;
}

// The number of float32 in this release: 4, or 5 in releases that count an undefined type first. Three
// of its elements take twelve bytes, which neither neighbour's do.
static int number_of_float32(const ov_engine *engine) {
  int64_t dims[] = {3};
  for (int number = 4; number <= 5; number++) {
    object *tensor = NULL;
    size_t bytes = 0;
    if (engine->call.tensor_create(number, (ov_shape){1, dims}, &tensor) != 0) continue;
    bool fits = engine->call.tensor_bytes(tensor, &bytes) == 0 && bytes == 3 * sizeof(float);
    engine->call.tensor_free(tensor);
    if (fits) return number;
  }
  return -1;
}

static void ov_close(void *state) {
  ov_engine *engine = state;
  if (engine->core) engine->call.core_free(engine->core);
  free(engine);
}

static void *ov_open(void *library, char version[64], char *message) {
  ov_engine *engine = calloc(1, sizeof *engine);
  if (!engine) {
    inference_say(message, "out of memory");
    return NULL;
  }
  const char *missing = find_functions(library, &engine->call);
  if (missing) {
    inference_say(message, "this release of OpenVINO has no function %s", missing);
    free(engine);
    return NULL;
  }
  ov_version text = {0};
  if (engine->call.version(&text) == 0) {
    // The build text is the version, then a dash and build numbers.
    const char *build = text.build ? text.build : "";
    snprintf(version, 64, "%.*s", (int)strcspn(build, "-"), build);
    engine->call.version_free(&text);
  }
  engine->float32 = number_of_float32(engine);
  if (engine->float32 < 0) {
    inference_say(message, "this release of OpenVINO numbers its element types in an unknown way");
  } else if (succeeded(engine, engine->call.core_create(&engine->core), message)) {
    return engine;
  }
  ov_close(engine);
  return NULL;
}

static int32_t own_type(const ov_engine *engine, int type) {
  // Counted from float32 on, the numberings agree near it.
  switch (type - engine->float32) {
    case -3: return inference_type_bool;
    case -2: return inference_type_bfloat16;
    case -1: return inference_type_float16;
    case 0: return inference_type_float32;
    case 1: return inference_type_float64;
    case 3: return inference_type_int8;
    case 4: return inference_type_int16;
    case 5: return inference_type_int32;
    case 6: return inference_type_int64;
    default: return inference_type_other;
  }
}

static bool describe(
    const ov_engine *engine, const object *port, inference_shape *shape, char *message) {
  int type = 0;
  ov_partial_shape partial = {0};
  if (!succeeded(engine, engine->call.port_type(port, &type), message)
      || !succeeded(engine, engine->call.port_shape(port, &partial), message))
    return false;
  shape->type = own_type(engine, type);
  bool open = partial.rank.minimum != partial.rank.maximum || partial.rank.minimum < 0
      || partial.rank.minimum > inference_rank_limit;
  shape->rank = open ? -1 : (int32_t)partial.rank.minimum;
  for (int32_t i = 0; i < shape->rank; i++) {
    ov_dimension dim = partial.dims[i];
    shape->dims[i] = dim.minimum == dim.maximum ? dim.minimum : -1;
  }
  engine->call.partial_shape_free(&partial);
  return true;
}

static void ov_session_close(void *state) {
  ov_session *session = state;
  const ov_functions *call = &session->engine->call;
  for (int i = 0; i < inference_request_limit; i++) {
    if (session->tensors[i]) call->tensor_free(session->tensors[i]);
    if (session->ports[i]) call->port_free(session->ports[i]);
  }
  if (session->request) call->request_free(session->request);
  if (session->compiled) call->compiled_free(session->compiled);
  free(session);
}

static void *ov_session_open(void *state, const char *path, int32_t threads, char *message) {
  const ov_engine *engine = state;
  const ov_functions *call = &engine->call;
  ov_session *session = calloc(1, sizeof *session);
  if (!session) {
    inference_say(message, "out of memory");
    return NULL;
  }
  session->engine = engine;
  object *model = NULL;
  bool done = succeeded(engine, call->read_model(engine->core, path, NULL, &model), message);
  if (done && threads > 0) {
    char count[16];
    snprintf(count, sizeof count, "%d", threads);
    done = succeeded(
        engine,
        call->compile(
            engine->core, model, "CPU", 4, &session->compiled, "INFERENCE_PRECISION_HINT", "f32",
            "INFERENCE_NUM_THREADS", count),
        message);
  } else if (done) {
    done = succeeded(
        engine,
        call->compile(
            engine->core, model, "CPU", 2, &session->compiled, "INFERENCE_PRECISION_HINT", "f32"),
        message);
  }
  if (model) call->model_free(model);
  done = done
      && succeeded(
             engine, call->request_create(session->compiled, &session->request), message)
      && succeeded(engine, call->input_count(session->compiled, &session->counts[0]), message)
      && succeeded(engine, call->output_count(session->compiled, &session->counts[1]), message);
  if (done) return session;
  ov_session_close(session);
  return NULL;
}

static size_t ov_count(const void *state, bool output) {
  return ((const ov_session *)state)->counts[output];
}

static bool ov_port(
    const void *state, bool output, size_t index, char *name, inference_shape *shape,
    char *message) {
  const ov_session *session = state;
  const ov_engine *engine = session->engine;
  object *port = NULL;
  int status = output ? engine->call.output_port(session->compiled, index, &port)
                      : engine->call.input_port(session->compiled, index, &port);
  if (!succeeded(engine, status, message)) return false;
  char *text = NULL;
  if (engine->call.port_name(port, &text) == 0 && text) {
    inference_copy_name(name, text);
    engine->call.text_free(text);
  }
  bool done = describe(engine, port, shape, message);
  engine->call.port_free(port);
  return done;
}

static bool ov_request(
    void *state, int32_t slot, const char *name, inference_shape *shape, char *message) {
  ov_session *session = state;
  const ov_engine *engine = session->engine;
  object *port = NULL;
  if (engine->call.output_port_by_name(session->compiled, name, &port) != 0) {
    inference_say(message, "the model has no output of this name");
    return false;
  }
  if (!describe(engine, port, shape, message)) {
    engine->call.port_free(port);
    return false;
  }
  session->ports[slot] = port;
  return true;
}

static bool ov_run(
    void *state, int32_t requests, const float *input, size_t bytes, const int64_t *dims,
    int32_t rank, char *message) {
  (void)bytes;
  ov_session *session = state;
  const ov_engine *engine = session->engine;
  const ov_functions *call = &engine->call;
  if (session->counts[0] != 1) {
    inference_say(message, "the model has %zu inputs", session->counts[0]);
    return false;
  }
  object *tensor = NULL;
  // The library takes pointers that may be written through; an input never is.
  ov_shape shape = {rank, (int64_t *)(uintptr_t)dims};
  void *memory = (void *)(uintptr_t)input;
  bool done =
      succeeded(engine, call->tensor_wrap(engine->float32, shape, memory, &tensor), message)
      && succeeded(engine, call->set_input(session->request, 0, tensor), message)
      && succeeded(engine, call->infer(session->request), message);
  if (tensor) call->tensor_free(tensor);
  for (int32_t i = 0; i < requests; i++) {
    if (session->tensors[i]) call->tensor_free(session->tensors[i]);
    session->tensors[i] = NULL;
    done = done
        && succeeded(
               engine,
               call->get_output(session->request, session->ports[i], &session->tensors[i]),
               message);
  }
  return done;
}

static const float *ov_result(
    const void *state, int32_t slot, inference_shape *shape, char *message) {
  const ov_session *session = state;
  const ov_engine *engine = session->engine;
  const object *tensor = session->tensors[slot];
  int type = 0;
  ov_shape own = {0};
  void *data = NULL;
  if (!succeeded(engine, engine->call.tensor_type(tensor, &type), message)
      || !succeeded(engine, engine->call.tensor_shape(tensor, &own), message))
    return NULL;
  shape->type = own_type(engine, type);
  shape->rank = own.rank > inference_rank_limit ? -1 : (int32_t)own.rank;
  for (int32_t i = 0; i < shape->rank; i++) shape->dims[i] = own.dims[i];
  engine->call.shape_free(&own);
  if (shape->type != inference_type_float32) {
    inference_say(message, "the result is not float32");
    return NULL;
  }
  bool done = succeeded(engine, engine->call.tensor_data(tensor, &data), message);
  if (done && !data) inference_say(message, "the result has no elements");
  return done ? data : NULL;
}

const inference_backend inference_openvino = {
    .kind = inference_kind_openvino,
    .mark = "ov_core_create",
    .open = ov_open,
    .close = ov_close,
    .session_open = ov_session_open,
    .session_close = ov_session_close,
    .count = ov_count,
    .port = ov_port,
    .request = ov_request,
    .run = ov_run,
    .result = ov_result,
};
