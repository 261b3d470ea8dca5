// What the two engines' files share. Not seen outside this target.
#ifndef PROMPTBANK_INFERENCE_BACKEND_H
#define PROMPTBANK_INFERENCE_BACKEND_H

#include "CPromptInference.h"

// One engine's way of doing each step of the door. Sessions and engines are its own structures.
typedef struct {
  int32_t kind;
  // A function that only this engine's library exports.
  const char *mark;
  void *(*open)(void *library, char version[64], char *message);
  void (*close)(void *engine);
  void *(*session_open)(void *engine, const char *model_path, int32_t threads, char *message);
  void (*session_close)(void *session);
  size_t (*count)(const void *session, bool output);
  bool (*port)(
      const void *session, bool output, size_t index, char *name, inference_shape *shape,
      char *message);
  bool (*request)(
      void *session, int32_t slot, const char *name, inference_shape *shape, char *message);
  bool (*run)(
      void *session, int32_t requests, const float *input, size_t bytes, const int64_t *dims,
      int32_t rank, char *message);
  const float *(*result)(
      const void *session, int32_t slot, inference_shape *shape, char *message);
} inference_backend;

extern const inference_backend inference_onnxruntime;
extern const inference_backend inference_openvino;

// Writes a reason into a message buffer, shortened to fit.
__attribute__((format(printf, 2, 3))) void inference_say(char *message, const char *format, ...);

// Copies a name into a name buffer, shortened to fit.
void inference_copy_name(char *name, const char *text);

#endif
