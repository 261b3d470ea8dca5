// `import PromptScoring` is all that a runtime needs: banks, and the tensors of recorded outputs.
@_exported public import PromptBank
@_exported public import TensorFiles
