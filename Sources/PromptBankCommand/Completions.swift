import ArgumentParser

/// What shells offer where a prompt set or a folder of them is asked for.
let promptSetCompletion = CompletionKind.file(extensions: ["prompts", "yaml", "yml"])
/// What shells offer where a bank or another tensor file is asked for.
let tensorFileCompletion = CompletionKind.file(extensions: ["safetensors", "npy"])
