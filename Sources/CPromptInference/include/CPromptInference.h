// A small door to inference engines that are found at run time. Nothing of an engine is needed to
// build: every function used is declared by us and looked up in the library.
//
// Functions that can fail take `message`, a buffer of inference_message_capacity bytes that receives
// the reason as text, and return NULL, false or -1. An engine may be used from several threads; a
// session by one thread at a time.
#ifndef CPROMPTINFERENCE_H
#define CPROMPTINFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  inference_message_capacity = 2048,
  inference_name_capacity = 512,
  inference_rank_limit = 8,
  inference_request_limit = 8,
};

// Which engine a library is, by the functions it exports.
enum { inference_kind_onnxruntime = 1, inference_kind_openvino = 2 };

// Element types, in the door's own numbering; the engines' numberings differ.
enum {
  inference_type_other = 0,
  inference_type_float32,
  inference_type_float16,
  inference_type_bfloat16,
  inference_type_float64,
  inference_type_int8,
  inference_type_int16,
  inference_type_int32,
  inference_type_int64,
  inference_type_uint8,
  inference_type_bool,
  inference_type_string,
  inference_type_not_a_tensor,
};

typedef struct inference_engine inference_engine;
typedef struct inference_session inference_session;

// Type and shape of a port or a result. rank is -1 where the model leaves it open or where it is over
// inference_rank_limit; a dimension is -1 where the model leaves it open.
typedef struct {
  int32_t type;
  int32_t rank;
  int64_t dims[inference_rank_limit];
} inference_shape;

// The dimension at an index below the rank; -1 otherwise.
int64_t inference_shape_dim(const inference_shape *shape, int32_t index);

// Whether this program can open libraries: one static file cannot, and trying would crash it.
bool inference_can_open_libraries(void);

// Opens an engine's library: a path, or a name for the system's loader. The library stays loaded for
// the life of the process, since an engine's own threads may outlive its handles.
inference_engine *inference_engine_open(const char *path, char *message);
int32_t inference_engine_kind(const inference_engine *engine);
// The engine's own version text; lives as long as the engine.
const char *inference_engine_version(const inference_engine *engine);
// The file the loader took; lives as long as the engine.
const char *inference_engine_path(const inference_engine *engine);
// Closes an engine without open sessions. NULL is allowed.
void inference_engine_close(inference_engine *engine);

// Opens an ONNX model. threads: how many threads one run may use, 0 for the engine's choice.
inference_session *inference_session_open(
    inference_engine *engine, const char *model_path, int32_t threads, char *message);
void inference_session_close(inference_session *session);

size_t inference_session_input_count(const inference_session *session);
size_t inference_session_output_count(const inference_session *session);
// Name (at most inference_name_capacity bytes with its end; empty where there is none), type and shape
// of a port. OpenVINO may report an alias of an output's name: ask for outputs by name.
bool inference_session_input(
    const inference_session *session, size_t index, char *name, inference_shape *shape,
    char *message);
bool inference_session_output(
    const inference_session *session, size_t index, char *name, inference_shape *shape,
    char *message);

// Asks for an output by name, with every later run; gives the slot of its results, or -1.
int32_t inference_session_request(
    inference_session *session, const char *name, inference_shape *shape, char *message);

// Runs the model with its only input, float32 of the given shape in the caller's memory.
bool inference_session_run(
    inference_session *session, const float *input, const int64_t *dims, int32_t rank,
    char *message);

// The result in a slot: its shape and, for float32, its elements, row-major, which live until the next
// run or the session's end. Elements of another type are not given: NULL, with the shape filled in.
const float *inference_session_result(
    const inference_session *session, int32_t slot, inference_shape *shape, char *message);

#endif
