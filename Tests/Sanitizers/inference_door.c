// Walks every path of the inference door under AddressSanitizer, LeakSanitizer and UBSan: run it with
// `.ci/sanitize-inference-door`. Arguments: ONNX Runtime's library and the folder of test models.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CPromptInference.h"

static char message[inference_message_capacity];
static char path[4096];

#define REQUIRE(condition)                                                            \
  if (!(condition)) {                                                                 \
    fprintf(stderr, "line %d: %s (%s, %s)\n", __LINE__, #condition, path, message);   \
    exit(1);                                                                          \
  }

// Runs a model on sizes it takes and does not take; `good` is how many of the outputs give float32.
static void walk(
    inference_engine *engine, const char *folder, const char *model, int64_t height, int64_t width,
    const char *const *outputs, int count, int good) {
  snprintf(path, sizeof path, "%s/%s.onnx", folder, model);
  inference_session *session = inference_session_open(engine, path, 2, message);
  REQUIRE(session);
  char name[inference_name_capacity];
  inference_shape shape;
  REQUIRE(inference_session_input(session, 0, name, &shape, message));
  REQUIRE(strcmp(name, "image") == 0);
  REQUIRE(inference_shape_dim(&shape, 99) == -1 && inference_shape_dim(&shape, -1) == -1);
  for (size_t i = 0; i < inference_session_output_count(session); i++)
    REQUIRE(inference_session_output(session, i, name, &shape, message) && name[0]);
  REQUIRE(!inference_session_output(session, 99, name, &shape, message));
  REQUIRE(inference_session_request(session, "nonsense", &shape, message) == -1);

  const size_t elements = (size_t)(3 * height * width);
  float *input = malloc(elements * sizeof *input);
  REQUIRE(input);
  for (size_t i = 0; i < elements; i++) input[i] = (float)(i % 255) - 128;
  const int64_t dims[] = {1, 3, height, width};
  REQUIRE(!inference_session_run(session, input, dims, 4, message));
  REQUIRE(!inference_session_result(session, 0, &shape, message));
  for (int i = 0; i < count; i++)
    REQUIRE(inference_session_request(session, outputs[i], &shape, message) == i);
  for (int round = 0; round < 5; round++) {
    int given = 0;
    if (inference_session_run(session, input, dims, 4, message)) {
      for (int i = 0; i < count; i++) {
        const float *values = inference_session_result(session, i, &shape, message);
        if (!values) continue;
        given++;
        size_t size = 1;
        for (int32_t k = 0; k < shape.rank; k++) size *= (size_t)inference_shape_dim(&shape, k);
        double sum = 0;
        for (size_t k = 0; k < size; k++) sum += values[k];
        REQUIRE(size > 0 && isfinite(sum));
      }
    }
    REQUIRE(given == good);
    const int64_t wrong[] = {1, 1, height, 1}, empty[] = {1, 3, 0, width};
    const int64_t huge[] = {INT64_MAX, INT64_MAX, 1, 1};
    REQUIRE(!inference_session_run(session, input, wrong, 4, message));
    REQUIRE(!inference_session_run(session, input, empty, 4, message));
    REQUIRE(!inference_session_run(session, input, huge, 4, message));
    REQUIRE(!inference_session_run(session, input, dims, 99, message));
    REQUIRE(!inference_session_result(session, 0, &shape, message));
  }
  while (inference_session_request(session, outputs[0], &shape, message) >= 0) {}
  free(input);
  inference_session_close(session);
}

int main(int argc, char **arguments) {
  REQUIRE(argc == 3);
  const char *folder = arguments[2];
  REQUIRE(!inference_engine_open("/nowhere/libonnxruntime.so", message));
  REQUIRE(!inference_engine_open("libm.so.6", message));
  REQUIRE(strstr(message, "neither"));
  inference_engine *engine = inference_engine_open(arguments[1], message);
  REQUIRE(engine && inference_engine_kind(engine) == inference_kind_onnxruntime);
  REQUIRE(inference_engine_version(engine)[0] && inference_engine_path(engine)[0]);

  snprintf(path, sizeof path, "%s/missing.onnx", folder);
  REQUIRE(!inference_session_open(engine, path, 0, message));
  snprintf(path, sizeof path, "%s/make_models.py", folder);
  REQUIRE(!inference_session_open(engine, path, 0, message));

  const char *const masks[] = {"mask_logits", "mask_embeddings", "mask_embeddings_clip"};
  const char *const dense[] = {"pixel_embeddings"};
  walk(engine, folder, "segmentation", 64, 96, masks, 3, 3);
  walk(engine, folder, "segmentation", 32, 96, masks, 3, 0);
  walk(engine, folder, "tiny", 7, 5, masks, 2, 2);
  walk(engine, folder, "dense", 3, 5, dense, 1, 1);
  walk(engine, folder, "five_masks", 8, 8, masks, 2, 2);
  walk(engine, folder, "half_embeddings", 8, 8, masks, 2, 1);
  walk(engine, folder, "double_logits", 8, 8, masks, 2, 1);
  walk(engine, folder, "sequence", 8, 8, masks, 2, 1);
  walk(engine, folder, "two_inputs", 8, 8, masks, 2, 0);
  walk(engine, folder, "fixed_batch", 8, 8, masks, 2, 0);
  walk(engine, folder, "byte_input", 8, 8, masks, 2, 0);
  walk(engine, folder, "rank_three", 8, 8, masks, 2, 0);
  inference_engine_close(engine);
  inference_engine_close(NULL);
  puts("inference door: no error, no leak");
  return 0;
}
