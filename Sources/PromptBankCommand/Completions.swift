import ArgumentParser

/// What shells offer where a prompt set or a folder of them is asked for.
let promptSetCompletion = CompletionKind.file(extensions: ["prompts", "yaml", "yml"])
/// What shells offer where a bank or another safetensors file is asked for.
let bankCompletion = CompletionKind.file(extensions: ["safetensors"])
/// What shells offer where tensors are asked for.
let tensorFileCompletion = CompletionKind.file(extensions: ["safetensors", "npy"])
/// What shells offer where pictures are asked for.
let pictureCompletion = CompletionKind.file(extensions: ["png", "jpg", "jpeg"])
